"""How is what takes long computed once, watched by many, and given up when nobody waits?"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from analysis.tables import Progress

Compute = Callable[[Progress], object]


class GivenUpError(Exception):
    """Nobody waits for the answer any more."""


@dataclass(eq=False)
class Job:
    """Something that is being computed.

    Attributes
    ----------
    answer : Future
        Its answer, once there is one.
    share : float
        How much of it is done, 0 to 1.
    waiting : int
        How many wait for it.
    begun : bool
        Whether it is under way, or waits for its turn.
    """

    answer: "Future[object]" = field(default_factory=Future)
    share: float = 0.0
    waiting: int = 0
    begun: bool = False

    def at(self, done: int, total: int) -> None:
        """Notes how far it is; raises GivenUpError where nobody waits."""
        if not self.waiting:
            raise GivenUpError
        self.share = done / max(total, 1)


class LongWork:
    """Answers that take long, by what was asked; safe to share between threads.

    One is computed at a time, so that the readers of other pages have the other cores. The
    last `most` answers are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._jobs: OrderedDict[tuple[str, ...], Job] = OrderedDict()
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="long-work")

    @contextmanager
    def joined(self, key: tuple[str, ...], compute: Compute) -> Iterator[Job]:
        """The job of a key, begun if nobody has; it is given up when all have left it."""
        with self._lock:
            job = self._jobs.setdefault(key, Job())
            self._jobs.move_to_end(key)
            job.waiting += 1
            if not job.begun:
                self._begin(key, job, compute)
        try:
            yield job
        finally:
            with self._lock:
                job.waiting -= 1
                if not job.waiting and not job.answer.done():
                    self._forget(key, job)

    def _begin(self, key: tuple[str, ...], job: Job, compute: Compute) -> None:
        job.begun = True
        for old in list(self._jobs)[: -self._most]:
            if self._jobs[old].answer.done():
                del self._jobs[old]
        self._worker.submit(self._run, key, job, compute)

    def _run(self, key: tuple[str, ...], job: Job, compute: Compute) -> None:
        try:
            job.at(0, 1)
            job.answer.set_result(compute(job.at))
        except BaseException as error:
            with self._lock:
                self._forget(key, job)
            job.answer.set_exception(error)

    def _forget(self, key: tuple[str, ...], job: Job) -> None:
        """Whoever asks again begins anew."""
        if self._jobs.get(key) is job:
            del self._jobs[key]
