"""Is a claim shown at all, and do most comparable setups agree with it?"""

from dataclasses import dataclass

import pandas as pd

from setupscope.analysis.questions.claim import ALL, CONTRADICTS, SUPPORTS, TIES
from setupscope.analysis.questions.claim import MIXED as SHOWN_MIXED

OPPOSITE, TIE, MIXED = "shows the opposite", "tie", "mixed"
ATYPICAL, TYPICAL = "shown but atypical", "shown and typical"
ALONE, NO_VALUE = "no comparable setup", "no value"
VERDICTS = (OPPOSITE, TIE, ATYPICAL, TYPICAL, MIXED, ALONE, NO_VALUE)
UNSUPPORTED = {CONTRADICTS: OPPOSITE, TIES: TIE, SHOWN_MIXED: MIXED}
"""The verdict where what is shown does not support the claim."""


@dataclass(frozen=True)
class ClaimVerdict:
    """A verdict on a claim, and the numbers behind it.

    Attributes
    ----------
    verdict : str
        One of `VERDICTS`. Whether what is shown supports the claim comes first: "no value",
        "shows the opposite", "tie", or, where measures differ, "mixed". Only then comparable
        setups are asked: none, or a half of them at most agree, or more than a half. Those that
        tie or lack a value do not agree.
    comparable, agree : int
        Comparable setups, and how many of them have the better metric ahead.
    """

    verdict: str
    comparable: int
    agree: int

    @property
    def share(self) -> float | None:
        """The share of comparable setups that agree, 0 to 1; None without one."""
        return self.agree / self.comparable if self.comparable else None


def claim_verdict(table: pd.DataFrame) -> ClaimVerdict | None:
    """The verdict on a claim, from the row "all" of `analysis.claim` for one part.

    Returns
    -------
    ClaimVerdict or None
        None where nothing is shown, so that the table is empty.
    """
    rows = table[table["component"] == ALL]
    if rows.empty:
        return None
    row = rows.iloc[0]
    comparable, agree = int(row["comparable"]), int(row["agree"])
    return ClaimVerdict(_verdict(row["shown"], comparable, agree), comparable, agree)


def _verdict(shown: object, comparable: int, agree: int) -> str:
    if shown != SUPPORTS:
        return UNSUPPORTED[shown] if isinstance(shown, str) else NO_VALUE
    if not comparable:
        return ALONE
    return TYPICAL if 2 * agree > comparable else ATYPICAL
