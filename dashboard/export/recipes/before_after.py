"""What moved since a former slice: win rates, with the length that each bar had."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import MADE_BEST, drawn, over, title
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.export.recipes.win_rates import bars_read
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.figures.win_rates import win_rate_bars
from setupscope.dashboard.queries.answer import answer_of
from setupscope.dashboard.queries.before_after import both_answers
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.before_after import moved_line, what_moved
from setupscope.dashboard.text.markdown import escaped
from setupscope.data import InputError

HEADING = "Win rates before and after a change of the slice. After"
METHOD = (
    "Win rates, leads and verdicts are those of either slice by itself; nothing is resampled for"
    " the two together."
)
GHOSTS = "Outlines and ticks: the win rates of the former slice."


def _against(queries: Queries, exhibit: Exhibit) -> Slice:
    return Slice.parse(exhibit.against, queries.study)


def _moved(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return both_answers(queries, _against(queries, exhibit), exhibit.slice_, exhibit.seed)


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two slices of one scenario each, that hold setups."""
    one = resolve_one_scenario(queries, exhibit)
    if not one.against:
        raise InputError("figure before-after needs the former slice: --against QUERY")
    former = resolve_one_scenario(
        queries, replace(one, slice_=_against(queries, one), against="")
    ).slice_
    if former.scenario_names() != one.slice_.scenario_names():
        raise InputError("figure before-after shows two slices of one scenario")
    if queries.rates(one.slice_, "", one.seed)["win_rate"].isna().all():
        raise InputError("no metric has a win rate in the slice")
    return replace(one, against=former.link())


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    answer = answer_of(queries, exhibit.slice_, exhibit.seed)
    table = _moved(queries, exhibit)
    return win_rate_bars(
        queries.study,
        answer.rates,
        colours_of(exhibit, look),
        look,
        undecided=answer.undecided,
        marked=look.marked,
        former=dict(zip(table["metric"], table["rate_before"], strict=True)),
    )


def _caption(queries: Queries, exhibit: Exhibit) -> Words | None:
    if len(exhibit.slice_.scenario_names()) != 1:
        return None
    former, answer = _against(queries, exhibit), answer_of(queries, exhibit.slice_, exhibit.seed)
    if former.scenario_names() != exhibit.slice_.scenario_names():
        return None
    moved = what_moved(queries.study, answer.scenario, _moved(queries, exhibit))
    return [
        title(exhibit, HEADING),
        f"Before: {escaped(former.caption())}.",
        MADE_BEST,
        moved_line(former, exhibit.slice_, moved, pinned=False),
        over(queries, exhibit),
        *answer.doubts[:1],
        drawn(exhibit, f"{bars_read(queries.study, answer)} {GHOSTS}".strip()),
        METHOD,
    ]


FIGURES = (
    FigureRecipe(
        "before-after",
        "Before and after",
        _draw,
        _resolve,
        _caption,
        "before-after",
        ("against",),
    ),
)
TABLES = (
    question(
        "before-after",
        "Before and after",
        HEADING,
        METHOD,
        takes=("against",),
        caption=_caption,
    ),
)
