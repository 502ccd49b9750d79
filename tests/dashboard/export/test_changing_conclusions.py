"""What shows how conclusions change can be drawn and written for studies of every kind."""

import numpy as np
import pytest

from beside import options_of
from setupscope.analysis.audit.made_up import KINDS, Kind, made_up
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
from setupscope.data import InputError

SHOWN = ("map", "before-after", "sweep", "fragility")
EXHIBITS = [(kind, name) for kind in (FIGURE, TABLE) for name in SHOWN]
EXHIBITS += [(TABLE, name) for name in TABLES if "family" in name]
REFUSED = ("nothing can be taken away: ", "nothing can be swept along setups: ")
"""What is said where there is no winner to begin with."""


def two_metrics(table, _):
    return table.drop(columns=["poor", "blind"])


def all_tie(table, _):
    return table.assign(good=0.5, fair=0.5, poor=0.5, blind=0.5)


STUDIES = (
    *(kind for kind in KINDS if kind.name in ("one-given", "ties", "one-complete")),
    Kind("two-metrics", 6, 4, two_metrics),
    Kind("all-tie", 6, 4, all_tie),
    Kind("many-givens", 45, 4, lambda table, _: table),
)


@pytest.mark.parametrize("kind", STUDIES, ids=lambda kind: kind.name)
def test_what_shows_how_conclusions_change_works_or_is_refused(kind, tmp_path):
    queries = Queries(made_up(kind, np.random.default_rng(1), tmp_path))
    (scenario,) = queries.study.scenarios
    slice_ = Slice(queries.study, (scenario.name,))
    refused: list[str] = []
    for what, name in EXHIBITS:
        against = slice_.replace(measures=slice_.study.measures[:1]).link()
        options = {"against": against} if name == "before-after" else options_of(name, slice_)
        try:
            one = resolved(queries, Exhibit(what, name, slice_, **options))
        except InputError as error:
            refused.append(str(error))
            continue
        if what == FIGURE:
            assert FIGURES[name].draw(queries, one, look_of(PRESETS["lncs"].style))["data"]
        else:
            assert table_as(queries, one, "latex")
        assert "nan" not in caption(queries, one).split()
    assert all(text.startswith(REFUSED) for text in refused), refused
