"""How does a study become a store?"""

import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_CLUSTER_SETUPS, MAX_SETUPS
from setupscope.data.masks import digits_of
from setupscope.data.pools import PoolRule
from setupscope.data.scoring.blocks import candidates
from setupscope.data.scoring.outcomes import OutcomeCodes
from setupscope.data.scoring.parquet import write_setups, write_table
from setupscope.data.scoring.processes import processes_for, scored_in_order
from setupscope.data.scoring.scoring import count_setups
from setupscope.data.storage.copies import UploadedPlace
from setupscope.data.storage.manifest import describe, digest, read_manifest, verify, write_manifest
from setupscope.data.storage.notes import Notes
from setupscope.data.storage.parts import Part, parts
from setupscope.data.storage.places import Place
from setupscope.data.storage.study_files import here
from setupscope.data.storage.urls import Url
from setupscope.data.study.study import BESIDE, Study
from setupscope.data.study.study_file import load_study
from setupscope.data.study.transfers import Transfers, read_transfers

Progress = Callable[[int, int], None]
"""Is told how many setups are scored, and how many there are in all."""

Write = Callable[..., Iterator[int]]
"""Writes scored row groups to a file, as `write_setups` does."""

Score = Callable[[Sequence[Part], Write, Notes, OutcomeCodes], Generator[int]]
"""Scores, writes and notes parts in order; yields the number of rows of each piece done."""


def nothing(*_: object) -> None:
    """Tells nobody."""


def build(
    study_file: Path | Url,
    store: Path | Url,
    *,
    rule: PoolRule | None = None,
    measures: Sequence[str] = (),
    progress: Progress = nothing,
    on_wait: Callable[[], None] = nothing,
    on_resume: Progress = nothing,
    processes: int | None = None,
    on_complete: Callable[[], None] = nothing,
    on_upload: Progress = nothing,
    score: Score | None = None,
) -> Path:
    """Scores a study into a store, and puts it in the place of the one before.

    Parameters
    ----------
    study_file : Path or Url
        The study's TOML; its tables lie beside it.
    store : Path or Url
        The link that leads to the store, now or afterwards; or a URL, to which it is uploaded.
    rule : PoolRule, optional
        A pool rule in place of the study's.
    measures : sequence of str, optional
        Keys of measures in place of the study's.
    progress : callable
        Called with setups done and setups in all.
    on_wait : callable
        Called once if another build of the same store is under way, before waiting for it.
    on_resume : callable
        Called once with setups done and setups in all, if a build of the same contents was
        killed and this one goes on from what it has finished.
    processes : int, optional
        Processes that score; by default, for more than two million setups, one for each core.
        As these import the program that calls, a script must do so under
        ``if __name__ == "__main__":``. With 1, no process is started.

    on_complete : callable
        Called once everything is written, just before the new store takes the place of another.
    on_upload : callable
        Called with bytes that were uploaded and bytes in all, where the store is a URL.
    score : callable, optional
        What scores the parts, such as `data.spark.scoring.score_on`, up to 10¹⁰ setups of them; by
        default this machine, up to 10⁸.

    Returns
    -------
    Path
        The folder of the new build, or of its copy on this machine. Whatever happens before it
        is complete, the former store stays as it was. A build that is killed leaves the parts
        that it has finished to the next one of the same contents, and the result has the same
        bytes as if it had not.

    Raises
    ------
    InputError
        When study, tables, pool rule or measures are not accepted, or the store cannot be written.
    """
    with here(study_file) as file, _locked(store, on_wait, on_upload) as place:
        study = load_study(file, rule, measures)
        own = score or partial(_score_here, processes=processes)
        most = MAX_CLUSTER_SETUPS if score else MAX_SETUPS
        return _build(study, file, place, progress, on_resume, own, on_complete, most)


def ensure(
    study_file: Path,
    store: Path,
    *,
    progress: Progress = nothing,
    on_wait: Callable[[], None] = nothing,
) -> bool:
    """Builds the store if there is none, or it was made from other contents; tells whether.

    A store that was built under another pool rule or other measures is kept, or rebuilt so.
    Raises InputError as `build` does.
    """
    if is_current(study_file, store):
        return False
    with _locked(store, on_wait) as place:
        if is_current(study_file, store):
            return False
        _build(_as_built(study_file, store), study_file, place, progress)
        return True


def is_current(study_file: Path, store: Path) -> bool:
    """Whether the store is whole, and made from this study, these tables and this format."""
    try:
        found = read_manifest(store.resolve())
        verify(store.resolve(), found)
    except InputError:
        return False
    study = load_study(study_file, found.rule, found.study.measures)
    same_beside = all(getattr(study, part) == getattr(found.study, part) for part in BESIDE)
    return same_beside and digest(study, study_file.parent) == found.digest


@contextmanager
def _locked(
    store: Path | Url, on_wait: Callable[[], None], on_upload: Progress = nothing
) -> Iterator[Place]:
    """The store's place, for this build alone; what the disk refuses becomes a sentence."""
    place = UploadedPlace(store, on_upload) if isinstance(store, Url) else Place(store)
    place.current()
    try:
        with place.locked(on_wait):
            yield place
    except OSError as error:
        raise InputError(f"{error.filename or store}: {error.strerror or error}") from error


