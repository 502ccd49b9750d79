"""Does one given carry the conclusion, or one family of givens?"""

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from setupscope.analysis.frames.rows import Components, Metrics, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.families import FAMILY, NO_FAMILY_OF_GIVENS, families_of
from setupscope.analysis.questions.shares import (
    NO_WINNER,
    GivenShares,
    RankedSetups,
    ranked_metrics,
    rates_of,
)
from setupscope.analysis.questions.wins import parts_of
from setupscope.data.errors import InputError
from setupscope.data.study.measured import MeasuredStudy

ONLY_GIVEN = "without its only given the slice is empty"
ONLY_FAMILY = "without this family the slice is empty"
NONE_HERE = "no given of the slice is of a family that the study names"


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
    _refuse_given(by, "each")
    found = [row for part in parts_of(setups, metrics, by) for row in _table(part)]
    return pd.DataFrame(found, columns=["scenario", *by, "given", *COLUMNS])


COLUMNS = ("winner", "lead", "setups", "givens", "reason")


@documented
def leave_one_family_out(
    setups: Setups, study: MeasuredStudy, metrics: Metrics = None, by: Components = ()
) -> pd.DataFrame:
    """The winner and its lead when one family of givens after the other is left out.

    {parameters}
    study : MeasuredStudy
        Whose setups these are; it names the families.
    by : sequence of str
        Components whose levels are parts: backbone, measure, pool_size.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and family that has givens there: as `leave_one_out`, with
        `family` in place of `given`. One row with a reason alone where there is none.

    Raises
    ------
    InputError
        When a metric or component is unknown, or `by` has the given.
    """
    _refuse_given(by, "the givens of each family")
    found = [row for part in parts_of(setups, metrics, by) for row in _families(part, study)]
    return pd.DataFrame(found, columns=["scenario", *by, FAMILY, *COLUMNS])


def _refuse_given(by: Components, what: str) -> None:
    if "given" in by:
        raise InputError(f"leave-one-out cannot be split by given: it leaves out {what} in turn")


def _table(part: RankedSetups) -> Iterator[dict[str, object]]:
    field = part.field_shares()
    for given in part.givens:
        yield {**part.levels, "given": given, **_without(part, field, {given}, ONLY_GIVEN)}


def _families(part: RankedSetups, study: MeasuredStudy) -> Iterator[dict[str, object]]:
    field, families = part.field_shares(), families_of(study, str(part.levels["scenario"]), FAMILY)
    here = {name: own for name, own in families.items() if not set(own).isdisjoint(part.givens)}
    for family, own in here.items():
        yield {**part.levels, FAMILY: family, **_without(part, field, own, ONLY_FAMILY)}
    if not here:
        reason = NONE_HERE if families else NO_FAMILY_OF_GIVENS
        yield {
            **part.levels,
            "setups": part.setups,
            "givens": len(part.givens),
            "reason": reason,
        }


def _without(
    part: RankedSetups, field: GivenShares, left_out: Collection[str], emptied: str
) -> dict[str, object]:
    """The winner and its lead without some givens; `emptied` says that no other is left."""
    kept = np.array([given not in left_out for given in part.givens], bool)
    held = np.bincount(part.given, part.times, len(part.givens)).astype(np.int64)
    row: dict[str, object] = {"setups": int(held[kept].sum()), "givens": int(kept.sum())}
    others = [name not in left_out for name in field.givens]
    if not kept.any():
        return {**row, "reason": emptied}
    if not any(others):
        return {**row, "reason": part.why_no_winner() or NO_WINNER}
    rates = rates_of(field.shares[others])
    first, second = ranked_metrics(rates)[:2].tolist()
    return {**row, "winner": field.metrics[first], "lead": rates[first] - rates[second]}
