"""One figure on the screen, in a file and on the command line."""

import json

import plotly.graph_objects as go
import pytest
from plotly.io import to_json

from beside import OF_WHOLE, options_of
from drawn import read, shown
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.figure_files import look_of
from setupscope.dashboard.export.presets import PRESETS, Style
from setupscope.dashboard.export.recipes.figures import FIGURES, numbers_behind
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.recipes.tables import rows
from setupscope.dashboard.figures.figure import Written
from setupscope.dashboard.figures.palette import metric_colours
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.queries import Queries

ON_PAGES = [
    ("findings", "", "findings", {"": "scenario=segmentation-source,classification-source"}),
    ("win_rates", "scenario=classification-source&measure=kendall,pearson", "win-rates", {}),
    ("win_rates", "scenario=segmentation-source&with=coco&metrics=leep,gbc", "win-rates-by", {}),
    ("win_rates", "scenario=classification-target&measure=kendall", "leave-one-out", {}),
    ("win_rates", "scenario=segmentation-source&size=14-16", "values", {}),
    ("setup", "scenario=classification-source&given=dtd&measure=kendall", "setup", {}),
    ("setup", "scenario=segmentation-source&given=ade&measure=rel_at_1", "neighbours", {}),
    ("flips", "scenario=segmentation-source&measure=kendall", "flips", {}),
    ("stability", "scenario=classification-source&measure=kendall,pearson", "stability", {}),
    ("stability", "scenario=segmentation-source&size=14-16", "agreement", {}),
    ("stability", "scenario=segmentation-source&metrics=leep,gbc,logme", "importance", {}),
    ("stability", "scenario=classification-target&size=8-9", "enough", {}),
    ("head_to_head", "scenario=classification-target&measure=kendall", "pairs", {}),
    ("head_to_head", "scenario=segmentation-source&size=14-16", "margins", {}),
    ("head_to_head", "scenario=segmentation-source&measure=kendall,pearson", "density", {}),
    ("head_to_head", "scenario=classification-source&size=18-19", "specification", {}),
    (
        "compare",
        "scenario=segmentation-source",
        "compare",
        {"against": "scenario=classification-source"},
    ),
]


def figure_of(store, one, look):
    return go.Figure(FIGURES[one.name].draw(Queries(store), one, look))


def made(store, name, query, **options):
    slice_ = Slice.parse(query, store.study)
    beside = options_of(name, slice_) | options
    return resolved(Queries(store), Exhibit(FIGURE, name, slice_, **beside))


@pytest.mark.parametrize(("page", "query", "name", "other"), ON_PAGES, ids=[p[2] for p in ON_PAGES])
def test_a_figure_on_a_page_and_in_print_show_the_same(
    opened, shipped_link, shipped, page, query, name, other
):
    slice_ = Slice.parse(query, shipped.study)
    on_page = [shown(figure) for figure in opened(shipped_link, page, slice_.parameters()).figures]
    look = look_of(PRESETS["lncs"].style)
    options = {key: value for key, value in other.items() if key}
    one = made(shipped, name, other.get("", query), **options)
    assert shown(read(figure_of(shipped, one, look).to_json())) in on_page


def test_in_grey_only_the_colours_differ(small):
    one = made(small, "win-rates", "scenario=segmentation-source")
    colour, grey = (
        shown(read(figure_of(small, one, look_of(Style(122, "serif", 9, shade))).to_json()))
        for shade in (False, True)
    )
    greys = metric_colours(small.study.metric_keys, grey=True)
    assert set(grey[0].pop("colours")) == set(greys.values())
    assert colour[0].pop("colours")
    assert colour == grey
    for shade in greys.values():
        assert len({shade[1:3], shade[3:5], shade[5:]}) == 1


@pytest.mark.parametrize("measure", ["pearson", "kendall", "weighted_kendall", "rel_at_1"])
@pytest.mark.parametrize("name", FIGURES)
def test_plotly_knows_every_property_of_a_figure_and_takes_its_value(small, name, measure):
    whole = name in OF_WHOLE or name == "claim"  # whose evidence is of one measure
    query = "scenario=segmentation-target" + ("" if whole else f"&measure={measure}&size=15-16")
    one, look = made(small, name, query), Look(marked=small.study.metric_keys[0])
    figure = FIGURES[name].draw(Queries(small), one, look)
    content = json.loads(to_json(Written(figure).to_dict(), validate=False))
    assert read(go.Figure(content).to_json()) == read(json.dumps(content))


@pytest.mark.parametrize("name", FIGURES)
def test_figures_have_no_title_and_a_height_of_their_own(small, name):
    query = "scenario=segmentation-target"
    figure = figure_of(small, made(small, name, query), look_of(PRESETS["lncs"].style))
    assert figure.layout.title.text is None
    assert figure.layout.height > 50
    assert not any(trace.type in ("heatmap", "scattergl", "histogram2d") for trace in figure.data)


def test_the_numbers_behind_a_figure_are_those_that_it_shows(small):
    one = made(small, "win-rates-by", "scenario=segmentation-source&measure=kendall")
    table = rows(Queries(small), resolved(Queries(small), numbers_behind(one)))
    figure = shown(read(figure_of(small, one, look_of(PRESETS["lncs"].style)).to_json()))
    drawn = dict(zip(map(tuple, figure[0]["customdata"]), figure[0]["x"], strict=True))
    for row in table.to_dict("records"):
        bar = drawn[row["given"], row["metric"]]
        assert bar == pytest.approx(row["win_rate"] * drawn_scale(table, drawn))


def drawn_scale(table, drawn):
    """Length of a bar over its rate, the same for all."""
    first = table[table["win_rate"] > 0].iloc[0]
    return drawn[first["given"], first["metric"]] / first["win_rate"]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_a_table_with_its_numbers(small, name):
    one = made(small, name, "scenario=classification-target")
    assert len(rows(Queries(small), resolved(Queries(small), numbers_behind(one))))
