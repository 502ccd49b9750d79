"""How does one metric do: which place has it, behind or ahead of whom, and how sure is that?"""

from collections.abc import Hashable, Mapping
from dataclasses import fields
from typing import Any

import pandas as pd

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Metrics, Rows, Setups
from setupscope.analysis.questions.conclusion import conclusion_and_leads
from setupscope.analysis.questions.improvement import improvement_in
from setupscope.analysis.questions.leads import Lead, verdict
from setupscope.analysis.questions.wins import win_rates

Row = Mapping[Hashable, Any]


def standing(
    setups: Setups, metric: str = "", metrics: Metrics = None, seed: int = 0
) -> pd.DataFrame:
    """How one metric does in each scenario, against the leader or, if it leads, the runner-up.

    Parameters
    ----------
    setups : frame of setups
        Of any scenarios.
    metric : str
        Whose standing; by default that of each scenario's winner.
    metrics : sequence of str, optional
        Keys of the metrics compared; all by default.
    seed : int
        Of all draws.

    Returns
    -------
    pandas.DataFrame
        A row per scenario:

        - `scenario`, `metric`; the latter is null where no metric is named and none wins;
        - `win_rate`, `low`, `high`, `partial`, `covered_givens`: those of `win_rates`;
        - `place`: 1 for the highest win rate, ties sharing it, among the `compared` metrics
          that cover all contests; null for a metric that does not;
        - `covered_setups`: the setups that the win rate is over; `setups`, `givens`: all of them;
        - `other`, `other_rate`, `other_low`, `other_high`: the winner, or the runner-up where
          the metric itself wins, and its win rate; null where there is neither;
        - `lead`, `lead_low`, `lead_high`: win rate of the metric less that of the other, over
          the contests that both cover; below 0 where it is behind; with its 95 % interval
          over givens, null below 6 givens; all three null where no setup compares them;
        - `verdict`: that of `conclusion` on the scenario where the metric wins, else on the
          other's lead over it alone; null below 6 givens;
        - `ahead`, `ahead_low`, `ahead_high`: how often it is ahead of the other; see
          `improvement`;
        - `reason`: why the win rate or its interval is null, else null.

        Empty where the frame is.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    rows = fetch(setups, metrics)
    rates = win_rates(rows, seed=seed)
    concluded, leads = conclusion_and_leads(rows, seed=seed)
    found = []
    for levels, part in rows.parts(()):
        own, last, over = (
            table[table["scenario"] == levels["scenario"]] for table in (rates, concluded, leads)
        )
        row = _standing(own, last.to_dict("records")[-1], over, metric)
        found.append(row | _ahead(part, row["metric"], row.get("other"), seed))
    return pd.DataFrame(found, columns=COLUMNS)


COLUMNS = [
    *("scenario", "metric", "win_rate", "low", "high", "place", "compared", "partial"),
    *("covered_setups", "covered_givens", "setups", "givens"),
    *("other", "other_rate", "other_low", "other_high"),
    *("lead", "lead_low", "lead_high", "verdict", "ahead", "ahead_low", "ahead_high", "reason"),
]


def _standing(
    rates: pd.DataFrame, concluded: Row, leads: pd.DataFrame, metric: str
) -> dict[str, Any]:
    """The row of one scenario, but for how often the metric is ahead."""
    of = {row["metric"]: row for row in rates.to_dict("records")}
    winner = concluded["winner"] if isinstance(concluded["winner"], str) else None
    subject = metric or winner
    base = {"scenario": concluded["scenario"], "metric": subject}
    base |= {name: concluded[name] for name in ("setups", "givens")}
    if subject is None:
        return {**base, "reason": concluded["reason"]}
    row = {**base, **_own(rates, of[subject])}
    if winner is None:
        return row
    against = _as_winner(concluded) if subject == winner else _behind(leads, subject, winner)
    return {**row, **against, **_other(of, against.get("other"))}


def _own(rates: pd.DataFrame, own: Row) -> dict[str, Any]:
    """Win rate and place of the metric."""
    field = rates.loc[~rates["partial"].astype(bool), "win_rate"].dropna()
    row = {name: own[name] for name in ("win_rate", "low", "high", "partial", "covered_givens")}
    lacks = own["not_covered"] if own["partial"] else own["no_contest"]
    row |= {"covered_setups": own["setups"] - lacks, "compared": len(field)}
    row |= {"reason": own["reason"] if pd.isna(own["low"]) else None}
    if own["partial"] or pd.isna(own["win_rate"]):
        return row
    return {**row, "place": 1 + int((field > own["win_rate"]).sum())}


def _as_winner(concluded: Row) -> dict[str, Any]:
    """The winner's lead over the runner-up."""
    lead = {"lead": concluded["lead"]} | {f"lead_{end}": concluded[end] for end in ("low", "high")}
    return {"other": concluded["runner_up"], "verdict": concluded["verdict"], **lead}


def _behind(leads: pd.DataFrame, metric: str, winner: str) -> dict[str, Any]:
    """The winner's lead over the metric, from its side; no lead where nothing compares them."""
    for row in leads[leads["metric"] == metric].to_dict("records"):
        lead = Lead(**{field.name: row[field.name] for field in fields(Lead)})
        ends = {"lead": -lead.lead, "lead_low": -lead.high, "lead_high": -lead.low}
        return {"other": winner, "verdict": verdict([lead]), **ends}
    return {"other": winner}


def _other(of: Mapping[str, Row], other: object) -> dict[str, Any]:
    if not isinstance(other, str):
        return {}
    names = {"other_rate": "win_rate", "other_low": "low", "other_high": "high"}
    return {name: of[other][column] for name, column in names.items()}


def _ahead(part: Rows, metric: object, other: object, seed: int) -> dict[str, Any]:
    """How often the metric is ahead of the other, where there is one."""
    if not (isinstance(metric, str) and isinstance(other, str)):
        return {}
    found = improvement_in(part.compare((metric, other)), seed)
    names = {"ahead": "improvement", "ahead_low": "low", "ahead_high": "high"}
    return {name: found.get(column) for name, column in names.items()}
