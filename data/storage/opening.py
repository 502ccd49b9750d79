"""How is a store opened, and what can be asked of it?

The parts are checked against the manifest, then loaded into DuckDB (up to five million
setups) or read where they lie. From then on the database can reach no other file. No build clears
the store away while it is open; whoever deletes or damages its files is told of.
"""

import os
from collections.abc import Callable, Generator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import DTypeLike, NDArray

from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_COLUMN_BYTES, MAX_IN_MEMORY, MAX_THREADS, MEMORY_LIMIT
from setupscope.data.storage.columns import Columns, ReadValues
from setupscope.data.storage.copies import Fetch, fetched, held
from setupscope.data.storage.files import OpenFiles
from setupscope.data.storage.manifest import Manifest, read_manifest, verify
from setupscope.data.storage.places import readable_store
from setupscope.data.storage.remote import Progress
from setupscope.data.storage.urls import Url
from setupscope.data.study.measured import MeasuredStudy, measured
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers
from setupscope.data.vocabulary import SETUP_COLUMNS

FRAMES: WeakKeyDictionary[Any, "Store"] = WeakKeyDictionary()
"""The store whose setups a frame holds, all of them; for as long as the frame is there."""
TEXT_COLUMNS = ("scenario", "given", "backbone", "measure")


class Store:
    """An opened store of scored setups; safe to share between threads.

    Attributes
    ----------
    path : Path
        The folder of the build that was opened; the link was resolved once.
    manifest : Manifest
        What the store says of itself.
    study : MeasuredStudy
        The study as used, its pool rule included, with the names that its setups have.
    digest : str
        12 hex digits that name its contents.
    score : callable, optional
        What scores many setups besides, as `build` takes it; by default this machine.
    """

    score: Callable[..., Generator[int]] | None = None

    def __init__(
        self,
        files: OpenFiles,
        manifest: Manifest,
        connection: duckdb.DuckDBPyConnection,
        *,
        in_place: bool,
    ) -> None:
        self._hold(files, manifest, Columns(files, MAX_COLUMN_BYTES))
        self._connection = connection
        self._in_place = in_place

    def _hold(self, files: OpenFiles, manifest: Manifest, values: Columns) -> None:
        """Takes what a store has on every engine."""
        self.path = files.root
        self.manifest = manifest
        self._files = files
        transfers = self._table("measurements")
        self.study: MeasuredStudy = measured(manifest.study, transfers, manifest.digest)
        self.digest = manifest.digest
        self._values = values

    def setups(self) -> duckdb.DuckDBPyRelation:
        """The frame of setups, one row each.

        Returns
        -------
        duckdb.DuckDBPyRelation
            Lazy, on a cursor of its own: `scenario`, `given`, `backbone`, `measure` (text
            or enumeration, never null), `pool_size`, `pool`, `roster`, `covered`,
            `outcome` (integers, never null; where a scenario has more than 62 candidates in
            all, `pool` and `roster` are text, in hexadecimal digits), then a float32 per metric
            by its key, null where the measure is undefined or the metric does not cover the
            pool. narwhals takes it as it is; `.df()` gives pandas.

        Raises
        ------
        InputError
            When the store is closed, or its setups are read in place and are not as they were.
        """
        self._files.require_open()
        if self._in_place:
            self._files.require_there(self.manifest.files_of())
        frame = self._connection.cursor().table("setups")
        FRAMES[frame] = self
        return frame

    def measurements(self) -> pd.DataFrame:
        """The transfers, with the columns of `setupscope.data.study.transfers.Transfers`."""
        return self._frame("measurements")

    def candidates(self) -> pd.DataFrame:
        """A row per scenario and candidate: `scenario`, `bit` (of masks), `candidate`, `label`."""
        return self._frame("candidates")

    def outcomes(self) -> pd.DataFrame:
        """A row per ranking that occurs: `outcome`, `rank_<metric>` (1 is best, ties share)."""
        return self._frame("outcomes")

    def outcome_codes(self, scenario: str) -> NDArray[np.integer[Any]]:
        """The outcome of each setup of a scenario, in the store's order: integers (N,)."""
        most = self._files.read("outcomes.parquet", pq.read_metadata).num_rows
        return self._column(scenario, "outcome", np.min_scalar_type(max(most - 1, 0)))

    def values_of(self, scenario: str) -> ReadValues:
        """What reads the values of a scenario.

        Returns
        -------
        callable
            From a metric and two positions in the store's order to the values from one to the
            other: float32, NaN without one; not to be written to. What was read last is kept,
            up to 128 MB.
        """
        # The store itself is not held, and goes when nobody else holds it.
        return partial(self._values.read, scenario, self.manifest.files_of(scenario))

    def _column(self, scenario: str, name: str, kind: DTypeLike) -> NDArray[Any]:
        """One column of a scenario's setups, read bit by bit."""
        found = np.empty(self.manifest.counts[scenario], kind)
        start = 0
        for file in self.manifest.files_of(scenario):
            start += self._files.read(file, partial(_fill, found[start:], name))
        return found

    def transfers(self) -> Transfers:
        """The measured transfers."""
        return Transfers(self._table("measurements"))

    def _frame(self, name: str) -> pd.DataFrame:
        found: pd.DataFrame = self._table(name).to_pandas()
        return found

    def _table(self, name: str) -> pa.Table:
        return self._files.read(f"{name}.parquet", lambda file: pq.ParquetFile(file).read())

    def close(self) -> None:
        """Gives up the memory and the files of the store, which cannot be asked any more."""
        self._connection.close()
        self._values.clear()
        self._files.close()

    @property
    def setup_count(self) -> int:
        """Number of setups in the store."""
        return self.manifest.total


