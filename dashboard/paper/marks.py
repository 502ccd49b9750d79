"""How sure is it that the best of a table is the best, and which sign says so?"""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from setupscope.analysis.questions.conclusion import ALL, DEPENDS
from setupscope.analysis.questions.leads import CLEAR, CLEAR_HERE, UNDECIDED
from setupscope.dashboard.paper.draft import Keys, part_of
from setupscope.dashboard.paper.names import Words

MARKS: Mapping[str, str] = {CLEAR: "", UNDECIDED: "†", CLEAR_HERE: "‡", DEPENDS: "§"}
"""The sign of each verdict."""

Verdicts = Mapping[Keys, tuple[str, str]]


def verdicts_of(table: pd.DataFrame | None, keys: Sequence[str]) -> Verdicts:
    """Winner and verdict of each part, from a table of `analysis.conclusion`.

    The row of all measures counts where there is one. Parts without a verdict are left out.
    """
    if table is None or table.empty or not set(keys) <= set(table.columns):
        return {}
    found: dict[Keys, tuple[str, str]] = {}
    for _, rows in table.groupby(list(keys), dropna=False, sort=False):
        whole = rows[rows["measure"] == ALL] if len(rows) > 1 else rows
        for row in whole.dropna(subset=["winner", "lead", "verdict"]).to_dict("records"):
            found[part_of(row, keys)] = (row["winner"], row["verdict"])
    return found


def meaning(verdict: str, words: Words) -> str:
    """What a verdict says, as a clause."""
    given, candidate = f"{words.noun('given')}s", f"{words.noun('candidates')}s"
    return {
        CLEAR: f"every lead over another metric holds for other {given} (95 % interval above 0 and"
        f" sign-flip p ≤ .05) and exceeds t · SE when {candidate} are resampled too",
        UNDECIDED: f"at least one lead over another metric does not hold for other {given} (95 %"
        " interval not above 0, or sign-flip p > .05)",
        CLEAR_HERE: f"every lead over another metric holds for other {given} (95 % interval above 0"
        f" and sign-flip p ≤ .05) with these {candidate} fixed, but not every one when"
        f" {candidate} are resampled too",
        DEPENDS: "measures that each have a clear winner have different ones",
    }[verdict]


def mark_notes(verdicts: Iterable[str], words: Words) -> list[str]:
    """A sentence for each mark that a table shows, and for bold without a mark."""
    shown = set(verdicts)
    notes = [
        f"{MARKS[verdict]} {verdict_label(verdict, words)}: {meaning(verdict, words)}."
        for verdict in (UNDECIDED, CLEAR_HERE, DEPENDS)
        if verdict in shown
    ]
    return [*notes, f"No mark: {meaning(CLEAR, words)}."] if CLEAR in shown else notes


def common_note(verdict: str, words: Words) -> str:
    """What is said in place of marks where all leads of a table have the same verdict."""
    label = verdict_label(verdict, words)
    return f"The verdict on each lead is “{label}”: {meaning(verdict, words)}."


def verdict_label(verdict: str, words: Words) -> str:
    """A verdict in the study's nouns."""
    noun = words.noun("candidates")
    return f"clear for these {noun}s" if verdict == CLEAR_HERE else verdict
