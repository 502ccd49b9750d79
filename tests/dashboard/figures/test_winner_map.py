"""The figure of a map: colours, hatching, ties, keys, and where its panels stand."""

from math import radians, sin

import numpy as np
import pandas as pd
import pytest

from setupscope.analysis.questions.leads import CLEAR_GIVENS, UNDECIDED
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.caption import caption
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.figure_files import laid_out
from setupscope.dashboard.export.presets import PRESETS
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.figures.definitions import with_definitions
from setupscope.dashboard.figures.label_width import label_margin
from setupscope.dashboard.figures.map_bands import MOST_COLUMNS, Panel, bands_of
from setupscope.dashboard.figures.map_keys import NAME, OF_SPACE, SPACE
from setupscope.dashboard.figures.palette import laid_on
from setupscope.dashboard.figures.theme import DARK, Look
from setupscope.dashboard.figures.winner_map import PALEST, winner_map_cells
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.queries.winner_map import fields_of_cell, fitting, levels_in_map
from setupscope.data import InputError

LIGHT, PHONE = Look(), 358
SOURCES = "scenario=segmentation-source,classification-source"


@pytest.fixture(scope="module")
def queries(small):
    return Queries(small)


def exhibit(queries, query, by=(), kind=FIGURE):
    return resolved(queries, Exhibit(kind, "map", Slice.parse(query, queries.study), by=by))


def drawn(queries, query, by=(), look=LIGHT):
    return FIGURES["map"].draw(queries, exhibit(queries, query, by), look)


def bars(figure):
    return [trace for trace in figure["data"] if trace["type"] == "bar"]


def test_leaning_heads_are_a_line_apart_on_a_phone(queries):
    layout = drawn(queries, SOURCES)["layout"]
    inner = PHONE - layout["margin"]["l"] - layout["margin"]["r"]
    axes = [axis for key, axis in layout.items() if key.startswith("xaxis")]
    assert sum(len(axis["tickvals"]) for axis in axes) == MOST_COLUMNS
    for axis in axes:
        column = inner * (axis["domain"][1] - axis["domain"][0]) / len(axis["tickvals"])
        assert column * sin(radians(abs(axis["tickangle"]))) > axis["tickfont"]["size"]


def test_every_cell_has_its_winners_colour_paler_the_smaller_its_lead(queries):
    one = exhibit(queries, "scenario=classification-source&backbone=frozen")
    (cells,) = bars(drawn(queries, "scenario=classification-source&backbone=frozen"))
    table = queries.table(one.slice_, "map", one.by, 0).set_index(["row", "column"])
    colours = colours_of(one, Look())
    assert len(cells["customdata"]) == len(table) == 36
    for (_, row, column, _), colour, shape, text in zip(
        *(cells["customdata"], cells["marker"]["color"]),
        *(cells["marker"]["pattern"]["shape"], cells["hovertext"]),
        strict=True,
    ):
        cell = table.loc[row, column]
        if cell["tied"]:
            assert (colour, shape) == ("#ffffff", "/")
            assert " tie, each best in " in text
            continue
        strength = PALEST + (1 - PALEST) * cell["lead"]
        assert colour == laid_on(colours[cell["winner"]], strength, "#ffffff")
        assert (shape == "") == (cell["verdict"] == CLEAR_GIVENS)
        assert queries.study.metric(cell["winner"]).label.removeprefix("𝒩") in text
    assert {*cells["marker"]["pattern"]["shape"]} == {"", "/"}


def test_in_grey_a_letter_says_the_winner_and_the_shade_the_lead(queries):
    figure = drawn(queries, "scenario=segmentation-source", look=Look(grey=True))
    cells, letters, _ = figure["data"]
    (key,) = (n["text"] for n in figure["layout"]["annotations"] if "LogME" in n["text"])
    assert key == (
        "<b>L</b> LEEP   <b>N</b> <i>N</i>LEEP   <b>M</b> LogME   <b>H</b> H-score   <b>G</b> GBC"
        "   <b>=</b> tie"
    )
    assert "text" not in cells
    for text, hover in zip(letters["text"], cells["hovertext"], strict=True):
        winner = hover.split("<br>")[0].split(": ")[-1]
        assert f"<b>{text}</b> {winner}" in key or (text == "=" and " tie, " in winner)
    colour = drawn(queries, "scenario=segmentation-source")["data"][0]
    names = {text for text in colour["text"] if text not in ("", "tie")}
    spaces = [OF_SPACE * NAME * text.count(SPACE) for text in names]
    plain = [label_margin([text.replace(SPACE, "")], NAME) for text in names]
    widths = [sum(pair) for pair in zip(spaces, plain, strict=True)]
    assert np.ptp(widths) < 2 * OF_SPACE * NAME < np.ptp(plain)


def test_rows_with_the_same_winner_stand_together_and_measures_as_in_the_study(queries):
    cells = {"row": ["x", "y", "z"] * 2, "column": ["kendall"] * 3 + ["pearson"] * 3}
    table = pd.DataFrame(cells).assign(winner=["a", "b", "a", "a", "b", "b"])
    table["lead"] = [0.1, 0.9, 0.8, 0.3, 0.1, 0.2]
    study = queries.study
    assert levels_in_map(study, table, "row", "given", ["b", "a"]) == ["y", "z", "x"]
    assert levels_in_map(study, table, "row", "given", ["a", "b"]) == ["z", "x", "y"]
    assert levels_in_map(study, table, "column", "measure", []) == ["pearson", "kendall"]
    nobody = table.assign(winner=None)
    assert levels_in_map(study, nobody, "row", "given", []) == ["x", "y", "z"]


