"""Which questions does a study raise that a new reader can open with one click?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from setupscope.analysis.questions.leads import CLEAR, DECIDED
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.parts import restricted_to
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.findings import Finding
from setupscope.dashboard.text.first_questions import claimed, loses_lead, safe_choice
from setupscope.dashboard.text.win_rates import by_win_rate, in_field
from setupscope.data.study.study import Scenario


@dataclass(frozen=True)
class FirstQuestion:
    """A question, and what its answer is about.

    Attributes
    ----------
    kind : {"flips", "safe", "claim"}
        Whether a winner can lose its lead, can be relied on, or a claim is typical.
    text : str
        The question, in Markdown.
    scenario : Scenario
        Of which scenario.
    pair : tuple of str
        For a claim: the metric said to be better, and the other.
    evidence : Slice, optional
        For a claim: where it holds, if there is such a slice.
    """

    kind: Literal["flips", "safe", "claim"]
    text: str
    scenario: Scenario
    pair: tuple[str, ...] = ()
    evidence: Slice | None = None


def first_questions(queries: Queries, findings: Sequence[Finding]) -> list[FirstQuestion]:
    """Up to three questions about scenarios that one metric wins; none where none does."""
    won = [found for found in findings if len(found.winners) == 1]
    if not won:
        return []
    tables = [_restrictions(queries, found) for found in won]
    place = max(range(len(won)), key=lambda place: _by_flips(tables[place]))
    shaky, table = won[place], tables[place]
    others = [found for found in won if found is not shaky] or won
    return [
        *_of_lead(queries, shaky, table),
        _of_choice(queries, others),
        *_of_claim(queries, shaky, table),
    ]


def _restrictions(queries: Queries, found: Finding) -> pd.DataFrame:
    """Every single restriction of a scenario."""
    whole = Slice(queries.study, (found.scenario.name,))
    return queries.table(whole, "flips").dropna(subset=["component"])


def _by_flips(table: pd.DataFrame) -> tuple[int, int]:
    """How many restrictions change the winner clearly, and how many at all."""
    flips = table[table["flips"].astype(bool)]
    return int(flips["verdict"].isin(DECIDED).sum()), len(flips)


def _of_lead(queries: Queries, found: Finding, table: pd.DataFrame) -> Iterator[FirstQuestion]:
    """What takes the lead away; nothing where no restriction can be made."""
    if len(table):
        text = loses_lead(queries.study, found.winners[0], int(table["flips"].sum()))
        yield FirstQuestion("flips", text, found.scenario)


def _of_choice(queries: Queries, findings: Sequence[Finding]) -> FirstQuestion:
    """Whether the surest winner can be relied on."""
    surest = max(findings, key=lambda found: (found.verdict == CLEAR, found.decided))
    text = safe_choice(queries.study, surest.winners[0], surest.decided)
    return FirstQuestion("safe", text, surest.scenario)


def _of_claim(queries: Queries, found: Finding, table: pd.DataFrame) -> Iterator[FirstQuestion]:
    """A claim that a restriction shows, else that the winner beats the next metric."""
    study, winner = queries.study, found.winners[0]
    flips = table[table["flips"].astype(bool)].sort_values("by", kind="stable")
    if len(flips):
        widest = flips.iloc[-1]
        pair, whole = (str(widest["winner"]), winner), Slice(study, (found.scenario.name,))
        evidence = whole.replace(**restricted_to(whole, widest["component"], widest["value"]))
        yield FirstQuestion("claim", claimed(study, *pair), found.scenario, pair, evidence)
        return
    known = by_win_rate(in_field(found.rates).dropna(subset=["win_rate"]))
    if len(known) > 1:
        pair = (winner, known[1])
        yield FirstQuestion("claim", claimed(study, *pair), found.scenario, pair)
