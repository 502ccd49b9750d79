"""Contests and the field: what a metric that lacks scores changes, and what it does not."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import (
    MANY_GIVENS,
    METRICS,
    NAMED,
    NULL,
    PARTIAL,
    ROWS,
    WITH_A_PARTIAL_METRIC,
    frame_of,
    setup,
)
from setupscope.analysis import (
    agreement,
    agreement_of_slices,
    compare,
    conclusion,
    enough,
    flips,
    leads_of_winner,
    leave_one_out,
    other_winners,
    ranks,
    stability,
    usefulness,
    win_rates,
)
from setupscope.analysis.audit import slow
from setupscope.analysis.frames.contests import field_of, in_field
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.questions.flips import flip_test
from setupscope.analysis.questions.importance import importance
from setupscope.analysis.questions.pairs import pairs
from setupscope.analysis.questions.restrictions import win_rates_by_candidate
from setupscope.analysis.questions.wins import parts_of

OF_THE_FIELD = {
    "win_rates": win_rates,
    "conclusion": conclusion,
    "leads_of_winner": leads_of_winner,
    "leave_one_out": leave_one_out,
    "flips": lambda frame: flips(frame, NAMED),
    "win_rates_by_candidate": lambda frame: win_rates_by_candidate(frame, NAMED),
    "stability": stability,
    "ranks": ranks,
    "agreement": lambda frame: agreement(frame, NAMED),
    "other_winners": other_winners,
    "usefulness": usefulness,
    "compare": lambda frame: compare(frame, frame[frame["pool"] != 7]),
}
"""Questions about winners and rankings."""
OF_THE_WHOLE = ["no_contest", "reason"]
"""Columns that speak of all metrics that are compared."""


def of_field(table):
    """The rows and numbers of a table that are the complete metrics' own."""
    if "partial" in table:
        table = table[~table["partial"].astype(bool)]
    if "metric" in table:
        table = table[table["metric"].isin(METRICS)]
    return table.drop(columns=OF_THE_WHOLE, errors="ignore").reset_index(drop=True)


def unchanged(ask, rows):
    """Asks with a partial metric, and where there is no such column."""
    mine = frame_of(rows, PARTIAL)
    three = frame_of([row[:-1] for row in rows])
    pd.testing.assert_frame_equal(of_field(ask(mine)), of_field(ask(three)), check_dtype=False)


@pytest.mark.parametrize("name", OF_THE_FIELD)
@given(rows=WITH_A_PARTIAL_METRIC)
def test_a_partial_metric_changes_no_number_of_the_others(name, rows):
    frame = frame_of(rows, PARTIAL)
    parts = [frame, *(part for _, part in frame.groupby("measure"))]
    if all(slow.field(part, PARTIAL, PARTIAL) == list(METRICS) for part in parts):
        unchanged(OF_THE_FIELD[name], rows)


def drawn(seed, givens=8):
    """Setups of three metrics and one that lacks the first candidate's scores."""
    rng = np.random.default_rng(seed)
    rows = []
    for given_ in "abcdefgh"[:givens]:
        for pool in (3, 5, 6, 7):
            values = rng.choice([-0.5, 0.0, 0.25, 0.5, 1.0], 4)
            rows.append(setup(given_, *values, pool=pool, covered=7 if pool & 1 else 15))
    return rows


@pytest.mark.parametrize("ask", [enough, lambda frame: flip_test(frame, NAMED)])
def test_nor_does_it_change_what_is_drawn_at_random(ask):
    rows = drawn(4)
    assert slow.field(frame_of(rows, PARTIAL), PARTIAL, PARTIAL) == list(METRICS)
    unchanged(ask, rows)


def copied(seed):
    """The same, with the last metric a copy of the first where it has scores."""
    return [(*row[:-1], row[6]) for row in drawn(seed)]


@pytest.mark.parametrize("seed", range(4))
def test_a_copy_without_a_candidates_scores_is_level_with_the_original(seed):
    rows = copied(seed)
    unchanged(win_rates, rows)
    frame = frame_of(rows, PARTIAL)
    table = win_rates(frame).set_index("metric")
    assert table["partial"].tolist() == [False, False, False, True]
    both = win_rates(frame[frame["covered"] == 15]).set_index("metric")["win_rate"]
    assert both["partial"] == both["one"]
    assert table.loc["partial", "win_rate"] == both["partial"]
    assert table.loc["partial", ["not_covered", "setups"]].tolist() == [24, 32]


