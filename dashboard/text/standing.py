"""How does a metric stand in a store, in plain text?"""

from collections.abc import Iterator

import pandas as pd

from setupscope.analysis import near_copies, win_rates
from setupscope.analysis.frames.rows import Setups
from setupscope.analysis.questions.shares import NEVER_COVERED
from setupscope.dashboard.text.numbers import percent
from setupscope.dashboard.text.win_rates import in_field
from setupscope.data.study.study import Study


def standing(study: Study, setups: Setups, metric: str | None = None) -> list[str]:
    """A line per scenario: who leads, and how the metric stands."""
    rates = win_rates(setups)
    return [
        _line(study, str(scenario), rows, metric)
        for scenario, rows in rates.groupby("scenario", sort=False)
    ]


def _line(study: Study, scenario: str, rows: pd.DataFrame, metric: str | None) -> str:
    ranked = in_field(rows).dropna(subset="win_rate")
    if ranked.empty:
        text = f"{scenario}: no winner ({_why(rows)})"
    else:
        first = ranked.sort_values("win_rate", ascending=False, kind="stable").iloc[0]
        label = study.metric(first["metric"]).label
        text = f"{scenario}: {label} leads with {percent(first['win_rate'])}"
    return text if metric is None else f"{text}; {_own(study, rows, metric)}"


def _why(rows: pd.DataFrame) -> str:
    """Why nobody wins: not why one metric has no rate, nor why a rate has no interval."""
    general = rows["win_rate"].isna() & rows["reason"].ne(NEVER_COVERED)
    return str(rows.loc[general, "reason"].iloc[0] if general.any() else rows["reason"].iloc[0])


def _own(study: Study, rows: pd.DataFrame, metric: str) -> str:
    """How one metric stands."""
    name, own = study.metric(metric).label, rows[rows["metric"] == metric].iloc[0]
    if own["not_covered"] == own["setups"]:
        return f"{name} does not score all candidates of any pool"
    if pd.isna(own["win_rate"]):
        return f"{name} cannot be compared ({own['reason']})"
    if own["partial"]:
        covers = own["setups"] - own["not_covered"]
        some = f"over the {covers:,} of {own['setups']:,} setups that it covers"
        return f"{name} {percent(own['win_rate'])} {some}"
    place, of = place_in(rows, metric)
    return f"{name} {percent(own['win_rate'])}, place {place} of {of}"


def place_in(rates: pd.DataFrame, metric: str) -> tuple[int, int]:
    """The place of a metric among those with all scores, ties sharing it; and how many."""
    rate = in_field(rates).set_index("metric")["win_rate"]
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
            f" {span}; {where}), so where they are compared they take wins from each other"
        )
