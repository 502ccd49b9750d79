"""Which levels of a component rank the metrics alike."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.questions.agreement import COMPARED
from setupscope.analysis.questions.families import FAMILY
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import over, title
from setupscope.dashboard.export.recipes.defaults import require_component, resolve_one_scenario
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.agreement import agreement_cells, by_similarity
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.parts import components_of, families_in
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.labels import component_label, level_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.stability import agreement_sentence
from setupscope.data import InputError


def compared_components(slice_: Slice) -> list[str]:
    """Components of which a slice has two levels to compare."""
    several = [name for name in components_of(slice_) if name in COMPARED]
    return [name for name in several if name != FAMILY or len(families_in(slice_, name)) > 1]


def _shown(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """How alike the levels of an exhibit's component rank the metrics."""
    table = queries.table(exhibit.slice_, "agreement", exhibit.by, exhibit.seed)
    return table.dropna(subset=["level_a"])


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For levels of one component: the first that has several, unless it is named."""
    one = resolve_one_scenario(queries, exhibit)
    offered = compared_components(one.slice_)
    if len(one.by) > 1:
        raise InputError(f"figure agreement takes one component, not {len(one.by)}")
    if not offered:
        raise InputError("the slice has only one level of each component; none can be compared")
    component = one.by[0] if one.by else offered[0]
    require_component(one.slice_, component, offered)
    resolved = replace(one, by=(component,))
    if _shown(queries, resolved)["tau"].isna().all():
        raise InputError(f"no two levels of {component} both rank the metrics")
    return resolved


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    rows, component = _shown(queries, exhibit), exhibit.by[0]
    levels = by_similarity(rows)
    labels = {level: level_label(queries.study, component, level) for level in levels}
    return agreement_cells(rows, labels, look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    component = exhibit.by[0]
    table = _shown(queries, exhibit)
    scenario = scenario_of(exhibit.slice_)
    noun = escaped(component_label(queries.study, scenario, component))
    return [
        title(exhibit, f"Agreement between the rankings of the metrics, by {noun}"),
        agreement_sentence(queries.study, component, table),
        "Cells show Kendall τ-b between the win rates of two levels, shaded as the scale says."
        " Similar levels are next to each other.",
        over(queries, exhibit),
    ]


FIGURES = (FigureRecipe("agreement", "Agreement", _draw, _resolve, _caption, "agreement", ("by",)),)
TABLES = (
    question(
        "agreement",
        "Agreement",
        "Agreement between the rankings of the metrics in two parts (Kendall τ-b of their win"
        " rates, from −1 to 1)",
        takes=("by", "against"),
    ),
)
