"""What does one part of a study say that another does not bear out?"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from math import isfinite
from pathlib import PurePosixPath

from setupscope.data.errors import listed, quoted, unknown
from setupscope.data.limits import MAX_METRICS
from setupscope.data.measures import MEASURES
from setupscope.data.study.aliases import shared_key
from setupscope.data.study.presets import preset_mistakes
from setupscope.data.study.study import Fact, Metric, Scenario, Study, Table
from setupscope.data.vocabulary import RESERVED


def contradictions(study: Study) -> Iterable[str]:
    """What one part of a study says that another does not bear out, a clause each."""
    yield from _repeated("table", [table.key for table in study.tables])
    if len(study.metrics) > MAX_METRICS:
        yield f"{len(study.metrics)} metrics, but at most {MAX_METRICS} are accepted"
    named = [*((m.key, m.label) for m in study.metrics), *study.baseline_names()]
    yield from _repeated("metric", [key for key, _ in named])
    yield from _repeated("metric label", [label for _, label in named])
    yield from _repeated("label", study.labels.values())
    yield from _repeated("scenario", [scenario.name.lower() for scenario in study.scenarios])
    yield from _repeated("measure", study.measures)
    for key in study.measures:
        if key not in MEASURES:
            yield unknown("measure", key, MEASURES)
    yield from chain.from_iterable(map(_fact_contradictions, study.facts))
    for rescaled in study.rescaled:
        if rescaled.metric not in study.metric_keys:
            what = unknown("metric", rescaled.metric, study.metric_keys)
            yield f"rescaled {quoted(rescaled.key)}: {what}"
    members = Counter(name for names in study.families.values() for name in set(names))
    for name in (name for name, families in members.items() if families > 1):
        yield f"{quoted(name)} is in {members[name]} families, but at most 1 is accepted"
    for key, _ in named:
        if key in RESERVED:
            yield (
                f"metric {quoted(key)} has the key of a column of the store; give it another key"
            )
    for table in study.tables:
        yield from _table_contradictions(table, study.metrics)
    if study.added not in (None, *study.metric_keys):
        yield f"added: {unknown('metric', study.added, study.metric_keys)}"
    yield from _alias_contradictions(study)
    yield from _repeated("preset", [preset.key for preset in study.presets])
    yield from chain.from_iterable(preset_mistakes(study, preset) for preset in study.presets)
    yield from _repeated("preset label", [preset.label for preset in study.presets])
    for scenario in study.scenarios:
        yield from _scenario_contradictions(scenario, [table.key for table in study.tables])
        yield from _gain_contradictions(scenario, study.measures)
        if scenario.published not in (None, *study.metric_keys):
            what = unknown("metric", scenario.published, study.metric_keys)
            yield f"scenario {quoted(scenario.name)}: published: {what}"


def _alias_contradictions(study: Study) -> Iterable[str]:
    """Two metrics of a study that an alias takes for one."""
    shared = [(shared_key(study, metric.key), metric.key) for metric in study.metrics]
    for key, metrics in Counter(key for key, _ in shared).items():
        if metrics > 1:
            own = listed(metric for alias, metric in shared if alias == key)
            yield f"aliases: {own} are all called {quoted(key)}, but they are different metrics"


def _table_contradictions(table: Table, metrics: Iterable[Metric]) -> Iterable[str]:
    low, high = table.performance_bounds or (0.0, 1.0)
    if not low < high:
        yield f"table {quoted(table.key)}: performance_bounds must be the lowest, then the highest"
    path = PurePosixPath(table.file)
    if path.is_absolute() or ".." in path.parts or re.search(r"[\\:]", table.file):
        where = f"table {quoted(table.key)}: file {quoted(table.file)}"
        yield f"{where} must be in the study's folder"
    columns = [table.source, table.target, table.performance, table.backbone]
    columns += [table.performance_error]
    columns += [metric.score_column for metric in metrics]
    for clause in _repeated("column", [column for column in columns if column]):
        yield f"table {quoted(table.key)}: {clause}"


def _fact_contradictions(fact: Fact) -> Iterable[str]:
    where = f"fact {quoted(fact.key)}"
    if fact.source is None and fact.target is None:
        yield f"{where} must say for source or for target whether more or fewer is better"
    for name, value in fact.values.items():
        if not isfinite(value) or (fact.scale == "log" and value <= 0):
            needed = "above 0, as its scale is log" if fact.scale == "log" else "finite"
            yield f"{where} is {value:g} for {quoted(name)}, but must be {needed}"


def _scenario_contradictions(scenario: Scenario, tables: list[str]) -> Iterable[str]:
    where = f"scenario {quoted(scenario.name)}"
    if scenario.table not in tables:
        yield f"{where}: {unknown('table', scenario.table, tables)}"
    if scenario.given == scenario.candidates:
        yield f"{where}: given and candidates are both {quoted(scenario.given)}, but must differ"


def _gain_contradictions(scenario: Scenario, measures: Iterable[str]) -> Iterable[str]:
    if scenario.performance != "gain":
        return
    where = f"scenario {quoted(scenario.name)}"
    if scenario.candidates == "source":
        yield (
            f"{where} ranks sources by gain, which is the same ranking as by measured performance;"
            ' leave performance out, or rank targets (candidates = "target")'
        )
    if all(key in MEASURES and MEASURES[key].needs_ratio for key in measures):
        yield (
            f"{where} ranks by gain, but each of the study's measures divides performances;"
            ' add another, for example "kendall"'
        )


def _repeated(what: str, names: Iterable[str]) -> Iterable[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{what} {quoted(name)} is named {times} times"
