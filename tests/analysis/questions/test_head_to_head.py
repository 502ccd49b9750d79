"""Margins, densities and curves of two metrics count what pandas counts."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from made_up import ROWS, frame_of
from setupscope.analysis.questions.head_to_head import density, in_cell, margins
from setupscope.analysis.questions.specification import ahead, along_curve, curve, specification
from setupscope.analysis.questions.won_setups import won_setups
from setupscope.analysis.slices.slices import Slice


def known(frame):
    """Setups that give `one` and `two` a value, with the margin; all are of one scenario."""
    frame = frame.dropna(subset=["one", "two"])
    return frame.assign(margin=frame["one"].astype(float) - frame["two"].astype(float))


@given(rows=ROWS)
def test_margins_are_counted_bin_by_bin_with_ties_apart(rows):
    frame = frame_of(rows)
    table = margins(frame, "one", "two")
    for (scenario, measure), part in known(frame).groupby(["scenario", "measure"]):
        own = table[(table["scenario"] == scenario) & (table["measure"] == measure)]
        assert own["setups"].sum() == len(part)
        assert own["share"].sum() == pytest.approx(1)
        tied = own[(own["low"] == 0) & (own["high"] == 0)]
        assert tied["setups"].item() == (part["margin"] == 0).sum()
        assert own.loc[own["low"] >= 0, "setups"].sum() == (part["margin"] >= 0).sum()
    assert table["setups"].sum() == len(known(frame))


@given(rows=ROWS)
def test_shares_ahead_count_each_setup_that_gives_both_a_value_once(rows):
    frame = frame_of(rows)
    table = ahead(frame, "one", "two")
    assert set(table["scenario"]) == set(frame["scenario"])
    for row in table.to_dict("records"):
        part = known(frame[frame["scenario"] == row["scenario"]])
        assert row["setups"] == len(part)
        signs = [(part["margin"] > 0), (part["margin"] == 0), (part["margin"] < 0)]
        expected = [sign.mean() for sign in signs]
        found = [row[name] for name in ("ahead", "ties", "behind")]
        np.testing.assert_allclose(found, expected, atol=1e-12)


@given(rows=ROWS)
def test_curves_have_setups_in_the_order_of_their_margins(rows):
    frame = frame_of(rows)
    table = specification(frame, "one", "two")
    for scenario, part in known(frame).groupby("scenario"):
        own = table[table["scenario"] == scenario]
        assert own["margin"].tolist() == sorted(part["margin"])
        assert own["place"].tolist() == pytest.approx((np.arange(len(part)) + 0.5) / len(part))
        assert sorted(own["pool"]) == sorted(part["pool"])
    assert len(table) == len(known(frame))


@given(rows=ROWS)
def test_levels_are_counted_along_the_curve(rows):
    frame = frame_of(rows)
    table = along_curve(frame, "one", "two", bins=3)
    for (scenario, component, level), part in table.groupby(["scenario", "component", "level"]):
        own = known(frame)
        own = own[(own["scenario"] == scenario) & (own[component].astype(str) == level)]
        assert set(part["setups"]) == {len(own)}
        assert part["share"].sum() == pytest.approx(1)
        expected = (own["margin"] > 0).mean() + (own["margin"] == 0).mean() / 2
        np.testing.assert_allclose(part["ahead"], expected)


@given(rows=ROWS)
def test_margins_under_one_measure_are_those_of_all(rows):
    frame = frame_of(rows)
    every = margins(frame, "one", "two")
    for measure in frame["measure"].unique():
        own = every[every["measure"] == measure].reset_index(drop=True)
        pd.testing.assert_frame_equal(margins(frame, "one", "two", measure), own, check_dtype=False)


def by_definition(frame, a, b, bins):
    """The curve of one scenario: setups shuffled, put in order, and cut into equal parts."""
    frame = frame.dropna(subset=[a, b])
    margin = (frame[a].astype(float) - frame[b].astype(float)).to_numpy()
    shuffled = np.random.default_rng(0).permutation(len(frame))
    order = shuffled[np.argsort(margin[shuffled], kind="stable")]
    ordered = frame.iloc[order].assign(margin=margin[order])
    return ordered.assign(bin=np.arange(len(frame)) * bins // max(len(frame), 1))


@pytest.mark.parametrize(
    "query", ["scenario=classification-source", "scenario=segmentation-target"]
)
@pytest.mark.parametrize("at_once", [50, 10**6])
def test_a_curve_is_that_of_all_setups_put_in_order_at_once(small, monkeypatch, query, at_once):
    monkeypatch.setattr("setupscope.analysis.frames.stored.AT_ONCE", at_once)
    monkeypatch.setattr("setupscope.analysis.questions.margin_order.FEW", at_once)
    monkeypatch.setattr("setupscope.analysis.questions.specification.AT_ONCE", 7)
    setups = Slice.parse(query, small.study).narrow(small.setups())
    ordered = by_definition(setups.df(), "gbc", "leep", 8)
    found = curve(setups, "gbc", "leep", 8)
    places = np.unique(np.linspace(0, len(ordered) - 1, 250).round().astype(int))
    for name in ("given", "backbone", "measure", "pool_size", "pool", "margin"):
        assert found.setups[name].tolist() == ordered.iloc[places][name].tolist()
    for row in found.levels.to_dict("records"):
        level = ordered[ordered[row["component"]].astype(str) == row["level"]]
        assert row["setups"] == len(level)
        assert row["share"] == (level["bin"] == row["bin"]).sum() / len(level)
    assert set(found.levels["component"]) >= {"given", "measure", "pool_size"}
    pd.testing.assert_frame_equal(found.shares, ahead(setups, "gbc", "leep"))


@pytest.mark.parametrize("measure", ["kendall", "rel_at_1"])
def test_setups_in_pieces_give_the_same_figures(small, monkeypatch, measure):
    setups = Slice.parse("scenario=classification-source", small.study).narrow(small.setups())

    def asked():
        yield margins(setups, "gbc", "leep", measure)
        yield density(setups, "gbc", "leep", measure)
        for cell in product(range(0, 24, 2), repeat=2):
            yield in_cell(setups, "gbc", "leep", measure, cell)[0]
        yield won_setups(setups, "gbc")[0]

    whole = list(asked())
    monkeypatch.setattr("setupscope.analysis.frames.stored.AT_ONCE", 50)
    for expected, found in zip(whole, asked(), strict=True):
        pd.testing.assert_frame_equal(expected, found)
    assert sum(len(table) > 1 for table in whole) > 5


def real(shipped):
    slice_ = Slice.parse("scenario=segmentation-source&size=15-16", shipped.study)
    setups = slice_.narrow(shipped.setups())
    frame = setups.df()
    return setups, frame[frame["measure"] == "kendall"]


def test_cells_hold_what_lies_between_their_ends(shipped):
    setups, frame = real(shipped)
    table = density(setups, "logme", "gbc", "kendall")
    a, b = (frame[key].astype(float) for key in ("logme", "gbc"))
    assert table["setups"].sum() == len(frame)
    for row in table.sample(20, random_state=1).to_dict("records"):
        lowest = row["a_low"] == table["a_low"].min(), row["b_low"] == table["b_low"].min()
        inside = (a > row["a_low"]) & (a <= row["a_high"]) | (lowest[0] & (a == row["a_low"]))
        within = (b > row["b_low"]) & (b <= row["b_high"]) | (lowest[1] & (b == row["b_low"]))
        assert (inside & within).sum() == row["setups"]


def test_every_cell_lists_the_setups_that_it_holds(shipped):
    setups, frame = real(shipped)
    table = density(setups, "logme", "gbc", "kendall")
    edges = np.unique([*table["a_low"], *table["b_low"]])
    width = table["a_high"].iloc[0] - table["a_low"].iloc[0]
    for row in table.sort_values("setups").iloc[[0, 5, -1]].to_dict("records"):
        cell = tuple(round((row[key] - edges.min()) / width) for key in ("b_low", "a_low"))
        listed, count = in_cell(setups, "logme", "gbc", "kendall", cell, most=7)
        assert count == row["setups"]
        assert len(listed) == min(7, count)
        assert listed["a"].between(row["a_low"] - 1e-9, row["a_high"] + 1e-9).all()
        assert listed["b"].between(row["b_low"] - 1e-9, row["b_high"] + 1e-9).all()
        assert listed["margin"].abs().is_monotonic_decreasing
        first = listed.iloc[0]
        held = frame[(frame["given"] == first["given"]) & (frame["pool"] == first["pool"])]
        assert float(held["logme"].iloc[0]) == first["a"]


def test_a_long_curve_is_thinned_and_keeps_its_ends(shipped):
    setups, _ = real(shipped)
    frame = setups.df()
    margin = (frame["logme"].astype(float) - frame["gbc"].astype(float)).sort_values()
    table = specification(setups, "logme", "gbc")
    assert len(table) == 250
    assert table["margin"].iloc[[0, -1]].tolist() == margin.iloc[[0, -1]].tolist()
    assert table["margin"].is_monotonic_increasing
    crossing = table.loc[table["margin"] > 0, "place"].min()
    assert crossing == pytest.approx((margin <= 0).mean(), abs=0.004)


def test_nothing_to_compare_gives_empty_tables():
    nothing = frame_of([("t", "x", "frozen", "pearson", 7, 7, float("nan"), 1.0, 0.0)])
    for table in (
        margins(nothing, "one", "two"),
        density(nothing, "one", "two", "pearson"),
        specification(nothing, "one", "two"),
        along_curve(nothing, "one", "two"),
        in_cell(nothing, "one", "two", "pearson", (0, 0))[0],
    ):
        assert isinstance(table, pd.DataFrame)
        assert table.empty
