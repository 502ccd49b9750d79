"""The conclusions under the setups of papers' evaluations."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import MADE_BEST, title
from setupscope.dashboard.export.recipes.recipe import TableRecipe, Words
from setupscope.dashboard.queries.presets import presets_table
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.markdown import escaped
from setupscope.data.errors import InputError


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For whole scenarios: each preset is a slice of its own."""
    own = exhibit.slice_
    whole = Slice(own.study, own.scenario_names(), metrics=own.metrics)
    if own.without_baselines().replace(scenarios=whole.scenarios) != whole:
        raise InputError(
            f"{exhibit.kind} {exhibit.name} is about a whole scenario; name only scenarios and"
            " metrics"
        )
    return replace(exhibit, slice_=whole)


def _rows(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return presets_table(queries, exhibit.slice_, exhibit.seed)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    rows = _rows(queries, exhibit).to_dict("records")
    notes = [f"{escaped(row['preset'])}: {escaped(row['note'])}" for row in rows if row["note"]]
    return [
        title(exhibit, "Conclusions under the setups of papers' evaluations"),
        "" if rows else "This study names none.",
        MADE_BEST,
        *notes,
    ]


TABLES = (TableRecipe("presets", "Setups as papers use them", _rows, _resolve, (), _caption),)
