"""How does a study come to be that was not written by hand?

A draft is a study as text, with its tables; it becomes a folder that can be edited, kept,
shared, and built again.
"""

import csv
import io
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from setupscope.data.errors import InputError
from setupscope.data.study.study import Metric

STUDY_FILE = "study.toml"
BESIDE = ".study"
"""After the name of a store: the folder of the study that was made for it."""
UNFINISHED = ".unfinished"
"""In a study folder whose store was not yet there when the run that made it was killed."""
FORMER = ".former"
"""After the name of a study folder: the one that it replaced."""


@dataclass(frozen=True)
class Draft:
    """A study that is not yet in a folder.

    Attributes
    ----------
    toml : str
        Its TOML.
    files : mapping of str to bytes
        Its tables, and what says where they come from, by name.
    """

    toml: str
    files: Mapping[str, bytes]

    def write(self, folder: Path) -> Path:
        """Writes the study into a new folder; returns its TOML."""
        folder.mkdir(parents=True)
        for name, content in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        (folder / STUDY_FILE).write_text(self.toml, encoding="utf-8")
        return folder / STUDY_FILE


def study_folder(store: Path) -> Path:
    """Where the study of a store is kept unless it is said otherwise: beside the store."""
    return store.with_name(store.name + BESIDE)


def keep(finished: Path, folder: Path) -> Path | None:
    """Gives a finished study folder its place, marked until its store has its place too.

    Returns
    -------
    Path or None
        Where a folder that was there before is now; an older one that was there is gone.
    """
    former = folder.with_name(folder.name + FORMER)
    there = folder.exists()
    if there:
        shutil.rmtree(former, ignore_errors=True)
        folder.rename(former)
    (finished / UNFINISHED).touch()
    finished.rename(folder)
    return former if there else None


def metric_entry(metric: Metric) -> dict[str, str]:
    """A metric as a study's TOML has it; higher is better unless it says other."""
    direction = {} if metric.direction == "higher" else {"direction": metric.direction}
    return {"key": metric.key, "label": metric.label, **direction}


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def number(value: float | None) -> str:
    """A number as the shortest text that reads back as itself; nothing where there is none."""
    return "" if value is None else repr(value)


def require_free(store: Path, folder: Path, replace: bool) -> None:
    """Raises InputError where a store or a study folder is there and is not to be replaced."""
    for place in (store, folder):
        if place.exists() and not replace and not (place / UNFINISHED).exists():
            raise InputError(
                f"{place}: already exists; choose another place, or replace it with --replace"
            )
