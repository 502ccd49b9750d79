"""Does one given carry the conclusion?"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from setupscope.analysis.frames.rows import Components, Metrics, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.shares import (
    NO_WINNER,
    RankedSetups,
    ranked_metrics,
    rates_of,
)
from setupscope.analysis.questions.wins import parts_of
from setupscope.data.errors import InputError

ONLY_GIVEN = "without its only given the slice is empty"


@documented
def leave_one_out(setups: Setups, metrics: Metrics = None, by: Components = ()) -> pd.DataFrame:
    """The winner and its lead when one given after the other is left out.

    Winners are found among the metrics that cover all contests of the part; see `win_rates`.

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


def _table(part: RankedSetups) -> Iterator[dict[str, object]]:
    field = part.field_shares()
    held = np.bincount(part.given, part.times, len(part.givens)).astype(np.int64)
    for index, given in enumerate(part.givens):
        left = {"setups": int(part.setups - held[index]), "givens": len(part.givens) - 1}
        row = {**part.levels, "given": given, **left}
        others = [name != given for name in field.givens]
        rates = rates_of(field.shares[others])
        if not left["givens"]:
            yield {**row, "reason": ONLY_GIVEN}
        elif not any(others):
            yield {**row, "reason": part.why_no_winner() or NO_WINNER}
        else:
            first, second = ranked_metrics(rates)[:2].tolist()
            lead = rates[first] - rates[second]
            yield {**row, "winner": field.metrics[first], "lead": lead}
