"""How is Spark asked, so that whoever waits can be told how far it is, and can go away?

Each request is a group of Spark's jobs, sent from a thread of its own. Whoever waits looks again
and again whether to go on; when not, the group is cancelled.
"""

import re
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from setupscope.data.errors import InputError
from setupscope.data.storage.manifest import versions

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Task = TypeVar("Task")
Result = TypeVar("Result")
Watch = Callable[[int, int], None]
"""Is told how many tasks are done, of how many; raises where nobody wants the answer any more."""

MOST_AT_ONCE = 64
"""Requests that are under way; more wait for a thread."""
LOOK = 0.2
"""Seconds between two looks."""
PATIENCE = 60.0
"""Seconds that a cluster may be without any worker for us."""
BY_SESSION: "WeakKeyDictionary[SparkSession, Jobs]" = WeakKeyDictionary()
"""Who asks a session, until it is closed."""


def nothing(*_: object) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class Job(Generic[Result]):
    """A request: the name of its group, and what comes of it."""

    group: str
    coming: Future[Result]


class Jobs:
    """What asks a Spark; safe to share between threads.

    Parameters
    ----------
    session : SparkSession
        The session that is asked.
    watch : callable
        Called a few times a second by each thread that waits, with the tasks that are done and
        those in all. What it raises cancels the request.
    """

    def __init__(self, session: "SparkSession", watch: Watch = nothing) -> None:
        self.session = session
        self.context: Any = session.sparkContext
        self.watch = watch
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, "setupscope-spark")
        self._with_workers = time.monotonic()
        BY_SESSION[session] = self

    def at_once(self) -> int:
        """How many tasks the cluster does at a time, by what it says now."""
        return max(1, min(MOST_AT_ONCE, int(self.context.defaultParallelism)))

    def each(self, tasks: Sequence[Task], do: Callable[[Task], Result]) -> list[Result]:
        """What the workers make of each task, in order.

        Raises InputError as `result`.
        """
        if not tasks:
            return []
        do = same_versions(do)
        return self.call(lambda: self.context.parallelize(tasks, len(tasks)).map(do).collect())

    def call(self, ask: Callable[[], Result]) -> Result:
        """What a function that asks Spark returns. Raises InputError as `result`."""
        return self.result(self.submit(ask))

    def submit(self, ask: Callable[[], Result]) -> Job[Result]:
        """Begins to call a function that asks Spark."""
        group = f"setupscope-{uuid.uuid4().hex}"
        return Job(group, self._threads.submit(self._asked, group, ask))

    def result(self, job: Job[Result]) -> Result:
        """Waits for what comes of a request; whoever is interrupted meanwhile cancels it.

        Raises
        ------
        InputError
            When a task fails time and again, Spark has ended, or no worker is there for a minute.
        """
        try:
            while True:
                try:
                    return job.coming.result(LOOK)
                except NotYet:
                    self._require_workers()
                    self.watch(*self._progress(job.group))
        except BaseException:
            self.cancel([job])
            raise

    def cancel(self, jobs: Iterable[Job[Any]]) -> None:
        """Cancels requests that are not done."""
        for job in jobs:
            if not job.coming.done() and not job.coming.cancel():
                with suppress(Exception):  # where Spark is gone, so is the request
                    self.context.cancelJobGroup(job.group)

    def close(self) -> None:
        """Lets the threads go."""
        BY_SESSION.pop(self.session, None)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _asked(self, group: str, ask: Callable[[], Result]) -> Result:
        try:
            self.context.setJobGroup(group, "setupscope", interruptOnCancel=True)
            return ask()
        except InputError:
            raise
        except Exception as error:
            raise InputError(sentence_of(error)) from error

    def _progress(self, group: str) -> tuple[int, int]:
        """Tasks done and tasks in all, as far as they are known."""
        tracker = self.context.statusTracker()
        jobs = filter(None, map(tracker.getJobInfo, tracker.getJobIdsForGroup(group)))
        stages = [tracker.getStageInfo(stage) for job in jobs for stage in job.stageIds]
        known = [stage for stage in stages if stage is not None]
        return sum(s.numCompletedTasks for s in known), sum(s.numTasks for s in known)

    def _require_workers(self) -> None:
        """Raises InputError where Spark has ended, or has been without workers for long."""
        try:
            java = self.context._jsc.sc()
            gone, nodes = java.isStopped(), java.getExecutorMemoryStatus().size()
        except Exception as error:
            raise InputError(ENDED) from error
        if gone:
            raise InputError(ENDED)
        master = self.context.master
        if nodes > 1 or master.startswith("local"):
            self._with_workers = time.monotonic()
        elif time.monotonic() - self._with_workers > PATIENCE:
            raise InputError(
                f"{master}: no worker has been there for {PATIENCE:.0f} seconds; see whether some"
                " are registered, with free cores and memory"
            )


ENDED = (
    "Spark has ended: its cluster was lost, or its Java process on this machine was killed;"
    " start the command again"
)


def watched(frame: object, ask: Callable[[], Result]) -> Result:
    """What a question to a frame returns; that to a frame of Spark can be cancelled meanwhile."""
    if not type(frame).__module__.startswith("pyspark."):
        return ask()
    jobs = BY_SESSION.get(getattr(frame, "sparkSession", None))
    return ask() if jobs is None else jobs.call(ask)


def same_versions(do: Callable[[Task], Result]) -> Callable[[Task], Result]:
    """The same for a worker, which first looks whether its libraries are those of this machine."""
    expected = versions()

    def checked(task: Task) -> Result:
        require_versions(expected)
        return do(task)

    return checked


def require_versions(expected: dict[str, str]) -> None:
    """Raises InputError where this machine has other versions: it could write other bytes."""
    for name, own in versions().items():
        if own != expected[name]:
            raise InputError(
                f"a worker has {name} {own}, but this machine {expected[name]};"
                " install the same on each"
            )


def sentence_of(error: Exception) -> str:
    """What went wrong on a cluster, in one sentence."""
    text = str(error)
    for pattern, said in KNOWN:
        found = re.search(pattern, text)
        if found:
            return said.format(*found.groups())
    if "Py4JNetworkError" in type(error).__name__ or isinstance(error, ConnectionError):
        return ENDED
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    reason = next((line for line in lines if "aborted" in line), (lines or [repr(error)])[0])
    return f"Spark could not do it: {reason}"


KNOWN = (
    (r"InputError: (.+)", "{}"),
    (
        r"ModuleNotFoundError: No module named '([^']+)'",
        "a worker cannot import {}; install setupscope on each worker, in the Python that"
        " PYSPARK_PYTHON names",
    ),
    (
        r'Cannot run program "([^"]+)"',
        "a worker cannot start {}; set PYSPARK_PYTHON to a Python that each worker has",
    ),
    (
        r"PYTHON_VERSION_MISMATCH",
        f"a worker has another Python than this machine, {sys.version.split()[0]};"
        " set PYSPARK_PYTHON to the same on each",
    ),
    (r"(?:SparkContext (?:was|has been) (?:shut|stopped)|stopped SparkContext)", ENDED),
)
"""What Spark says where something is missing, and what is said instead."""
