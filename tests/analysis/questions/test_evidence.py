"""Rows that are fetched once answer every question as the frame itself does."""

import pandas as pd
import pytest
from hypothesis import given

from made_up import METRICS, ROWS, frame_of, setup
from setupscope.analysis import (
    conclusion,
    leads_of_winner,
    leave_one_out,
    other_winners,
    pairs,
    scores,
    stability,
    usefulness,
    win_rates,
)
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.questions.bradley_terry import bradley_terry
from setupscope.analysis.questions.evidence import evidence
from setupscope.analysis.questions.restrictions import win_rates_by_candidate
from setupscope.analysis.slices.slices import Slice

FUNCTIONS = [conclusion, leads_of_winner, leave_one_out, other_winners, pairs, scores]
FUNCTIONS += [stability, usefulness, win_rates]


def same(one, two):
    pd.testing.assert_frame_equal(one, two, check_dtype=False, rtol=1e-12)


@pytest.mark.parametrize("function", FUNCTIONS)
@given(ROWS)
def test_fetched_rows_answer_as_their_frame_does(function, rows):
    frame = frame_of(rows)
    fetched = fetch(frame)
    same(function(fetched), function(frame))
    same(function(fetched, METRICS[:2]), function(frame, METRICS[:2]))


def test_evidence_holds_the_tables_of_the_functions(shipped):
    slice_ = Slice.parse("scenario=classification-target&measure=kendall,rel_at_1", shipped.study)
    setups, metrics = slice_.narrow(shipped.setups()), slice_.metric_keys()
    found = evidence(setups, metrics, shipped.measurements(), shipped.study)
    expected = {
        "rates": win_rates,
        "concluded": conclusion,
        "leads": leads_of_winner,
        "others": other_winners,
        "strengths": bradley_terry,
        "values": scores,
        "without": leave_one_out,
    }
    for name, function in expected.items():
        same(getattr(found, name), function(setups, metrics))
    same(found.useful, usefulness(setups, metrics, shipped.measurements(), shipped.study))


def test_its_verdict_is_that_over_all_measures_and_none_where_there_is_none():
    def verdict_of(rows):
        return evidence(frame_of(rows)).verdict

    one = [setup(given_, 1.0, 0.5, 0.0, measure="pearson") for given_ in "abcdef"]
    two = [setup(given_, 0.5, 1.0, 0.0) for given_ in "abcdef"]
    assert verdict_of(one) == "clear for these candidates"
    assert verdict_of([*one, *two]) == "depends on the measure"
    assert verdict_of(one[:5]) is None
    assert verdict_of([]) is None


def test_rates_by_candidate_are_those_of_the_slices_with_and_without_it(shipped):
    whole = Slice.parse("scenario=classification-target&measure=kendall", shipped.study)
    table = win_rates_by_candidate(whole.narrow(shipped.setups()), shipped.study)
    assert len(table) == 2 * 9 * 5
    for (component, candidate), part in table.groupby(["component", "value"]):
        field = "present" if component == "with" else "absent"
        setups = whole.replace(**{field: (candidate,)}).narrow(shipped.setups())
        expected = win_rates(setups).set_index("metric")
        found = part.set_index("metric")
        assert found["win_rate"].to_dict() == pytest.approx(expected["win_rate"].to_dict())
        assert (found["setups"] == expected["setups"]).all()
