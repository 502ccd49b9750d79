"""In which setups does one metric beat another by the most, and in which by the least?"""

from collections.abc import Iterator

import pandas as pd

from setupscope.analysis.frames.rows import Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.margin_lists import (
    AGAINST,
    NARROWEST,
    WIDEST,
    first_listed,
    first_of,
)
from setupscope.analysis.questions.pair_values import (
    SETUP,
    joined,
    listed,
    pairs_of,
    parts_under,
)

FOUND_ORDERS = (WIDEST, NARROWEST, AGAINST)
"""By the margin of those that a wins: widest or narrowest first; or what b wins, widest first."""
COLUMNS = ("scenario", *SETUP, "value_a", "value_b", "margin")


@documented
def find_setups(
    setups: Setups,
    a: str,
    b: str,
    order: str = WIDEST,
    most: int = 100,
    measure: str | None = None,
) -> tuple[pd.DataFrame, int]:
    """Setups in which one metric beats another, by the margin.

    Margins of different measures have different units, so setups are listed under one measure.

    {parameters}
    a, b : str
        Keys of the two metrics.
    order : {"widest", "narrowest", "against"}
        Of the setups in which a is ahead, those with the widest margin first, or with the
        narrowest; or those in which b is ahead, the widest margin first.
    most : int
        Rows at most.
    measure : str, optional
        Key of the measure; by default the first of each scenario that has setups.

    Returns
    -------
    tuple
        The table, and how many such setups there are under the measure. The table has a row
        per setup: `scenario`, `given`, `backbone`, `measure`, `pool_size`, `pool` (mask),
        `value_a`, `value_b`, `margin` (a's value minus b's, in units of the measure; never 0,
        below 0 for "against"). Setups in which one of the metrics has no value, or both have
        the same, are not listed. Equal margins are in the store's order.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    found = [_of_scenario(part, order, most) for part in _of_one_measure(setups, a, b, measure)]
    table = first_listed([table for table, _ in found], COLUMNS, order, most)
    return table, sum(count for _, count in found)


def _of_one_measure(setups: Setups, a: str, b: str, measure: str | None) -> Iterator[Rows]:
    """The setups of each scenario under the measure, or under its first."""
    seen = set()
    for levels, part in parts_under(setups, a, b, measure):
        if levels["scenario"] not in seen:
            seen.add(levels["scenario"])
            yield part


def _of_scenario(part: Rows, order: str, most: int) -> tuple[pd.DataFrame, int]:
    """The first setups of a scenario under one measure, and how many there are."""
    sign, chosen, count = -1 if order == AGAINST else 1, [], 0
    for *_, pairs in pairs_of(part):
        ahead = pairs.where(sign * pairs.margin > 0)
        count += len(ahead)
        chosen.append(ahead.where(first_of(sign * ahead.margin, order, most)))
    pairs = joined(chosen)
    rows = listed(part, pairs.where(first_of(sign * pairs.margin, order, most)))
    return rows.rename(columns={"a": "value_a", "b": "value_b"}), count
