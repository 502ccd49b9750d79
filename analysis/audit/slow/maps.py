"""Who wins a cell of a map, by how much, and is it so?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from setupscope.analysis.audit.slow.contests import Names
from setupscope.analysis.audit.slow.doubt import FEWEST_GIVENS, jackknife
from setupscope.analysis.audit.slow.leads import UNDECIDED, Draws, Lead, conclude
from setupscope.analysis.audit.slow.rates import TIED

CLEAR_GIVENS = "clear for these givens"


class MapCell(NamedTuple):
    """The metrics that tie for the win, the rate and lead of the first, and the verdict.

    `runners_up` has a half-width of the lead for each metric that could be named next.
    """

    winners: Sequence[str]
    win_rate: float
    lead: float
    runners_up: dict[str, float]
    verdict: str | None


def map_cell(
    cell: pd.DataFrame, complete: Names, known: Names, draws: Draws, first: str
) -> MapCell | None:
    """The cell's conclusion among the field of the whole slice; None where nobody wins it.

    Below 6 givens the verdict is about candidates alone; `first` wins a tie.
    """
    found = conclude(cell, complete, known, draws, complete, first)
    if found is None:
        return None
    winner = first if first in found.winners else found.winners[0]
    lead = min(one.lead for one in found.leads)
    widths = {one.metric: _half_width(one) for one in found.leads}
    seconds = {one.metric: widths[one.metric] for one in found.leads if one.lead - lead <= TIED}
    verdict = found.verdict
    if found.leads[0].givens < FEWEST_GIVENS:
        verdict = _verdict(found.leads, widths)
    return MapCell(found.winners, float(found.rates[winner]), lead, seconds, verdict)


def _half_width(lead: Lead) -> float:
    """T · SE over givens and candidates; below 6 givens over candidates alone."""
    if lead.givens >= FEWEST_GIVENS:
        return lead.half_width
    variance, free = jackknife(lead.frame, lead.by_setup)
    return float(stats.t.ppf(0.975, free - 1) * np.sqrt(variance)) if free > 1 else np.nan


def _verdict(leads: Sequence[Lead], widths: dict[str, float]) -> str | None:
    if min(lead.lead for lead in leads) <= TIED:
        return UNDECIDED
    if any(np.isnan(width) for width in widths.values()):
        return None
    clear = all(lead.lead > widths[lead.metric] for lead in leads)
    return CLEAR_GIVENS if clear else UNDECIDED
