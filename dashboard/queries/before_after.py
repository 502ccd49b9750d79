"""What do two slices say, one beside the other, from answers that are at hand of both?"""

import pandas as pd

from setupscope.analysis.questions.before_after import Told, side_by_side
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.queries import Queries, remembered


@remembered
def both_answers(queries: Queries, former: Slice, present: Slice, seed: int = 0) -> pd.DataFrame:
    """The table of `analysis.before_after` of two slices of one scenario each.

    Where all evidence is asked, as on Win rates, it may have been answered of both before;
    nothing else is computed.
    """
    found = [queries.evidence(one, seed) for one in (former, present)]
    return side_by_side(*(Told(one.rates, one.concluded) for one in found))


@remembered
def both_conclusions(
    queries: Queries, former: Slice, present: Slice, seed: int = 0
) -> pd.DataFrame:
    """The same for pages that ask for less evidence: conclusions are answered sooner."""
    slices = (former, present)
    rates = [queries.rates(one, "", seed) for one in slices]
    concluded = [queries.table(one, "conclusion", (), seed) for one in slices]
    return side_by_side(*map(Told, rates, concluded))
