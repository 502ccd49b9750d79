"""Rates that are equal as fractions are equal in every table, whatever their last digits are."""

from collections import defaultdict
from fractions import Fraction
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beside import OF_TWO
from made_up import MANY_GIVENS, METRICS, NAMED, ROWS, frame_of, setup
from setupscope.analysis import (
    compare,
    conclusion,
    flips,
    leads_of_winner,
    leave_one_out,
    other_winners,
    win_rates,
)
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.flips import flip_test
from setupscope.analysis.questions.ties import level_ties
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TABLES, TableOptions, table_of

TIE = "scenario=classification-target&measure=pearson,rel_at_1&size=9-9"
TIED = ("leep", "nleep")
SHARES = st.lists(st.fractions(0, 1, max_denominator=12), min_size=1, max_size=9)


def exact_rates(part, field, without=()):
    """Win rates among some metrics as fractions; none without a contest of theirs."""
    shares = defaultdict(list)
    for row in slow.contests(part, field, METRICS).to_dict("records"):
        if row["given"] not in without:
            best = max(row[metric] for metric in field if not np.isnan(row[metric]))
            tied = [metric for metric in field if row[metric] == best]
            own = [Fraction(metric in tied, len(tied)) for metric in field]
            shares[row["given"]].append(own)
    if not shares:
        return {}
    of_givens = [[sum(of) / len(own) for of in zip(*own, strict=True)] for own in shares.values()]
    rates = [sum(of) / len(of_givens) for of in zip(*of_givens, strict=True)]
    return dict(zip(field, rates, strict=True))


def field_of(part):
    """The complete metrics of the setups of one part; none where they do not compare any two."""
    if not len(slow.contests(part, METRICS, METRICS)):
        return []
    field = slow.field(part, METRICS, METRICS)
    return field if len(field) > 1 else []


def parts_of(frame, table):
    """Each row of a table with the setups that it is about."""
    for row in table.to_dict("records"):
        part = frame[frame["scenario"] == row["scenario"]]
        if row.get("measure", "all") != "all":
            part = part[part["measure"] == row["measure"]]
        yield row, part


@given(st.one_of(ROWS, MANY_GIVENS))
def test_made_up_rates_are_equal_exactly_where_their_fractions_are(rows):
    frame = frame_of(rows)
    table = win_rates(frame)
    for scenario, own in table[~table["partial"].astype(bool)].groupby("scenario"):
        part = frame[frame["scenario"] == scenario]
        exact, found = exact_rates(part, field_of(part)), own.set_index("metric")["win_rate"]
        assert set(found.dropna().index) == set(exact)
        for a, b in permutations(exact, 2):
            assert (found[a] < found[b]) == (exact[a] < exact[b])
            assert (found[a] == found[b]) == (exact[a] == exact[b])


@given(st.one_of(ROWS, MANY_GIVENS))
def test_made_up_leads_are_those_of_the_fractions(rows):
    frame = frame_of(rows)
    for row, part in parts_of(frame, conclusion(frame)):
        assert_leads(row, exact_rates(part, field_of(part)))
    for row, part in parts_of(frame, leave_one_out(frame)):
        assert_leads(row, exact_rates(part, field_of(part), [row["given"]]))
    for row, part in parts_of(frame, leads_of_winner(frame)):
        if not row["partial"]:
            exact = exact_rates(part, field_of(part))
            lead = exact[row["winner"]] - exact[row["metric"]]
            assert (row["lead"] == 0) == (lead == 0)
            assert row["lead"] == pytest.approx(float(lead), abs=1e-12)


def assert_leads(row, exact):
    if not exact:
        assert pd.isna(row["winner"])
        return
    ranked = sorted(exact, key=lambda metric: -exact[metric])
    lead = exact[ranked[0]] - exact[ranked[1]]
    assert row["winner"] == ranked[0]
    assert row["lead"] == pytest.approx(float(lead), abs=1e-12)
    assert (row["lead"] > 0) == (lead > 0)


@given(st.one_of(ROWS, MANY_GIVENS))
def test_made_up_flips_and_other_winners_are_those_of_the_fractions(rows):
    frame = frame_of(rows)
    for row, part in parts_of(frame, other_winners(frame)):
        exact = exact_rates(part, field_of(part))
        first = max(exact, key=exact.get) if exact else None
        assert row["by_win_rate"] == first or (first is None and pd.isna(row["by_win_rate"]))
    for row, part in parts_of(frame, flips(frame, NAMED).dropna(subset=["by"])):
        if row["component"] == "given":
            field = field_of(part)
            old = max((own := exact_rates(part, field)), key=own.get)
            left = exact_rates(part[part["given"] == row["value"]], field)
            by = max(rate for metric, rate in left.items() if metric != old) - left[old]
            assert (row["by"] > 0, row["by"] == 0) == (by > 0, by == 0)
            assert row["flips"] == (by > 0)


def twelfths():
    """Two metrics that win 5/12 each over six givens, in sums whose last digits differ."""
    thirds = {"a": (1, 1, 1), "b": (1, 0, 1)}
    rows = []
    for index, given_ in enumerate("uvwxyz"):
        first, second = ("a", "b") if index % 2 else ("b", "a")
        for pool, one, two in zip((3, 5, 6), thirds[first], thirds[second], strict=True):
            rows.append(setup(given_, float(one), float(two), 0.0, pool=pool))
        rows.append(setup(given_, 0.0, 0.0, 1.0, pool=7))
    return frame_of(rows)


def test_two_metrics_that_win_as_much_for_other_givens_tie_in_every_column():
    frame = twelfths()
    rates = win_rates(frame).set_index("metric")
    assert rates.loc["one", "win_rate"] == rates.loc["two", "win_rate"]
    assert rates.loc["one", "win_rate"] == pytest.approx(3 / 8)
    row = conclusion(frame).iloc[0]
    assert (row["winner"], row["runner_up"], row["lead"]) == ("one", "two", 0)
    assert (row["p"], row["verdict"]) == (1, "undecided")
    assert row["low"] == pytest.approx(-row["high"], abs=0.02)
    lead = leads_of_winner(frame).set_index("metric").loc["two"]
    assert lead["low_all"] == pytest.approx(-lead["high_all"], abs=1e-12)
    ranked = compare(frame, frame).set_index("metric")
    assert ranked.loc[["one", "two"], ["rank_a", "rank_b"]].to_numpy().tolist() == [[1, 1], [1, 1]]
    others = other_winners(frame).iloc[0]
    assert pd.isna(others["by_pairs"])
    table = flips(frame, NAMED)
    table = table[table["component"] != "given"]
    # Only in pools of three another metric wins; elsewhere the old winner stays where it ties.
    assert table.loc[table["flips"], ["value", "winner"]].to_numpy().tolist() == [["3", "three"]]
    assert set(table.loc[~table["flips"], "winner"]) == {"one"}
    assert set(table.loc[~table["flips"], "by"]) == {0}
    swaps = flip_test(frame, NAMED).set_index("restrictions").loc["without single givens"]
    assert swaps["flips"] == 1


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
    options = TableOptions(slice_ if name in OF_TWO else None, *TIED, shown)
    table = table_of(name, slice_, shipped.setups(), options=options)
    tests = [column for column in table if column.endswith("_p")]
    numbers = table.drop(columns=tests).select_dtypes("float").to_numpy()
    assert not ((np.abs(numbers) > 0) & (np.abs(numbers) < 1e-12)).any()
