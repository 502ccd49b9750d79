"""How does one metric stand in each scenario of a slice, beside a metric of random scores?"""

import pandas as pd

from setupscope.analysis.slices.coverage import covered_by_all
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.soundness.random_metric import against_random
from setupscope.analysis.soundness.sampled import ALL
from setupscope.dashboard.queries.answer import scenario_of, slices_with_setups
from setupscope.dashboard.queries.queries import Queries, remembered

NEARLY_ALL = 0.9
"""Share of the setups that compare any metrics, from which those that all cover stand for them."""


def opening_comparison(queries: Queries, slice_: Slice) -> Slice:
    """A slice of one scenario; only the setups that all metrics cover, where they are nearly all.

    They have to include every given, and 90 % of the setups that compare any metrics.
    """
    scenario = slice_.scenario_names()[0]
    lacks = slice_.study.names_of(scenario).lack(slice_.metric_keys())
    if slice_.covered or not lacks or not (common := covered_by_all(slice_, scenario)).setups:
        return slice_
    rates = queries.rates(slice_, "", 0)
    contests = int((rates["setups"] - rates["no_contest"]).iloc[0])
    every = common.givens == int(rates["covered_givens"].max())
    return slice_.replace(covered=every and common.setups >= NEARLY_ALL * contests)


@remembered
def standings(queries: Queries, slice_: Slice, metric: str = "", seed: int = 0) -> pd.DataFrame:
    """A row of `analysis.standing` per scenario of a slice that holds setups, in its order.

    Each is of the setups of `opening_comparison`, of all `setups` of the slice; without a metric,
    of the scenario's winner.
    """
    parts = slices_with_setups(queries, slice_)
    found = [queries.standing(opening_comparison(queries, one), metric, seed) for one in parts]
    table = pd.concat(found, ignore_index=True)
    return table.assign(setups=[queries.setup_count(one) for one in parts])


@remembered
def beside_random(queries: Queries, slice_: Slice, metric: str = "", seed: int = 0) -> pd.DataFrame:
    """The same, with how often a metric of random scores would win.

    Columns besides: `random`, `random_q95`, its mean win rate as one metric more and the 95 %
    quantile, of whole scenarios alone; `against_random`, as in `against_random`, of a metric
    that is compared in all setups.
    """
    table = standings(queries, slice_, metric, seed)
    parts = [
        _random(queries, one, table[table["scenario"] == scenario_of(one).name], seed)
        for one in slices_with_setups(queries, slice_)
    ]
    return table.assign(**pd.DataFrame(parts, columns=["random", "random_q95", "against_random"]))


def _random(queries: Queries, slice_: Slice, own: pd.DataFrame, seed: int) -> dict[str, object]:
    scenario = scenario_of(slice_).name
    if slice_ != Slice(queries.study, (scenario,)):
        return {}
    every = queries.random_metric(scenario, seed)
    chance = every[(every["backbone"] == ALL) | (len(every) == 1)]
    (row,) = chance.to_dict("records")
    found: dict[str, object] = {"random": row["win_rate"], "random_q95": row["q95"]}
    if opening_comparison(queries, slice_).covered or own["partial"].isna().any():
        return found
    for place in against_random(chance, own.assign(backbone=row["backbone"]))["place"]:
        found |= {"against_random": place}
    return found
