"""What does a table of win rates say, in a sentence?"""

import pandas as pd

from dashboard.wording import count, percent, plain, together
from data.measures import MEASURES
from data.study import Scenario, Study


def answer(study: Study, scenario: Scenario, rates: pd.DataFrame, undecided: bool = False) -> str:
    """Who wins in a scenario: one sentence in Markdown, with its numbers and their n.

    `rates` has a row per metric of that scenario, as `analysis.win_rates` gives them.
    """
    setups, givens = int(rates["setups"].iloc[0]), int(rates["givens"].iloc[0])
    over = f"{setups:,} setups over {count(givens, plain(study.noun(scenario, 'given')))}"
    best = _winners(rates)
    if not best:
        return f"No metric wins: none has a value in any of {over}."
    names = together([f"**{_label(study, metric)}**" for metric in best])
    verb = "is the best" if len(best) == 1 else "tie as the best"
    each = ", each weighing the same" if givens > 1 else ""
    share = f"**{percent(rates['win_rate'].max())}**"
    said = f"{names} {verb} of {len(rates)} metrics in {share} of {over}{each}."
    return f"Undecided: {said}" if undecided else said


def runner_up(study: Study, rates: pd.DataFrame, verdict: str = "") -> str:
    """Who follows the winner, by how much, and the verdict on that; empty where nobody does."""
    best = _winners(rates)
    others = {m: rate for m, rate in _rate_of(rates).items() if m not in best and rate > 0}
    if not best or not others:
        return ""
    second = max(others.values())
    names = together([_label(study, metric) for metric in others if others[metric] == second])
    verb = "follows" if list(others.values()).count(second) == 1 else "follow"
    lead = 100 * (rates["win_rate"].max() - second)
    points = f"{lead:.1f}" if lead >= 0.1 else "less than 0.1"
    judged = f"; this lead is **{plain(verdict)}**" if verdict else ""
    return f"{names} {verb}, {points} percentage points behind{judged}."


def doubt(study: Study, scenario: Scenario, rates: pd.DataFrame) -> str:
    """The interval of the winner's rate and what was resampled for it; empty without one."""
    known = rates.dropna(subset=["win_rate", "low"])
    if known.empty:
        return ""
    first = known.sort_values("win_rate", kind="stable").iloc[-1]
    givens = count(int(first["givens"]), plain(study.noun(scenario, "given")))
    held = plain(study.noun(scenario, "candidates"))
    span = f"{100 * first['low']:.0f} to {100 * first['high']:.0f} %"
    return f"95 % interval {span} over {givens}, these {held}s held."


def by_measure(study: Study, concluded: pd.DataFrame) -> str:
    """Which metric wins under which measure, where they differ; else empty.

    `concluded` is a table of `analysis.conclusion` for one scenario.
    """
    single = concluded[concluded["measure"] != "all"].dropna(subset=["winner"])
    if single["winner"].nunique() < 2:
        return ""
    said = [
        f"{_label(study, str(winner))} under {together([_measure(m) for m in part['measure']])}"
        for winner, part in single.groupby("winner", sort=False)
    ]
    return f"It **depends on the measure**: {'; '.join(said)}."


def _measure(key: str) -> str:
    return plain(MEASURES[key].label)


def parts_won(study: Study, parts: pd.DataFrame, component: str, noun: str) -> str:
    """In how many parts each metric has the highest win rate, in Markdown.

    `parts` has a row per part and metric; `noun` is the singular of what a part is.
    """
    winners = [_winners(part) for _, part in parts.groupby(component)]
    times = pd.Series([metric for best in winners for metric in best]).value_counts().to_dict()
    said = [f"{_label(study, str(metric))} in {times[metric]}" for metric in times]
    ties = ", ties counted for each" if any(len(best) > 1 for best in winners) else ""
    return f"Highest among {count(len(winners), plain(noun))}: {', '.join(said)}{ties}."


def _label(study: Study, metric: str) -> str:
    return plain(study.metric(metric).label)


def _rate_of(rates: pd.DataFrame) -> dict[str, float]:
    return dict(zip(rates["metric"], rates["win_rate"], strict=True))


def _winners(rates: pd.DataFrame) -> list[str]:
    """Keys of the metrics that share the highest win rate above 0."""
    highest = rates["win_rate"].max()
    return [metric for metric, rate in _rate_of(rates).items() if rate == highest and rate > 0]
