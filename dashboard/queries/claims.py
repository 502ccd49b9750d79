"""What is asked of two metrics: where is one ahead, and is a claim about them typical?"""

import pandas as pd

from setupscope.analysis.frames.rows import Setups
from setupscope.analysis.questions.claim_margins import claim_margins, shown_margins
from setupscope.analysis.questions.find_setups import find_setups
from setupscope.analysis.questions.one_setup import setups_with
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.limits import MAX_LISTED
from setupscope.dashboard.queries.queries import Queries, cached
from setupscope.data.study.setup_ids import SetupId


@cached
def found_setups(
    queries: Queries, slice_: Slice, a: str, b: str, order: str, measure: str
) -> tuple[pd.DataFrame, int]:
    """Setups in which one of two metrics is ahead, the first of them; and how many."""
    return find_setups(queries.setups(slice_), a, b, order, MAX_LISTED, measure)


@cached
def margins_shown(
    queries: Queries, shown: SetupId | Slice, better: str, worse: str
) -> pd.DataFrame:
    """The margins given as evidence for a claim; see `analysis.shown_margins`."""
    return shown_margins(_setups_of(queries, shown), better, worse)


@cached
def margins_around(
    queries: Queries, slice_: Slice, shown: SetupId | Slice, better: str, worse: str
) -> pd.DataFrame:
    """Bins of the margins around those; see `analysis.claim_margins`."""
    return claim_margins(queries.setups(slice_), _setups_of(queries, shown), better, worse)


def _setups_of(queries: Queries, shown: SetupId | Slice) -> Setups:
    if isinstance(shown, Slice):
        return queries.setups(shown)
    own: Setups = setups_with(queries.store.setups(), queries.study, shown)
    return own
