"""Fragility: how few givens or candidates take the win, against every choice of them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given

from made_up import METRICS, NAMED, NULL, ROWS, frame_of, setup
from setupscope.analysis import fragility
from setupscope.analysis.audit import slow
from setupscope.analysis.questions import candidate_sets
from setupscope.analysis.questions.fragility import (
    CANDIDATES,
    GIVENS,
    NONE_LEFT_OUT,
    NONE_TAKES_IT,
    ONE_GIVEN,
)
from setupscope.analysis.slices.slices import Slice

TIE_AT_TWO = [
    *(setup("x", 1.0, 0.0, 0.0, pool=pool) for pool in (7, 3)),
    *(setup("y", *values, pool=pool) for pool, values in ((7, (1, 0, 0)), (3, (0, 1, 0)))),
    *(setup("z", 0.0, 1.0, 0.0, pool=pool) for pool in (7, 3)),
    setup("v", 0.0, 0.0, NULL),
]


def of(table, unit):
    return table[table["unit"] == unit].reset_index(drop=True)


@given(ROWS)
@example(TIE_AT_TWO)
@example([])
def test_no_choice_of_givens_or_candidates_leaves_less(rows):
    frame = frame_of(rows)
    table = fragility(frame, NAMED)
    for scenario, part in frame.groupby("scenario", observed=True):
        found = table[table["scenario"] == scenario]
        complete = slow.field(part, METRICS, METRICS)
        base = slow.conclude(part, METRICS, METRICS, lambda _: None, complete)
        if base is None:
            assert found["lead"].isna().all()
            assert found["reason"].notna().all()
            continue
        args = part, complete, METRICS, base.winners[0]
        expected = {GIVENS: slow.without_givens(*args)}
        expected[CANDIDATES] = slow.without_candidates(*args, 5)
        for unit, leads in expected.items():
            own = of(found, unit)
            assert own["removed"].tolist() == list(leads)
            np.testing.assert_allclose(own["lead"], list(leads.values()), atol=1e-12)
            assert own["exact"].all()
            falls = [removed for removed, lead in leads.items() if lead < -1e-12]
            assert own["fewest"].dropna().unique().tolist() == falls[:1]
            assert own["reason"].isna().all() == bool(falls)


def test_what_is_left_out_leaves_that_lead(small):
    slice_ = Slice.parse("scenario=classification-source&measure=kendall", small.study)
    frame = slice_.narrow(small.setups()).df()
    known, names = small.study.metric_keys, small.study.names_of("classification-source")
    table = fragility(frame, small.study)
    assert set(table["unit"]) == {GIVENS, CANDIDATES}
    for row in table.to_dict("records"):
        out = row["left_out"].split(",") if row["left_out"] else []
        mask = sum(1 << names.candidates.index(name) for name in out if name in names.candidates)
        kept = ~frame["given"].isin(out) & ((frame["pool"].astype("int64") & mask) == 0)
        left = frame[kept]
        rates = slow.field_rates(left, known, known)
        assert rates[row["winner"]] - rates.drop(row["winner"]).max() == pytest.approx(row["lead"])
        assert rates.drop(row["winner"]).max() == pytest.approx(rates[row["rival"]])
        assert (row["setups"], row["givens"]) == (len(left), left["given"].nunique())
        assert len(out) == row["removed"]


def test_the_shipped_winners_fall_as_the_definition_says(shipped):
    found = {}
    for name in ("segmentation-source", "classification-source"):
        slice_ = Slice(shipped.study, (name,))
        found[name] = of(fragility(slice_.narrow(shipped.setups()), shipped.study), GIVENS)
    assert found["segmentation-source"][["winner", "fewest", "kept"]].values.tolist() == (
        [["logme", 11, 7]] * 17
    )
    assert found["classification-source"]["fewest"].isna().all()
    assert found["classification-source"]["reason"].eq(NONE_TAKES_IT).all()
    assert found["classification-source"]["kept"].eq(1).all()


def test_candidates_taken_one_after_another_are_a_bound(brief, monkeypatch):
    slice_ = Slice(brief.study, ("classification-target",))
    frame = slice_.narrow(brief.setups())
    exact = of(fragility(frame, brief.study), CANDIDATES)
    monkeypatch.setattr(candidate_sets, "MOST_PAIRS", 0)
    bound = of(fragility(frame, brief.study), CANDIDATES)
    assert exact["exact"].all()
    assert not bound["exact"].any()
    assert bound["lead"].tolist()[:2] == pytest.approx(exact["lead"].tolist()[:2])
    assert (bound["lead"] >= exact["lead"] - 1e-12).all()


@pytest.mark.parametrize("rows", [TIE_AT_TWO, TIE_AT_TWO[2:]])
def test_a_tie_takes_no_win_and_equal_numbers_are_one(rows, monkeypatch):
    table = fragility(frame_of(rows), NAMED)
    assert (table["wins"] == (table["lead"] >= 0)).all()
    monkeypatch.setattr(candidate_sets, "MOST_PAIRS", 0)
    pd.testing.assert_frame_equal(of(fragility(frame_of(rows), NAMED), GIVENS), of(table, GIVENS))


def test_one_given_or_pools_that_are_all_the_same_say_why_nothing_can_be_taken():
    table = fragility(frame_of([setup("x", 1.0, 0.0, 0.0)]), NAMED)
    assert table["reason"].tolist() == [ONE_GIVEN, NONE_LEFT_OUT]
    assert table["removed"].tolist() == [0, 0]
    alone = fragility(frame_of([setup("x", 1.0, 0.0, 0.0)]), NAMED, ["one"])
    assert alone["reason"].notna().all()
    assert alone["winner"].isna().all()
