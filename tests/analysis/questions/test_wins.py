"""Win rates equal the setup-by-setup definition, on made-up tables and on the real store."""

from collections import defaultdict
from fractions import Fraction

import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import MANY_GIVENS, METRICS, ROWS, frame_of, setup
from setupscope.analysis import win_rates
from setupscope.analysis.audit import slow
from setupscope.analysis.resampling.bootstrap import weights_of
from setupscope.data.errors import InputError
from setupscope.data.scoring.outcomes import OutcomeCodes, ranks


def covers(row, metric):
    return row["covered"] >> METRICS.index(metric) & 1


def contests_of(rows, metrics):
    """Setups that two of the metrics cover, and in which one of these has a value."""
    found = []
    for row in rows:
        covering = [metric for metric in metrics if covers(row, metric)]
        if len(covering) > 1 and not all(np.isnan(row[metric]) for metric in covering):
            found.append(row)
    return found


def slowly(frame, metrics, by):
    """Win rates setup by setup, in exact fractions: {(scenario, *by, metric): numbers}."""
    parts = defaultdict(list)
    for row in frame.to_dict("records"):
        parts[tuple(row[key] for key in ("scenario", *by))].append(row)
    return {
        (*part, metric): numbers_of(rows, metrics, metric)
        for part, rows in parts.items()
        for metric in metrics
    }


def numbers_of(rows, metrics, metric):
    compared = contests_of(rows, metrics)
    field = [m for m in metrics if compared and all(covers(row, m) for row in compared)]
    group = [m for m in metrics if m in field or m == metric]
    shares = defaultdict(list)
    for row in contests_of(compared, group):
        if all(covers(row, m) for m in group):
            best = max(row[m] for m in group if not np.isnan(row[m]))
            tied = [m for m in group if row[m] == best]
            shares[row["given"]].append(Fraction(metric in tied, len(tied)))
    rate = [sum(own) / len(own) for own in shares.values()]
    return (
        float(sum(sum(own) for own in shares.values())),
        float(sum(rate) / len(rate)) if rate else np.nan,
        sum(bool(covers(row, metric) and np.isnan(row[metric])) for row in rows),
        sum(not covers(row, metric) for row in rows),
        len(rows) - len(compared),
        len({row["given"] for row in rows}),
    )


def as_dict(table, by):
    columns = ["wins", "win_rate", "undefined", "not_covered", "no_contest", "givens"]
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


@given(rows=MANY_GIVENS)
def test_intervals_and_first_places_are_those_of_the_definition(rows):
    frame = frame_of(rows)
    of_givens = slow.given_rates(frame, METRICS, METRICS)
    table = win_rates(frame).set_index("metric")
    for metric, row in table.iterrows():
        shares = of_givens[metric].dropna().to_numpy()
        assert row["covered_givens"] == len(shares) or np.isnan(row["win_rate"])
        weights = weights_of(len(shares), 0)
        ends = slow.interval_of_share(shares, weights)
        np.testing.assert_allclose([row["low"], row["high"]], ends, atol=1e-9)
    field = of_givens[table.index[~table["partial"].astype(bool)]].dropna()
    if len(field) >= 6:
        first = slow.p_best(field, weights_of(len(field), 0))
        np.testing.assert_allclose(table.loc[first.index, "p_best"], first, atol=1e-9)
        assert table["p_best"].sum() == pytest.approx(1)


def test_a_win_for_one_given_of_nine_has_jeffreys_upper_end():
    rows = [setup(g, float(g == "a"), 0.5, 0.0) for g in "abcdefghi"]
    row = win_rates(frame_of(rows)).set_index("metric").loc["one"]
    # Beta(1½, 8½)'s .975 quantile; the bootstrap alone ends at 4/9.
    assert row["win_rate"] == 1 / 9
    assert row["low"] == 0
    assert row["high"] == pytest.approx(max(0.414469, 4 / 9), abs=1e-6)
    never = win_rates(frame_of(rows)).set_index("metric").loc["three"]
    # Beta(½, 9½)'s .975 quantile
    assert (never["low"], never["high"]) == (0, pytest.approx(0.238, abs=5e-4))


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
        *("undefined", "not_covered", "no_contest", "partial", "covered_givens"),
        *("setups", "givens", "reason"),
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
