"""How does a cluster score the parts of a store?

Each part is scored by one task, which keeps it on its worker's disk and names the rankings that
occur in it. The driver numbers these in the order of the parts, as a build on one machine does;
then the workers write the parts, and the driver puts their bytes in place. So the workers need no
disk in common, and a task that is done twice leaves nothing twice.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Any

from threadpoolctl import threadpool_limits

from setupscope.data.scoring.outcomes import OutcomeCodes
from setupscope.data.scoring.row_groups import RowGroup
from setupscope.data.scoring.scoring import Batch, score_group
from setupscope.data.spark.jobs import Job, Jobs, require_versions
from setupscope.data.spark.session import spark_session
from setupscope.data.storage.building import Write
from setupscope.data.storage.manifest import versions
from setupscope.data.storage.notes import Notes
from setupscope.data.storage.parts import Part


@dataclass(frozen=True)
class Scored:
    """A part that is being scored: where its setups stay, and the rankings that occur in them."""

    part: Part
    setups: Any
    rankings: Job[list[bytes]]


@dataclass(frozen=True)
class Written:
    """A part that is being written: its rankings, and the bytes of its file."""

    scored: Scored
    rankings: list[bytes]
    content: Job[bytes]


def score_by(
    master: str, left: Sequence[Part], write: Write, notes: Notes, codes: OutcomeCodes
) -> Generator[int]:
    """The same as `score_on`, on a Spark that is started once there is something to score.

    Raises InputError as `spark_session` too.
    """
    if left:
        with spark_session(master) as session, closing(Jobs(session)) as jobs:
            yield 0  # so that it is shown that something goes on
            yield from score_on(jobs, left, write, notes, codes)


def score_on(
    jobs: Jobs, left: Sequence[Part], write: Write, notes: Notes, codes: OutcomeCodes
) -> Generator[int]:
    """Scores, writes and notes parts in order, on a cluster, as `build` takes it.

    Yields the setups of each part done. Raises InputError as `Jobs.result`.
    """
    cluster = Cluster(jobs)
    try:
        scored = in_order(map(cluster.score, left), jobs.at_once)
        ahead = OutcomeCodes(codes.known())
        writing = (cluster.write(one, write, ahead) for one in scored)
        for written in in_order(writing, jobs.at_once):
            content = jobs.result(written.content)
            part = written.scored.part
            with notes.writing(part, codes) as path:
                path.write_bytes(content)
                codes.of(written.rankings)
            cluster.forget(written.scored)
            yield part.setups
    finally:
        cluster.leave()


@dataclass(eq=False)
class Cluster:
    """What workers do and keep for one build."""

    jobs: Jobs
    _begun: dict[str, tuple[Scored, Job[Any]]] = field(default_factory=dict)

    def score(self, part: Part) -> Scored:
        """Begins to score a part."""
        from pyspark import StorageLevel

        groups = self.jobs.context.parallelize(part.groups, 1)
        setups = groups.mapPartitions(partial(_scored, versions()))
        setups = setups.persist(StorageLevel.DISK_ONLY)
        found = Scored(part, setups, self.jobs.submit(lambda: _only(setups, _rankings)))
        self._begun[part.path] = found, found.rankings
        return found

    def write(self, scored: Scored, write: Write, ahead: OutcomeCodes) -> Written:
        """Begins to write a part, once it is known which rankings occur in it."""
        rankings = self.jobs.result(scored.rankings)
        make = partial(_content, write, ahead.of(rankings))
        content = self.jobs.submit(lambda: _only(scored.setups, make))
        self._begun[scored.part.path] = scored, content
        return Written(scored, rankings, content)

    def forget(self, scored: Scored) -> None:
        """Has the workers drop what they keep of a part."""
        del self._begun[scored.part.path]
        with suppress(Exception):  # a cluster that is lost has forgotten it
            scored.setups.unpersist()

    def leave(self) -> None:
        """Cancels what is under way, and has the workers drop all that they keep."""
        begun = list(self._begun.values())
        self.jobs.cancel(job for _, job in begun)
        for scored, _ in begun:
            self.forget(scored)


def in_order(begun: Iterator[Any], ahead: Callable[[], int]) -> Iterator[Any]:
    """What was begun, in order; so many are begun ahead, which may grow as workers come."""
    waiting: deque[Any] = deque()
    while True:
        waiting.extend(islice(begun, max(0, ahead() - len(waiting))))
        if not waiting:
            return
        yield waiting.popleft()


def _only(setups: Any, make: Any) -> Any:  # noqa: ANN401
    """What one task makes of the setups of a part."""
    return setups.mapPartitions(lambda batches: [make(batches)]).collect()[0]


def _scored(expected: dict[str, str], groups: Iterable[RowGroup]) -> Iterator[list[Batch]]:
    require_versions(expected)
    with threadpool_limits(1, user_api="blas"):
        yield from map(score_group, groups)


def _rankings(scored: Iterable[list[Batch]]) -> list[bytes]:
    """The rankings that occur, in the order in which they first do."""
    found = OutcomeCodes()
    for batches in scored:
        for batch in batches:
            found.of(batch.rankings.distinct)
    return found.known()


def _content(write: Write, codes: OutcomeCodes, scored: Iterable[list[Batch]]) -> bytes:
    """The bytes of a part's file."""
    buffer = BytesIO()
    for _ in write(buffer, scored, codes=codes):
        pass
    return buffer.getvalue()
