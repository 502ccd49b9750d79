"""Rates that are equal as fractions are equal in every table, whatever their last digits are."""

from collections import defaultdict
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import METRICS, ROWS, frame_of
from setupscope.analysis import (
    compare,
    conclusion,
    flips,
    leave_one_out,
    other_winners,
    win_rates,
)
from setupscope.analysis.questions.ties import level_ties
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TABLES, TableOptions, table_of

TIE = "scenario=classification-target&measure=pearson,rel_at_1&size=9-9"
TIED = ("leep", "nleep")
SHARES = st.lists(st.fractions(0, 1, max_denominator=12), min_size=1, max_size=9)


def exact_rates(frame, without=()):
    """Win rates of each scenario as fractions; none where a metric covers nothing."""
    shares = defaultdict(lambda: defaultdict(list))
    for row in frame[~frame["given"].isin(without)].to_dict("records"):
        values = {m: row[m] for m in METRICS if row["covered"] >> METRICS.index(m) & 1}
        defined = [value for value in values.values() if not np.isnan(value)]
        best = [m for m in values if defined and values[m] == max(defined)]
        for metric in values:
            share = Fraction(1, len(best)) if metric in best else Fraction(0)
            shares[row["scenario"], metric][row["given"]].append(share)
    return {
        key: sum(sum(own) / len(own) for own in of_given.values()) / len(of_given)
        for key, of_given in shares.items()
    }


def leader_and_lead(rates, scenario):
    """The first metric with the highest rate, and its lead over the next."""
    own = {metric: rates[scenario, metric] for metric in METRICS if (scenario, metric) in rates}
    first, *others = sorted(own, key=lambda metric: -own[metric])
    return first, own[first] - own[others[0]] if others else None


@given(ROWS)
def test_made_up_rates_are_equal_exactly_where_their_fractions_are(rows):
    frame = frame_of(rows)
    exact = exact_rates(frame)
    table = win_rates(frame).dropna(subset=["win_rate"]).to_dict("records")
    found = {(row["scenario"], row["metric"]): row["win_rate"] for row in table}
    assert found.keys() == exact.keys()
    for a in found:
        for b in found:
            if a[0] == b[0]:
                assert (found[a] < found[b]) == (exact[a] < exact[b])


@given(ROWS)
def test_made_up_leads_are_those_of_the_fractions(rows):
    frame = frame_of(rows)
    for row in conclusion(frame).dropna(subset=["winner", "lead"]).to_dict("records"):
        part = frame if row["measure"] == "all" else frame[frame["measure"] == row["measure"]]
        assert_leads(row, exact_rates(part))
    for row in leave_one_out(frame).dropna(subset=["winner", "lead"]).to_dict("records"):
        assert_leads(row, exact_rates(frame[frame["scenario"] == row["scenario"]], [row["given"]]))


def assert_leads(row, exact):
    winner, lead = leader_and_lead(exact, row["scenario"])
    assert row["winner"] == winner
    assert row["lead"] == pytest.approx(float(lead), abs=1e-12)
    assert (row["lead"] > 0) == (lead > 0)


@given(SHARES, st.randoms())
def test_means_of_the_same_shares_in_any_order_are_leveled(shares, random):
    first, second = ([float(share) for share in shares] for _ in range(2))
    random.shuffle(second)
    means = np.array([sum(first) / len(first), 2.0, sum(second) / len(second), np.nan])
    leveled = level_ties(means)
    assert leveled[0] == leveled[2] == means[0]
    assert leveled[1] == 2
    assert np.isnan(leveled[3])


def test_two_metrics_that_tie_in_the_shipped_study_tie_in_every_table(shipped):
    slice_ = Slice.parse(TIE, shipped.study)
    setups = slice_.narrow(shipped.setups())
    rates = win_rates(setups).set_index("metric")
    assert rates.loc["leep", "win_rate"] == rates.loc["nleep", "win_rate"]
    assert rates.loc["leep", "win_rate"] == pytest.approx(5 / 12)
    whole = conclusion(setups).set_index("measure").loc["all"]
    assert (whole["winner"], whole["runner_up"], whole["lead"]) == (*TIED, 0)
    assert whole["verdict"] in ("undecided", "depends on the measure")
    both = compare(setups, setups).set_index("metric")
    assert (both.loc[list(TIED), ["rank_a", "rank_b"]] == 1).all(axis=None)
    assert other_winners(setups)["by_win_rate"].tolist() == ["leep"]
    table = flips(setups, shipped.study)
    assert (table["by"] != 0).sum() == (table["by"].abs() > 1e-12).sum()
    assert (table["flips"] == (table["by"] > 0)).all()


@pytest.mark.parametrize("name", TABLES)
def test_no_number_of_a_table_is_a_tie_gone_wrong(shipped, name):
    slice_ = Slice.parse(TIE, shipped.study)
    shown = slice_.replace(measures=("pearson",))
    options = TableOptions(slice_ if name == "compare" else None, *TIED, shown)
    table = table_of(name, slice_, shipped.setups(), options=options)
    tests = [column for column in table if column.endswith("_p")]
    numbers = table.drop(columns=tests).select_dtypes("float").to_numpy()
    assert not ((np.abs(numbers) > 0) & (np.abs(numbers) < 1e-12)).any()
