"""Which metrics, measures and scenarios do studies share, and which names and data?

Metrics are the same where their keys are, or where an alias says so; never by anything else.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from setupscope.data.errors import InputError
from setupscope.data.study.aliases import shared_key
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.study import Scenario

SOURCES, TARGETS, GAIN = "sources", "targets", "gain"
QUESTIONS = (SOURCES, TARGETS, GAIN)
"""What is ranked: sources or targets by their performance, or targets by their gain."""
MATCHED, LEFT_OUT = "matched", "left out"

Studies = Mapping[str, MeasuredStudy]
"""By the name under which each is listed, in the order in which they are."""


@dataclass(frozen=True)
class Part:
    """What one study brings to a question.

    Attributes
    ----------
    study : str
        Its name.
    scenarios : tuple of str
        Those that ask the question, in the study's order.
    keys : mapping of str to str
        The study's own key of each metric that it shares.
    """

    study: str
    scenarios: tuple[str, ...]
    keys: Mapping[str, str]


@dataclass(frozen=True)
class Shared:
    """What studies share of one question.

    Attributes
    ----------
    question : str
        One of `QUESTIONS`.
    measures : tuple of str
        Those that all of these studies have.
    parts : tuple of Part
        Of each study that asks the question.
    """

    question: str
    measures: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that at least two of these studies have, or that the only one has."""
        times = Counter(metric for part in self.parts for metric in part.keys)
        return tuple(key for key, count in times.items() if count >= min(2, len(self.parts)))

    @property
    def common(self) -> tuple[str, ...]:
        """The metrics that all of these studies have."""
        return tuple(m for m in self.metrics if all(m in part.keys for part in self.parts))


def question_of(scenario: Scenario) -> str:
    """Which of `QUESTIONS` a scenario asks."""
    if scenario.performance == "gain":
        return GAIN
    return SOURCES if scenario.candidates == "source" else TARGETS


def shared(
    studies: Studies,
    aliases: Mapping[str, str] | None = None,
    metrics: Sequence[str] | None = None,
    measures: Sequence[str] | None = None,
) -> list[Shared]:
    """What the studies share, question by question; without those that none of them asks.

    Parameters
    ----------
    studies : mapping of str to MeasuredStudy
        Each of its own data.
    aliases : mapping of str to str, optional
        The key of a metric by another key that some studies have for it.
    metrics, measures : sequences of str, optional
        Only these of what they share.

    Raises
    ------
    InputError
        When two studies are one, or one has two metrics of the same name.
    """
    _require_different(studies)
    own = {name: _keys(name, study, aliases or {}) for name, study in studies.items()}
    found = []
    for question in QUESTIONS:
        parts = [
            Part(
                name,
                scenarios,
                {k: v for k, v in own[name].items() if metrics is None or k in metrics},
            )
            for name, study in studies.items()
            if (scenarios := _asking(study, question))
        ]
        if parts:
            known = _measures({p.study: studies[p.study] for p in parts}, question)
            kept = tuple(key for key in known if measures is None or key in measures)
            found.append(Shared(question, kept, tuple(parts)))
    return found


def _asking(study: MeasuredStudy, question: str) -> tuple[str, ...]:
    return tuple(one.name for one in study.scenarios if question_of(one) == question)


def _keys(name: str, study: MeasuredStudy, aliases: Mapping[str, str]) -> dict[str, str]:
    """A study's own key of each of its metrics, by the key that the studies share."""
    found: dict[str, str] = {}
    for key in study.metric_keys:
        known = shared_key(study, key)
        common = aliases.get(key, aliases.get(known, known))
        if common in found:
            raise InputError(
                f"{name} has two metrics that count as {common}: {found[common]} and {key}"
                " (accepted: aliases under which each metric of a study is another)"
            )
        found[common] = key
    return found


def _measures(studies: Studies, question: str) -> tuple[str, ...]:
    """The measures of every scenario that asks a question, in the first study's order."""
    lists = [
        study.measures_of(scenario)
        for study in studies.values()
        for scenario in _asking(study, question)
    ]
    return tuple(key for key in lists[0] if all(key in own for own in lists))


def matched_metrics(studies: Studies, aliases: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Under which key each metric of each study is compared, and which are left out.

    Returns
    -------
    pandas.DataFrame
        A row per metric and study, those that several studies have first: `metric` (the key
        that they share), `study`, `key` and `label` (the study's own), `state` ("matched", or
        "left out" where no other study has it), `reason` (why it is left out, else null).
    """
    own = {name: _keys(name, study, aliases or {}) for name, study in studies.items()}
    times = Counter(metric for keys in own.values() for metric in keys)
    least = min(2, len(studies))
    rows = [
        (metric, name, own[name][metric], studies[name].metric(own[name][metric]).label)
        for metric in sorted(times, key=lambda one: times[one] < least)
        for name in studies
        if metric in own[name]
    ]
    table = pd.DataFrame(rows, columns=["metric", "study", "key", "label"])
    alone = [times[metric] < least for metric in table["metric"]]
    table["state"] = [LEFT_OUT if one else MATCHED for one in alone]
    table["reason"] = ["no other study has it" if one else None for one in alone]
    return table


def overlaps(studies: Studies) -> pd.DataFrame:
    """Which names of sources and targets two studies have in common.

    Names are the same where their letters and digits are, whatever their case; labels count too.

    Returns
    -------
    pandas.DataFrame
        A row per pair of studies and side with a name in common: `study`, `other`, `side`
        ("source" or "target"), `shared` (how many), `names` (of the first study, in
        alphabetical order, with commas between).
    """
    rows = []
    sides = ("source", "target")
    names = {(key, side): names_on(one, side) for key, one in studies.items() for side in sides}
    for name, other in combinations(studies, 2):
        for side in sides:
            first, second = names[name, side], names[other, side]
            both = sorted(first[key] for key in first.keys() & second.keys())
            both = [*dict.fromkeys(both)]
            if both:
                rows.append((name, other, side, len(both), ", ".join(both)))
    return pd.DataFrame(rows, columns=["study", "other", "side", "shared", "names"])


def names_on(study: MeasuredStudy, side: str) -> dict[str, str]:
    """A study's sources or targets, by the letters and digits of their names and labels."""
    found: dict[str, str] = {}
    for scenario in study.scenarios:
        names = study.names_of(scenario.name)
        of_side = names.givens if scenario.given == side else names.candidates
        for name in of_side:
            found |= {_plain(name): name, _plain(study.label(name)): name}
    found.pop("", None)
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


def _require_different(studies: Studies) -> None:
    """Raises InputError where one study would count twice."""
    for (name, one), (other, two) in combinations(studies.items(), 2):
        if same_study(one, two):
            raise InputError(
                f"{name} and {other} are stores of one study, {one.name}, which counts once"
                " (accepted: one of them)"
            )


def same_study(one: MeasuredStudy, two: MeasuredStudy) -> bool:
    """Whether two stores hold one study, under another rule or with another metric."""
    if one.digest == two.digest or one.name != two.name:
        return one.digest == two.digest
    sides = [(names_on(one, side), names_on(two, side)) for side in ("source", "target")]
    return all(_any(a.keys(), b) for a, b in sides)


def _any(names: Iterable[str], others: Mapping[str, str]) -> bool:
    return any(name in others for name in names)
