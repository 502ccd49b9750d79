"""What does a study say of itself: its tables, metrics, scenarios, pool rule and measures?

A study is a TOML file beside its measurement tables, read into frozen dataclasses. A
mistake in it is one sentence with the file, the key and what is accepted.
"""

import dataclasses
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from setupscope.data.errors import InputError, quoted, unknown
from setupscope.data.limits import MAX_METRICS
from setupscope.data.measures import MEASURES
from setupscope.data.pools import PoolRule
from setupscope.data.vocabulary import KEY_PATTERN, RESERVED, SCENARIO_PATTERN

SHIPPED_STUDY = Path(__file__).resolve().parents[1] / "measurements" / "study.toml"
"""The study that ships: "How stable are Transferability Metrics evaluations?"."""

Text = Annotated[str, StringConstraints(min_length=1)]
Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
ScenarioName = Annotated[str, StringConstraints(pattern=SCENARIO_PATTERN)]
Role = Literal["source", "target"]
STRICT = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, config=STRICT)
class Table:
    """A file of measured transfers, and which of its columns hold what.

    A table without a `backbone` column has transfers whose backbone is "unstated". `file`
    is relative to the study's folder. The nouns are singular; "s" makes their plural.
    """

    key: Key
    file: Text
    task: Text
    source: Text = "source"
    target: Text = "target"
    performance: Text = "performance"
    backbone: Text | None = None
    source_noun: Text = "source"
    target_noun: Text = "target"
    performance_label: Text = "performance"


@dataclass(frozen=True, config=STRICT)
class Metric:
    """A transferability metric: its column, its names, and which direction is better."""

    key: Key
    label: Text
    html: Text | None = None
    latex: Text | None = None
    column: Text | None = None
    direction: Literal["higher", "lower"] = "higher"
    reference: str = ""

    @property
    def score_column(self) -> str:
        """The column of the tables that holds its scores: its key unless the study says other."""
        return self.column or self.key


@dataclass(frozen=True, config=STRICT)
class Baseline:
    """Something to hold metrics against where targets are ranked; see `data.scoring.baselines`."""

    key: Key
    label: Text
    kind: Literal["mean_of_others", "classes", "negative_log"]
    metric: Key | None = None


@dataclass(frozen=True, config=STRICT)
class Scenario:
    """What is being selected, from which table: the candidates, for each given.

    `published` is the metric that the study itself found best here, where it says.
    """

    name: ScenarioName
    table: Key
    given: Role
    candidates: Role
    title: Text
    question: Text
    note: str = ""
    published: Key | None = None


@dataclass(frozen=True, config=STRICT)
class Study:
    """Everything that decides a store, besides the measurements themselves.

    Attributes
    ----------
    name, title, citation, url, licence : str
        What the study is called, and how its data are cited and may be used.
    pools : PoolRule
        Which pools of candidates are scored.
    measures : tuple of str
        Keys of the evaluation measures.
    tables, metrics, scenarios : tuple
        In the order in which they are shown.
    labels : mapping of str to str
        What a source or target is called on pages and in figures; else its own name.
    baselines : tuple of Baseline
        What metrics are held against where targets are ranked.
    classes : mapping of str to int
        Number of classes of a target, where it is known.
    """

    name: Key
    title: Text
    pools: PoolRule
    measures: Annotated[tuple[str, ...], Field(min_length=1)]
    tables: Annotated[tuple[Table, ...], Field(min_length=1)]
    metrics: Annotated[tuple[Metric, ...], Field(min_length=1)]
    scenarios: Annotated[tuple[Scenario, ...], Field(min_length=1)]
    citation: str = ""
    url: str = ""
    licence: str = ""
    labels: Mapping[str, str] = Field(default_factory=dict)
    baselines: tuple[Baseline, ...] = ()
    classes: Mapping[str, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)

    def table(self, key: str) -> Table:
        """The table of that key."""
        return next(table for table in self.tables if table.key == key)

    def scenario(self, name: str) -> Scenario:
        """The scenario of that name."""
        return next(scenario for scenario in self.scenarios if scenario.name == name)

    def metric(self, key: str) -> Metric:
        """The metric of that key."""
        return next(metric for metric in self.metrics if metric.key == key)

    @property
    def metric_keys(self) -> tuple[str, ...]:
        """Keys of the metrics, in the study's order."""
        return tuple(metric.key for metric in self.metrics)

    def label(self, name: str) -> str:
        """What a source, target or backbone is called on pages and in figures."""
        return self.labels.get(name, name)

    def noun(self, scenario: Scenario, role: Literal["given", "candidates"]) -> str:
        """Singular noun for a scenario's givens or candidates."""
        table = self.table(scenario.table)
        side = scenario.given if role == "given" else scenario.candidates
        return table.source_noun if side == "source" else table.target_noun

    def with_rule(self, rule: PoolRule | None) -> "Study":
        """The study under another pool rule; itself where none is given."""
        return self if rule is None else dataclasses.replace(self, pools=rule)

    def canonical_json(self) -> str:
        """The study as JSON with sorted keys and no spaces: equal studies, equal text."""
        content = STUDY.dump_python(self, mode="json")
        return json.dumps(content, sort_keys=True, separators=(",", ":"))


