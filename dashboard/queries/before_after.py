"""What moved from one slice to another, from the answers that are at hand of both?"""

import pandas as pd

from setupscope.analysis.questions.before_after import Told, side_by_side
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.queries import Queries, remembered


@remembered
def both_answers(queries: Queries, former: Slice, present: Slice, seed: int = 0) -> pd.DataFrame:
    """The table of `analysis.before_after` of two slices of one scenario each.

    Both may have been answered before; nothing else is computed.
    """
    sides = []
    for one in (former, present):
        concluded = queries.evidence(one, seed).concluded
        sides.append(Told(queries.rates(one, "", seed), concluded))
    return side_by_side(*sides)
