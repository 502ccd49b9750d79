"""Several studies beside each other: who beats whom, and who wins where."""

from dataclasses import replace

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.studies.across import SUMMARY
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import drawn
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, TableRecipe, Words
from setupscope.dashboard.figures.across import forest
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.map_bands import Panel
from setupscope.dashboard.figures.palette import OTHER_METRIC
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.figures.winner_map import winner_map_cells
from setupscope.dashboard.queries.across import (
    across_of,
    matched_of,
    of_pair,
    others_of,
    overlaps_of,
    pairs_in,
    read_aliases,
    shared_of,
    studies_of,
    winners_of,
)
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.across import (
    QUESTION_NAMES,
    matching_sentences,
    measures_sentence,
    overlap_sentences,
    row_labels,
    scenario_name,
    summary_sentences,
    survival_sentence,
    won_sentence,
)
from setupscope.dashboard.text.labels import capital, figure_label, figure_text, level_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names
from setupscope.data import InputError
from setupscope.data.errors import listed

ACROSS = "across"
"""How the names of all figures and tables over several studies begin."""
TAKES = ("beside", "alias")
PAIR = ("shown", *TAKES)


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """With all other studies that are open, unless some are named; of any scenarios."""
    slice_ = exhibit.slice_
    kept = Slice(slice_.study, slice_.scenarios, measures=slice_.measures, metrics=slice_.metrics)
    if slice_ != kept or slice_.has_baselines:
        raise InputError(
            f"{exhibit.kind} {exhibit.name} is about whole studies; of the slice it takes scenario,"
            " measure and metrics alone"
        )
    read_aliases(exhibit.alias)
    one = replace(exhibit, beside=exhibit.beside or others_of(queries))
    studies_of(queries, one.beside)
    if one.shown and len(set(one.shown)) != 2:
        raise InputError(f"{one.name} compares two metrics, not {len(set(one.shown))}")
    _require_pair(queries, one)
    return one


def _require_pair(queries: Queries, exhibit: Exhibit) -> None:
    """Raises InputError where metrics are named that no two studies share."""
    known = dict.fromkeys(key for pair in pairs_in(_table(queries, exhibit)) for key in pair)
    for key in exhibit.shown:
        if key not in known:
            raise InputError(f"unknown metric of these studies {key!r} (accepted: {listed(known)})")