STUDY = TypeAdapter(Study)
ENTRY_OF = {
    "tables": Table,
    "metrics": Metric,
    "baselines": Baseline,
    "scenarios": Scenario,
    "pools": PoolRule,
}


def load_study(path: Path) -> Study:
    """The study of a TOML file.

    Raises
    ------
    InputError
        When the file cannot be read, is no TOML, or says something that is not accepted.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is not valid TOML: {error}") from error
    return study_of(content, where=str(path))


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
    for mistake in _contradictions(study):
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


def _contradictions(study: Study) -> Iterable[str]:
    """What one part of a study says that another does not bear out, a clause each."""
    yield from _repeated("table", [table.key for table in study.tables])
    if len(study.metrics) > MAX_METRICS:
        yield f"{len(study.metrics)} metrics, but at most {MAX_METRICS} are accepted"
    yield from _repeated("metric", [*study.metric_keys, *(b.key for b in study.baselines)])
    names = [metric.label for metric in study.metrics]
    yield from _repeated("metric label", [*names, *(b.label for b in study.baselines)])
    yield from _repeated("label", study.labels.values())
    yield from _repeated("scenario", [scenario.name.lower() for scenario in study.scenarios])
    yield from _repeated("measure", study.measures)
    for key in study.measures:
        if key not in MEASURES:
            yield unknown("measure", key, MEASURES)
    for baseline in study.baselines:
        if (baseline.kind == "negative_log") != (baseline.metric in study.metric_keys):
            needed = "a metric of the study" if baseline.kind == "negative_log" else "no metric"
            yield f"baseline {quoted(baseline.key)} of kind {quoted(baseline.kind)} needs {needed}"
    for key in [*study.metric_keys, *(baseline.key for baseline in study.baselines)]:
        if key in RESERVED:
            yield (
                f"metric {quoted(key)} has the key of a column of the store; give it another key"
            )
    for table in study.tables:
        yield from _table_contradictions(table, study.metrics)
    for scenario in study.scenarios:
        yield from _scenario_contradictions(scenario, [table.key for table in study.tables])
        if scenario.published not in (None, *study.metric_keys):
            what = unknown("metric", scenario.published, study.metric_keys)
            yield f"scenario {quoted(scenario.name)}: published: {what}"


def _table_contradictions(table: Table, metrics: Iterable[Metric]) -> Iterable[str]:
    path = PurePosixPath(table.file)
    if path.is_absolute() or ".." in path.parts or re.search(r"[\\:]", table.file):
        where = f"table {quoted(table.key)}: file {quoted(table.file)}"
        yield f"{where} must be in the study's folder"
    columns = [table.source, table.target, table.performance, table.backbone]
    columns += [metric.score_column for metric in metrics]
    for clause in _repeated("column", [column for column in columns if column]):
        yield f"table {quoted(table.key)}: {clause}"


def _scenario_contradictions(scenario: Scenario, tables: list[str]) -> Iterable[str]:
    where = f"scenario {quoted(scenario.name)}"
    if scenario.table not in tables:
        yield f"{where}: {unknown('table', scenario.table, tables)}"
    if scenario.given == scenario.candidates:
        yield f"{where}: given and candidates are both {quoted(scenario.given)}, but must differ"


def _repeated(what: str, names: Iterable[str]) -> Iterable[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{what} {quoted(name)} is named {times} times"
