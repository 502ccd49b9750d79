"""How is a study read from its TOML file?

A mistake in it is one sentence with the file, the key and what is accepted.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from setupscope.data.documents import read_toml, validated
from setupscope.data.errors import InputError
from setupscope.data.pools import PoolRule
from setupscope.data.study.contradictions import contradictions
from setupscope.data.study.study import (
    STUDY,
    Fact,
    Metric,
    Preset,
    Rescaled,
    Scenario,
    Study,
    Table,
)

SHIPPED_STUDY = Path(__file__).resolve().parents[1] / "measurements" / "study.toml"
"""The study that ships: "How stable are Transferability Metrics evaluations?"."""
ENTRY_OF = {
    "tables": Table,
    "metrics": Metric,
    "facts": Fact,
    "rescaled": Rescaled,
    "scenarios": Scenario,
    "pools": PoolRule,
    "presets": Preset,
}


def load_study(path: Path, rule: PoolRule | None = None, measures: Sequence[str] = ()) -> Study:
    """The study of a TOML file, with another pool rule and other measures if they are given.

    Raises
    ------
    InputError
        When the file cannot be read, is no TOML, or says something that is not accepted.
    """
    study = study_of(read_toml(path), where=str(path)).with_rule(rule).with_measures(measures)
    for mistake in contradictions(study):
        raise InputError(f"{path}: {mistake}")
    return study


def study_of(content: Mapping[str, Any], where: str) -> Study:
    """The study that a parsed TOML document describes; `where` names it in messages.

    Raises
    ------
    InputError
        When a key is missing, unknown or mistyped, or two parts contradict each other.
    """
    study = validated(STUDY, content, where, Study, ENTRY_OF)
    for mistake in contradictions(study):
        raise InputError(f"{where}: {mistake}")
    return study
