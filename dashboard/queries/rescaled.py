"""What does another scale do to a metric?"""

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.queries import Queries, cached


@cached
def rescaled_of(queries: Queries, slice_: Slice) -> pd.DataFrame:
    """What another scale does to metrics under Pearson's r, in a slice of one scenario.

    A row per metric that the study shows on another scale: `metric`, `baseline`, and under
    Pearson's r the metric's win rate (`before`) and that on the other scale (`after`).
    """
    rows = []
    own, study = slice_.without_baselines(), queries.study
    for baseline in study.baselines_of(own.scenario_names()[0]):
        if baseline.kind == "rescaled" and "pearson" in study.measures:
            under = own.replace(measures=("pearson",), metrics=())
            keys = [baseline.key if m == baseline.about else m for m in under.metric_keys()]
            before, after = under, under.replace(metrics=tuple(keys))
            rates = _rate(queries, before, baseline.about), _rate(queries, after, baseline.key)
            rows.append((baseline.about, baseline.key, *rates))
    return pd.DataFrame(rows, columns=["metric", "baseline", "before", "after"])


def _rate(queries: Queries, slice_: Slice, metric: str) -> float:
    return float(queries.rates(slice_).set_index("metric")["win_rate"][metric])
