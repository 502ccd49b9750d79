"""What does a map of winners say, in words?"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from setupscope.analysis.questions.leads import CLEAR, CLEAR_GIVENS, CLEAR_HERE, UNDECIDED
from setupscope.dashboard.text.labels import figure_label, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, percent, quantity, unsigned_tenths
from setupscope.data.study.study import Study

Role = Literal["given", "candidates"]
DECIDED = (CLEAR, CLEAR_HERE, CLEAR_GIVENS)
"""Verdicts of cells that are not hatched."""
MOST_NAMED = 3
"""Winners that a sentence names with their cells."""


def map_sentence(study: Study, tables: Sequence[pd.DataFrame]) -> str:
    """In how many cells each metric wins, and in how many that is clear, in Markdown.

    `tables` are of `analysis.winner_map`, one or several.
    """
    tied = sum(int(table["tied"].sum()) for table in tables)
    won = Counter(
        winner
        for table in tables
        for winner, ties in zip(table["winner"], table["tied"], strict=True)
        if isinstance(winner, str) and not ties
    )
    cells = f"Of {quantity(sum(map(len, tables)), 'cell')}"
    if not won:
        return f"{cells}, {tied} are ties; none has a winner." if tied else "No cell has a winner."
    (first, most), *others = won.most_common()
    named = [
        f"**{metric_label(study, first)}** wins {most}",
        *(f"{metric_label(study, metric)} {count}" for metric, count in others[: MOST_NAMED - 1]),
    ]
    if more := len(others) - MOST_NAMED + 1 if len(others) >= MOST_NAMED else 0:
        rest = sum(count for _, count in others[MOST_NAMED - 1 :])
        named.append(f"{quantity(more, 'other metric')} {rest}")
    ties = f", and metrics tie in {tied}" if tied else ""
    return f"{cells}, {join_names(named)}{ties}. {_clear(study, tables)}"


def _clear(study: Study, tables: Sequence[pd.DataFrame]) -> str:
    """In how many cells the winner is clear, and for what at least."""
    verdicts = Counter(verdict for table in tables for verdict in table["verdict"].dropna())
    clear = sum(verdicts[verdict] for verdict in DECIDED)
    if not clear:
        return "None of them has a clear winner."
    names = {name for table in tables for name in table["scenario"]}
    least = ""
    if verdicts[CLEAR_GIVENS] or verdicts[CLEAR_HERE]:
        role: Role = "given" if verdicts[CLEAR_GIVENS] else "candidates"
        least = f", at least for these {noun_of(study, names, role)}s,"
    return f"The winner is clear{least} in {clear} of them."


def noun_of(study: Study, scenarios: Iterable[str], role: Role) -> str:
    """What givens or candidates are called, in Markdown, where all scenarios agree."""
    nouns = {study.noun(study.scenario(name), role) for name in scenarios}
    return escaped(nouns.pop()) if len(nouns) == 1 else role.removesuffix("s")


def cell_hover(study: Study, row: Mapping[Hashable, Any], where: str) -> str:
    """What a cell says, in HTML; `where` names it."""
    if not isinstance(row["winner"], str):
        return f"{where}: no winner<br>{row['reason']}"
    setups = quantity(int(row["setups"]), "setup")
    if "win_rate" not in row:
        return _ahead(study, row, where)
    if row["tied"]:
        names = [figure_label(study.metric(key)) for key in row["ties"].split(",")]
        rate = percent(row["win_rate"])
        return f"{where}: {join_names(names)} tie, each best in {rate} of {setups}"
    winner, second = (figure_label(study.metric(row[key])) for key in ("winner", "runner_up"))
    ahead = unsigned_tenths(row["lead"])
    return (
        f"{where}: {winner}<br>best in {percent(row['win_rate'])} of {setups},"
        f" {ahead} points ahead of {second}<br>{verdict_of_cell(row)}"
    )


def _ahead(study: Study, row: Mapping[Hashable, Any], where: str) -> str:
    """What a cell says of which nothing but the lead is known."""
    setups = quantity(int(row["setups"]), "setup")
    if row["tied"]:
        return f"{where}: metrics tie over {setups}"
    winner, second = (figure_label(study.metric(row[key])) for key in ("winner", "runner_up"))
    ahead = f"{unsigned_tenths(row['lead'])} points ahead of {second}"
    return f"{where}: {winner}<br>{ahead} over {setups}<br>{verdict_of_cell(row)}"


def verdict_of_cell(row: Mapping[Hashable, Any]) -> str:
    """The verdict on a cell, or why there is none."""
    if isinstance(row["verdict"], str):
        return str(row["verdict"])
    return f"no verdict: {row['reason']}"


def doubt_explained(table: pd.DataFrame, given: str, candidates: str) -> str:
    """What the verdicts of a map are about, in the nouns of its scenarios."""
    verdicts = {*table["verdict"].dropna()}
    said = []
    if CLEAR_GIVENS in verdicts or _held(table):
        said.append(
            f"A cell of fewer than 6 {given}s is clear for these {given}s if every lead of its"
            f" winner exceeds t · SE when the {candidates}s are resampled (delete-d jackknife),"
            f" the {given}s held."
        )
    if {CLEAR, CLEAR_HERE} & verdicts or _resampled(table):
        said.append(
            f"A cell of 6 {given}s or more is judged as any slice is: its leads over other"
            f" {given}s, then over other {candidates}s."
        )
    return " ".join(said)


def _held(table: pd.DataFrame) -> bool:
    return bool(((table["givens"] < 6) & table["verdict"].eq(UNDECIDED)).any())


def _resampled(table: pd.DataFrame) -> bool:
    return bool(((table["givens"] >= 6) & table["verdict"].eq(UNDECIDED)).any())
