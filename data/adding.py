"""How does a study get one metric more?"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
import tomlkit.items

from data.drafts import Draft, as_csv, number
from data.errors import InputError, quoted
from data.files import read_sheet
from data.keys import key_of
from data.matching import Added
from data.results import Transfer
from data.study import Study, Table, load_study
from data.vocabulary import UNSTATED


def with_metric(study_file: Path, label: str, direction: str, added: Added) -> Draft:
    """The study with one metric more, everything else of it as it was.

    Raises
    ------
    InputError
        When the study has a metric of that name.
    """
    study, key = load_study(study_file), key_of(label)
    _require_new(study, key, label)
    content = tomlkit.parse(study_file.read_text(encoding="utf-8"))
    tables: Any = content["tables"]
    metrics: Any = content["metrics"]
    metrics.append(_entry(key, label, direction))
    content["title"] = f"{study.title} (with {label})"
    files = {}
    for entry, table in zip(tables, study.tables, strict=True):
        name = table.file if table.file.lower().endswith(".csv") else f"{table.key}.csv"
        entry["file"] = name
        files[name] = _with_column(study_file.parent, table, study, key, added.scores[table.key])
    return Draft(tomlkit.dumps(content), files)


def _entry(key: str, label: str, direction: str) -> tomlkit.items.Table:
    """A metric as TOML has it; higher is better unless it says other."""
    entry = tomlkit.table()
    entry.update({"key": key, "label": label})
    if direction == "lower":
        entry["direction"] = direction
    return entry


def _require_new(study: Study, key: str, label: str) -> None:
    names = {metric.key: metric.label for metric in study.metrics}
    names |= {baseline.key: baseline.label for baseline in study.baselines}
    for own, called in names.items():
        if key == own or label == called:
            raise InputError(
                f"the study has a metric {quoted(called)} with the key {quoted(own)} already;"
                " choose another --name"
            )


def _with_column(
    folder: Path, table: Table, study: Study, key: str, scores: Mapping[Transfer, float]
) -> bytes:
    """A table of the study as CSV, with a column of scores more."""
    sheet = read_sheet(folder / table.file)
    if key in sheet.columns:
        raise InputError(f"{sheet.name}: has a column {quoted(key)} already; choose another --name")
    numeric = {table.performance, *(metric.score_column for metric in study.metrics)}
    columns = [
        [number(value) for value in sheet.numbers(name).to_pylist()]
        if sheet.decimal_commas and name in numeric
        else sheet.text(name)
        for name in sheet.columns
    ]
    sides = [sheet.text(table.source), sheet.text(table.target)]
    held = sheet.text(table.backbone) if table.backbone else [UNSTATED] * len(sheet)
    own = [number(scores.get(transfer)) for transfer in zip(*sides, held, strict=True)]
    return as_csv([*sheet.columns, key], zip(*columns, own, strict=True))
