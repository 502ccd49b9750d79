"""The winner and its lead without each given, and without each family of givens."""

import pandas as pd

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import drawn, of_whole, over, title
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.evidence import lead_dots
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.win_rates import one_given_less, winners
from setupscope.data import InputError

OF_FAMILIES = "leave-one-family-out"
LEAD = "Lead: difference between the two highest win rates, in percentage points."


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For the leads without each given, of which there must be several."""
    one = resolve_one_scenario(queries, exhibit)
    without = queries.evidence(one.slice_, one.seed).without
    if known(without).empty:
        raise InputError("no given can be left out of this slice, or no metric leads without it")
    return one


def known(without: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table that has a winner where some are left out."""
    return without.dropna(subset=["winner", "lead"])


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    without = queries.evidence(exhibit.slice_, exhibit.seed).without
    return lead_dots(queries.study, known(without), colours_of(exhibit, look), look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    scenario = scenario_of(exhibit.slice_)
    found = queries.evidence(exhibit.slice_, exhibit.seed)
    given, best = escaped(queries.study.noun(scenario, "given")), winners(found.rates)
    return [
        title(exhibit, f"The winner and its lead, leaving out each {given} in turn"),
        one_given_less(queries.study, scenario, found.without, best[0]) if best else "",
        drawn(exhibit, LEAD),
        over(queries, exhibit),
    ]


def without_families(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The winner and its lead without each family of givens."""
    return queries.table(exhibit.slice_, OF_FAMILIES, (), exhibit.seed)


def _resolve_families(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For the leads without each family, of which there must be some."""
    one = resolve_one_scenario(queries, exhibit)
    without = without_families(queries, one)
    if known(without).empty:
        why = without["reason"].dropna()
        raise InputError(str(why.iloc[0]) if len(why) else "no metric leads without a family")
    return one


def _draw_families(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    without = known(without_families(queries, exhibit))
    return lead_dots(queries.study, without, colours_of(exhibit, look), look)


def _families_caption(queries: Queries, exhibit: Exhibit) -> Words:
    scenario, without = scenario_of(exhibit.slice_), without_families(queries, exhibit)
    given = escaped(queries.study.noun(scenario, "given"))
    best = winners(queries.rates(exhibit.slice_, "", exhibit.seed))
    return [
        title(exhibit, f"The winner and its lead, leaving out each family of {given}s in turn"),
        one_given_less(queries.study, scenario, without, best[0]) if best else "",
        drawn(exhibit, LEAD),
        over(queries, exhibit),
    ]


FIGURES = (
    FigureRecipe("leave-one-out", "Without each given", _draw, _resolve, _caption, "leave-one-out"),
    FigureRecipe(
        OF_FAMILIES,
        "Without each family",
        _draw_families,
        _resolve_families,
        _families_caption,
        OF_FAMILIES,
    ),
)
TABLES = (
    question(
        "leave-one-out",
        "Without each given",
        "The winner and its lead, leaving out each given in turn",
        caption=of_whole(_caption),
    ),
    question(
        OF_FAMILIES,
        "Without each family",
        "The winner and its lead, leaving out each family of givens in turn",
        caption=of_whole(_families_caption),
    ),
)