AnyStore = TypeVar("AnyStore", bound=Store)


def _fill(found: NDArray[Any], name: str, file: pa.NativeFile) -> int:
    """Reads one column of a file into an array; how many values it has."""
    start = 0
    for batch in pq.ParquetFile(file).iter_batches(2**20, columns=[name]):
        found[start : start + len(batch)] = batch[name].to_numpy(zero_copy_only=False)
        start += len(batch)
    return start


def open_store(
    path: Path | Url | str | None = None,
    most_in_memory: int = MAX_IN_MEMORY,
    progress: Progress = lambda done, total: None,
) -> Store:
    """Opens a store for reading.

    Parameters
    ----------
    path : path or URL, optional
        The store's link or a folder with a manifest, a URL such as `s3://bucket/store`, or the name
        of a study of the catalogue that was fetched; by default what SETUPSCOPE_STORE names, else
        `data/store`.
    most_in_memory : int
        Setups up to which they are loaded into the database; others are read where they lie.
    progress : callable
        Called with bytes that came and bytes in all, where a store by URL is fetched.

    Raises
    ------
    InputError
        When there is no store, it cannot be fetched, or it is damaged, of another format, or
        changed since its manifest was written.
    """
    return opened_with(path, partial(_opened, most_in_memory=most_in_memory), progress)


def opened_with(
    path: Path | Url | str | None,
    open_: Callable[[Path], AnyStore],
    progress: Progress,
    fetch: Fetch = fetched,
) -> AnyStore:
    """What `open_` makes of the folder of a store, which a build may replace meanwhile.

    `fetch` has a store by URL here, and gives its link. The other parameters, and what is raised,
    are as of `open_store`.
    """
    place = readable_store(path)
    if isinstance(place, Url):
        place = fetch(place, progress)
    if not place.exists():
        raise InputError(
            f"{place}: there is no store; build one with: setupscope build --store {place}"
        )
    root = place.resolve()
    while True:
        try:
            return open_(root)
        except InputError:
            # A build that has taken its place meanwhile may have cleared it away.
            former, root = root, place.resolve()
            if root == former:
                raise


def checked_files(root: Path) -> tuple[OpenFiles, Manifest]:
    """The files of a folder, open and as its manifest says, and the manifest."""
    manifest = read_manifest(root)
    here = held(root, manifest)
    files = OpenFiles(root, here.tables())
    verify(root, here)
    return files, manifest


def _opened(root: Path, most_in_memory: int) -> Store:
    """The store of a folder."""
    files, manifest = checked_files(root)
    try:
        connection = _connect(root, manifest, most_in_memory)
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{root}: cannot be read ({reason}); build the store again") from error
    files.require_unchanged()
    return Store(files, manifest, connection, in_place=manifest.total > most_in_memory)


def _connect(root: Path, manifest: Manifest, most_in_memory: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute("SET threads = $threads", {"threads": min(MAX_THREADS, os.cpu_count() or 1)})
    connection.execute("SET memory_limit = $limit", {"limit": MEMORY_LIMIT})
    connection.execute("SET temp_directory = ''")
    connection.execute("SET enable_progress_bar = false")  # it would write to standard output
    if manifest.total <= most_in_memory:
        _load(connection, root, manifest)
    else:
        connection.execute("SET allowed_directories = $root", {"root": [str(root)]})
        columns = [*SETUP_COLUMNS, *manifest.study.metric_keys]
        _parts(connection, root, manifest).project(", ".join(map(_name, columns))).create_view(
            "setups"
        )
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    _require_counts(connection, root, manifest.counts)
    return connection


def _parts(
    connection: duckdb.DuckDBPyConnection, root: Path, manifest: Manifest
) -> duckdb.DuckDBPyRelation:
    files = [str(root / name) for name in manifest.files_of()]
    return connection.sql(
        "FROM read_parquet($files, hive_partitioning = true, hive_types_autocast = false)",
        params={"files": files},
    )


def _load(connection: duckdb.DuckDBPyConnection, root: Path, manifest: Manifest) -> None:
    """Loads the setups, their text columns as enumerations in the order in which they are shown."""
    for column, levels in _levels(root, manifest.study).items():
        connection.register("levels", pa.table({"level": levels, "position": range(len(levels))}))
        connection.execute(
            f"CREATE TYPE {column}_level AS ENUM (SELECT level FROM levels ORDER BY position)"
        )
        connection.unregister("levels")
    typed = [f"{column}::{column}_level AS {column}" for column in TEXT_COLUMNS]
    others = [*SETUP_COLUMNS[len(TEXT_COLUMNS) :], *map(_name, manifest.study.metric_keys)]
    _parts(connection, root, manifest).project(", ".join([*typed, *others])).create("setups")


def _name(column: str) -> str:
    """A column's name as SQL takes it, even where it is a word of SQL; keys hold no quotes."""
    return f'"{column}"'


def _levels(root: Path, study: Study) -> dict[str, list[str]]:
    names = pq.read_table(root / "measurements.parquet", columns=["source", "target", "backbone"])
    sides = names["source"].to_pylist() + names["target"].to_pylist()
    return {
        "scenario": [scenario.name for scenario in study.scenarios],
        "given": sorted(set(sides)),
        "backbone": sorted(set(names["backbone"].to_pylist())),
        "measure": list(study.measures),
    }


def _require_counts(
    connection: duckdb.DuckDBPyConnection, root: Path, expected: Mapping[str, int]
) -> None:
    rows = connection.sql("SELECT scenario, count(*) FROM setups GROUP BY scenario").fetchall()
    if dict(rows) != dict(expected):
        raise InputError(f"{root}: its setups do not match its manifest; build the store again")
