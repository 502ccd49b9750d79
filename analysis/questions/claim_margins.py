"""How do the margins of comparable setups lie around the one that shows a claim?"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Rows, Setups
from setupscope.analysis.questions.claim import NO_SHOWN_MARGIN, Shown, exhibited
from setupscope.analysis.questions.head_to_head import binned
from setupscope.analysis.questions.pair_values import Numbers, margins_of

COLUMNS = ("scenario", "measure", "low", "high", "setups", "share", "shown", "reason")


def shown_margins(shown: Setups, better: str, worse: str) -> pd.DataFrame:
    """The margins that are given as evidence for a claim.

    Parameters
    ----------
    shown : frame of setups
        Of one scenario.
    better, worse : str
        Keys of the two metrics.

    Returns
    -------
    pandas.DataFrame
        A row per measure of what is shown: `scenario`, `measure`, `setups`; `margin`, the mean
        of `better`'s value minus `worse`'s, in units of the measure; `reason`, why that is
        null, else null. Empty where nothing is shown.

    Raises
    ------
    InputError
        As `analysis.claim`.
    """
    found = []
    for levels, part in exhibited(shown, better, worse):
        margins = Shown.of(part).margins
        for under, own in part.parts(["measure"]):
            margin = margins.get(str(under["measure"]), np.nan)
            reason = NO_SHOWN_MARGIN if np.isnan(margin) else None
            row = {"setups": len(own), "margin": margin, "reason": reason}
            found.append({**levels, "measure": under["measure"], **row})
    return pd.DataFrame(found, columns=["scenario", "measure", "setups", "margin", "reason"])


def claim_margins(setups: Setups, shown: Setups, better: str, worse: str) -> pd.DataFrame:
    """How the margins of the setups that are comparable with those of a claim are distributed.

    Parameters
    ----------
    setups, shown : frame of setups
        As `analysis.claim`.
    better, worse : str
        Keys of the two metrics.

    Returns
    -------
    pandas.DataFrame
        A row per measure of what is shown and bin, with the ties as a bin of their own, from 0
        to 0: `scenario`, `measure`, `low`, `high` (of `better`'s value minus `worse`'s),
        `setups`, `share` (of the comparable setups of the measure in which both have a value),
        `shown` (the mean margin shown under the measure, which lies within the bins), and
        `reason`, why that is null, else null. No row under a measure without such a setup.

    Raises
    ------
    InputError
        As `analysis.claim`.
    """
    found: list[dict[str, object]] = []
    for scenario, part in exhibited(shown, better, worse):
        every = Shown.of(part)
        of_measures = {levels["measure"] for levels, _ in part.parts(["measure"])}
        for levels, rows in fetch(setups, (better, worse)).parts(["measure"]):
            if levels.items() >= scenario.items() and levels["measure"] in of_measures:
                found += _around(levels, rows, every)
    return pd.DataFrame(found, columns=list(COLUMNS))


def _around(levels: dict[str, str | int], rows: Rows, shown: Shown) -> Iterator[dict[str, object]]:
    """The bins of one measure, around the margin shown."""
    margin = shown.margins.get(str(levels["measure"]), np.nan)
    reason = NO_SHOWN_MARGIN if np.isnan(margin) else None
    reach = 0.0 if reason else abs(margin)
    for row in binned(levels, lambda: _comparable(rows, shown), reach):
        yield {**row, "shown": margin, "reason": reason}


def _comparable(rows: Rows, shown: Shown) -> Iterator[Numbers]:
    """The margins of comparable setups, piece by piece."""
    for piece in rows.pieces():
        margins = margins_of(piece)
        chosen = shown.others(piece, shown.codes(piece)) & ~np.isnan(margins)
        yield margins[np.broadcast_to(chosen, margins.shape)]