def test_a_copy_of_the_winner_has_no_lead_to_make_up():
    rows = [
        setup(given_, 1.0, 0.5, 0.0, 1.0, pool=pool, covered=7 if pool & 1 else 15)
        for given_ in "abcdefgh"
        for pool in (3, 5, 6, 7)
    ]
    table = leads_of_winner(frame_of(rows, PARTIAL)).set_index("metric")
    assert table.index.tolist() == ["two", "three", "partial"]
    row = table.loc["partial"]
    assert (row["winner"], row["lead"], row["partial"]) == ("one", 0, True)
    assert (row["covered_setups"], row["covered_givens"]) == (8, 8)
    assert row["reason"] == "they tie in every setup that compares them"
    assert np.isnan(row["low"])
    assert set(table["verdict"]) == {"clear"}


@given(rows=ROWS)
def test_shares_of_every_givens_contests_sum_to_one(rows):
    for part in parts_of(frame_of(rows)):
        groups = [part.field_shares(), *(part.beside(metric) for metric in METRICS)]
        for shares in groups:
            np.testing.assert_allclose(shares.shares.sum(axis=1), 1, atol=1e-12)
            assert (shares.contests > 0).all()
    table = win_rates(frame_of(rows), by=["given", "measure"])
    field = table[~table["partial"].astype(bool)]
    for _, own in field.groupby(["scenario", "given", "measure"]):
        assert own["win_rate"].isna().all() or own["win_rate"].sum() == pytest.approx(1)


def test_a_setup_without_a_value_is_in_no_denominator():
    rows = [setup("x", 1.0, 0.5, 0.0), setup("x", NULL, NULL, NULL, measure="rel_at_1")]
    rows += [setup("y", NULL, NULL, NULL, measure="rel_at_1"), setup("z", 0.0, 1.0, 0.5)]
    table = win_rates(frame_of(rows)).set_index("metric")
    assert table["win_rate"].tolist() == [0.5, 0.5, 0]
    assert table["no_contest"].tolist() == [2] * 3
    assert table["undefined"].tolist() == [2] * 3
    assert table["covered_givens"].tolist() == [2] * 3
    assert table["givens"].tolist() == [3] * 3


@given(rows=ROWS)
def test_of_two_metrics_both_are_complete(rows):
    frame = frame_of(rows)
    for two in (["one", "two"], ["three", "one"]):
        for _, own in win_rates(frame, two).groupby("scenario"):
            met = own["no_contest"].iloc[0] < own["setups"].iloc[0]
            assert own["win_rate"].notna().tolist() == [met] * 2
            assert not (met and own["partial"].any())


@given(rows=ROWS)
def test_one_metric_meets_no_contest(rows):
    frame = frame_of(rows)
    table = win_rates(frame, ["two"])
    assert table["win_rate"].isna().all()
    assert (table["no_contest"] == table["setups"]).all()
    nothing = {"only one metric is compared"}
    covered = table["not_covered"] < table["setups"]
    assert set(table.loc[covered, "reason"]) <= nothing
    for other in (conclusion, leave_one_out, ranks, enough, stability):
        reasons = set(other(frame, metrics=["two"])["reason"])
        assert reasons <= nothing | {"without its only given the slice is empty"}


ONE_COMPLETE = [
    row
    for given_ in "abcdef"
    for row in (
        setup(given_, 1.0, 0.0, NULL, covered=3, pool=3),
        setup(given_, 0.0, NULL, 1.0, covered=5, pool=5),
    )
]


def test_below_two_complete_metrics_nobody_wins_but_partial_ones_stand_beside_the_one():
    frame, reason = (
        frame_of(ONE_COMPLETE),
        "fewer than two metrics have scores for all setups that are compared",
    )
    table = win_rates(frame).set_index("metric")
    assert table["partial"].tolist() == [False, True, True]
    np.testing.assert_array_equal(table["win_rate"], [NULL, 0, 1])
    assert table.loc["one", "reason"] == reason
    assert table.loc["one", "covered_givens"] == 6
    concluded = conclusion(frame)
    assert concluded[["winner", "runner_up", "lead", "verdict"]].isna().all(axis=None)
    assert leads_of_winner(frame).empty
    tables = [concluded, leave_one_out(frame), ranks(frame), enough(frame), stability(frame)]
    tables += [flips(frame, NAMED), flip_test(frame, NAMED)]
    for other in tables:
        assert set(other["reason"]) == {reason}
    row = other_winners(frame).iloc[0]
    assert row[["by_win_rate", "by_pairs", "by_mean_rank"]].isna().all()


