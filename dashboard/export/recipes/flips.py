"""The restrictions of a slice, and who wins there."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.questions.families import FAMILIES, NO_FAMILY, has_families
from setupscope.analysis.questions.restrictions import KINDS
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import (
    drawn,
    intervals,
    of_whole,
    over,
    title,
)
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.flips import MOST_NEAR, flip_dots, worth_drawing
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.flips import exchangeable, flipped
from setupscope.dashboard.text.labels import metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.win_rates import by_win_rate
from setupscope.data import InputError
from setupscope.data.errors import unknown

BY_FAMILY = "flips-by-family"
EACH_SINGLE = "each single restriction of the slice"
OVERLAP = (
    "A family holds several givens or candidates, so these restrictions overlap with the single"
    " ones, and are not counted among them."
)


def _shown(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The restrictions that an exhibit counts: all, or those of the components it names."""
    of_families = exhibit.name == BY_FAMILY or {*exhibit.by} & {*FAMILIES}
    name = BY_FAMILY if of_families else "flips"
    table = queries.table(exhibit.slice_, name, (), exhibit.seed)
    return table[table["component"].isin(exhibit.by)] if exhibit.by else table


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For restrictions of one scenario, of which there must be some."""
    for component in exhibit.by:
        if component not in KINDS:
            raise InputError(unknown("kind of restriction", component, KINDS))
    _require_families(exhibit)
    one = resolve_one_scenario(queries, replace(exhibit, by=tuple(dict.fromkeys(exhibit.by))))
    if worth_drawing(_shown(queries, one)).empty:
        raise InputError("no restriction of this kind applies to the slice")
    return one


def _require_families(exhibit: Exhibit) -> None:
    """Raises InputError where families are asked for that there are not, or beside others."""
    kinds = {*exhibit.by}
    if kinds & {*FAMILIES} and not kinds <= {*FAMILIES}:
        raise InputError("kinds of restriction by family are shown apart from the others")
    slice_ = exhibit.slice_
    if kinds & {*FAMILIES} and not any(
        has_families(slice_.study, scenario) for scenario in slice_.scenario_names()
    ):
        raise InputError(NO_FAMILY)


def _old_winner(queries: Queries, exhibit: Exhibit) -> str:
    """The metric that wins the whole slice."""
    return by_win_rate(queries.rates(exhibit.slice_, "", exhibit.seed))[0]


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    rows, old = worth_drawing(_shown(queries, exhibit)), _old_winner(queries, exhibit)
    return flip_dots(queries.study, rows, old, colours_of(exhibit, look), look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    table, scenario = _shown(queries, exhibit), scenario_of(exhibit.slice_)
    by_family = {*exhibit.by} <= {*FAMILIES} if exhibit.by else exhibit.name == BY_FAMILY
    each = "each restriction of the slice by family" if by_family else EACH_SINGLE
    given = escaped(queries.study.noun(scenario, "given"))
    old = metric_label(queries.study, _old_winner(queries, exhibit))
    dots = (
        "Each dot is a restriction: by how many percentage points the best other metric is ahead of"
        f" {old}, the winner of the whole slice, in the colour of the new winner if the winner"
        " changes, and hollow if the new winner is undecided or has too few givens for a verdict."
        " All restrictions that change the winner are shown, and the"
        f" {MOST_NEAR} that come closest."
    )
    return [
        title(exhibit, f"The winner under {each}"),
        flipped(queries.study, scenario, table),
        OVERLAP if by_family else "",
        ""
        if exhibit.by or by_family
        else exchangeable(queries.flip_test(exhibit.slice_, exhibit.seed)),
        drawn(exhibit, dots),
        f"Restrictions with at least 6 {given}s have 95 % intervals"
        f" {intervals(queries.study, scenario)}.",
        over(queries, exhibit),
    ]


FIGURES = (
    FigureRecipe(
        "flips",
        "What flips it",
        _draw,
        _resolve,
        _caption,
        "flips",
        ("by",),
        kinds=True,
        families=BY_FAMILY,
    ),
)
TABLES = (
    question(
        "flips",
        "What flips it",
        "The winner under every single restriction of the slice",
        caption=of_whole(_caption),
    ),
    question(
        BY_FAMILY,
        "What flips it, by family",
        "The winner in each family of givens, without it, and in the pools without each family",
        caption=of_whole(_caption),
    ),
)
