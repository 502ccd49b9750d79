"""What moved when one slice became another: who led, by how much, how sure, and who leads now?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Metrics, Setups
from setupscope.analysis.questions.conclusion import conclusion
from setupscope.analysis.questions.wins import win_rates

Row = Mapping[Any, Any]
NOT_COMPARED = "the metric is not among those compared"


class Told(NamedTuple):
    """What one slice says: its table of `win_rates`, not split, and what it concludes.

    The latter are the last rows of `conclusion`, which are over all measures, a scenario each.
    """

    rates: pd.DataFrame
    concluded: Sequence[Row]


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
        Told(win_rates(rows, seed=seed), last_rows(conclusion(rows, seed=seed)))
        for rows in (first, second)
    ]
    return side_by_side(*told)


def last_rows(concluded: pd.DataFrame) -> Sequence[Row]:
    """The last row of each scenario of a table of `conclusion`, which is over all measures."""
    return list({row["scenario"]: row for row in concluded.to_dict("records")}.values())


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
    former, present = (_by_scenario(told) for told in (before, after))
    every = [(name, other) for name in present for other in former]
    pairs = [(name, other) for name, other in every if name == other] or every
    found = [row for name, other in pairs for row in _rows(former[other], present[name])]
    return pd.DataFrame(found, columns=["scenario", "against", *COLUMNS])


class Side(NamedTuple):
    """What one slice says of one scenario: of each metric, and over all measures."""

    metrics: Mapping[str, Row]
    last: Row


def _by_scenario(told: Told) -> dict[str, Side]:
    # A list per column, as a row at a time of so small a table takes pandas ten times as long.
    columns = [told.rates[name].tolist() for name in RATED]
    rows: dict[str, list[Row]] = {}
    for values in zip(*columns, strict=True):
        rows.setdefault(values[0], []).append(dict(zip(RATED, values, strict=True)))
    last = {str(row["scenario"]): row for row in told.concluded}
    return {name: Side(_of_metrics(own), last[name]) for name, own in rows.items()}


def _rows(before: Side, after: Side) -> Iterator[dict[str, object]]:
    """The rows of one scenario, a metric each."""
    sides = {"before": before, "after": after}
    common = {f"{key}_{name}": side.last[key] for name, side in sides.items() for key in CONCLUDED}
    for metric in dict.fromkeys([*after.metrics, *before.metrics]):
        rows = {name: side.metrics.get(metric, LEFT_OUT) for name, side in sides.items()}
        reasons = {name: _why(rows[name], side.last) for name, side in sides.items()}
        numbers = {f"{key}_{name}": rows[name][key] for name in sides for key in NUMBERS}
        yield {
            "scenario": after.last["scenario"],
            "against": before.last["scenario"],
            "metric": metric,
            **numbers,
            **common,
            "reason": _joined(reasons),
        }


NUMBERS = ("rate", "place", "low", "high")
LEFT_OUT: Row = {**dict.fromkeys(NUMBERS, np.nan), "reason": NOT_COMPARED}


RATED = ("scenario", "metric", "win_rate", "low", "high", "partial", "reason")


def _of_metrics(rows: Sequence[Row]) -> dict[str, Row]:
    """What a slice says of each metric."""
    every = np.array([row["win_rate"] for row in rows], float).round(12)
    field = np.where([bool(row["partial"]) for row in rows], np.nan, every)
    places = np.where(np.isnan(field), np.nan, 1 + (field > field[:, None]).sum(axis=1))
    return {
        row["metric"]: {**row, "rate": row["win_rate"], "place": place}
        for row, place in zip(rows, places.tolist(), strict=True)
    }


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
