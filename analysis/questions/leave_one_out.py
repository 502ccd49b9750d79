"""Does one given carry the conclusion?"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from setupscope.analysis.frames.rows import Components, Metrics, Setups
from setupscope.analysis.questions.conclusion import NO_RIVAL, NO_WINNER
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.ties import level_ties
from setupscope.analysis.questions.wins import GivenShares, mean_over_givens, parts_of
from setupscope.data.errors import InputError

ONLY_GIVEN = "without its only given the slice is empty"


@documented
def leave_one_out(setups: Setups, metrics: Metrics = None, by: Components = ()) -> pd.DataFrame:
    """The winner and its lead when one given after the other is left out.

    {parameters}
    by : sequence of str
        Components whose levels are parts: backbone, measure, pool_size.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and given:

        - `scenario`, the components of `by`, `given`: the one left out;
        - `winner`: metric with the highest win rate over the others, the first of those
          that tie; null where there is none;
        - `lead`: its win rate minus that of the next, 0 to 1;
        - `setups`, `givens`: how many are left;
        - `reason`: why a number is null, else null.

    Raises
    ------
    InputError
        When a metric or component is unknown, or `by` has the given.
    """
    if "given" in by:
        raise InputError("leave-one-out cannot be split by given: it leaves out each in turn")
    found = [row for part in parts_of(setups, metrics, by) for row in _table(part)]
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


COLUMNS = ("given", "winner", "lead", "setups", "givens", "reason")


def _table(part: GivenShares) -> Iterator[dict[str, object]]:
    shares = part.shares
    for index, given in enumerate(part.givens):
        rates = level_ties(mean_over_givens(np.delete(shares, index, axis=0)))
        left = {"setups": int(part.setups.sum() - part.setups[index]), "givens": len(shares) - 1}
        row = {**part.levels, "given": given, **left}
        if not left["givens"]:
            yield {**row, "reason": ONLY_GIVEN}
        elif not np.nansum(rates) > 0:
            yield {**row, "reason": NO_WINNER}
        else:
            order = np.argsort(-np.nan_to_num(rates, nan=-1.0), kind="stable")
            row["winner"] = part.metrics[order[0]]
            alone = len(order) < 2
            lead = np.nan if alone else rates[order[0]] - rates[order[1]]
            yield {**row, "lead": lead, "reason": NO_RIVAL if alone else None}
