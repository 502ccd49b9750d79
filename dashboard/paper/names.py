"""What does a study call the things of one table?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from setupscope.analysis.questions.conclusion import ALL
from setupscope.analysis.questions.families import POOL_WITHOUT_FAMILY, WITHOUT_FAMILY
from setupscope.analysis.questions.restrictions import WITH, WITHOUT
from setupscope.analysis.tables import CANDIDATE
from setupscope.dashboard.text.numbers import NO_NUMBER
from setupscope.data.measures import MEASURES
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.study import Scenario

SCENARIO = "scenario"
NOUNS = {"given": "given", "candidates": "candidate"}


@dataclass(frozen=True)
class Words:
    """Names in plain text.

    Attributes
    ----------
    study : MeasuredStudy
        Whose names these are.
    scenarios : tuple of Scenario
        Those that the table has rows of; they decide whether a given is a target dataset.
    elsewhere : mapping of str to str
        Labels of metrics that only other studies have.
    """

    study: MeasuredStudy
    scenarios: tuple[Scenario, ...]
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, table: pd.DataFrame, study: MeasuredStudy, elsewhere: Mapping[str, str] | None = None
    ) -> "Words":
        """The words for a table with a column of scenarios, or without one."""
        held = set(table[SCENARIO]) if SCENARIO in table else set()
        own = tuple(one for one in study.scenarios if one.name in held)
        return cls(study, own or study.scenarios, elsewhere or {})

    def noun(self, role: Literal["given", "candidates"]) -> str:
        """What a given or a candidate is: "target dataset"."""
        nouns = {self.study.noun(scenario, role) for scenario in self.scenarios}
        return nouns.pop() if len(nouns) == 1 else NOUNS[role]

    def metric(self, key: object) -> str:
        """A metric's or a baseline's label; a dash for none."""
        named = [(metric.key, metric.label) for metric in self.study.metrics]
        labels = {**self.elsewhere, **dict([*named, *self.study.baseline_names()])}
        return labels.get(key, key) if isinstance(key, str) else NO_NUMBER

    def component(self, name: str) -> str:
        """What a component, or a column of any table, is called."""
        own = {
            "given": self.noun("given"),
            CANDIDATE: self.noun("candidates"),
            WITH: "pools with",
            WITHOUT: "pools without",
            WITHOUT_FAMILY: "without a family",
            POOL_WITHOUT_FAMILY: "pools without a family",
        }
        return own.get(name, name.replace("_", " "))

    def level(self, component: str, level: object) -> str:
        """What a level of a component is called; a dash for none."""
        if not isinstance(level, str):
            return NO_NUMBER
        if component == SCENARIO:
            return self.study.scenario(level).title
        if component == "measure":
            return "all measures" if level == ALL else MEASURES[level].label
        if component == CANDIDATE:
            fate, _, candidate = level.partition(" ")
            return f"{fate} {self.study.label(candidate)}"
        return self.study.label(level)

    def reason(self, text: str) -> str:
        """Why a number is null, in the study's nouns."""
        given, candidate = self.noun("given"), self.noun("candidates")
        with_given = re.sub(r"\bgiven(s?)\b", rf"{given}\1", text)
        return re.sub(r"\bcandidate(s?)\b", rf"{candidate}\1", with_given)