def test_a_metric_that_covers_nothing_is_partial_and_no_rival():
    rows = [setup(given_, 1.0, 0.5, NULL, covered=3) for given_ in "abcdef"]
    frame = frame_of(rows)
    row = win_rates(frame).set_index("metric").loc["three"]
    assert row["partial"]
    assert row["reason"] == "the metric has no score for all candidates of any pool here"
    assert (row["covered_givens"], row["not_covered"]) == (0, 6)
    assert leads_of_winner(frame)["metric"].tolist() == ["two"]
    assert conclusion(frame)["winner"].tolist() == ["one"]


def test_a_metric_that_covers_only_setups_without_a_value_says_so():
    rows = [setup(given_, 1.0, 0.5, NULL, covered=3) for given_ in "abcdef"]
    rows += [setup("a", NULL, NULL, NULL, pool=3)]
    row = win_rates(frame_of(rows)).set_index("metric").loc["three"]
    assert np.isnan(row["win_rate"])
    assert row["reason"] == "the metric covers no setup that compares the metrics"


def test_a_field_in_which_nobody_has_a_value_has_no_winner():
    """Only the fourth metric has a value, and it does not cover every contest."""
    rows = [setup(given_, NULL, NULL, NULL, 0.5, covered=15) for given_ in "abcdef"]
    rows += [setup(given_, NULL, NULL, NULL, NULL, pool=3) for given_ in "abcdef"]
    frame = frame_of(rows, PARTIAL)
    assert conclusion(frame)["winner"].tolist() == ["partial"]
    assert conclusion(frame, METRICS)["reason"].tolist() == ["no metric has a value in any setup"]
    fifth = (*PARTIAL, "fifth")
    rows = [(*row, 0.25) for row in rows[:6]] + [
        setup(given_, NULL, NULL, NULL, NULL, 1.0, covered=23, pool=5) for given_ in "abcdef"
    ]
    frame = frame_of(rows, fifth)
    reason = "no metric that has scores for all setups has a value in any"
    for table in (conclusion(frame), leave_one_out(frame), enough(frame), stability(frame)):
        assert set(table["reason"]) == {reason}
    for table in (win_rates(frame), ranks(frame)):
        own = table.set_index("metric")["reason"]
        assert set(own[list(METRICS)]) == {reason}


@given(rows=ROWS)
def test_the_field_is_that_of_the_definition(rows):
    frame = frame_of(rows)
    for _, part in frame.groupby("scenario"):
        found = fetch(part)
        if len(slow.contests(part, METRICS, METRICS)):
            expected = slow.field(part, METRICS, METRICS)
            assert list(field_of(found)) == expected
            assert len(in_field(found)) == len(slow.contests(part, expected, METRICS))
        else:
            assert field_of(found) == ()


COUNTED = {
    "win_rates": lambda setups: win_rates(setups, by=["backbone"]),
    "leave_one_out": leave_one_out,
    "compare": lambda setups: compare(setups, setups),
    "agreement_of_slices": lambda setups: agreement_of_slices(setups, setups),
}
"""Questions that count rankings in the engine of a frame, and those of fetched setups at hand."""
FETCHED = {
    "conclusion": conclusion,
    "leads_of_winner": leads_of_winner,
    "flips": lambda setups: flips(setups, NAMED),
    "pairs": pairs,
    "importance": importance,
}


def assert_same(questions, setups, frame):
    for name, ask in questions.items():
        pd.testing.assert_frame_equal(ask(setups), ask(frame), check_exact=True, obj=name)


@given(rows=st.one_of(MANY_GIVENS, ROWS.filter(len)))
def test_rankings_are_counted_of_fetched_setups_as_by_an_engine(rows):
    frame = frame_of(rows)
    assert_same(COUNTED, fetch(frame), frame)


@pytest.mark.parametrize("engine", [duckdb.from_df, pl.from_pandas])
@pytest.mark.parametrize("seed", range(3))
def test_partial_tables_are_the_same_in_every_engine(engine, seed):
    frame = frame_of(drawn(seed), PARTIAL)
    assert win_rates(frame)["partial"].any()
    assert_same(COUNTED | FETCHED, engine(frame), frame)
