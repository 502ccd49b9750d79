"""What do the pages say about one setup?"""

from collections.abc import Hashable, Mapping, Sequence

import pandas as pd

from setupscope.analysis.questions.one_setup import OneSetup, best_metrics
from setupscope.dashboard.text.labels import measure_label, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import four_digits, join_names, quantity
from setupscope.data.study.setup_ids import SetupId
from setupscope.data.study.study import Study
from setupscope.data.vocabulary import UNSTATED

MOST_NAMED = 3


def setup_sentence(study: Study, one: OneSetup, metrics: tuple[str, ...]) -> str:
    """The parts of a setup and its winner, as one sentence in Markdown."""
    where = setup_name(study, one.id)
    best = best_metrics(one.values, metrics)
    if not best:
        return f"No metric has a value: {where}."
    covering = [metric for metric in metrics if not _without(one, metric)]
    value = f"**{four_digits(one.values[best[0]])}**"
    if len(best) == len(covering) > 1:
        return f"All {len(covering)} metrics tie at {value}: {where}."
    names = join_names([f"**{metric_label(study, metric)}**" for metric in best])
    if len(covering) < len(metrics) and len(covering) == 1:
        return f"Only {names} has scores here, with {value}: {where}."
    verb = "is the best" if len(best) == 1 else "tie as the best"
    return f"{names} {verb} of {quantity(len(covering), 'metric')}, with {value}: {where}."


def without_scores(study: Study, one: OneSetup, metrics: Sequence[str]) -> str:
    """Which metrics have no value because members of the pool have no score, in Markdown."""
    sentences = [
        f"{metric_label(study, metric)} has no value: it has no score for {_listed(study, names)}."
        for metric in metrics
        if (names := _without(one, metric))
    ]
    return " ".join(sentences)


def _without(one: OneSetup, metric: str) -> list[str]:
    """The members of the pool that a metric has no score for."""
    return one.candidates.loc[one.candidates[metric].isna(), "candidate"].tolist()


def _listed(study: Study, names: Sequence[str]) -> str:
    """Names, or how many there are where they are many."""
    if len(names) > MOST_NAMED:
        return f"{len(names)} candidates of the pool"
    return join_names([escaped(study.label(name)) for name in names])


def setup_name(study: Study, id_: SetupId) -> str:
    """The parts of a setup, in Markdown."""
    scenario = study.scenario(id_.scenario)
    given, candidate = study.noun(scenario, "given"), study.noun(scenario, "candidates")
    backbone = "" if id_.backbone == UNSTATED else f", {escaped(id_.backbone)}"
    return (
        f"{measure_label(id_.measure)} over {quantity(id_.pool.bit_count(), escaped(candidate))}"
        f" for the {escaped(given)} {escaped(study.label(id_.given))}{backbone}"
    )


def has_another(best: set[str], values: Mapping[Hashable, float], metrics: Sequence[str]) -> bool:
    """Whether other metrics than these win with some values; none do where there is no value."""
    there = set(best_metrics(values, metrics))
    return bool(there) and not best & there


def neighbours_sentence(
    study: Study, one: OneSetup, around: pd.DataFrame, metrics: tuple[str, ...]
) -> str:
    """How many neighbours of each kind name another winner, as one sentence in Markdown."""
    best = set(best_metrics(one.values, metrics))
    if not best or around.empty:
        return "A single setup is not a conclusion."
    all_tie = len(best) == sum(not pd.isna(one.values[metric]) for metric in metrics) > 1
    differs = _fewer_tie if all_tie else has_another
    given = escaped(study.noun(study.scenario(one.id.scenario), "given"))
    nouns = {"measure": "other measure", "given": f"other {given}"}
    nouns |= {"backbone": "other backbone", "pool": "pool that differs by one candidate"}
    clauses = []
    for component, part in around.groupby("component", sort=False):
        others = sum(differs(best, row, metrics) for row in part.to_dict("records"))
        clauses.append(f"{others} of {_plural(len(part), nouns[str(component)])}")
    return f"A single setup is not a conclusion: {_how(best, all_tie)} {join_names(clauses)}."


def _fewer_tie(best: set[str], values: Mapping[Hashable, float], metrics: Sequence[str]) -> bool:
    """Whether only some of the metrics that tie in one setup are the best of others."""
    there = set(best_metrics(values, metrics))
    return bool(there) and not best <= there


def _how(best: set[str], all_tie: bool) -> str:
    """In what the neighbours that are counted differ from a setup with these best metrics."""
    if all_tie:
        return "all metrics tie here; only some of them are the best with"
    if len(best) > 1:
        return f"{len(best)} metrics tie here; another one wins with"
    return "another metric wins with"


def _plural(number: int, noun: str) -> str:
    if noun.startswith("pool "):
        return f"{number} pools that differ by one candidate" if number != 1 else f"1 {noun}"
    return quantity(number, noun)
