"""Importance equals the analysis of variance by definition, first order and total."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import METRICS, ROWS, VALUE, frame_of, setup
from setupscope.analysis.audit import slow
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.questions.importance import importance

LEVELS = {"given": "given", "backbone": "backbone", "measure": "measure", "pool": "roster"}
NUMBERS = ["share", "total", "chance"]
INCOMPLETE = "a given lacks setups of some of its pools, measures and backbones"


def of_pair(frame, column, metrics=None):
    """A column of the first two metrics, by component."""
    table = importance(frame, metrics)
    return table[(table["a"] == "one") & (table["b"] == "two")].set_index("component")[column]


def assert_as_defined(frame, metrics, atol):
    for (a, b), part in importance(frame, metrics).groupby(["a", "b"]):
        expected = slow.importance(frame, a, b)
        assert part["component"].tolist() == list(LEVELS)
        for row in part.to_dict("records"):
            wanted = expected.get(row["component"], dict.fromkeys(NUMBERS, np.nan))
            found = [row[name] for name in NUMBERS]
            np.testing.assert_allclose(found, [wanted[name] for name in NUMBERS], atol=atol)
            assert pd.isna(row["reason"]) == bool(expected)


@given(rows=ROWS)
def test_shares_equal_those_by_definition(rows):
    frame = frame_of(rows)
    frame = frame.drop_duplicates(["scenario", "given", "backbone", "measure", "roster"])
    for _, part in frame.groupby("scenario"):
        assert_as_defined(part, METRICS, 1e-12)


@st.composite
def crossed(draw):
    """Each given with all of its own pools under two measures and two backbones."""
    return [
        setup(given_, *draw(st.tuples(VALUE, VALUE, VALUE)), pool=p, measure=m, backbone=b)
        for given_, pools in (("u", (3, 5)), ("v", (3, 6, 7)), ("w", (7,)))
        for p in pools
        for m in ("pearson", "kendall")
        for b in ("frozen", "fine-tuned")
    ]


@given(rows=crossed())
def test_shares_of_crossed_setups_equal_a_plain_grouping(rows):
    frame = frame_of(rows)
    known = frame.dropna(subset=["one", "two"])
    if len(known) < len(frame):
        assert_as_defined(frame, METRICS, 1e-12)
        return
    y = np.sign(known["one"].astype(float) - known["two"].astype(float))
    weight = 1 / known.groupby("given")["given"].transform("size") / 3
    around = y - (weight * y).sum()
    variance = (weight * around**2).sum()
    share, total, chance = (of_pair(frame, name) for name in NUMBERS)
    if variance < 1e-12:
        assert share.isna().all()
        return
    for component, level in LEVELS.items():
        for others, found in (([level], share[component]), (None, total[component])):
            keys = others or [own for own in LEVELS.values() if own != level]
            weights = weight.groupby([known[key] for key in keys]).sum()
            means = (weight * around).groupby([known[key] for key in keys]).sum() / weights
            explained = (weights * means**2).sum() / variance
            assert found == pytest.approx(explained if others else 1 - explained, abs=1e-9)
    assert chance["pool"] == 3 / 23
    assert chance.drop("pool").isna().all()


def test_random_slices_of_the_store_agree_with_the_definition(shipped):
    known = 0
    for slice_ in random_slices(shipped.study, np.random.default_rng(9), 6):
        frame = slice_.narrow(shipped.setups()).df()
        frame = frame[frame["roster"] % 53 == 3]
        if len(frame):
            assert_as_defined(frame, shipped.study.metric_keys, 1e-9)
            known += importance(frame)["share"].notna().sum()
    assert known > 0


def test_the_shipped_studys_importance_comes_out(shipped):
    setups = shipped.setups().filter("scenario = 'segmentation-source'")
    table = importance(setups, ["logme", "gbc"]).set_index("component")
    assert table["share"].to_dict() == pytest.approx(
        {"given": 0.267, "backbone": 0, "measure": 0.084, "pool": 0.026}, abs=5e-4
    )
    assert table["total"].to_dict() == pytest.approx(
        {"given": 0.865, "backbone": 0, "measure": 0.525, "pool": 0.470}, abs=5e-4
    )
    assert table.loc["pool", "chance"] == pytest.approx(0.019, abs=5e-4)


def test_first_order_is_no_more_than_total_where_components_are_crossed(shipped):
    setups = shipped.setups().filter("scenario = 'classification-source'")
    table = importance(setups)
    assert table["share"].between(0, 1).all()
    assert table["total"].between(0, 1).all()
    assert (table["share"] <= table["total"] + 1e-12).all()
    assert table["reason"].isna().all()


def cells(of_given_and_measure):
    """A frame of two setups in each cell, in which `one` wins as often as it says."""
    rows = [
        ("t", given_, "frozen", measure, pool, 7, float(pool <= wins), 0.5, 0.0)
        for (given_, measure), wins in of_given_and_measure.items()
        for pool in (1, 2)
    ]
    return frame_of(rows)


MEASURES = ("pearson", "kendall")


@pytest.mark.parametrize(
    ("wins", "share", "total"),
    [
        ({("x", m): 2 for m in MEASURES} | {("y", m): 0 for m in MEASURES}, "given", "given"),
        ({(g, m): 1 for g in "xy" for m in MEASURES}, "pool", "pool"),
        ({(g, m): 2 * (m == "pearson") for g in "xy" for m in MEASURES}, "measure", "measure"),
        (
            {(g, m): 2 * ((g == "x") == (m == "pearson")) for g in "xy" for m in MEASURES},
            "",
            "given measure",
        ),
    ],
)
def test_what_decides_alone_has_first_order_and_what_decides_together_only_total(
    wins, share, total
):
    frame = cells(wins)
    assert of_pair(frame, "share").to_dict() == {
        name: float(name in share.split()) for name in LEVELS
    }
    assert of_pair(frame, "total").to_dict() == {
        name: float(name in total.split()) for name in LEVELS
    }
    assert of_pair(frame, "chance")["pool"] == 1 / 7


def test_pools_are_told_apart_by_roster():
    """Given x of scenario s is candidate 3, and y candidate 4; they share one roster."""
    rows = [
        setup(given_, float(index), 0.5, 0.0, pool=pool, scenario="s", measure=measure)
        for given_, pools in (("x", (0b10001, 0b10010)), ("y", (0b01001, 0b00110)))
        for index, pool in enumerate(pools)
        for measure in MEASURES
    ]
    frame = frame_of(rows)
    assert frame["roster"].nunique() == 3
    assert frame["pool"].nunique() == 4
    assert of_pair(frame, "chance")["pool"] == 2 / 7
    assert of_pair(frame, "share")["pool"] == 1


def test_what_is_not_known_says_why():
    lacking = cells({("x", "pearson"): 1, ("y", "kendall"): 1})
    assert of_pair(lacking, NUMBERS[0]).isna().all()
    assert set(of_pair(lacking, "reason")) == {INCOMPLETE}
    hole = cells({(g, m): 1 for g in "xy" for m in MEASURES})
    hole.loc[0, "one"] = np.float32("nan")
    hole.loc[0, "outcome"] = 99
    table = importance(hole)
    assert set(table.loc[table["a"] == "one", "reason"]) == {INCOMPLETE}
    assert table.loc[table["a"] == "two", "reason"].unique().tolist() == [
        "the two metrics stand alike in every setup"
    ]
    never = frame_of([setup("x", float("nan"), 1.0, 0.0)])
    assert set(of_pair(never, "reason")) == {"no setup has a value of both"}
    assert importance(frame_of([])).empty
