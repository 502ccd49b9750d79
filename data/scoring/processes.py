"""Which cores score the row groups?

A few are scored in the process itself. Many go to worker processes, one a core, which come
back in order; only so many are under way that memory stays bounded. In every process the
matrix products use one thread: the matrices are so small that more would wait for each other.
"""

import os
import signal
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread

from threadpoolctl import threadpool_limits

from setupscope.data.errors import InputError
from setupscope.data.limits import MAX_PROCESSES, MAX_WORK_IN_PROCESS
from setupscope.data.scoring.row_groups import RowGroup
from setupscope.data.scoring.scoring import Batch, score_group

AHEAD = 3
"""Row groups for each process that are under way, or scored and not taken yet."""


def processes_for(groups: Iterable[RowGroup]) -> int:
    """How many processes are worth their start for some row groups: 1 is this one alone."""
    work = sum(group.setups * len(group.block.bits) ** 2 for group in groups)
    return 1 if work <= MAX_WORK_IN_PROCESS else min(_cores(), MAX_PROCESSES)


def _cores() -> int:
    """Cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def scored_in_order(groups: Sequence[RowGroup], processes: int) -> Generator[list[Batch]]:
    """The setups of each row group, in the order of the groups.

    Parameters
    ----------
    groups : sequence of RowGroup
        What to score.
    processes : int
        1 scores in this process; more start so many others, which end with the iterator.

    Raises
    ------
    InputError
        When one of the processes is ended from outside.
    """
    if processes > 1:
        yield from _by_others(groups, processes)
        return
    with threadpool_limits(1, user_api="blas"):
        yield from map(score_group, groups)


def _by_others(groups: Iterable[RowGroup], processes: int) -> Generator[list[Batch]]:
    # Spawned, as everywhere but on Linux: a fork would copy the locks of a server's threads.
    executor = ProcessPoolExecutor(processes, get_context("spawn"), _prepare)
    try:
        coming = iter(groups)
        ahead = deque(executor.submit(score_group, g) for g in islice(coming, AHEAD * processes))
        while ahead:
            batches = ahead.popleft().result()
            ahead.extend(executor.submit(score_group, group) for group in islice(coming, 1))
            yield batches
    except BrokenProcessPool as error:
        raise InputError(
            "a process that scores setups was ended, perhaps for want of memory;"
            " build again to go on from what is finished"
        ) from error
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _prepare() -> None:
    """Makes a worker process use one core, leave Ctrl-C to its parent, and end with it."""
    threadpool_limits(1, user_api="blas")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
