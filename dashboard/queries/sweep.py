"""How do the win rates of a slice move along an ordered choice?"""

import pandas as pd

from setupscope.analysis.questions.sweep import whole_of
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.queries.queries import Queries


def sweep_of(queries: Queries, slice_: Slice, along: str, seed: int = 0) -> pd.DataFrame:
    """The sweep of a slice of one scenario, without what the slice restricts of that choice."""
    options = TableOptions(along=along)
    return queries.table(whole_of(slice_, along), "sweep", (), seed, options)
