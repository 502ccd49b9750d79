"""What does a study say of itself: its tables, metrics, scenarios, pool rule and measures?

A study is a TOML file beside its measurement tables, read into frozen dataclasses. A
mistake in it is one sentence with the file, the key and what is accepted.
"""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic.dataclasses import dataclass

from setupscope.data.measures import MEASURES
from setupscope.data.pools import OF_SAMPLES, PoolRule
from setupscope.data.vocabulary import KEY_PATTERN, SCENARIO_PATTERN

Text = Annotated[str, StringConstraints(min_length=1)]
Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
ScenarioName = Annotated[str, StringConstraints(pattern=SCENARIO_PATTERN)]
PresetKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Role = Literal["source", "target"]
STRICT = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, config=STRICT)
class Table:
    """A file of measured transfers, and which of its columns hold what.

    A table without a `backbone` column has transfers whose backbone is "unstated". `file`
    is relative to the study's folder. The nouns are singular; "s" makes their plural.

    `performance_bounds` are the lowest and the highest performance that there can be, where they
    are known. `performance_error` is the column of the standard error of each performance, where
    several runs were averaged; a cell may be empty.
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
    performance_bounds: tuple[float, float] | None = None
    performance_error: Text | None = None


@dataclass(frozen=True, config=STRICT)
class Metric:
    """A transferability metric: its column, its names, and which direction is better.

    `about` says in one sentence what it measures, `reference` where it comes from: author, year
    and venue.
    """

    key: Key
    label: Text
    html: Text | None = None
    latex: Text | None = None
    column: Text | None = None
    direction: Literal["higher", "lower"] = "higher"
    about: str = ""
    reference: str = ""

    @property
    def score_column(self) -> str:
        """The column of the tables that holds its scores: its key unless the study says other."""
        return self.column or self.key


@dataclass(frozen=True, config=STRICT)
class Rescaled:
    """A metric on another scale: −log(−s) of its scores s, which keeps their order."""

    key: Key
    label: Text
    metric: Key


@dataclass(frozen=True, config=STRICT)
class Fact:
    """What is known of sources or targets before any transfer is measured: a number each.

    `source` says whether more of it predicts better transfer where sources are ranked,
    `target` the same of targets; where neither is said, it is no baseline there. `reference`
    is where the numbers come from.
    """

    key: Key
    label: Text
    values: Mapping[str, float]
    source: Literal["more", "fewer"] | None = None
    target: Literal["more", "fewer"] | None = None
    scale: Literal["linear", "log"] = "linear"
    reference: str = ""


@dataclass(frozen=True)
class Baseline:
    """Something to hold the metrics of a scenario against; see `data.study.baselines`.

    Attributes
    ----------
    key, label : str
        Its column, and its name.
    kind : {"static", "others", "fact", "rescaled"}
        How it is scored.
    about : str
        The fact or the metric that it is made of, if any.
    """

    key: str
    label: str
    kind: Literal["static", "others", "fact", "rescaled"]
    about: str = ""


STATIC = Baseline("static_ranker", "static ranker", "static")
OTHERS = Baseline("other_sources", "mean of the other sources", "others")


@dataclass(frozen=True, config=STRICT)
class Scenario:
    """What is being selected, from which table: the candidates, for each given.

    `published` is the metric that the study itself found best here, where it says.
    `performance` is what candidates are ranked by: "measured", or "gain", the performance
    less the mean of the other sources on the same target.
    """

    name: ScenarioName
    table: Key
    given: Role
    candidates: Role
    title: Text
    question: Text
    note: str = ""
    published: Key | None = None
    performance: Literal["measured", "gain"] = "measured"


@dataclass(frozen=True, config=STRICT)
class Preset:
    """The setups of a paper's evaluation, as far as a study has them.

    `paper` cites it, `slice` is the query of the setups, as `setupscope table --slice` takes it;
    `note` says in one sentence what differs from the paper.
    """

    key: PresetKey
    label: Text
    paper: Text
    slice: Text
    note: str = ""


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
    facts : tuple of Fact
        What is known of sources and targets beforehand.
    rescaled : tuple of Rescaled
        Metrics that are shown on another scale too, beside the baselines.
    families : mapping of str to tuple of str
        Names of sources or targets that are alike, by the name of their family.
    aliases : mapping of str to str
        What metrics are called elsewhere: the key that other studies use, by a key or a name that
        this one uses.
    presets : tuple of Preset
        The setups of papers' evaluations.
    added : str, optional
        Key of the metric that its maker added last; pages and figures that choose metrics show it.
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
    facts: tuple[Fact, ...] = ()
    rescaled: tuple[Rescaled, ...] = ()
    families: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    aliases: Mapping[str, Key] = Field(default_factory=dict)
    presets: tuple[Preset, ...] = ()
    added: Key | None = None

    def table(self, key: str) -> Table:
        """The table of that key."""
        return next(table for table in self.tables if table.key == key)

    def scenario(self, name: str) -> Scenario:
        """The scenario of that name."""
        return next(scenario for scenario in self.scenarios if scenario.name == name)

    def measures_of(self, scenario: str) -> tuple[str, ...]:
        """Keys of a scenario's measures: of gains, those that need no ratio of performances."""
        if self.scenario(scenario).performance == "measured":
            return self.measures
        return tuple(key for key in self.measures if not MEASURES[key].needs_ratio)

    def performance_label(self, scenario: str) -> str:
        """What the candidates of a scenario are ranked by, in words."""
        own = self.scenario(scenario)
        label = self.table(own.table).performance_label
        return label if own.performance == "measured" else f"gain in {label}"

    def metric(self, key: str) -> Metric:
        """The metric of that key, or the baseline as if it were one."""
        extra = (Metric(key=name, label=label) for name, label in self.baseline_names())
        return next(metric for metric in chain(self.metrics, extra) if metric.key == key)

    def baseline_names(self) -> list[tuple[str, str]]:
        """Key and label of every baseline, whatever scenario it is one of."""
        built_in = [(baseline.key, baseline.label) for baseline in (STATIC, OTHERS)]
        known = [(fact.key, fact.label) for fact in self.facts]
        return [*built_in, *known, *((r.key, r.label) for r in self.rescaled)]

    def is_baseline(self, key: str) -> bool:
        """Whether a key is that of a baseline, and not of a metric."""
        return key not in self.metric_keys

    @property
    def metric_keys(self) -> tuple[str, ...]:
        """Keys of the metrics, in the study's order."""
        return tuple(metric.key for metric in self.metrics)

    def among_first(self, metrics: Sequence[str], count: int) -> tuple[str, ...]:
        """Metrics in their order; the one that was added is among the first `count`."""
        if self.added is None or self.added not in metrics[count:]:
            return tuple(metrics)
        others = [key for key in metrics if key != self.added]
        return (*others[: count - 1], self.added, *others[count - 1 :])

    def baselines_of(self, scenario: str) -> tuple[Baseline, ...]:
        """What the metrics of a scenario are held against, in the order in which it is shown."""
        ranked = self.scenario(scenario).candidates
        built_in = [STATIC if ranked == "source" else OTHERS]
        known = [Baseline(f.key, f.label, "fact", f.key) for f in self.facts if getattr(f, ranked)]
        shown = self.rescaled if ranked == "target" else ()
        rescaled = [Baseline(r.key, r.label, "rescaled", r.metric) for r in shown]
        return tuple(b for b in (*built_in, *known, *rescaled) if b.key not in self.metric_keys)

    def families_among(self, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The members, in the order of the names, of each family with some of them, but not all.

        The names are those of a scenario's givens or candidates.
        """
        found = {}
        for family, members in self.families.items():
            own = tuple(name for name in names if name in members)
            if 0 < len(own) < len(names):
                found[family] = own
        return found

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

    def with_measures(self, measures: Sequence[str]) -> "Study":
        """The study under other measures; itself where none are given."""
        return dataclasses.replace(self, measures=tuple(measures)) if measures else self

    def canonical_json(self) -> str:
        """What the setups depend on, as JSON with sorted keys and no spaces: equal, equal text."""
        content = STUDY.dump_python(self, mode="json")
        if self.added is None:
            del content["added"]  # studies to which nothing was added keep the digest they had
        for key in BESIDE:
            del content[key]
        if self.pools.sample is None:
            for key in OF_SAMPLES:  # as before there were samples
                del content["pools"][key]
        return json.dumps(content, sort_keys=True, separators=(",", ":"))


BESIDE = ("aliases", "presets")
"""Parts of a study that no setup depends on: links to a store stay valid as they change."""
STUDY = TypeAdapter(Study)
