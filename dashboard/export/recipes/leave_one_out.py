"""The winner and its lead without each given."""

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


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For the leads without each given, of which there must be several."""
    one = resolve_one_scenario(queries, exhibit)
    without = queries.evidence(one.slice_, one.seed).without
    if without.dropna(subset=["winner", "lead"]).empty:
        raise InputError("no given can be left out of this slice, or no metric leads without it")
    return one


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    without = queries.evidence(exhibit.slice_, exhibit.seed).without
    known = without.dropna(subset=["winner", "lead"])
    return lead_dots(queries.study, known, colours_of(exhibit, look), look)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    scenario = scenario_of(exhibit.slice_)
    found = queries.evidence(exhibit.slice_, exhibit.seed)
    given, best = escaped(queries.study.noun(scenario, "given")), winners(found.rates)
    return [
        title(exhibit, f"The winner and its lead, leaving out each {given} in turn"),
        one_given_less(queries.study, scenario, found.without, best[0]) if best else "",
        drawn(exhibit, "Lead: difference between the two highest win rates, in percentage points."),
        over(queries, exhibit),
    ]


FIGURES = (
    FigureRecipe("leave-one-out", "Without each given", _draw, _resolve, _caption, "leave-one-out"),
)
TABLES = (
    question(
        "leave-one-out",
        "Without each given",
        "The winner and its lead, leaving out each given in turn",
        caption=of_whole(_caption),
    ),
)
