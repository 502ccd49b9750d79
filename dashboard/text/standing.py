"""How does a metric stand in a study, in words?"""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from setupscope.analysis import near_copies
from setupscope.analysis.frames.rows import Setups
from setupscope.analysis.soundness.random_metric import ABOVE, BELOW, WITHIN
from setupscope.dashboard.text.labels import capital, metric_label
from setupscope.dashboard.text.markdown import escaped, strip_markdown
from setupscope.dashboard.text.numbers import join_names, percent, quantity, span, unsigned_tenths
from setupscope.data.study.study import Scenario, Study

Row = Mapping[Hashable, Any]
"""A row of `analysis.standing`."""


def headline(study: Study, table: pd.DataFrame, setups: int) -> str:
    """How the metric that was added does, else who wins in the study that was brought.

    `table` has a row of `analysis.standing` per scenario. The clauses are of scenarios that
    rank sources, where there are any.
    """
    rows = table.to_dict("records")
    ranked = [r for r in rows if study.scenario(r["scenario"]).candidates == "source"] or rows
    if study.added is None:
        clauses = "; ".join(_clause(study, row, _name(study, row)) for row in ranked)
        first = f"**{escaped(study.title)}** has been scored: {quantity(setups, 'setup')}."
        return f"{first} {capital(clauses)}."
    first, *rest = [_clause(study, row, "it") for row in ranked]
    # What is the same in every scenario is said once.
    clauses = "; ".join(
        [first, *(one.removeprefix(_best(ranked[0], "it")).strip() for one in rest)]
    )
    leads = sum(row["place"] == 1 for row in rows)
    where = f"leads in {leads or 'none'} of {len(rows)} scenarios"
    if len(rows) == 1:
        where = f"{'leads' if leads else 'does not lead'} in the only scenario"
    return f"**{metric_label(study, study.added)}** {where}: {clauses}."


def _name(study: Study, row: Row) -> str:
    return f"**{metric_label(study, row['metric'])}**" if isinstance(row["metric"], str) else ""


def _clause(study: Study, row: Row, name: str) -> str:
    """What is said of one scenario in the headline."""
    scenario = study.scenario(row["scenario"])
    title = f"“{escaped(scenario.title)}”"
    if not name:
        return f"no metric wins in {title}"
    if pd.isna(row["win_rate"]):
        return f"in {title} {name} cannot be compared"
    share = f"{percent(row['win_rate'])} of {_counted(row)} in {title}"
    against = _against(study, scenario, row)
    return f"{_best(row, name)} in {share}{against and f', {against}'}"


def _best(row: Row, name: str) -> str:
    return f"{name} is the best of {_field(row)} metrics"


def _field(row: Row) -> int:
    """How many metrics the win rate is among; one that lacks scores stands beside the others."""
    return int(row["compared"]) + bool(row["partial"])


def _counted(row: Row) -> str:
    """The setups that the win rate is over: all, or those that it covers and that compare."""
    if row["covered_setups"] == row["setups"]:
        return quantity(int(row["setups"]), "setup")
    return (
        f"the {row['covered_setups']:,} of {quantity(int(row['setups']), 'setup')} that it covers"
    )


def _against(study: Study, scenario: Scenario, row: Row) -> str:
    """Behind or ahead of whom, and how sure that is; empty without another metric."""
    if not isinstance(row["other"], str) or pd.isna(row["lead"]):
        return ""
    other = metric_label(study, row["other"])
    if not row["lead"]:
        return f"level with {other}"
    return f"{'ahead of' if row['lead'] > 0 else 'behind'} {other}{_judged(study, scenario, row)}"


def _judged(study: Study, scenario: Scenario, row: Row) -> str:
    if isinstance(row["verdict"], str):
        return f" ({row['verdict']})"
    return f" (too few {escaped(study.noun(scenario, 'given'))}s for a verdict)"


def standing_sentence(study: Study, row: Row) -> str:
    """How often the metric wins in a scenario, which place that is, and who leads; Markdown."""
    scenario, name = study.scenario(row["scenario"]), _name(study, row)
    if not name or pd.isna(row["win_rate"]):
        why = escaped(str(row["reason"]))
        said = f"{name} cannot be compared: {why}." if name else f"No metric wins: {why}."
        return f"{said} {_leader(study, row)}".strip()
    share = f"**{percent(row['win_rate'])}** of {_counted(row)}"
    givens = quantity(int(row["covered_givens"]), escaped(study.noun(scenario, "given")))
    place = (
        f": place {int(row['place'])} of {int(row['compared'])}" if row["place"] > 0 else NO_PLACE
    )
    best = f"{_best(row, name)} in {share} over {givens}"
    return f"{best}{_interval(row, '')}{place}. {_lead(study, scenario, row)}".strip()


NO_PLACE = "; it has no place among the others, because it lacks scores"