def test_three_panels_of_two_scenarios_share_a_band_and_hold_their_labels(queries):
    figure = drawn(queries, SOURCES)
    layout, wide = figure["layout"], laid_out(figure, PRESETS["cvpr-column"].style)[0].layout.width
    sides = [layout[f"yaxis{n}"] for n in ("", "2", "3")]
    assert [(s["side"], s["showticklabels"]) for s in sides] == [
        ("left", True),
        ("left", False),
        ("right", True),
    ]
    assert len({axis["domain"][1] for axis in sides}) == 1
    inner = wide - layout["margin"]["l"] - layout["margin"]["r"]
    assert inner / MOST_COLUMNS > 14
    said = [note["text"] for note in layout["annotations"]]
    assert {"fine-tuned", "frozen"} < {*said}
    assert sum("■" in text for text in said) == 1
    heights = [axis["domain"][1] - axis["domain"][0] for axis in sides]
    assert heights[0] / heights[1] == pytest.approx(17 / 9)


def test_labels_on_the_right_say_there_what_they_mean(queries):
    figure = drawn(queries, SOURCES, ("measure", "backbone"))
    shown = with_definitions(figure, {"Rel@1": "what it is"}, LIGHT)["layout"]["annotations"]
    hovers = [note for note in shown if note.get("hovertext") == "what it is"]
    assert [(note["x"], note["xanchor"]) for note in hovers] == [(0, "right"), (1, "left")]


def test_a_wide_panel_has_a_band_of_its_own():
    def panel(name, columns):
        return Panel(name, name, "", {0: "row"}, dict.fromkeys(range(columns), "c"), pd.DataFrame())

    shown = [panel("a", 4), panel("b", 4), panel("b", 4), panel("c", 2), panel("d", 19)]
    bands = [[one.scenario for one in band] for band in bands_of(shown)]
    assert bands == [["a", "b", "b"], ["c"], ["d"]]


def test_in_the_dark_a_pale_cell_is_nearer_to_the_page(queries):
    light, dark = (
        bars(drawn(queries, "scenario=segmentation-source", look=look))[0]["marker"]["color"]
        for look in (Look(), Look(DARK))
    )

    def brightness(colours):
        return np.mean(
            [int(colour[start : start + 2], 16) for colour in colours for start in (1, 3)]
        )

    assert brightness(dark) < brightness(light)


def test_a_figure_has_at_most_six_panels_a_table_has_all(queries):
    with pytest.raises(InputError, match="at most 6 panels, but this slice has 9"):
        exhibit(queries, "", ("given", "measure", "backbone"))
    assert exhibit(queries, "").by == ("given", "measure")
    assert len(exhibit(queries, "", kind=TABLE).by) == 3
    shown, axes = fitting(Slice(queries.study))
    assert axes == ("given", "measure")
    assert len(shown.scenario_names()) == 6
    assert len(drawn(queries, "", axes)["data"]) == 7
    with pytest.raises(InputError, match="takes two components"):
        exhibit(queries, SOURCES, ("given",))


def test_a_cell_becomes_a_slice_and_an_only_backbone_adds_nothing(queries):
    slice_ = Slice.parse("scenario=segmentation-source", queries.study)
    axes = ("given", "measure", "backbone")
    fields = fields_of_cell(slice_, axes, ["ade", "kendall", "unstated"])
    assert str(slice_.replace(**fields)) == (
        "scenario=segmentation-source&given=ade&measure=kendall"
    )
    other = Slice.parse("scenario=classification-source", queries.study)
    assert fields_of_cell(other, axes, ["dtd", "kendall", "frozen"])["backbones"] == ("frozen",)
    assert fields_of_cell(slice_, ("with", "pool_size"), ["coco", "15"]) == {
        "present": ("coco",),
        "sizes": (15, 15),
    }


def test_the_caption_counts_the_cells_and_says_what_was_held(queries):
    one = exhibit(queries, SOURCES)
    words = caption(queries, one)
    tables = [queries.table(s, "map", one.by, 0) for s in one.slice_.by_scenario()]
    every = pd.concat(tables)
    won = every.loc[~every["tied"], "winner"].value_counts()
    assert f"Of {len(every)} cells, {queries.study.metric(won.index[0]).label} wins" in words
    clear = (every["verdict"] == CLEAR_GIVENS).sum()
    assert f"clear, at least for these target datasets, in {clear} of them" in words
    assert "the target datasets held" in words
    assert "hatched" in words
    assert "hatched" not in caption(queries, exhibit(queries, SOURCES, kind=TABLE))
    assert (every["verdict"] == UNDECIDED).any()


def test_where_nobody_wins_cells_are_empty_and_say_why(queries):
    rows = [("x", "kendall", None, False, None), ("x", "pearson", "leep", True, UNDECIDED)]
    cells = pd.DataFrame(rows, columns=["row", "column", "winner", "tied", "verdict"])
    cells = cells.assign(panel="", lead=0.0, win_rate=0.5, setups=3, runner_up="gbc")
    cells = cells.assign(ties="leep,gbc", reason="no metric has a value in any setup")
    panel = Panel("s", "", "", {"x": "X"}, {"kendall": "τ", "pearson": "r"}, cells)
    colours = {"leep": "#3ca587", "gbc": "#ba248d"}
    (drawn_cells,) = bars(winner_map_cells(queries.study, [panel], colours, Look()))
    assert drawn_cells["marker"]["color"] == ["#ffffff"] * 2
    assert [*drawn_cells["text"]] == ["", "tie"]
    nothing, tie = drawn_cells["hovertext"]
    assert nothing == "X, τ: no winner<br>no metric has a value in any setup"
    assert tie == "X, r: LEEP and GBC tie, each best in 50.0 % of 3 setups"
