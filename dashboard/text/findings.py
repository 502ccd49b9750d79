"""What did the study find, over all its scenarios?"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from setupscope.analysis.questions.leads import UNDECIDED
from setupscope.dashboard.text.conclusion import by_measure
from setupscope.dashboard.text.labels import capital, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, percent, quantity, span
from setupscope.dashboard.text.win_rates import in_field, no_winner, winners
from setupscope.data.study.study import Scenario, Study


@dataclass(frozen=True)
class Finding:
    """The answer of one scenario.

    Attributes
    ----------
    scenario : Scenario
        Which one.
    winners : tuple of str
        The metrics that share the highest win rate; none where no metric has a value.
    rates : pandas.DataFrame
        Win rates of all metrics, from `analysis.win_rates`.
    rate, low, high : float
        Their win rate and its interval, 0 to 1.
    verdict : str
        As `analysis.conclusion` gives it for the whole scenario; empty where there is none.
    depends : str
        Which metric wins under which measure, where they differ.
    setups : int
        All setups of the scenario.
    givens, compared : int
        Givens and setups that compare the metrics, which the rate is over.
    """

    scenario: Scenario
    winners: tuple[str, ...]
    rates: pd.DataFrame
    rate: float
    low: float
    high: float
    verdict: str
    depends: str
    setups: int
    givens: int
    compared: int

    @property
    def undecided(self) -> bool:
        """Whether the honest answer is that nobody knows."""
        return not self.winners or self.verdict == UNDECIDED

    @property
    def decided(self) -> bool:
        """Whether there is a verdict, and it is not undecided."""
        return bool(self.winners) and self.verdict not in ("", UNDECIDED)


def finding(
    study: Study,
    scenario: Scenario,
    rates: pd.DataFrame,
    concluded: pd.DataFrame | None = None,
) -> Finding:
    """The answer of a scenario, from its win rates, and its conclusion where that is known."""
    best = winners(rates)
    ranked = in_field(rates).sort_values("win_rate", ascending=False, kind="stable")
    first = ranked.iloc[0] if best else rates.iloc[0]
    verdict = concluded["verdict"].iloc[-1] if concluded is not None and best else None
    return Finding(
        scenario=scenario,
        winners=tuple(best),
        rates=rates,
        rate=float(first["win_rate"]),
        low=float(first["low"]),
        high=float(first["high"]),
        verdict=verdict if isinstance(verdict, str) else "",
        depends=by_measure(study, concluded) if concluded is not None else "",
        setups=int(first["setups"]),
        givens=int(first["covered_givens"]),
        compared=int(first["setups"] - first["no_contest"]),
    )


def headline(study: Study, findings: Sequence[Finding]) -> str:
    """Whether one metric is best in every scenario, as one sentence in Markdown.

    That none is best everywhere, or one is, is said of scenarios that are decided.
    """
    clauses = [
        f"{_name(study, found)} {_verb('lead', found)} in “{escaped(found.scenario.title)}” with"
        f" {percent(found.rate)} of {_counted(found)}{_judged(found)}"
        if found.winners
        else f"no metric wins in “{escaped(found.scenario.title)}”"
        for found in findings
    ]
    decided = [found.winners for found in findings if found.decided]
    joined = "; ".join(clauses)
    if len(set(decided)) > 1:
        return f"No metric is best everywhere: {joined}."
    if len(decided) == len(findings) > 1:
        verb = "is" if len(decided[0]) == 1 else "are"
        return f"{_name(study, findings[0])} {verb} the best everywhere: {joined}."
    return f"{capital(joined)}."


def _name(study: Study, found: Finding) -> str:
    return join_names([f"**{metric_label(study, metric)}**" for metric in found.winners])


def _verb(verb: str, found: Finding) -> str:
    return verb if len(found.winners) > 1 else f"{verb}s"


def _counted(found: Finding) -> str:
    """The setups that the rate is over: all, or those that compare the metrics."""
    if found.compared == found.setups:
        return quantity(found.setups, "setup")
    return f"the {found.compared:,} of {quantity(found.setups, 'setup')} that compare the metrics"


def _judged(found: Finding) -> str:
    return f" ({found.verdict})" if found.verdict else ""


def card(study: Study, found: Finding) -> str:
    """The winner of a scenario, its rate with interval, what was resampled and what was fixed."""
    if not found.winners:
        return no_winner(study, found.rates, quantity(found.setups, "setup"))
    given = escaped(study.noun(found.scenario, "given"))
    held = escaped(study.noun(found.scenario, "candidates"))
    won = f"{_name(study, found)} {_verb('win', found)} **{percent(found.rate)}**"
    over = f"over {quantity(found.givens, given)}"
    if pd.isna(found.low):
        doubt = f"{over}, too few for an interval and a verdict"
    else:
        doubt = f"95 % interval {span(found.low, found.high)} {over}, with these {held}s fixed"
    first = f":gray[Undecided: {won}]" if found.undecided else won
    return f"{first} of {_counted(found)}; {doubt}."


def compared_with_the_paper(study: Study, found: Finding) -> str:
    """Whether the study itself found the same; empty where it does not say."""
    published = found.scenario.published
    if published is None:
        return ""
    name = metric_label(study, published)
    if found.winners == (published,):
        return f"The published study also found {name} best."
    return f"The published study found {name} best, unlike here."


def ranked_by_gain(study: Study, findings: Sequence[Finding]) -> str:
    """What changes where targets are ranked by gain; empty where no scenario does so.

    Gain leaves the difficulty of targets out: a clear winner by performance that loses by gain
    had its lead from there.
    """
    pairs = [
        (raw, gain)
        for gain in findings
        for raw in findings
        if (raw.scenario.performance, gain.scenario.performance) == ("measured", "gain")
        and raw.scenario.table == gain.scenario.table
        and raw.winners
        and gain.winners
    ]
    if not pairs:
        return ""
    clauses = "; ".join(_by_gain(study, raw, gain) for raw, gain in pairs)
    lost = [_name(study, raw) for raw, gain in pairs if raw.decided and raw.winners != gain.winners]
    difficulty = (
        f" The lead of {join_names(lost)} came from the difficulty of the targets." if lost else ""
    )
    return f"Ranked by gain, which leaves the difficulty of targets out: {clauses}.{difficulty}"


def _by_gain(study: Study, raw: Finding, gain: Finding) -> str:
    task = escaped(study.table(gain.scenario.table).task)
    leads = f"{_name(study, gain)} {_verb('lead', gain)} with {percent(gain.rate)}{_judged(gain)}"
    if raw.winners == gain.winners:
        return f"in {task} {leads}, too"
    rates = gain.rates.set_index("metric")["win_rate"]
    now = percent(float(rates[list(raw.winners)].max()))
    return f"in {task} {_name(study, raw)} wins {now} instead of {percent(raw.rate)}, and {leads}"


def against_baselines(study: Study, rates: pd.DataFrame) -> str:
    """How the best metric compares with the best baseline, from win rates of both together."""
    known = rates.dropna(subset=["win_rate"]).sort_values("win_rate", ascending=False)
    own = known["metric"].isin(study.metric_keys)
    metrics, baselines = in_field(known[own]), in_field(known[~own])
    if metrics.empty or baselines.empty:
        return ""
    best, baseline = metrics.iloc[0], baselines.iloc[0]
    return (
        f"The best metric, {metric_label(study, best['metric'])}, wins"
        f" {percent(best['win_rate'])} of the setups; the best baseline,"
        f" “{metric_label(study, baseline['metric'])}”, wins {percent(baseline['win_rate'])}."
    )


def rescaled_sentence(study: Study, rescaled: pd.DataFrame) -> str:
    """What another scale does to a metric; empty where the study shows none on another.

    `rescaled` is the table of `Queries.rescaled`.
    """
    sentences = [
        f"“{metric_label(study, row['baseline'])}” is"
        f" {metric_label(study, row['metric'])} on another scale, so they differ only"
        f" under Pearson r; there, using it instead changes the win rate from"
        f" {percent(row['before'])} to {percent(row['after'])}."
        for row in rescaled.to_dict("records")
    ]
    return " ".join(sentences)
