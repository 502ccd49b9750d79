"""How does a study get one metric more?"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit

from setupscope.data.errors import InputError, quoted
from setupscope.data.importing.drafts import Draft, as_csv, metric_entry, number
from setupscope.data.importing.results import Transfer
from setupscope.data.importing.scores import Added
from setupscope.data.readers.files import read_sheet
from setupscope.data.study.study import Metric, Study, Table
from setupscope.data.study.study_file import load_study
from setupscope.data.study.transfers import names_of


def with_metric(
    study_file: Path, metric: Metric, added: Added, measures: Sequence[str] = ()
) -> Draft:
    """The study with one metric more, everything else of it as it was, except measures if given.

    Raises
    ------
    InputError
        When the study has a metric of that name.
    """
    study = load_study(study_file)
    _require_new(study, metric)
    content = tomlkit.parse(study_file.read_text(encoding="utf-8"))
    tables: Any = content["tables"]
    metrics: Any = content["metrics"]
    metrics.append(metric_entry(metric))
    content["title"] = f"{study.title} (with {metric.label})"
    content["added"] = metric.key
    if measures:
        content["measures"] = list(measures)
    files = {}
    for entry, table in zip(tables, study.tables, strict=True):
        name = table.file if table.file.lower().endswith(".csv") else f"{table.key}.csv"
        entry["file"] = name
        files[name] = _with_column(
            study_file.parent, table, study, metric.key, added.scores[table.key]
        )
    return Draft(tomlkit.dumps(content), files)


def _require_new(study: Study, metric: Metric) -> None:
    names = {known.key: known.label for known in study.metrics}
    baselines = [b for scenario in study.scenarios for b in study.baselines_of(scenario.name)]
    names |= {baseline.key: baseline.label for baseline in baselines}
    for own, label in names.items():
        if metric.key == own or metric.label == label:
            raise InputError(
                f"the study already has a metric {quoted(label)} with the key {quoted(own)};"
                " choose another --name"
            )


def _with_column(
    folder: Path, table: Table, study: Study, key: str, scores: Mapping[Transfer, float]
) -> bytes:
    """A table of the study as CSV, with a column of scores more."""
    sheet = read_sheet(folder / table.file)
    if key in sheet.columns:
        raise InputError(f"{sheet.name}: already has a column {quoted(key)}; choose another --name")
    numeric = {
        table.performance,
        table.performance_error,
        *(metric.score_column for metric in study.metrics),
    }
    columns = [
        [number(value) for value in sheet.numbers(name).to_pylist()]
        if sheet.decimal_commas and name in numeric
        else sheet.text(name)
        for name in sheet.columns
    ]
    ends = names_of(sheet, table.source, table.target, table.backbone)
    transfers = zip(*(names.to_pylist() for names in ends), strict=True)
    own = [number(scores.get(transfer)) for transfer in transfers]
    return as_csv([*sheet.columns, key], zip(*columns, own, strict=True))
