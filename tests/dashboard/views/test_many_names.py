"""A scenario may have more names than a mask has bits, as each given has few of them."""

import numpy as np
import pytest

from beside import options_of
from setupscope.analysis.audit.made_up import KINDS, made_up
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.caption import caption
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.figure_files import look_of
from setupscope.dashboard.export.presets import PRESETS
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.recipes.tables import TABLES
from setupscope.dashboard.export.table_files import table_as
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.pages import PAGES

EXHIBITS = [*((FIGURE, name) for name in FIGURES), *((TABLE, name) for name in TABLES)]
OF_FAMILIES = ("leave-one-family-out",)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    kind = next(kind for kind in KINDS if kind.name == "few-of-many")
    return made_up(kind, np.random.default_rng(4), tmp_path_factory.mktemp("names"))


def test_the_study_has_more_names_than_a_mask_has_bits(store):
    (scenario,) = store.study.scenarios
    assert len(store.study.names_of(scenario.name).candidates) > 62


@pytest.mark.parametrize(("kind", "name"), EXHIBITS)
def test_every_figure_and_table_works(store, kind, name):
    if name in OF_FAMILIES:
        return
    slice_ = Slice(store.study)
    queries = Queries(store)
    one = resolved(queries, Exhibit(kind, name, slice_, **options_of(name, slice_)))
    assert caption(queries, one)
    if kind == FIGURE:
        assert FIGURES[name].draw(queries, one, look_of(PRESETS["lncs"].style))["data"]
        return
    for form in ("csv", "latex", "parquet"):
        assert table_as(queries, one, form)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_works(opened, store, page):
    shown = opened(store.path, page)
    assert shown.headers


def test_a_given_with_other_candidates_gets_all_of_its_own(opened, store):
    page = opened(store.path, "setup")
    page.widget("selectbox", "target").set_value("d3")
    page.run()
    names = store.study.names_of(store.study.scenarios[0].name)
    having = names.candidates_of("d3", names.backbones[0])
    assert f"over {having.bit_count()} sources for the target d3" in page.sentence
