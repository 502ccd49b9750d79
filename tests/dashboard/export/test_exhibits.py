"""Figures and tables, named so that they can be made again."""

import shlex
from dataclasses import replace

import pytest

from beside import OF_WHOLE, options_of
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.cli.main import main
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.options import OPTIONS
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.recipes.tables import TABLES
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.queries import Queries
from setupscope.data import InputError, open_store
from setupscope.data.storage.building import build

SOURCE = "scenario=classification-source&backbone=frozen&size=16-18"


def made(store, kind, name, query=SOURCE, **options):
    slice_ = Slice.parse(query, store.study)
    beside = options_of(name, slice_) | options
    return resolved(Queries(store), Exhibit(kind, name, slice_, **beside))


def again(store, command):
    """What a line of the command line asks for."""
    words = shlex.split(command)
    assert words[0] == "setupscope"
    asked = main.commands[words[1]].make_context(words[1], words[2:]).params
    options = {key: asked[key] for key in OPTIONS}
    slice_ = Slice.parse(asked["query"], store.study)
    return Exhibit(words[1], asked["name"], slice_, **options, seed=asked["seed"])


@pytest.mark.parametrize("name", FIGURES)
def test_the_line_of_a_figure_asks_for_the_same_figure(shipped, name):
    query = "scenario=classification-target" if name in OF_WHOLE else SOURCE
    exhibit = replace(made(shipped, FIGURE, name, query), seed=3)
    assert again(shipped, exhibit.command("it's.pdf", ["--preset", "lncs"])) == exhibit


@pytest.mark.parametrize("name", TABLES)
def test_the_line_of_a_table_asks_for_the_same_table(shipped, name):
    query = "scenario=classification-target" if name in OF_WHOLE else SOURCE
    exhibit = made(shipped, TABLE, name, query)
    assert again(shipped, exhibit.command("a.csv")) == exhibit


def test_what_a_figure_leaves_open_is_settled(shipped):
    assert made(shipped, FIGURE, "values").measure == "pearson"
    assert made(shipped, FIGURE, "win-rates-by").by == ("given",)
    setup = made(shipped, FIGURE, "setup", f"{SOURCE}&measure=kendall&given=dtd")
    assert setup.setup.startswith("classification-source/dtd/frozen/kendall/")
    assert made(shipped, FIGURE, "win-rates", "").slice_.scenarios == ("segmentation-source",)


@pytest.mark.parametrize(
    ("kind", "name", "query", "options", "text"),
    [
        (FIGURE, "win-rate", SOURCE, {}, "did you mean 'win-rates'"),
        (TABLE, "wins", SOURCE, {}, "unknown table 'wins'"),
        (FIGURE, "win-rates", SOURCE, {"measure": "kendall"}, "does not take --measure"),
        (FIGURE, "values", SOURCE, {"measure": "r"}, "unknown measure of this slice 'r'"),
        (FIGURE, "values", f"{SOURCE}&measure=kendall", {"measure": "pearson"}, "'kendall'"),
        (FIGURE, "win-rates-by", SOURCE, {"by": ("given", "measure")}, "one component, not 2"),
        (FIGURE, "win-rates-by", SOURCE, {"by": ("backbone",)}, "component of this slice"),
        (FIGURE, "setup", SOURCE, {"setup": "x"}, "setup 'x' is not accepted"),
        (FIGURE, "leave-one-out", f"{SOURCE}&given=dtd", {}, "no given can be left out"),
        (FIGURE, "win-rates", "scenario=segmentation-source,segmentation-target", {}, "names 2"),
        (
            FIGURE,
            "win-rates",
            "scenario=segmentation-source&with=coco&given=coco",
            {},
            "no setups match the slice",
        ),
        (
            FIGURE,
            "win-rates-by",
            "scenario=segmentation-source&given=ade&size=16",
            {"by": ("with",)},
            "no candidate can be singled out",
        ),
        (
            FIGURE,
            "claim",
            SOURCE,
            {"better": "gbc", "worse": "logme", "shows": SOURCE},
            "no margin to draw: the slice holds no comparable setup",
        ),
        (TABLE, "won", SOURCE, {"metric": "gbx"}, "did you mean 'gbc'"),
        (TABLE, "won", SOURCE, {"order": "best"}, "accepted: 'widest', 'narrowest'"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_sentence(shipped, kind, name, query, options, text):
    with pytest.raises(InputError, match=text):
        made(shipped, kind, name, query, **options)


def test_values_that_no_metric_has_are_not_drawn(tmp_path, tiny):
    rows = (tmp_path / "sets.csv").read_text(encoding="utf-8").splitlines()
    constant = [",".join([*row.split(",")[:3], "1", "1"]) for row in rows[1:]]
    (tmp_path / "sets.csv").write_text("\n".join([rows[0], *constant, ""]), encoding="utf-8")
    build(tiny, tmp_path / "store")
    store = open_store(tmp_path / "store")
    with pytest.raises(InputError, match="no metric has a value under kendall"):
        made(store, FIGURE, "values", "", measure="kendall")
    for name in ("win-rates", "setup", "neighbours", "findings"):
        one = made(store, FIGURE, name, "")
        assert FIGURES[one.name].draw(Queries(store), one, Look())["layout"]["height"] > 0
