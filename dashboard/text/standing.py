"""How does a metric stand in a store, in plain text?"""

from collections.abc import Iterator

import pandas as pd

from setupscope.analysis import near_copies, win_rates
from setupscope.analysis.frames.rows import Setups
from setupscope.dashboard.text.numbers import percent
from setupscope.data.study.study import Study


def standing(study: Study, setups: Setups, metric: str | None = None) -> list[str]:
    """A line per scenario: who leads, and how the metric stands."""
    rates = win_rates(setups)
    return [
        _line(study, str(scenario), rows, metric)
        for scenario, rows in rates.groupby("scenario", sort=False)
    ]


def _line(study: Study, scenario: str, rows: pd.DataFrame, metric: str | None) -> str:
    ranked = rows.dropna(subset="win_rate").sort_values("win_rate", ascending=False, kind="stable")
    if not len(ranked):
        return f"{scenario}: no metric covers a setup"
    first = ranked.iloc[0]
    text = (
        f"{scenario}: {study.metric(first['metric']).label} leads with {percent(first['win_rate'])}"
    )
    if metric is None:
        return text
    name, own = study.metric(metric).label, rows[rows["metric"] == metric].iloc[0]
    if pd.isna(own["win_rate"]):
        return f"{text}; {name} does not score all candidates of any pool"
    place, of = place_in(rows, metric)
    covers = own["setups"] - own["not_covered"]
    some = f", over the {covers:,} of {own['setups']:,} setups that it covers"
    partial = some if own["not_covered"] else ""
    return f"{text}; {name} {percent(own['win_rate'])}, place {place} of {of}{partial}"


def place_in(rates: pd.DataFrame, metric: str) -> tuple[int, int]:
    """The place of a metric among those that have a win rate, ties sharing it; and how many."""
    rate = rates.set_index("metric")["win_rate"]
    return 1 + int((rate > rate[metric]).sum()), int(rate.notna().sum())


def alike(study: Study, setups: Setups, metric: str | None = None) -> Iterator[str]:
    """A sentence for each pair of metrics so alike that they split each other's wins."""
    found = near_copies(setups)
    if metric is not None:
        found = found[(found["a"] == metric) | (found["b"] == metric)]
    for (a, b), rows in found.groupby(["a", "b"], sort=False):
        names = [study.metric(str(key)).label for key in (a, b)]
        where = ", ".join(rows["scenario"].drop_duplicates())
        low, high = rows["correlation"].min(), rows["correlation"].max()
        span = f"{low:.3f}" if low == high else f"{low:.3f} to {high:.3f}"
        yield (
            f"{names[0]} and {names[1]} order the setups almost identically (rank correlation"
            f" {span}; {where}), so they take wins from each other"
        )
