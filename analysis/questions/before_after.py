"""What moved when one slice became another: who led, by how much, how sure, and who leads now?"""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Metrics, Setups
from setupscope.analysis.questions.conclusion import conclusion
from setupscope.analysis.questions.wins import win_rates

Row = Mapping[Hashable, Any]
NOT_COMPARED = "the metric is not among those compared"


class Told(NamedTuple):
    """What one slice says: its tables of `win_rates` and `conclusion`, not split."""

    rates: pd.DataFrame
    concluded: pd.DataFrame


def before_after(
    before: Setups,
    after: Setups,
    metrics: Metrics = None,
    seed: int = 0,
    metrics_before: Metrics = None,
) -> pd.DataFrame:
    """The answers of two slices side by side: the former one and the present one.

    Numbers are those of `win_rates` and `conclusion` on either slice. Nothing is resampled for
    the two together; `compare` says whether they differ for sure.

    Parameters
    ----------
    before, after : frame of setups
        The former slice and the present one. Scenarios that both have are set side by side;
        if there is none, every scenario of the one with every scenario of the other.
    metrics : sequence of str, optional
        Keys of the metrics compared in the present slice; by default all that it has.
    seed : int
        Of all draws.
    metrics_before : sequence of str, optional
        Keys of those compared in the former slice; by default the same.

    Returns
    -------
    pandas.DataFrame
        A row per scenario with what it was before, and metric, the metrics of the present
        slice first:

        - `scenario`, `against` (the scenario of the former slice), `metric`;
        - `rate_before`, `rate_after`: win rates, 0 to 1; `low_after`, `high_after`: the
          95 % interval of the present one; as in `win_rates`;
        - `place_before`, `place_after`: 1 for the highest win rate, ties sharing it, among the
          metrics that cover all contests; null for one that does not;
        - the same in every row of a scenario: `winner_before`, `winner_after`: the metric
          with the highest win rate, the first of those that tie; `runner_up_before`,
          `runner_up_after`; `lead_before`, `lead_after`: the winner's lead over it, 0 to 1;
          `verdict_before`, `verdict_after`; as in the last row of `conclusion`, which is over
          all measures; `setups_before`, `givens_before`, `setups_after`, `givens_after`;
        - `reason`: why a number is null, else null.

        Empty where either frame is.

    Raises
    ------
    InputError
        When a metric is unknown.

    See Also
    --------
    compare : how the win rates of two slices differ, with intervals.
    """
    first = fetch(before, metrics if metrics_before is None else metrics_before)
    second = fetch(after, metrics)
    told = [
        Told(win_rates(rows, seed=seed), conclusion(rows, seed=seed)) for rows in (first, second)
    ]
    return side_by_side(*told)


COLUMNS = (
    *("metric", "rate_before", "rate_after", "low_after", "high_after"),
    *("place_before", "place_after", "winner_before", "winner_after"),
    *("runner_up_before", "runner_up_after", "lead_before", "lead_after"),
    *("verdict_before", "verdict_after", "setups_before", "givens_before"),
    *("setups_after", "givens_after", "reason"),
)
CONCLUDED = ("winner", "runner_up", "lead", "verdict", "setups", "givens")


def side_by_side(before: Told, after: Told) -> pd.DataFrame:
    """The table of `before_after`, from what either slice says."""
    former, present = (list(side.rates["scenario"].unique()) for side in (before, after))
    every = [(name, other) for name in present for other in former]
    pairs = [(name, other) for name, other in every if name == other] or every
    found = [row for name, other in pairs for row in _rows(_in(before, other), _in(after, name))]
    return pd.DataFrame(found, columns=["scenario", "against", *COLUMNS])


def _in(told: Told, scenario: str) -> Told:
    return Told(*(table[table["scenario"] == scenario] for table in told))


def _rows(before: Told, after: Told) -> Iterator[dict[str, object]]:
    """The rows of one scenario, a metric each."""
    sides = {"before": before, "after": after}
    last = {name: side.concluded.tail(1).to_dict("records")[0] for name, side in sides.items()}
    own = {name: _of_metrics(side.rates) for name, side in sides.items()}
    common = {f"{key}_{name}": last[name][key] for name in sides for key in CONCLUDED}
    for metric in dict.fromkeys([*own["after"], *own["before"]]):
        rows = {name: own[name].get(metric, LEFT_OUT) for name in sides}
        reasons = {name: _why(rows[name], last[name]) for name in sides}
        numbers = {f"{key}_{name}": rows[name][key] for name in sides for key in NUMBERS}
        yield {
            "scenario": last["after"]["scenario"],
            "against": last["before"]["scenario"],
            "metric": metric,
            **numbers,
            **common,
            "reason": _joined(reasons),
        }


NUMBERS = ("rate", "place", "low", "high")
LEFT_OUT: Row = {**dict.fromkeys(NUMBERS, np.nan), "reason": NOT_COMPARED}


def _of_metrics(rates: pd.DataFrame) -> dict[str, Row]:
    """What a slice says of each metric."""
    every = rates["win_rate"].to_numpy(float).round(12)
    field = np.where(rates["partial"].to_numpy(bool), np.nan, every)
    places = np.where(np.isnan(field), np.nan, 1 + (field > field[:, None]).sum(axis=1))
    rows = zip(rates.to_dict("records"), places.tolist(), strict=True)
    return {row["metric"]: {**row, "rate": row["win_rate"], "place": place} for row, place in rows}


def _why(own: Row, concluded: Row) -> str | None:
    """Why a number of one slice is null: one of the metric's, else one of the conclusion's."""
    if any(pd.isna(own[key]) for key in NUMBERS) and own["reason"]:
        return str(own["reason"])
    lacks = any(pd.isna(concluded[key]) for key in ("winner", "runner_up", "lead", "verdict"))
    return str(concluded["reason"]) if lacks and concluded["reason"] else None


def _joined(reasons: Mapping[str, str | None]) -> str | None:
    """The reasons of both slices, said once where they are the same."""
    known = {name: reason for name, reason in reasons.items() if reason}
    if len(set(known.values())) == 1 and len(known) == len(reasons):
        return next(iter(known.values()))
    return "; ".join(f"{name}: {reason}" for name, reason in known.items()) or None
