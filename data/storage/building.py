"""How does a study become a store?"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from setupscope.data.errors import InputError
from setupscope.data.pools import PoolRule
from setupscope.data.scoring.blocks import candidates
from setupscope.data.scoring.outcomes import OutcomeCodes
from setupscope.data.scoring.parquet import write_setups, write_table
from setupscope.data.scoring.scoring import count_setups, scored
from setupscope.data.storage.manifest import describe, digest, read_manifest, verify, write_manifest
from setupscope.data.storage.places import Place
from setupscope.data.study.study import Study, load_study
from setupscope.data.study.transfers import Transfers, read_transfers

Progress = Callable[[int, int], None]
"""Is told how many setups are scored, and how many there are in all."""


def nothing(*_: object) -> None:
    """Tells nobody."""


def build(
    study_file: Path,
    store: Path,
    *,
    rule: PoolRule | None = None,
    progress: Progress = nothing,
    on_wait: Callable[[], None] = nothing,
) -> Path:
    """Scores a study into a store, and puts it in the place of the one before.

    Parameters
    ----------
    study_file : Path
        The study's TOML; its tables lie beside it.
    store : Path
        The link that leads to the store, now or afterwards.
    rule : PoolRule, optional
        A pool rule in place of the study's.
    progress : callable
        Called with setups done and setups in all.
    on_wait : callable
        Called once if another build of the same store is under way, before waiting for it.

    Returns
    -------
    Path
        The folder of the new build. Whatever happens before it is complete, the former
        store stays as it was.

    Raises
    ------
    InputError
        When study, tables or pool rule are not accepted, or the store cannot be written.
    """
    with _locked(store, on_wait) as place:
        return _build(study_file, place, rule, progress)


def ensure(
    study_file: Path,
    store: Path,
    *,
    progress: Progress = nothing,
    on_wait: Callable[[], None] = nothing,
) -> bool:
    """Builds the store if there is none, or it was made from other contents; tells whether.

    A store that was built under another pool rule is kept, or rebuilt under that rule.
    Raises InputError as `build` does.
    """
    if is_current(study_file, store):
        return False
    with _locked(store, on_wait) as place:
        if is_current(study_file, store):
            return False
        _build(study_file, place, _rule_of(store), progress)
        return True


def is_current(study_file: Path, store: Path) -> bool:
    """Whether the store is whole, and made from this study, these tables and this format."""
    try:
        found = read_manifest(store.resolve())
        verify(store.resolve(), found)
    except InputError:
        return False
    study = load_study(study_file).with_rule(found.rule)
    return digest(study, study_file.parent) == found.digest


@contextmanager
def _locked(store: Path, on_wait: Callable[[], None]) -> Iterator[Place]:
    """The store's place, for this build alone; what the disk refuses becomes a sentence."""
    place = Place(store)
    place.current()
    try:
        with place.locked(on_wait):
            yield place
    except OSError as error:
        raise InputError(f"{error.filename or store}: {error.strerror or error}") from error


def _rule_of(store: Path) -> PoolRule | None:
    try:
        return read_manifest(store.resolve()).rule
    except InputError:
        return None


def _build(study_file: Path, place: Place, rule: PoolRule | None, progress: Progress) -> Path:
    study = load_study(study_file).with_rule(rule)
    transfers = read_transfers(study, study_file.parent)
    setups = count_setups(study, transfers)
    name = digest(study, study_file.parent)
    folder = place.new_build(name)
    try:
        _copy_study(study, study_file, folder / "study")
        _write_tables(study, transfers, setups, folder, progress)
        write_manifest(folder, describe(folder, study, name, setups))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    place.publish(folder)
    return folder


def _copy_study(study: Study, study_file: Path, folder: Path) -> None:
    """The study's TOML and tables, byte by byte, so that the store can be built again."""
    folder.mkdir()
    shutil.copyfile(study_file, folder / "study.toml")
    for table in study.tables:
        copy = folder / table.file
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(study_file.parent / table.file, copy)


def _write_tables(
    study: Study, transfers: Transfers, setups: dict[str, int], folder: Path, progress: Progress
) -> None:
    codes = OutcomeCodes()
    done = 0
    for scenario in setups:
        part = folder / "setups" / f"scenario={scenario}" / "part-0.parquet"
        part.parent.mkdir(parents=True)
        batches = scored(study, transfers, scenario)
        for rows in write_setups(part, batches, study.metric_keys, codes):
            done += rows
            progress(done, sum(setups.values()))
    write_table(folder / "measurements.parquet", transfers.table)
    write_table(folder / "candidates.parquet", _candidate_table(study, transfers))
    write_table(folder / "outcomes.parquet", codes.table(study.metric_keys))


def _candidate_table(study: Study, transfers: Transfers) -> pa.Table:
    """A row per scenario and candidate: `scenario`, `bit` (int8), `candidate`, `label`."""
    rows = [
        {"scenario": scenario.name, "bit": bit, "candidate": name, "label": study.label(name)}
        for scenario in study.scenarios
        for bit, name in enumerate(candidates(study, transfers, scenario.name))
    ]
    text = dict.fromkeys(("candidate", "label"), pa.string())
    schema = pa.schema({"scenario": pa.string(), "bit": pa.int8(), **text})
    return pa.Table.from_pylist(rows, schema)
