"""Win rates: of each scenario, of one, and of its parts."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.questions.families import FAMILIES, FAMILY
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS
from setupscope.analysis.tables import CANDIDATE
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import (
    INTERVALS,
    MADE_BEST,
    drawn,
    intervals,
    over,
    title,
)
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import (
    require_component,
    resolve_as_it_is,
    resolve_one_scenario,
)
from setupscope.dashboard.export.recipes.questions import question
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, Words
from setupscope.dashboard.figures.cells import ROW_HEIGHT
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.figures.win_rates import win_rate_bars, win_rate_cells
from setupscope.dashboard.queries.answer import (
    Answer,
    Parts,
    answer_of,
    finding_of,
    parts_of,
    scenario_of,
    slices_with_setups,
)
from setupscope.dashboard.queries.parts import components_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.findings import headline
from setupscope.dashboard.text.labels import by_component, on_lines, scenario_title
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, quantity
from setupscope.data import InputError
from setupscope.data.study.study import Study

TITLE_HEIGHT = 42
"""Pixels of a row with the title of a scenario, or with another name on two lines."""
LONGEST_LINE = 16
"""Characters of a line of the name of a part by family."""


def _draw_findings(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    slices = slices_with_setups(queries, exhibit.slice_)
    found = [finding_of(queries, slice_, exhibit.seed) for slice_ in slices]
    return win_rate_cells(
        queries.study,
        pd.concat([one.rates for one in found], ignore_index=True),
        "scenario",
        {one.scenario.name: scenario_title(one.scenario) for one in found},
        exhibit.slice_.metric_keys(),
        colours_of(exhibit, look),
        look,
        row_height=TITLE_HEIGHT,
        undecided=[one.scenario.name for one in found if one.undecided],
    )


def _findings_caption(queries: Queries, exhibit: Exhibit) -> Words:
    slices = slices_with_setups(queries, exhibit.slice_)
    found = [finding_of(queries, one, exhibit.seed) for one in slices]
    givens = [
        quantity(one.givens, escaped(queries.study.noun(one.scenario, "given"))) for one in found
    ]
    return [
        title(exhibit, "Win rates in per cent, one row per scenario"),
        MADE_BEST,
        "All givens have equal weight." if any(one.givens > 1 for one in found) else "",
        headline(queries.study, found),
        drawn(
            exhibit,
            "Bold and full colour: the highest win rate of each row, unless it is undecided.",
        ),
        f"Over {join_names(givens)}{', from top to bottom' if len(givens) > 1 else ''}.",
    ]


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    answer = answer_of(queries, exhibit.slice_, exhibit.seed)
    return win_rate_bars(
        queries.study,
        answer.rates,
        colours_of(exhibit, look),
        look,
        undecided=answer.undecided,
        marked=look.marked,
    )


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    answer = answer_of(queries, exhibit.slice_, exhibit.seed)
    bars = drawn(exhibit, bars_read(queries.study, answer))
    counted = "" if "setup" in answer.sentence else over(queries, exhibit)
    return [title(exhibit, "Win rates"), MADE_BEST, answer.sentence, counted, *answer.doubts, bars]


def bars_read(study: Study, answer: Answer) -> str:
    """How to read the bars of win rates."""
    lacks = bool(answer.rates["partial"].any())
    pale = "Bars are pale because the lead is undecided." if answer.undecided else ""
    pale += " Below, paler: metrics that lack scores, where they have them." if lacks else ""
    pale = pale.strip()
    if answer.rates["low"].isna().all():
        return pale
    lines = f"Thin lines: 95 % intervals {intervals(study, answer.scenario)}; P(best): share of"
    return f"{lines} these draws in which a metric has the highest win rate. {pale}".strip()


def _resolve_by(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For what is split by one component: the first that has several levels, unless it is named."""
    one = resolve_one_scenario(queries, exhibit)
    offered = components_of(one.slice_)
    if len(one.by) > 1:
        raise InputError(f"{one.kind} {one.name} is split by one component, not {len(one.by)}")
    if not offered:
        raise InputError("the slice has only one part; it cannot be split")
    component = one.by[0] if one.by else offered[0]
    require_component(one.slice_, component, offered)
    if not parts_of(queries, one.slice_, component, one.seed).labels:
        raise InputError(
            "no candidate can be singled out: the pools of this slice are all the same"
        )
    return replace(one, by=(component,))


def _draw_by(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    component = exhibit.by[0]
    parts = parts_of(queries, exhibit.slice_, component, exhibit.seed)
    labels = parts.labels
    if component in FAMILIES:
        labels = {level: on_lines(label, LONGEST_LINE) for level, label in labels.items()}
    several_lines = any("<br>" in label for label in labels.values())
    return win_rate_cells(
        queries.study,
        parts.rates,
        component,
        labels,
        parts.metrics,
        colours_of(exhibit, look),
        look,
        row_height=TITLE_HEIGHT if several_lines else ROW_HEIGHT,
        undecided=parts.undecided,
    )


def _by_caption(queries: Queries, exhibit: Exhibit) -> Words:
    component, scenario = exhibit.by[0], scenario_of(exhibit.slice_)
    parts = parts_of(queries, exhibit.slice_, component, exhibit.seed)
    by = escaped(by_component(queries.study, scenario, component))
    noun_of_given = escaped(queries.study.noun(scenario, "given"))
    return [
        title(exhibit, f"Win rates in per cent, {by}"),
        MADE_BEST,
        parts.text,
        over(queries, exhibit),
        drawn(exhibit, _bold(noun_of_given, parts)),
    ]


def _bold(given: str, parts: Parts) -> str:
    """What is bold in a figure of parts; nothing where no part has a clear winner."""
    if len(parts.undecided) == len(parts.labels):
        few = bool((parts.rates["givens"] < FEWEST_GIVENS).all())
        why = f"a verdict needs at least {FEWEST_GIVENS} {given}s" if few else "none is clear"
        return f"No row is in full colour: {why}."
    return (
        "Bold and full colour: the highest win rate of each row in which the winner is clear, at"
        " least for these candidates."
    )


FIGURES = (
    FigureRecipe(
        "findings",
        "Findings",
        _draw_findings,
        resolve_as_it_is,
        _findings_caption,
        "win-rates",
    ),
    FigureRecipe("win-rates", "Win rates", _draw, resolve_one_scenario, _caption, "win-rates"),
    FigureRecipe(
        "win-rates-by", "Win rates by", _draw_by, _resolve_by, _by_caption, "win-rates", ("by",)
    ),
)


def _table_caption(queries: Queries, exhibit: Exhibit) -> Words | None:
    """That of the figure which shows the same."""
    scenarios = len(slices_with_setups(queries, exhibit.slice_))
    if scenarios > 1 and not exhibit.by:
        return _findings_caption(queries, exhibit)
    if scenarios == 1 and len(exhibit.by) == 1 and exhibit.by[0] not in (CANDIDATE, FAMILY):
        return _by_caption(queries, exhibit)
    return _caption(queries, exhibit) if scenarios == 1 and not exhibit.by else None


TABLES = (
    question(
        "win-rates",
        "Win rates",
        "Win rates",
        f"{MADE_BEST} 95 % intervals {INTERVALS}.",
        caption=_table_caption,
    ),
)
