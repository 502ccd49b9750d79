"""What do two slices say, one beside the other, from answers that are at hand of both?"""

from typing import Any

import pandas as pd

from setupscope.analysis.questions.before_after import Told, last_rows, side_by_side
from setupscope.analysis.questions.conclusion import DEPENDS
from setupscope.analysis.questions.verdicts import measures_differ
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.queries import Queries, cached, remembered


@remembered
def both_answers(queries: Queries, former: Slice, present: Slice, seed: int = 0) -> pd.DataFrame:
    """The table of `analysis.before_after` of two slices of one scenario each.

    Where all evidence is asked, as on Win rates, it may have been answered of both before;
    nothing else is computed.
    """
    found = [queries.evidence(one, seed) for one in (former, present)]
    return side_by_side(*(Told(one.rates, last_rows(one.concluded)) for one in found))


@cached
def measures_disagree(queries: Queries, slice_: Slice, seed: int = 0) -> bool:
    """Whether clear winners differ between the measures of a slice; see `measures_differ`."""
    return measures_differ(queries.setups(slice_), slice_.metric_keys(), seed)


@remembered
def both_conclusions(
    queries: Queries, former: Slice, present: Slice, seed: int = 0
) -> pd.DataFrame:
    """The same for pages that ask for less evidence: the last rows are answered sooner."""
    slices = (former, present)
    told = [Told(queries.rates(one, "", seed), [_last_row(queries, one, seed)]) for one in slices]
    return side_by_side(*told)


def _last_row(queries: Queries, slice_: Slice, seed: int) -> dict[str, Any]:
    """The last row of `conclusion` of a slice of one scenario, which holds setups."""
    row = queries.whole(slice_, seed)
    return {**row, "verdict": DEPENDS} if measures_disagree(queries, slice_, seed) else row