def _as_built(study_file: Path, store: Path) -> Study:
    """The study with the pool rule and the measures of the store that there is, if any."""
    try:
        found = read_manifest(store.resolve())
    except InputError:
        return load_study(study_file)
    return load_study(study_file, found.rule, found.study.measures)


def _build(
    study: Study,
    study_file: Path,
    place: Place,
    progress: Progress,
    on_resume: Progress = nothing,
    score: Score | None = None,
    on_complete: Callable[[], None] = nothing,
    most: int = MAX_SETUPS,
) -> Path:
    transfers = read_transfers(study, study_file.parent)
    count_setups(study, transfers, most)  # Refuses what is too large before anything is written.

    name = digest(study, study_file.parent)
    report = (progress, on_resume)
    write = partial(_write_store, study, transfers, name, report, score, study_file)
    return _published(place, name, write, on_complete)


def build_derived(
    study: Study,
    transfers: Transfers,
    name: str,
    store: Path,
    progress: Progress = nothing,
    score: Score | None = None,
) -> Path:
    """Scores a study that no file describes into a store, under the digest `name`.

    `score` is as in `build`. Raises InputError as `build` does.
    """
    write = partial(_write_store, study, transfers, name, (progress, nothing), score)
    with _locked(store, nothing) as place:
        return _published(place, name, write)


def _published(
    place: Place,
    name: str,
    write: Callable[..., None],
    on_complete: Callable[[], None] = nothing,
) -> Path:
    """A new build of that digest, written and put in its place."""
    folder = place.new_build(name)
    try:
        write(folder=folder)
    except OSError:
        # What the disk refused is no use to a later build; any other end is like a kill.
        place.discard(folder)
        raise
    on_complete()
    return place.publish(folder)


def _write_store(
    study: Study,
    transfers: Transfers,
    name: str,
    report: tuple[Progress, Progress],
    score: Score | None = None,
    study_file: Path | None = None,
    *,
    folder: Path,
) -> None:
    """Scores a study into a folder that is there, under the digest `name`."""
    setups = count_setups(study, transfers, MAX_CLUSTER_SETUPS)
    planned = parts(study, transfers)
    most = max(len(candidates(study, transfers, one.name)) for one in study.scenarios)
    written = partial(write_setups, metrics=study.metric_keys, digits=digits_of(most))
    codes = _write_setups(planned, written, Notes(folder), *report, score or _score_here)
    if study_file:
        _copy_study(study, study_file, folder / "study")
    _write_tables(study, transfers, codes, folder)
    write_manifest(folder, describe(folder, study, name, setups))


def _copy_study(study: Study, study_file: Path, folder: Path) -> None:
    """The study's TOML and tables, byte by byte, so that the store can be built again."""
    folder.mkdir(exist_ok=True)
    shutil.copyfile(study_file, folder / "study.toml")
    for table in study.tables:
        copy = folder / table.file
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(study_file.parent / table.file, copy)


def _write_setups(
    planned: Sequence[Part],
    write: Write,
    notes: Notes,
    progress: Progress,
    on_resume: Progress,
    score: Score,
) -> OutcomeCodes:
    """Scores all parts that are not finished; returns the outcomes of all."""
    finished = notes.finished(planned)
    codes = OutcomeCodes(chain.from_iterable(finished.values()))
    left = planned[len(finished) :]
    total = _setups(planned)
    done = total - _setups(left)
    if done:
        on_resume(done, total)
    with closing(score(left, write, notes, codes)) as scored:
        for rows in scored:
            done += rows
            progress(done, total)
    return codes


def _setups(parts: Iterable[Part]) -> int:
    return sum(part.setups for part in parts)


def _score_here(
    left: Sequence[Part],
    write: Write,
    notes: Notes,
    codes: OutcomeCodes,
    processes: int | None = None,
) -> Generator[int]:
    """Scores and writes parts; yields the number of rows of each row group done."""
    groups = [group for part in left for group in part.groups]
    processes = processes or processes_for(groups)
    with closing(scored_in_order(groups, processes)) as scored:
        for part in left:
            with notes.writing(part, codes) as path:
                of_part = islice(scored, len(part.groups))
                yield from write(path, of_part, codes=codes)


def _write_tables(study: Study, transfers: Transfers, codes: OutcomeCodes, folder: Path) -> None:
    write_table(folder / "measurements.parquet", transfers.table)
    write_table(folder / "candidates.parquet", _candidate_table(study, transfers))
    write_table(folder / "outcomes.parquet", codes.table(study.metric_keys))


def _candidate_table(study: Study, transfers: Transfers) -> pa.Table:
    """A row per scenario and candidate: `scenario`, `bit` (integer), `candidate`, `label`."""
    rows: list[dict[str, Any]] = [
        {"scenario": scenario.name, "bit": bit, "candidate": name, "label": study.label(name)}
        for scenario in study.scenarios
        for bit, name in enumerate(candidates(study, transfers, scenario.name))
    ]
    text = dict.fromkeys(("candidate", "label"), pa.string())
    bit = pa.int8() if all(row["bit"] < 2**7 for row in rows) else pa.int32()
    schema = pa.schema({"scenario": pa.string(), "bit": bit, **text})
    return pa.Table.from_pylist(rows, schema)
