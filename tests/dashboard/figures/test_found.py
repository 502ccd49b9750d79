"""Setups that were found, drawn: each row tells which setup it is."""

import pytest

from setupscope.analysis import Slice, find_setups
from setupscope.dashboard import figures
from setupscope.dashboard.figures.found import MOST_DRAWN, found_cells
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.text.labels import without_tags
from setupscope.dashboard.text.pools import left_out

PAIR = ("gbc", "logme")
COLOURS = dict.fromkeys(PAIR, "#000")


def found(store, scenario):
    query = f"scenario={scenario}&measure=kendall"
    return find_setups(Slice.parse(query, store.study).narrow(store.setups()), *PAIR)[0]


def drawn(store, table):
    return found_cells(store.study, table, PAIR, COLOURS, Look())


def labels_of(store, table):
    return [without_tags(text) for text in drawn(store, table)["layout"]["yaxis"]["ticktext"]][::-1]


@pytest.mark.parametrize("query", ["classification-target", "segmentation-source&size=14"])
def test_no_two_rows_look_alike_and_few_left_out_are_named(shipped, query):
    labels = labels_of(shipped, found(shipped, query))
    assert [int(label.split(".")[0]) for label in labels] == list(range(1, MOST_DRAWN + 1))
    assert len({label.split(". ", 1)[1] for label in labels}) == MOST_DRAWN
    assert all(" without " in label for label in labels)


def test_many_left_out_are_told_on_hover_alone(shipped, monkeypatch):
    monkeypatch.setattr(figures.found, "MOST_NAMED", 3)
    table = found(shipped, "segmentation-source&size=12").head(1)
    given = shipped.study.label(table["given"].iloc[0])
    assert labels_of(shipped, table) == [f"1. {given}, pool of 12"]
    hovers = drawn(shipped, table)["data"][0]["hovertext"]
    out = left_out(shipped.study, table)[0]
    assert len(out) == 4
    assert all(f"left out: {', '.join(out)}" in hover for hover in hovers)
