"""How is a store opened that no single machine should read?

The driver reads the manifest and the three small tables. Workers read the setups; the driver holds
one or two bytes for each setup of the scenarios that are asked for.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from setupscope.data.errors import InputError
from setupscope.data.scoring.parquet import setups_schema
from setupscope.data.spark.columns import SparkColumns
from setupscope.data.spark.jobs import Jobs, same_versions
from setupscope.data.spark.places import Folder, Setups, setups_of
from setupscope.data.spark.scoring import score_on
from setupscope.data.storage.copies import tables_fetched
from setupscope.data.storage.files import OpenFiles
from setupscope.data.storage.manifest import Manifest
from setupscope.data.storage.opening import FRAMES, Store, checked_files, opened_with
from setupscope.data.storage.remote import Progress
from setupscope.data.storage.urls import Url

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

SQL_TYPES = {
    pa.int8(): "tinyint",
    pa.int16(): "smallint",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.float32(): "float",
    pa.string(): "string",
}
"""What Spark calls the types of columns."""
Narrow = Callable[[pa.Table], pa.Table]
ROWS_AT_ONCE = 100_000


class SparkStore(Store):
    """A store whose setups a cluster reads; safe to share between threads.

    Its answers are those of `Store`, and so are its attributes besides this one.

    Attributes
    ----------
    schema : pyarrow.Schema
        The columns of the setups.

    Where the store is one by URL, the frame of its setups reads every column of the scenarios that
    are asked for; one in a folder reads the columns that are asked for.
    """

    _values: SparkColumns

    def __init__(self, files: OpenFiles, manifest: Manifest, jobs: Jobs) -> None:
        self._setups = setups_of(files, manifest)
        keys = manifest.study.metric_keys
        self._hold(files, manifest, SparkColumns(files, keys, self._setups, jobs))
        self._jobs = jobs
        self.score = partial(score_on, jobs)
        self.schema = _schema(manifest, self.study.pool_digits)

    def setups(self) -> "DataFrame":
        """The frame of setups, one row each.

        Returns
        -------
        pyspark.sql.DataFrame
            With the columns of `Store.setups`, text as text.

        Raises
        ------
        InputError
            When the store is closed, or its files are not as they were.
        """
        self._files.require_open()
        self._files.require_there(name for name in self.manifest.files_of() if name in self._files)
        frame = self._whole.where("true")  # another one each time, which goes with who asked
        FRAMES[frame] = self
        return frame

    @cached_property
    def _whole(self) -> "DataFrame":
        if isinstance(self._setups, Folder):
            found = self._in_folder(self._setups.root)
        else:
            found = reduce(
                lambda one, other: one.union(other), map(self._sent, self.manifest.counts)
            )
        return found.select(*[f"`{name}`" for name in self.schema.names])

    def _in_folder(self, root: Path) -> "DataFrame":
        """What Spark reads by itself."""
        reader = self._jobs.session.read.schema(_declared(self.schema))
        files = [_uri(root / name) for name in self.manifest.files_of()]
        return reader.option("basePath", _uri(root / "setups")).parquet(*files)

    def _sent(self, scenario: str) -> "DataFrame":
        """The setups of a scenario, which Python reads on the workers, a file a task."""
        names, own = self.manifest.files_of(scenario), self.schema.remove(0)
        read = same_versions(partial(_rows, self._setups, names, own))
        numbers = self._jobs.session.range(0, len(names), 1, len(names))
        found = numbers.mapInArrow(read, _declared(own))
        return found.selectExpr(f"'{scenario}' AS scenario", "*")

    def batches(self, narrow: Narrow, scenarios: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The setups of some scenarios, some at a time, in the order of the store's files.

        Parameters
        ----------
        narrow : callable
            What workers leave of an Arrow table of setups.
        scenarios : sequence of str
            The scenarios.

        Raises
        ------
        InputError
            As `SparkColumns.whole`.
        """
        for scenario in sorted(scenarios):
            left = partial(_narrowed, narrow, scenario)
            for name in self.manifest.files_of(scenario):
                (content,) = self._values.ask([name], left)
                yield from pa.ipc.open_stream(content)

    def _column(self, scenario: str, name: str, kind: Any) -> NDArray[Any]:  # noqa: ANN401
        found = self._values.whole(self.manifest.files_of(scenario), name, kind)
        if len(found) != self.manifest.counts[scenario]:
            raise InputError(
                f"{self.path}: its setups do not match its manifest; build the store again"
            )
        return found

    def close(self) -> None:
        """Gives up the memory and the files of the store, which cannot be asked any more."""
        self._values.clear()
        self._files.close()


def open_on_spark(
    path: Path | Url | str | None, jobs: Jobs, progress: Progress = lambda *_: None
) -> SparkStore:
    """Opens a store whose setups a cluster reads.

    Parameters
    ----------
    path : path or URL, optional
        As of `open_store`. The workers must see the files under the same name, or reach the URL as
        this machine does; of a store by URL, the small tables alone are fetched.
    jobs : Jobs
        What asks the cluster.
    progress : callable
        As of `open_store`.

    Raises
    ------
    InputError
        As `open_store`.
    """
    return opened_with(
        path, lambda root: SparkStore(*checked_files(root), jobs), progress, tables_fetched
    )


def _rows(
    setups: Setups, names: Sequence[str], schema: pa.Schema, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """The setups of the files whose numbers are in batches."""
    for number in (number for batch in batches for number in batch["id"].to_pylist()):
        with setups.opened(names[number]) as file:
            for batch in pq.ParquetFile(file).iter_batches(ROWS_AT_ONCE):
                yield batch.select(schema.names).cast(schema)


def _narrowed(narrow: Narrow, scenario: str, file: Any) -> bytes:  # noqa: ANN401
    """What a worker leaves of the setups of a file, as a stream of Arrow's."""
    table = pq.ParquetFile(file).read()
    plain = pa.schema([(field.name, _plain(field.type)) for field in table.schema])
    constant = pa.array([scenario] * len(table), pa.string())
    whole = table.cast(plain).add_column(0, "scenario", constant)
    left = narrow(whole)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, left.schema) as stream:
        stream.write_table(left, ROWS_AT_ONCE)
    return bytes(sink.getvalue())


def _declared(schema: pa.Schema) -> str:
    """A schema in Spark's words."""
    return ", ".join(f"`{one.name}` {SQL_TYPES[one.type]}" for one in schema)


def _schema(manifest: Manifest, digits: int) -> pa.Schema:
    """The columns of the setups, text as text: no file is read to find them out."""
    stored = setups_schema(manifest.study.metric_keys, digits)
    kinds = [(field.name, _plain(field.type)) for field in stored]
    return pa.schema([("scenario", pa.string()), *kinds])


def _plain(kind: pa.DataType) -> pa.DataType:
    return pa.string() if pa.types.is_dictionary(kind) else kind


def _uri(path: Path) -> str:
    """A path as Spark takes it, whatever its own file system is; signs of patterns are escaped."""
    return "file://" + re.sub(r"([\\\[\]{}*?])", r"\\\1", str(path))
