"""How is a study read from its TOML file?

A mistake in it is one sentence with the file, the key and what is accepted.
"""

import dataclasses
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from setupscope.data.documents import text_of
from setupscope.data.errors import InputError, quoted, unknown
from setupscope.data.pools import PoolRule
from setupscope.data.study.contradictions import contradictions
from setupscope.data.study.study import (
    STUDY,
    Fact,
    Metric,
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
}


def load_study(path: Path, rule: PoolRule | None = None, measures: Sequence[str] = ()) -> Study:
    """The study of a TOML file, with another pool rule and other measures if they are given.

    Raises
    ------
    InputError
        When the file cannot be read, is no TOML, or says something that is not accepted.
    """
    try:
        content = tomllib.loads(text_of(path))
    except RecursionError as error:
        raise InputError(f"{path}: is nested too deeply") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is not valid TOML: {error}") from error
    study = study_of(content, where=str(path)).with_rule(rule).with_measures(measures)
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
    try:
        study = STUDY.validate_json(json.dumps(content, default=str))
    except ValidationError as error:
        raise InputError(f"{where}: {_sentence(error, content)}") from error
    for mistake in contradictions(study):
        raise InputError(f"{where}: {mistake}")
    return study


def _sentence(error: ValidationError, content: Mapping[str, Any]) -> str:
    """The first mistake that pydantic found, in the words of the file."""
    first = error.errors()[0]
    *place, key = first["loc"]
    where = f"{_place(place, content)}key {quoted(key)}"
    match first["type"]:
        case "missing":
            return f"{where} is missing"
        case "unexpected_keyword_argument":
            fields = dataclasses.fields(ENTRY_OF.get(str(place[0]), Study) if place else Study)
            return f"{_place(place, content)}{unknown('key', key, [f.name for f in fields])}"
        case "string_pattern_mismatch":
            return f"{where} is {quoted(first['input'])}, but must match {first['ctx']['pattern']}"
        case "value_error":
            return f"{_place(first['loc'], content)}{first['ctx']['error']}"
    return f"{where} is {quoted(first['input'])}: {first['msg'][0].lower()}{first['msg'][1:]}"


def _place(loc: Iterable[int | str], content: Mapping[str, Any]) -> str:
    """Where in the file a mistake stands, as the start of a sentence: "metrics 'leep', "."""
    words: list[str] = []
    index: Any = content
    for step in loc:
        index = index[step]
        name = index.get("key", index.get("name")) if isinstance(index, dict) else None
        words.append(f"[{step}]" if isinstance(step, str) else quoted(name or f"number {step + 1}"))
    return f"{' '.join(words)}: " if words else ""
