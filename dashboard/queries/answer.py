"""What is the answer of a slice, in numbers and in words?"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from setupscope.analysis.questions.evidence import Evidence
from setupscope.analysis.questions.families import POOL_WITHOUT_FAMILY
from setupscope.analysis.questions.leads import DECIDED, UNDECIDED
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS
from setupscope.analysis.slices.coverage import coverage
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.parts import families_in_every_pool, ordered_levels
from setupscope.dashboard.queries.queries import Queries, cached, remembered
from setupscope.dashboard.text.conclusion import (
    by_measure,
    other_answers,
    partial_standing,
    stronger_in_duels,
)
from setupscope.dashboard.text.findings import Finding, finding
from setupscope.dashboard.text.flips import flipped
from setupscope.dashboard.text.labels import component_label, level_label
from setupscope.dashboard.text.soundness import baselines_note
from setupscope.dashboard.text.win_rates import (
    answer,
    by_win_rate,
    doubt,
    in_every_pool,
    parts_won,
    runner_up,
)
from setupscope.data.study.study import Scenario


@dataclass(frozen=True)
class Answer:
    """The answer of a slice of one scenario.

    Attributes
    ----------
    scenario : Scenario
        Which one.
    rates : pandas.DataFrame
        Its win rates.
    found : Evidence
        All that stands beside them.
    undecided : bool
        Whether the lead of its winner is.
    sentence : str
        The answer, in Markdown.
    doubts : list of str
        Interval, runner-up and verdict, and what speaks against it, in Markdown.
    """

    scenario: Scenario
    rates: pd.DataFrame
    found: Evidence
    undecided: bool
    sentence: str
    doubts: list[str]


def scenario_of(slice_: Slice) -> Scenario:
    """The scenario of a slice that has one."""
    return slice_.study.scenario(slice_.scenario_names()[0])


def slices_with_setups(queries: Queries, slice_: Slice) -> list[Slice]:
    """A slice of several scenarios as one for each that holds setups."""
    return [one for one in slice_.by_scenario() if queries.facets(one).total]


@remembered
def answer_of(queries: Queries, slice_: Slice, seed: int = 0) -> Answer:
    """The answer of a slice of one scenario that holds setups."""
    study, scenario = queries.study, scenario_of(slice_)
    found = queries.evidence(slice_, seed)
    rates, verdict = found.rates, found.verdict or ""
    others = [by_measure(study, found.concluded), other_answers(study, found.others)]
    winner = found.concluded["winner"].iloc[-1] if len(found.concluded) else None
    others.append(stronger_in_duels(study, found.strengths, winner))
    others += partial_standing(study, scenario, found.leads)
    tied = bool((found.useful["all_tied"] == 1).all())
    undecided = verdict == UNDECIDED and int(rates["setups"].iloc[0]) > 1
    sentence = answer(study, scenario, rates, undecided=undecided, all_tied=tied)
    doubts = [doubt(study, scenario, rates), runner_up(study, rates, verdict), *others]
    return Answer(scenario, rates, found, undecided, sentence, list(filter(None, doubts)))


def opening_pair(queries: Queries, slice_: Slice) -> tuple[str, str]:
    """The two metrics that are compared unless two are named; there must be two.

    The metric that was added to the study and the best of the others, where setups compare
    them; else the two with the highest win rates, the best first. Metrics that lack scores come
    after all others.
    """
    ranked, added = by_win_rate(queries.rates(slice_, "", 0)), queries.study.added
    if added in ranked:
        pair = str(added), next(key for key in ranked if key != added)
        if coverage(slice_, slice_.scenario_names()[0], pair).together:
            return pair
    return ranked[0], ranked[1]


@cached
def finding_of(queries: Queries, slice_: Slice, seed: int = 0) -> Finding:
    """The answer of a slice of one scenario, as a row of the findings."""
    scenario = scenario_of(slice_)
    found = queries.evidence(slice_, seed)
    return finding(queries.study, scenario, found.rates, found.concluded)


@cached
def flips_said(queries: Queries, slice_: Slice, seed: int = 0) -> str:
    """How many single restrictions change the winner of a slice of one scenario, in Markdown."""
    return flipped(queries.study, scenario_of(slice_), queries.table(slice_, "flips", (), seed))


@cached
def baselines_said(queries: Queries, scenario: str, seed: int = 0) -> str:
    """Which baselines the best metric of a scenario beats, in Markdown; empty without any."""
    against = queries.against_baselines(scenario, seed)
    return baselines_note(queries.study, queries.study.scenario(scenario), against)


@dataclass(frozen=True)
class Parts:
    """The win rates of a slice's parts by one component.

    Attributes
    ----------
    rates : pandas.DataFrame
        A row per part and metric.
    metrics : list of str
        The metrics compared, that with the highest rate over the whole slice first.
    labels : mapping of str to str
        What each part is called in a figure, escaped, in the order in which they stand.
    text : str
        In how many parts each metric leads, and which families have none, in Markdown.
    undecided : list of str
        The parts without a clear winner: undecided, or with too few givens for a verdict.
    """

    rates: pd.DataFrame
    metrics: list[str]
    labels: Mapping[str, str]
    text: str
    undecided: list[str]


@remembered
def parts_of(queries: Queries, slice_: Slice, component: str, seed: int = 0) -> Parts:
    """The parts of a slice of one scenario, ordered so that structure shows."""
    study, whole = queries.study, queries.rates(slice_, "", seed)
    parts = queries.rates(slice_, component, seed)
    ranked = by_win_rate(whole)
    levels = ordered_levels(study, parts, component, ranked)
    labels = {level: level_label(study, component, level) for level in levels}
    noun = component_label(study, scenario_of(slice_), component)
    won = parts_won(study, parts, component, noun.removesuffix(" in").removesuffix(" out"))
    if component == POOL_WITHOUT_FAMILY:
        families = families_in_every_pool(slice_)
        won = f"{won} {in_every_pool(study, scenario_of(slice_), families)}".rstrip()
    return Parts(parts, ranked, labels, won, _undecided(queries, slice_, component, parts, seed))


def _undecided(
    queries: Queries, slice_: Slice, component: str, parts: pd.DataFrame, seed: int
) -> list[str]:
    """The parts whose winner is not clear; nothing is resampled where none has enough givens."""
    clear: list[str] = []
    if (parts["givens"] >= FEWEST_GIVENS).any():
        found = queries.verdicts(slice_, component, seed)
        clear = found.loc[found["verdict"].isin(DECIDED), "value"].tolist()
    return [level for level in parts[component].unique().tolist() if level not in clear]


def is_undecided(queries: Queries, slice_: Slice, seed: int = 0) -> bool:
    """Whether the lead of the winner of a slice of one scenario is undecided."""
    return queries.verdict(slice_, seed) == UNDECIDED


def answer_with_verdict(queries: Queries, slice_: Slice, seed: int = 0) -> str:
    """Who wins in a slice of one scenario, and whether it is undecided: a sentence in Markdown."""
    rates, undecided = queries.rates(slice_, "", seed), is_undecided(queries, slice_, seed)
    return answer(queries.study, scenario_of(slice_), rates, undecided=undecided)