def _resolve_question(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For what shows one question: that of the first scenario, unless one is named."""
    slice_ = exhibit.slice_
    one = slice_ if slice_.scenarios else slice_.replace(scenarios=slice_.scenario_names()[:1])
    found = _resolve(queries, replace(exhibit, slice_=one))
    if len(shared_of(queries, one, found.beside, found.alias)) != 1:
        raise InputError(f"{exhibit.kind} {exhibit.name} shows one question; name one scenario")
    return found


def _resolve_pair(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics: the first that are open to comparison, unless they are named."""
    one = _resolve_question(queries, exhibit)
    return one if one.shown else replace(one, shown=first_pair(queries, one))


def first_pair(queries: Queries, exhibit: Exhibit) -> tuple[str, str]:
    """Of the pairs of most studies the one that is furthest from even, the one ahead first."""
    table = _table(queries, exhibit)
    own = table["a"].isin(queries.study.metric_keys) & table["b"].isin(queries.study.metric_keys)
    summaries = table[(table["row"] == SUMMARY) & own]
    if summaries.empty:
        raise InputError("no other study has two of this study's metrics, by the same keys")
    most = summaries[summaries["studies"] == summaries["studies"].max()]
    ahead = (most["improvement"] - 0.5).fillna(0.0)
    chosen = most.loc[ahead.abs().idxmax()]
    pair = (str(chosen["a"]), str(chosen["b"]))
    return pair[::-1] if chosen["improvement"] < 0.5 else pair


def _table(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return across_of(queries, exhibit.slice_, exhibit.beside, exhibit.alias, exhibit.seed)


def rows_of_pair(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """The table of an exhibit that is resolved, of its pair alone if it has one."""
    table = _table(queries, exhibit)
    if not exhibit.shown:
        return table
    first, second = exhibit.shown
    return of_pair(table, (first, second))


def winners(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    """Who wins where, of an exhibit that is resolved."""
    return winners_of(queries, exhibit.slice_, exhibit.beside, exhibit.alias, exhibit.seed)


def labels_elsewhere(queries: Queries, exhibit: Exhibit) -> dict[str, str]:
    """What the studies beside call the metrics that they share, by the key that counts."""
    matched = matched_of(queries, exhibit.beside, exhibit.alias)
    return dict(zip(matched["metric"][::-1], matched["label"][::-1], strict=True))


def metric_name(queries: Queries, key: str) -> str:
    """A metric's label in Markdown: of the study shown, or else of a study that has it."""
    return escaped(_label(queries, key))


def _label(queries: Queries, key: str) -> str:
    return queries.study.metric(key).label if key in queries.study.metric_keys else key


def _name_in_figure(queries: Queries, key: str) -> str:
    known = key in queries.study.metric_keys
    return figure_label(queries.study.metric(key)) if known else figure_text(key)


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    rows = rows_of_pair(queries, exhibit)
    studies = {name: one.study for name, one in studies_of(queries, exhibit.beside).items()}
    colours = colours_of(exhibit, look)
    first, second = (colours.get(key, OTHER_METRIC) for key in exhibit.shown)
    names = [_name_in_figure(queries, key) for key in exhibit.shown]
    return forest(rows, row_labels(rows, studies), (first, second), names, look)


def _draw_map(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    table = winners(queries, exhibit)
    studies = {name: one.study for name, one in studies_of(queries, exhibit.beside).items()}
    pairs = list(zip(table["study"], table["scenario"], strict=True))
    rows = [" ".join(pair) for pair in pairs]
    labels = {
        row: f"{figure_text(study)}: {scenario_name(studies[study], scenario)}"
        for row, (study, scenario) in zip(rows, pairs, strict=True)
    }
    measures = dict.fromkeys(table["measure"])
    columns = {key: level_label(queries.study, "measure", key) for key in measures}
    tied = (table["lead"] == 0).fillna(False)
    cells = table.assign(row=rows, column=table["measure"], panel="", tied=tied)
    name = exhibit.slice_.scenario_names()[0]
    panel = Panel(name, "", "", labels, columns, cells.drop(columns=["low", "high"]))
    return winner_map_cells(queries.study, [panel], colours_of(exhibit, look), look)


def studies_named(queries: Queries, exhibit: Exhibit) -> str:
    """The studies of an exhibit, each with the digest of its store, in Markdown."""
    studies = studies_of(queries, exhibit.beside)
    named = [
        f"{escaped(name)} ({escaped(one.study.title)}; store {one.store.digest})"
        if one.study.title != name
        else f"{escaped(name)} (store {one.store.digest})"
        for name, one in studies.items()
    ]
    return f"Studies: {join_names(named)}."


def question_name(queries: Queries, exhibit: Exhibit) -> str:
    """Which questions an exhibit is about."""
    asked = shared_of(queries, exhibit.slice_, exhibit.beside, exhibit.alias)
    return join_names([QUESTION_NAMES[one.question] for one in asked])


def said_beside(queries: Queries, exhibit: Exhibit) -> Words:
    """What is true of all numbers of an exhibit: measures, matching, and what studies share."""
    asked = shared_of(queries, exhibit.slice_, exhibit.beside, exhibit.alias)
    measures = asked[0].measures if len(asked) == 1 else ()
    return [
        measures_sentence(measures),
        *matching_sentences(matched_of(queries, exhibit.beside, exhibit.alias)),
        *overlap_sentences(overlaps_of(queries, exhibit.beside)),
    ]


HOW = (
    "A scenario's number is the mean over its givens, with a 95 % interval from 10,000 bootstrap"
    " draws of them; a study's is the mean over its scenarios of 6 givens or more, half a given"
    " added on either side. All studies: random effects (Paule and Mandel; Hartung and Knapp)."
)
MARKS = (
    "Dot: a scenario; square: a study, larger the more it weighs; diamond: all studies, on the"
    " prediction interval of a new study. Thin lines: 95 % intervals; hollow: they hold 50 %."
)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    rows = rows_of_pair(queries, exhibit)
    asked = question_name(queries, exhibit)
    head = f"Who beats whom over several studies, {asked}"
    if not exhibit.shown:
        return [head, studies_named(queries, exhibit), HOW, *said_beside(queries, exhibit)]
    first, second = (metric_name(queries, key) for key in exhibit.shown)
    parts = [rows[rows["question"] == one] for one in dict.fromkeys(rows["question"])]
    said = [survival_sentence((first, second), part) for part in parts]
    summary = summary_sentences(parts[0]) if len(parts) == 1 else []
    return [
        f"{first} against {second} over several studies, {asked}",
        *said,
        *summary,
        drawn(exhibit, MARKS),
        HOW,
        *said_beside(queries, exhibit),
        studies_named(queries, exhibit),
    ]


def pair_said(queries: Queries, exhibit: Exhibit) -> str:
    """What a figure of a pair, which is resolved, says of it."""
    rows = rows_of_pair(queries, exhibit)
    first, second = (metric_name(queries, key) for key in exhibit.shown)
    asked = question_name(queries, exhibit)
    said = [survival_sentence((first, second), rows), *summary_sentences(rows)]
    return " ".join([capital(asked), *filter(None, said)])


def won_said(queries: Queries, exhibit: Exhibit) -> str:
    """Who wins how many cells of a map that is resolved."""
    labels = {metric.key: escaped(metric.label) for metric in queries.study.metrics}
    return won_sentence(labels, winners(queries, exhibit))


def _map_caption(queries: Queries, exhibit: Exhibit) -> Words:
    return [
        f"Who wins over several studies, {question_name(queries, exhibit)}",
        won_said(queries, exhibit),
        "All studies compare the metrics that all of them have.",
        drawn(exhibit, "Paler: a smaller lead; hatched: not clear."),
        *said_beside(queries, exhibit),
        studies_named(queries, exhibit),
    ]


def _matched_caption(queries: Queries, exhibit: Exhibit) -> Words:
    said = matching_sentences(matched_of(queries, exhibit.beside, exhibit.alias))
    return [
        "Which metrics of several studies count as one.",
        *said,
        studies_named(queries, exhibit),
    ]


FIGURES = (
    FigureRecipe("across", "Across studies", _draw, _resolve_pair, _caption, "across", PAIR),
    FigureRecipe(
        "across-map",
        "Winners across studies",
        _draw_map,
        _resolve_question,
        _map_caption,
        "across-map",
        TAKES,
    ),
)
TABLES = (
    TableRecipe("across", "Across studies", rows_of_pair, _resolve, PAIR, _caption),
    TableRecipe("across-map", "Winners across studies", winners, _resolve, TAKES, _map_caption),
    TableRecipe(
        "across-metrics",
        "Metrics across studies",
        lambda queries, exhibit: matched_of(queries, exhibit.beside, exhibit.alias),
        _resolve,
        TAKES,
        _matched_caption,
    ),
)
