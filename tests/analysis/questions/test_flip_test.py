"""The joint test of flips, against swaps of labels in the frame itself."""

import numpy as np
import pandas as pd
import pytest

from made_up import CANDIDATES, METRICS, NAMED, NULL, frame_of, setup
from setupscope.analysis import flips
from setupscope.analysis.audit import slow
from setupscope.analysis.questions import flips as module
from setupscope.analysis.questions.flips import flip_test

SWAPS = 30
LEVELS = ("given", "backbone", "measure", "pool_size")


def drawn(seed, givens="uvwxyz", chances=(0.45, 0.35, 0.2)):
    """Setups in each of which one metric of three is the best, or two of them are."""
    rng = np.random.default_rng(seed)
    rows = []
    for given in givens:
        for pool in (3, 5, 6, 7):
            for measure in ("pearson", "kendall"):
                values = np.zeros(3)
                values[rng.choice(3, rng.integers(1, 3), replace=False, p=chances)] = 1.0
                rows.append(setup(given, *values, pool=pool, measure=measure))
    return frame_of(rows)


def restrictions(frame):
    """Each part that a single restriction leaves, with whether it is to one given."""
    parts = [(level, frame[level] == value) for level in LEVELS for value in frame[level].unique()]
    for bit in range(len(CANDIDATES)):
        inside = pd.Series(frame["pool"].to_numpy() >> bit & 1 == 1, frame.index)
        parts += [("with", inside), ("without", ~inside)]
    return [(name == "given", frame[own]) for name, own in parts if 0 < own.sum() < len(frame)]


def counted(frame):
    """How many restrictions change the winner: to single givens, and others."""
    winner = slow.conclude(frame, METRICS, METRICS, lambda givens: None).winners[0]
    flipped = [
        (of_given, slow.flip(part, METRICS, METRICS, winner)[1])
        for of_given, part in restrictions(frame)
    ]
    return [sum(flip for given, flip in flipped if given == which) for which in (True, False)]


def swapped(frame, givens, first, second):
    """The same setups with the labels of two metrics swapped for some givens."""
    other = frame.copy()
    rows = frame["given"].isin(givens)
    other.loc[rows, [first, second]] = frame.loc[rows, [second, first]].to_numpy()
    return other


@pytest.mark.parametrize("seed", range(2))
def test_it_counts_flips_under_swaps_of_the_frame_itself(monkeypatch, seed):
    monkeypatch.setattr(module, "SWAPS", SWAPS)
    frame = drawn(seed)
    rates = slow.field_rates(frame, METRICS, METRICS)
    first, second = rates.sort_values(ascending=False, kind="stable").index[:2]
    swaps = np.random.default_rng(7).random((1 + SWAPS, 6)) < 1 / 2
    names = np.array(sorted(frame["given"].unique()))
    now = counted(frame)
    drawn_ = np.array([counted(swapped(frame, names[own], first, second)) for own in swaps[1:]])
    table = flip_test(frame, NAMED, seed=7).set_index("restrictions")
    assert table.index.tolist() == ["all", "without single givens"]
    for name, found, draws in (
        ("all", sum(now), drawn_.sum(axis=1)),
        ("without single givens", now[1], drawn_[:, 1]),
    ):
        row = table.loc[name]
        assert row["flips"] == found
        assert row["expected"] == pytest.approx(draws.mean())
        assert row["p"] == (1 + (draws <= found).sum()) / (1 + SWAPS)
    assert table["of"].tolist() == [len(restrictions(frame)), len(restrictions(frame)) - 6]
    assert drawn_.sum(axis=1).std() > 0


def test_the_flips_are_those_of_the_table_and_swaps_are_5000():
    frame = drawn(5)
    table = flips(frame, NAMED)
    row = flip_test(frame, NAMED).iloc[0]
    assert (row["flips"], row["of"]) == (table["flips"].sum(), len(table))
    assert row["p"] * 5001 == pytest.approx(round(row["p"] * 5001))
    again, other = flip_test(frame, NAMED), flip_test(frame, NAMED, seed=1)
    assert flip_test(frame, NAMED).equals(again)
    assert not other.equals(again)


def test_two_metrics_that_tie_in_each_setup_flip_nothing_whoever_is_called_the_winner():
    frame = frame_of([setup(g, 1.0, 1.0, 0.0, pool=p) for g in "uvwxyz" for p in (3, 5, 6)])
    table = flip_test(frame, NAMED)
    assert table["flips"].tolist() == [0, 0]
    assert table["expected"].tolist() == [0, 0]
    assert table["p"].tolist() == [1, 1]


def test_the_base_winner_is_the_first_of_those_that_tie_whatever_their_last_digits_are():
    """Thirds add up to the same rate in any order of givens, though not to the same float."""
    thirds = [(1.0, 1.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)]
    rows = [
        setup(g, *values, pool=p)
        for index, g in enumerate("uvwxyz")
        for p, values in zip((3, 5, 6), np.roll(thirds, index, axis=0).tolist(), strict=True)
    ]
    table = flip_test(frame_of(rows), NAMED)
    # All pools with one candidate in or out: who wins turns on the swaps alone.
    frame = frame_of(rows)
    rates = slow.field_rates(frame, METRICS, METRICS)
    assert rates["one"] == pytest.approx(rates["two"])
    assert table["flips"].tolist() == [sum(counted(frame)), counted(frame)[1]]


def test_below_six_givens_there_are_flips_but_no_test():
    table = flip_test(drawn(0, "uvwxy"), NAMED)
    assert set(table["reason"]) == {"fewer than 6 givens"}
    assert table[["expected", "p"]].isna().all(axis=None)
    assert table["flips"].notna().all()
    # A given without a contest does not count.
    rows = [setup(g, 1.0, 0.0, 0.0, pool=p) for g in "uvwxy" for p in (3, 5)]
    six = flip_test(frame_of([*rows, setup("z", NULL, NULL, NULL)]), NAMED)
    assert set(six["reason"]) == {"fewer than 6 givens"}
    assert set(six["givens"]) == {6}


def test_where_nobody_wins_or_nothing_is_left_to_restrict_it_says_so():
    alone = flip_test(drawn(0), NAMED, ["one"])
    assert alone["reason"].tolist() == ["only one metric is compared"]
    single = flip_test(frame_of([setup("u", 1.0, 0.0, 0.0)]), NAMED)
    assert single["reason"].tolist() == ["no part of the slice can be restricted any further"]
    assert flip_test(frame_of([]), NAMED).empty


def test_the_shipped_studys_joint_test_comes_out(shipped):
    setups = shipped.setups().filter("scenario = 'segmentation-source'")
    table = flip_test(setups, shipped.study).set_index("restrictions")
    whole, without = table.loc["all"], table.loc["without single givens"]
    assert (whole["flips"], without["flips"]) == (7, 1)
    # As a plain loop in pandas counted, from 4,000 draws of its own: 13.4 ± .1, .080 and .545.
    assert whole["expected"] == pytest.approx(13.4, abs=0.4)
    assert whole["p"] == pytest.approx(0.08, abs=0.015)
    assert without["p"] == pytest.approx(0.545, abs=0.03)
