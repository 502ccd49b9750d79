"""Win rates equal the setup-by-setup definition, on made-up tables and on the real store."""

from collections import defaultdict
from fractions import Fraction

import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import METRICS, ROWS, frame_of
from setupscope.analysis import win_rates
from setupscope.data.errors import InputError
from setupscope.data.scoring.outcomes import OutcomeCodes, ranks


def slowly(frame, metrics, by):
    """Win rates setup by setup, in exact fractions: {(scenario, *by, metric): numbers}."""
    shares = defaultdict(lambda: defaultdict(list))
    undefined, uncovered = defaultdict(int), defaultdict(int)
    for row in frame.to_dict("records"):
        part = tuple(row[key] for key in ("scenario", *by))
        values = {m: row[m] for m in metrics if row["covered"] >> METRICS.index(m) & 1}
        defined = [value for value in values.values() if not np.isnan(value)]
        best = [m for m in values if defined and values[m] == max(defined)]
        for metric in metrics:
            here = (*part, metric)
            shares[here].setdefault(row["given"], [])
            uncovered[here] += metric not in values
            undefined[here] += metric in values and np.isnan(values[metric])
            if metric in values:
                share = Fraction(1, len(best)) if metric in best else Fraction(0)
                shares[here][row["given"]].append(share)
    return {
        here: (
            float(sum(sum(s) for s in given.values())),
            float(np.mean([sum(s) / len(s) for s in given.values() if s] or [np.nan])),
            undefined[here],
            uncovered[here],
            len(given),
        )
        for here, given in shares.items()
    }


def as_dict(table, by):
    columns = ["wins", "win_rate", "undefined", "not_covered", "givens"]
    return {
        tuple(row[key] for key in ("scenario", *by, "metric")): tuple(row[c] for c in columns)
        for row in table.to_dict("records")
    }


@pytest.mark.parametrize("by", [(), ("given",), ("backbone", "measure"), ("pool_size",)])
@given(rows=ROWS, compared=st.sets(st.sampled_from(METRICS), min_size=1))
def test_win_rates_equal_the_setup_by_setup_definition(by, rows, compared):
    frame, metrics = frame_of(rows), sorted(compared)
    found = as_dict(win_rates(frame, metrics, by), by)
    expected = slowly(frame, metrics, by)
    assert found.keys() == expected.keys()
    for here, numbers in expected.items():
        np.testing.assert_allclose(found[here], numbers, rtol=0, atol=1e-12, err_msg=str(here))


@given(rows=ROWS, seed=st.integers(0, 99))
def test_shuffled_rows_change_no_byte(rows, seed):
    frame = frame_of(rows)
    shuffled = frame.sample(frac=1, random_state=seed)
    there, again = (win_rates(f, by=("given",)).to_csv() for f in (frame, shuffled))
    assert there == again


@given(rows=ROWS)
def test_shares_sum_to_one_a_setup_that_has_a_winner(rows):
    frame = frame_of(rows)
    won = frame[list(METRICS)].notna().any(axis=1).groupby(frame["scenario"]).sum()
    wins = win_rates(frame).groupby("scenario")["wins"].sum()
    assert wins.astype(float).to_dict() == pytest.approx(won.astype(float).to_dict(), abs=1e-9)


@given(rows=ROWS)
def test_relabelled_metrics_permute_the_rates(rows):
    frame = frame_of(rows)
    keys = ["scenario", "metric"]
    there = win_rates(frame).set_index(keys).sort_index()
    again = win_rates(frame, METRICS[::-1]).set_index(keys).sort_index()
    pd.testing.assert_frame_equal(there, again)


def test_tied_metrics_share_a_win_and_givens_weigh_the_same():
    rows = [("s", "x", "frozen", "pearson", 7, 7, 1.0, 1.0, 0.0)]
    rows += [("s", "y", "frozen", "pearson", 7, 7, 0.0, 0.5, 1.0)] * 9
    table = win_rates(frame_of(rows)).set_index("metric")
    assert table["wins"].to_dict() == {"one": 0.5, "two": 0.5, "three": 9.0}
    assert table["win_rate"].to_dict() == {"one": 0.25, "two": 0.25, "three": 0.5}
    assert table["setups"].tolist() == [10] * 3
    assert table["givens"].tolist() == [2] * 3


def test_a_metric_that_covers_nothing_has_no_rate_but_a_reason():
    rows = [("s", "x", "frozen", "pearson", 7, 0b101, 1.0, 0.5, 0.0)]
    table = win_rates(frame_of(rows)).set_index("metric")
    assert np.isnan(table.loc["two", "win_rate"])
    assert "no score" in table.loc["two", "reason"]
    assert table.loc["one", "win_rate"] == 1
    assert table.loc[["one", "three"], "reason"].tolist() == ["fewer than 6 givens"] * 2


def test_an_empty_frame_gives_an_empty_table_with_all_columns():
    table = win_rates(frame_of([]), by=("given",))
    assert table.empty
    assert table.columns.tolist() == [
        *("scenario", "given", "metric", "wins", "win_rate", "low", "high", "p_best"),
        *("undefined", "not_covered", "setups", "givens", "reason"),
    ]


def test_unknown_metrics_and_components_are_named():
    frame = frame_of([("s", "x", "frozen", "pearson", 7, 7, 1.0, 0.5, 0.0)])
    with pytest.raises(InputError, match=r"unknown metric 'four' \(accepted: 'one', 'two'"):
        win_rates(frame, ["one", "four"])
    with pytest.raises(InputError, match="unknown component 'roster'"):
        win_rates(frame, by=("roster",))


def test_fourteen_metrics_with_equal_chances_share_all_wins(shipped):
    frame = shipped.setups().limit(2000).df()
    rng = np.random.default_rng(5)
    names = [f"m{i:02}" for i in range(14)]
    values = rng.integers(0, 4, (len(frame), 14)).astype(np.float32)
    wide = frame.drop(columns=list(shipped.study.metric_keys))
    wide = wide.assign(**dict(zip(names, values.T, strict=True)), covered=2**14 - 1)
    wide["outcome"] = OutcomeCodes().encode(ranks(values))
    table = win_rates(wide)
    assert len(table) == 14
    np.testing.assert_allclose(table["wins"].sum(), len(frame))


@pytest.mark.parametrize("by", [(), ("given",), ("backbone", "measure")])
def test_duckdb_and_pandas_give_the_same_bytes(shipped, by):
    native = shipped.setups()
    assert win_rates(native, by=by).to_csv() == win_rates(native.df(), by=by).to_csv()


def test_real_win_rates_equal_those_counted_in_pandas(shipped):
    frame = shipped.setups().filter("scenario = 'segmentation-source'").df()
    metrics = list(shipped.study.metric_keys)
    best = frame[metrics].eq(frame[metrics].max(axis=1), axis=0)
    shares = best.div(best.sum(axis=1), axis=0)
    expected = shares.groupby(frame["given"].astype(str)).mean().mean()
    setups = nw.from_native(shipped.setups()).filter(nw.col("scenario") == "segmentation-source")
    found = win_rates(setups.to_native()).set_index("metric")["win_rate"]
    np.testing.assert_allclose(found[metrics], expected[metrics], rtol=0, atol=1e-12)