def _leader(study: Study, row: Row) -> str:
    """Who leads where the metric is not compared."""
    if not isinstance(row["other"], str):
        return ""
    name, rate = metric_label(study, row["other"]), percent(row["other_rate"])
    return f"**{name}** leads with {rate}{_interval(row, 'other_')}."


def _interval(row: Row, what: str) -> str:
    low, high = row[f"{what}low"], row[f"{what}high"]
    return "" if pd.isna(low) else f" (95 % interval {span(low, high)})"


def _lead(study: Study, scenario: Scenario, row: Row) -> str:
    """By how much it is ahead of the other, or behind."""
    if not isinstance(row["other"], str) or pd.isna(row["lead"]):
        return ""
    other = f"**{metric_label(study, row['other'])}**"
    rate = "" if row["partial"] else f", which wins {percent(row['other_rate'])}"
    where = "Where both have scores, it" if row["partial"] else "It"
    if not row["lead"]:
        return f"{where} is level with {other}{rate}."
    points = f"{unsigned_tenths(row['lead'])} percentage points"
    side = "ahead of" if row["lead"] > 0 else "behind"
    judged = _judged(study, scenario, row).strip(" ()")
    verdict = f"the lead is {judged}" if isinstance(row["verdict"], str) else judged
    return f"{where} is {points} {side} {other}{rate}; {verdict}."


def one_to_one(study: Study, row: Row) -> str:
    """In what share of the setups the metric is ahead of the other; empty without one."""
    if not isinstance(row["other"], str) or pd.isna(row["ahead"]):
        return ""
    other = metric_label(study, row["other"])
    share = f"{percent(row['ahead'])} of the setups{_interval(row, 'ahead_')}"
    return f"One to one, it is ahead of {other} in {share}, with ties counted half."


def beside_chance(study: Study, row: Row) -> str:
    """What a metric of random scores would reach, and whether the metric does better."""
    if pd.isna(row["random"]) or pd.isna(row["win_rate"]):
        return ""
    chance = (
        f"A metric of random scores would win {percent(row['random'])} as one metric more, and in"
        f" 95 % of draws at most {percent(row['random_q95'])}"
    )
    said = CHANCE.get(row["against_random"], "")
    return f"{chance}; {metric_label(study, row['metric'])} wins {said}." if said else f"{chance}."


CHANCE: Mapping[object, str] = {
    ABOVE: "clearly more often",
    WITHIN: "more often, but not clearly",
    BELOW: "less often",
}


def lines(study: Study, table: pd.DataFrame, setups: int) -> Iterator[str]:
    """The headline and a line per scenario, in plain text, for a terminal."""
    yield strip_markdown(headline(study, table, setups))
    for row in table.to_dict("records"):
        said = " ".join(filter(None, [standing_sentence(study, row), one_to_one(study, row)]))
        yield strip_markdown(f"{row['scenario']}: {said}")


def where_added(study: Study, table: pd.DataFrame) -> str:
    """Where the metric that was added leads and where it does not; empty where none was.

    `table` has a row of `analysis.standing` per scenario.
    """
    if study.added is None:
        return ""
    rows = table.to_dict("records")
    leads = [_title(study, row) for row in rows if row["place"] == 1]
    others = [f"{_rank(row)} in {_title(study, row)}" for row in rows if row["place"] != 1]
    name = f"**{metric_label(study, study.added)}**, the metric that was added,"
    said = f"leads in {join_names(leads)}" if leads else "leads in no scenario"
    rest = f"; it is {join_names(others)}" if others else ""
    return f"{name} {said}{rest}."


def _title(study: Study, row: Row) -> str:
    return f"“{escaped(study.scenario(row['scenario']).title)}”"


def _rank(row: Row) -> str:
    """Its place, or why it has none."""
    if row["place"] > 0:
        return f"at place {int(row['place'])} of {int(row['compared'])}"
    return "not compared" if pd.isna(row["win_rate"]) else "without a place, for lack of scores,"


def alike(study: Study, setups: Setups, metric: str | None = None) -> Iterator[str]:
    """A sentence for each pair of metrics so alike that they split each other's wins."""
    found = near_copies(setups)
    if metric is not None:
        found = found[(found["a"] == metric) | (found["b"] == metric)]
    for (a, b), rows in found.groupby(["a", "b"], sort=False):
        names = [study.metric(str(key)).label for key in (a, b)]
        where = ", ".join(rows["scenario"].drop_duplicates())
        low, high = rows["correlation"].min(), rows["correlation"].max()
        ends = f"{low:.3f}" if low == high else f"{low:.3f} to {high:.3f}"
        yield (
            f"{names[0]} and {names[1]} order the setups almost identically (rank correlation"
            f" {ends}; {where}), so where they are compared they take wins from each other"
        )
