"""Can a study tell metrics apart at all? Its baselines, dispersion, fidelity, and all checks."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.soundness.against_baselines import BEATEN, SURVIVES
from setupscope.analysis.soundness.sampled import ALL
from setupscope.analysis.soundness.soundness import SoundnessTables, soundness
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import drawn
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import resolve_one_scenario
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, TableRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.soundness import (
    baseline_leads,
    dispersion_strip,
    fidelity_lines,
)
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.labels import figure_text
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.soundness import lines, survival
from setupscope.data import InputError

LEADS = (
    "Each baseline is compared with the metrics as one metric more. Dot: win rate of the best"
    " metric minus that of the baseline; thin line: 95 % interval over givens, with the candidates"
    " fixed; pale: undecided."
)
STRIP = "A mark per pair of givens; tall mark: their mean."
CURVE = (
    "Gaps are between the two candidates of a pair, in standard deviations within a given, means"
    " over givens; thin lines: 95 % intervals over givens, with the candidates fixed."
)


def _whole(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For a whole scenario: the first where none is named; other restrictions do not apply."""
    one = resolve_one_scenario(queries, exhibit)
    scenario = scenario_of(one.slice_)
    whole = Slice(queries.study, (scenario.name,))
    if one.slice_.without_baselines() != whole:
        raise InputError(
            f"{exhibit.kind} {exhibit.name} is about a whole scenario; name only the scenario"
        )
    return replace(one, slice_=whole)


def _tables(queries: Queries, exhibit: Exhibit) -> SoundnessTables:
    return queries.soundness(scenario_of(exhibit.slice_).name, exhibit.seed)


def _title(exhibit: Exhibit, what: str) -> str:
    return f"{what}: {escaped(scenario_of(exhibit.slice_).title)}."


def _leads(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    table = _tables(queries, exhibit).against_baselines
    return table[table["backbone"] != ALL].dropna(subset=["lead"])


def _draw_leads(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    study, table = queries.study, _leads(queries, exhibit)
    several = table["backbone"].nunique() > 1
    labels = [
        figure_text(study.metric(key).label) + (f"<br>{figure_text(backbone)}" if several else "")
        for key, backbone in zip(table["baseline"], table["backbone"], strict=True)
    ]
    decided = table["outcome"].isin([SURVIVES, BEATEN]).tolist()
    return baseline_leads(study, table, labels, decided, colours_of(exhibit, look), look)


def _leads_caption(queries: Queries, exhibit: Exhibit) -> Words:
    against = _tables(queries, exhibit).against_baselines
    return [
        _title(exhibit, "Lead of the best metric over each baseline"),
        survival(queries.study, scenario_of(exhibit.slice_), against),
        drawn(exhibit, LEADS),
    ]


def _pairs(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return queries.dispersion_pairs(scenario_of(exhibit.slice_).name)


def _draw_strip(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    pairs = _pairs(queries, exhibit).dropna(subset=["tau"])
    backbones = list(dict.fromkeys(pairs["backbone"]))
    labels = {key: key if len(backbones) > 1 else "pairs" for key in backbones}
    return dispersion_strip(queries.study, pairs, labels, look)


def _line(check: str) -> Callable[[Queries, Exhibit], list[str]]:
    """What a check says, of each backbone."""

    def said(queries: Queries, exhibit: Exhibit) -> list[str]:
        scenario = scenario_of(exhibit.slice_)
        every = lines(queries.study, scenario, _tables(queries, exhibit))
        own = [line for line in every if line.check == check]
        several = len(own) > 1
        return [
            f"{figure_text(line.backbone)}: {line.evidence}" if several else line.evidence
            for line in own
        ]

    return said


def _strip_caption(queries: Queries, exhibit: Exhibit) -> Words:
    what = "How alike two givens rank the candidates by measured performance"
    said = _line("dispersion")(queries, exhibit)
    return [_title(exhibit, what), *said, drawn(exhibit, STRIP)]


def _curve(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return queries.fidelity_curve(scenario_of(exhibit.slice_).name, exhibit.seed)


def _draw_curve(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    curve = _curve(queries, exhibit).dropna(subset=["gap"])
    backbone = ALL if (curve["backbone"] == ALL).any() else curve["backbone"].iloc[0]
    shown = curve[curve["backbone"] == backbone]
    return fidelity_lines(queries.study, shown, colours_of(exhibit, look), look)


def _curve_caption(queries: Queries, exhibit: Exhibit) -> Words:
    what = "Mean gap in performance by the gap between two scores"
    said = _line("fidelity")(queries, exhibit)
    return [_title(exhibit, what), *said, drawn(exhibit, CURVE)]


def _checks(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    name = scenario_of(exhibit.slice_).name
    return soundness(_tables(queries, exhibit), queries.seed_noise(name, exhibit.seed))


def _checks_caption(queries: Queries, exhibit: Exhibit) -> Words:
    against = _tables(queries, exhibit).against_baselines
    return [
        _title(exhibit, "What the study can and cannot tell apart"),
        survival(queries.study, scenario_of(exhibit.slice_), against),
    ]


def _ablation(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    tables = _tables(queries, exhibit)
    parts = {"candidate": tables.candidates.values, "family": tables.families.values}
    found = [table.assign(kind=kind) for kind, table in parts.items() if len(table)]
    return pd.concat(found, ignore_index=True) if found else tables.candidates.values


def _ablation_caption(queries: Queries, exhibit: Exhibit) -> Words:
    what = "Mean values of the metrics with and without each candidate and family"
    said = [*_line("candidates")(queries, exhibit), *_line("families")(queries, exhibit)]
    return [_title(exhibit, what), *said]


def _of_check(name: str, title: str, check: str, what: str) -> TableRecipe:
    """The table of one check, with what it says beneath."""

    def rows(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
        table: pd.DataFrame = getattr(_tables(queries, exhibit), check)
        return table

    def caption(queries: Queries, exhibit: Exhibit) -> Words:
        return [_title(exhibit, what), *_line(check)(queries, exhibit)]

    return TableRecipe(name, title, rows, _whole, caption=caption)


FIGURES = (
    FigureRecipe(
        "against-baselines",
        "Against baselines",
        _draw_leads,
        _whole,
        _leads_caption,
        "against-baselines",
    ),
    FigureRecipe("dispersion", "Dispersion", _draw_strip, _whole, _strip_caption, "dispersion"),
    FigureRecipe("fidelity", "Fidelity", _draw_curve, _whole, _curve_caption, "fidelity"),
)
TABLES = (
    TableRecipe("soundness", "Soundness", _checks, _whole, caption=_checks_caption),
    TableRecipe(
        "against-baselines",
        "Against baselines",
        lambda queries, exhibit: _tables(queries, exhibit).against_baselines,
        _whole,
        caption=_leads_caption,
    ),
    TableRecipe("dispersion", "Dispersion", _pairs, _whole, caption=_strip_caption),
    TableRecipe("fidelity", "Fidelity", _curve, _whole, caption=_curve_caption),
    TableRecipe("ablation", "Ablation", _ablation, _whole, caption=_ablation_caption),
    _of_check(
        "random-metric", "Random metric", "random_metric", "Win rate of a metric of random scores"
    ),
    _of_check(
        "power", "Power", "power", "The smallest lead that would be clear with probability .8"
    ),
    TableRecipe(
        "seed-noise",
        "Seed noise",
        lambda queries, exhibit: queries.seed_noise(scenario_of(exhibit.slice_).name, exhibit.seed),
        _whole,
        caption=lambda _, exhibit: [
            _title(exhibit, "How often the winner stays where performances move as in another run")
        ],
    ),
)
