"""Where is an uploaded table worked on? In a process of its own, of which one stands ready.

Starting one takes half a second. Whoever opens the page therefore starts a spare, which knows
nothing of anybody until it is taken, and then works for that reader alone.
"""

import signal
import subprocess
import sys
import weakref
from contextlib import suppress
from threading import Event, Lock, Timer
from typing import IO

from setupscope.dashboard.limits import UPLOAD_WAIT_SECONDS
from setupscope.dashboard.uploads.messages import Cause, Message, Reply
from setupscope.data.storage.building import Progress, nothing

WORKER = (sys.executable, "-P", "-m", "setupscope.dashboard.uploads.worker")
ENDING = 10
"""Seconds in which a process ends that says nothing more."""
OUT_OF_SECONDS = getattr(signal, "SIGXCPU", None)
"""What ends a process that has had its seconds, where the system has such limits."""


class UploadProcess:
    """A process that answers requests about one uploaded table; see `dashboard.uploads.worker`.

    Attributes
    ----------
    end : callable
        Ends it at once; so does the end of the object, and of the server.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            WORKER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self.end = weakref.finalize(self, _end, self._process)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, message: Message, progress: Progress = nothing) -> Reply:
        """Its replies to a message as one; with a cause where it ends before the last.

        It is ended whenever it has not answered to the end, for what it says later would be
        taken for the next answer.
        """
        given_up = Event()
        timer = Timer(UPLOAD_WAIT_SECONDS, _give_up, [self._process, given_up])
        timer.start()
        try:
            with suppress(OSError):  # it has just ended, so that it says nothing
                _pipe(self._process.stdin).write(message.line())
                _pipe(self._process.stdin).flush()
            return self._answer(progress) or Reply(cause=self._why(given_up))
        except BaseException:
            self.end()
            raise
        finally:
            timer.cancel()

    def _answer(self, progress: Progress) -> Reply | None:
        found = Reply()
        for line in _pipe(self._process.stdout):
            reply = Reply.model_validate_json(line)
            if reply.progress is not None:
                progress(*reply.progress)
            found = found.followed_by(reply)
            if reply.end:
                return found
        return None

    def _why(self, given_up: Event) -> Cause:
        """Why it has ended."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(ENDING)
        number = self._process.returncode
        self.end()
        if given_up.is_set():
            return "busy"
        return "time" if OUT_OF_SECONDS and number == -OUT_OF_SECONDS else "died"


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def _give_up(process: "subprocess.Popen[str]", given_up: Event) -> None:
    given_up.set()
    process.kill()


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # what was never taken from it
            _pipe(pipe).close()
    process.wait()


class Spare:
    """At most one process that stands ready for the next reader."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ready: UploadProcess | None = None

    def prepare(self) -> None:
        """Starts one, unless one stands ready; does not wait for it."""
        with self._lock:
            if self._ready is None or not self._ready.alive:
                self._ready = UploadProcess()

    def take(self) -> UploadProcess:
        """The one that stands ready, for good; a new one where there is none."""
        with self._lock:
            ready, self._ready = self._ready, None
        return ready if ready is not None and ready.alive else UploadProcess()


SPARE = Spare()
