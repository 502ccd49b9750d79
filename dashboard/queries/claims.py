"""What is asked of a claim about two metrics, besides the table of its check?"""

import pandas as pd

from setupscope.analysis.questions.claim_margins import shown_margins
from setupscope.analysis.questions.one_setup import setups_with
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.queries import Queries, cached
from setupscope.data.study.setup_ids import SetupId


@cached
def margins_shown(
    queries: Queries, shown: SetupId | Slice, better: str, worse: str
) -> pd.DataFrame:
    """The margins given as evidence for a claim; see `analysis.shown_margins`."""
    setups = queries.store.setups()
    own = shown.narrow(setups) if isinstance(shown, Slice) else setups_with(setups, shown)
    return shown_margins(own, better, worse)
