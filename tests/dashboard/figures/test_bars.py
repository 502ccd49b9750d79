"""Bars and cells of numbers: what stands where, and what is set off as the best."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from by_hand import rates, study
from setupscope.dashboard.export.figure_files import look_of
from setupscope.dashboard.export.presets import PRESETS
from setupscope.dashboard.figures.cells import END, cell_figure
from setupscope.dashboard.figures.stability import importance_bars
from setupscope.dashboard.figures.win_rates import win_rate_bars, win_rate_cells

LOOK = look_of(PRESETS["lncs"].style)
STUDY = study(("One", "Two", "Three"))
NONE = float("nan")
RATES = pd.concat(
    [
        rates([("m1", 0.4, 0.3, 0.5, 0.1), ("m2", 0.6, 0.5, 0.7, 0.9)]),
        rates([("m3", 0.9, 0.8, 1.0, NONE)], partial=True, not_covered=900),
    ],
    ignore_index=True,
)
"""The third lacks scores, and has the highest rate where it has them."""
COLOURS = dict.fromkeys(RATES["metric"], "#000000")


def test_a_metric_that_lacks_scores_stands_below_all_others_and_says_what_it_covers():
    bars = go.Figure(win_rate_bars(STUDY, RATES, COLOURS, LOOK)).data[0]
    assert list(bars.y) == ["Three (25 % covered)", "One", "Two"]
    assert [opacity < 1 for opacity in bars.marker.opacity] == [True, False, False]


def test_what_is_undecided_is_paler_whatever_it_covers():
    bars = go.Figure(win_rate_bars(STUDY, RATES, COLOURS, LOOK, undecided=True)).data[0]
    assert max(bars.marker.opacity) < 1


def test_a_metric_that_covers_nothing_does_not_say_so_on_its_bar():
    absent = RATES.assign(not_covered=[0, 0, 1200])
    assert win_rate_bars(STUDY, absent, COLOURS, LOOK)["data"][0]["y"][0] == "Three"


def test_a_metric_that_lacks_scores_is_not_the_best_of_a_part():
    parts = RATES.assign(given="x")
    metrics = ["m1", "m2", "m3"]
    cells = go.Figure(win_rate_cells(STUDY, parts, "given", {"x": "X"}, metrics, COLOURS, LOOK))
    texts = [text for trace in cells.data if trace.text is not None for text in trace.text]
    assert [text for text in texts if text.startswith("<b>")] == ["<b>60</b>"]
    assert any("90" in text for text in texts)


def test_importance_has_a_wide_bar_for_the_total_and_a_narrow_one_for_what_is_alone():
    shares = pd.DataFrame({"share": [0.27, 0.08, 0.03], "total": [0.86, 0.47, 0.52]})
    bars = importance_bars(shares, ["target", "pool", "measure"], LOOK)
    total, alone, said = go.Figure(bars).data
    assert list(total.y) == list(alone.y) == ["pool", "measure", "target"]
    assert list(total.x) == [0.47, 0.52, 0.86]
    assert list(alone.x) == pytest.approx([0.08, 0.03, 0.27])
    assert total.width > alone.width
    assert said.text[-1].strip().startswith("27.0")
    assert said.text[-1].endswith("in total")


def test_two_components_of_one_name_have_a_row_each():
    shares = pd.DataFrame({"share": [0.2, 0.1], "total": [0.3, 0.4]})
    assert len(set(importance_bars(shares, ["pool", "pool"], LOOK)["data"][0]["y"])) == 2


def test_a_negative_value_lies_left_of_the_zero_line_of_its_column():
    cells = pd.DataFrame(
        {
            "row": ["x", "x"],
            "metric": ["m1", "m2"],
            "length": [-0.5, 1.0],
            "text": ["−.50", "1.0"],
            "hover": ["", ""],
            "best": [False, True],
        }
    )
    figure = cell_figure(STUDY, cells, {"x": "X"}, ["m1", "m2"], COLOURS, LOOK)
    below, above = (line["x0"] for line in figure["layout"]["shapes"])
    bars = go.Figure(figure).data[0]
    assert list(bars.base) == pytest.approx([below, above])
    assert bars.x[1] == pytest.approx(-2 * bars.x[0])
    assert bars.x[0] < 0
    assert below + bars.x[0] > 0
    assert {line["layer"] for line in figure["layout"]["shapes"]} == {"below"}


def test_the_longest_bar_of_win_rates_fills_its_cell():
    parts = rates([("m1", 0.1, 0, 0, 0), ("m2", 0.2, 0, 0, 0)]).assign(given="x")
    figure = win_rate_cells(STUDY, parts, "given", {"x": "X"}, ["m1", "m2"], COLOURS, LOOK)
    bars = go.Figure(figure).data[0]
    assert bars.base[1] + bars.x[1] == pytest.approx(1 + END)
