"""How are the figures of the deeper questions made from what they show?"""

from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from setupscope.analysis.questions.agreement import COMPARED
from setupscope.analysis.questions.restrictions import RESTRICTED
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import (
    resolve_few,
    resolve_one_scenario,
    resolve_pair,
)
from setupscope.dashboard.export.recipes.recipe import Recipe
from setupscope.dashboard.export.recipes.tables import table_options
from setupscope.dashboard.figures.agreement import agreement_cells, by_similarity
from setupscope.dashboard.figures.compare import compare_slopes
from setupscope.dashboard.figures.enough import enough_lines
from setupscope.dashboard.figures.flips import flip_dots, worth_drawing
from setupscope.dashboard.figures.stability import importance_bars, stability_dots
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.parts import components_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.labels import level_label
from setupscope.dashboard.text.stability import component_name
from setupscope.data import InputError
from setupscope.data.errors import unknown


def flips_shown(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The restrictions that an exhibit counts: all, or those of the components it names."""
    table = queries.table(exhibit.slice_, "flips", (), exhibit.seed)
    return table[table["component"].isin(exhibit.by)] if exhibit.by else table


def _flips(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    rows = worth_drawing(flips_shown(queries, exhibit))
    return flip_dots(queries.study, rows, colours_of(exhibit, look), look)


def resolve_flips(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For restrictions of one scenario, of which there must be some."""
    for component in exhibit.by:
        if component not in RESTRICTED:
            raise InputError(unknown("kind of restriction", component, RESTRICTED))
    one = resolve_few(queries, replace(exhibit, by=tuple(dict.fromkeys(exhibit.by))))
    if worth_drawing(flips_shown(queries, one)).empty:
        raise InputError("no restriction of that kind can be made of this slice")
    return one


def stability_shown(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The components whose stability is known, the least stable first."""
    table = queries.table(exhibit.slice_, "stability", (), exhibit.seed)
    return table.dropna(subset=["stability"]).sort_values("stability", kind="stable")


def _stability(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    rows, scenario = stability_shown(queries, exhibit), scenario_of(exhibit.slice_)
    labels = [component_name(queries.study, scenario, name) for name in rows["component"]]
    return stability_dots(rows, labels, look)


def resolve_stability(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For components of which setups differ in one alone."""
    one = resolve_few(queries, exhibit)
    if stability_shown(queries, one).empty:
        raise InputError("no two setups of this slice differ in one component alone")
    return one


def compared_components(slice_: Slice) -> list[str]:
    """Components of which a slice has two levels to compare."""
    return [name for name in components_of(slice_, candidates=False) if name in COMPARED]


def agreement_shown(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """How alike the levels of an exhibit's component rank the metrics."""
    table = queries.table(exhibit.slice_, "agreement", exhibit.by, exhibit.seed)
    return table.dropna(subset=["level_a"])


def _agreement(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    rows, component = agreement_shown(queries, exhibit), exhibit.by[0]
    levels = by_similarity(rows)
    labels = {level: level_label(queries.study, component, level) for level in levels}
    return agreement_cells(rows, labels, look)


def resolve_agreement(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For levels of one component: the first that has several, unless it is named."""
    one = resolve_few(queries, exhibit)
    offered = compared_components(one.slice_)
    if len(one.by) > 1:
        raise InputError(f"figure agreement is of one component, not {len(one.by)}")
    if not offered:
        raise InputError("the slice has one level of each component; none can be compared")
    component = one.by[0] if one.by else offered[0]
    if component not in offered:
        raise InputError(unknown("component of this slice", component, offered))
    resolved = replace(one, by=(component,))
    if agreement_shown(queries, resolved)["tau"].isna().all():
        raise InputError(f"no two levels of {component} both rank the metrics")
    return resolved


def importance_shown(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The shares of an exhibit's pair of metrics, of components that have one."""
    slice_ = exhibit.slice_.replace(metrics=exhibit.shown)
    table = queries.table(slice_, "importance", (), exhibit.seed)
    if len(slice_.accepted("backbone")) > 1:
        return table
    return table[table["component"] != "backbone"]


def _importance(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    rows, scenario = importance_shown(queries, exhibit), scenario_of(exhibit.slice_)
    known = rows.dropna(subset=["share"])
    labels = [component_name(queries.study, scenario, name) for name in known["component"]]
    return importance_bars(known["share"], labels, look)


def resolve_importance(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics: the two with the highest win rates, unless they are named."""
    one = resolve_pair(queries, exhibit)
    if importance_shown(queries, one)["share"].isna().all():
        raise InputError("nothing decides between the two metrics: they stand alike everywhere")
    return one


def _enough(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    table = queries.table(exhibit.slice_, "enough", (), exhibit.seed)
    noun = queries.study.noun(scenario_of(exhibit.slice_), "given")
    return enough_lines(table.dropna(subset=["n"]), noun, look)


def resolve_enough(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For samples of setups and givens; there must be something to sample."""
    one = resolve_few(queries, exhibit)
    table = queries.table(one.slice_, "enough", (), one.seed)
    if table["n"].isna().all():
        raise InputError(f"nothing can be sampled: {table['reason'].iloc[0]}")
    return one


def compared(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The comparison of an exhibit's slice with the other that it names."""
    beside = table_options(exhibit)
    return queries.table(exhibit.slice_, "compare", (), exhibit.seed, beside)


def _compare(queries: Queries, exhibit: Exhibit, look: Look) -> go.Figure:
    table = compared(queries, exhibit)
    return compare_slopes(queries.study, table, colours_of(exhibit, look), look)


def resolve_compare(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two slices of one scenario each, that hold setups."""
    one = resolve_one_scenario(queries, exhibit)
    if not one.against:
        raise InputError("figure compare takes a second slice: --against QUERY")
    other = Slice.parse(one.against, queries.study)
    whole = resolve_one_scenario(queries, replace(one, slice_=other, against=""))
    resolved = replace(one, against=whole.slice_.link())
    if compared(queries, resolved)["difference"].isna().all():
        raise InputError("no metric has a win rate in both slices")
    return resolved


DEEPER = (
    Recipe("compare", "Two slices", _compare, resolve_compare, "compare", ("against",)),
    Recipe("flips", "What flips it", _flips, resolve_flips, "flips", ("by",), kinds=True),
    Recipe("stability", "Stability", _stability, resolve_stability, "stability"),
    Recipe("agreement", "Agreement", _agreement, resolve_agreement, "agreement", ("by",)),
    Recipe(
        "importance",
        "Importance",
        _importance,
        resolve_importance,
        "importance",
        ("shown",),
        pair=True,
    ),
    Recipe("enough", "How many are enough", _enough, resolve_enough, "enough"),
)
