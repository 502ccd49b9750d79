"""What did the study find, said over all its scenarios?"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.leads import UNDECIDED
from dashboard.wording import metric_label, percent, plain
from data.study import Scenario, Study


@dataclass(frozen=True)
class Finding:
    """The answer of one scenario.

    Attributes
    ----------
    scenario : Scenario
        Which one.
    winner : str or None
        The metric with the highest win rate; none where no metric has a value.
    rate, low, high : float
        Its win rate and interval, 0 to 1.
    verdict : str
        On its lead; empty where there is none.
    setups, givens : int
        Over how many.
    """

    scenario: Scenario
    winner: str | None
    rate: float
    low: float
    high: float
    verdict: str
    setups: int
    givens: int

    @property
    def undecided(self) -> bool:
        """Whether the honest answer is that nobody knows."""
        return self.winner is None or self.verdict == UNDECIDED


def finding(scenario: Scenario, rates: pd.DataFrame, verdict: str) -> Finding:
    """The answer of a scenario from its win rates and the verdict on the winner's lead."""
    first = rates.sort_values("win_rate", ascending=False, kind="stable").iloc[0]
    winner = str(first["metric"]) if first["win_rate"] > 0 else None
    return Finding(
        scenario=scenario,
        winner=winner,
        rate=float(first["win_rate"]),
        low=float(first["low"]),
        high=float(first["high"]),
        verdict=verdict,
        setups=int(first["setups"]),
        givens=int(first["givens"]),
    )


def headline(study: Study, findings: Sequence[Finding]) -> str:
    """Whether one metric is best in every scenario, as one sentence in Markdown."""
    said = [
        f"**{_name(study, found)}** leads in “{plain(found.scenario.title)}” with"
        f" {percent(found.rate)} of {found.setups:,} setups{_verdict(found)}"
        for found in findings
    ]
    winners = {found.winner for found in findings}
    if len(findings) == 1:
        return f"{said[0]}."
    if len(winners) == 1:
        (winner,) = winners
        name = metric_label(study, winner) if winner else "no metric"
        return f"**{name}** is the best in all {len(findings)} scenarios: {'; '.join(said)}."
    return f"No metric is best everywhere: {'; '.join(said)}."


def _name(study: Study, found: Finding) -> str:
    return metric_label(study, found.winner) if found.winner else "no metric"


def _verdict(found: Finding) -> str:
    return f" ({found.verdict})" if found.verdict else ""


def card(study: Study, found: Finding) -> str:
    """The winner of a scenario, its rate with interval, what was resampled and what held."""
    given = plain(study.noun(found.scenario, "given"))
    held = plain(study.noun(found.scenario, "candidates"))
    won = f"**{_name(study, found)}** wins **{percent(found.rate)}**"
    over = f"over {found.givens} {given}s"
    if pd.isna(found.low):
        doubt = f"{over}, too few for an interval"
    else:
        span = f"{100 * found.low:.0f} to {100 * found.high:.0f} %"
        doubt = f"95 % interval {span} {over}, these {held}s held"
    said = f"Undecided: {won}" if found.undecided else won
    first = f":gray[{said}]" if found.undecided else said
    return f"{first} of {found.setups:,} setups; {doubt}."


def compared_with_the_paper(study: Study, found: Finding) -> str:
    """Whether the study itself found the same; empty where it does not say."""
    published = found.scenario.published
    if published is None:
        return ""
    same = "as here" if published == found.winner else "not as here"
    return f"The study found {metric_label(study, published)} best, {same}."


def against_baselines(study: Study, extended: Study, rates: pd.DataFrame) -> str:
    """How the best metric stands beside the best baseline that knows nothing of the source."""
    known = rates.dropna(subset=["win_rate"]).sort_values("win_rate", ascending=False)
    metrics = known[known["metric"].isin(study.metric_keys)]
    blind = [b.key for b in study.baselines if b.kind != "negative_log"]
    baselines = known[known["metric"].isin(blind)]
    if metrics.empty or baselines.empty:
        return ""
    best, baseline = metrics.iloc[0], baselines.iloc[0]
    return (
        f"The best metric, {metric_label(study, best['metric'])}, wins"
        f" {percent(best['win_rate'])} of the setups, and"
        f" “{metric_label(extended, baseline['metric'])}”, which knows nothing of the source,"
        f" wins {percent(baseline['win_rate'])}."
    )


def of_rescaled(study: Study, extended: Study) -> str:
    """What the baselines are that only rescale a metric; empty without any."""
    said = [
        f"“{metric_label(extended, b.key)}” is {metric_label(study, b.metric)} on another scale, in"
        " the same order, so that only Pearson r can tell the two apart."
        for b in study.baselines
        if b.kind == "negative_log" and b.metric
    ]
    return " ".join(said)
