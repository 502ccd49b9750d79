"""What is said beside numbers where metrics lack scores."""

import pytest

from own_studies import patchy
from setupscope.analysis import pairs
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.text.coverage import EACH, EVERY, PAIR, coverage_note
from setupscope.data import open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return open_store(patchy(tmp_path_factory.mktemp("patchy")))


def note(store, query, *args):
    return coverage_note(Slice.parse(query, store.study), *args)


def test_a_metric_that_lacks_scores_is_compared_on_what_it_covers_or_left_out(store):
    query = "scenario=sets-source"
    assert note(store, query, EACH) == (
        "Mine lacks some scores: it covers 148 of 616 setups (24.0 %), is compared with the others"
        " on these only, and changes none of their numbers."
    )
    assert note(store, query, EVERY) == "Mine lacks some scores and is left out here."
    assert note(store, f"{query}&covered=all") == ""
    assert note(store, f"{query}&metrics=one,two") == ""


@pytest.mark.parametrize("counting", [EACH, EVERY])
def test_of_two_metrics_both_count_and_what_they_do_not_both_cover_does_not(store, counting):
    assert note(store, "scenario=sets-source&metrics=one,mine", counting) == (
        "Mine lacks some scores: it covers 148 of 616 setups (24.0 %). Setups that fewer than two"
        " metrics cover are not compared."
    )


def test_a_pair_is_compared_where_both_have_scores(store):
    text = note(store, "scenario=sets-source", PAIR, ("mine", "one"))
    assert text == "Mine and One both cover 148 of 616 setups (24.0 %); only these are counted."
    assert note(store, "scenario=sets-source", PAIR, ("two", "one")) == ""
    absent = note(store, "scenario=nets-source", PAIR, ("mine", "one"))
    assert absent == "Mine is left out: it lacks scores and covers no setup here."
    frame = Slice.parse("scenario=sets-source", store.study).narrow(store.setups())
    row = pairs(frame, ["one", "mine"]).iloc[0]
    assert row["wins"] + row["ties"] + row["losses"] + row["undefined"] == pytest.approx(1)


def test_where_nothing_can_be_compared_it_is_said_who_covers_what(store):
    assert note(store, "scenario=nets-source&metrics=one,mine") == (
        "Nothing can be compared: One covers 448 of 448 setups (100.0 %) and Mine covers 0 of 448"
        " setups (0.0 %)."
    )


def test_scenarios_are_named_where_there_are_several(store):
    text = note(store, "scenario=sets-source,nets-source")
    assert text.startswith("In “Sets\\: which source?”: Mine lacks some scores: it covers 148 of")
    assert text.endswith(
        "In “Nets\\: which source?”: Mine is left out: it lacks scores and covers no setup here."
    )
