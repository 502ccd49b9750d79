"""Where is an uploaded table worked on? In a process of its own, of which one stands ready.

Starting one takes half a second. Whoever opens the page therefore starts a spare, which knows
nothing of anybody until it is taken, and then works for that reader alone.
"""

import subprocess
import sys
import weakref
from contextlib import suppress
from threading import Lock, Timer
from typing import IO

from setupscope.dashboard.limits import UPLOAD_SECONDS
from setupscope.dashboard.uploads.messages import Message, Reply
from setupscope.data.storage.building import Progress, nothing


class UploadProcess:
    """A process that answers requests about one uploaded table; see `dashboard.uploads.worker`.

    Attributes
    ----------
    end : callable
        Ends it at once; so does the end of the object, and of the server.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "setupscope.dashboard.uploads.worker"],
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

    def ask(self, message: Message, progress: Progress = nothing) -> Reply | None:
        """Its replies to a message as one; None where it ends, or takes too long, before the last.

        It is ended whenever it has not answered to the end, for what it says later would be
        taken for the next answer.
        """
        timer = Timer(UPLOAD_SECONDS, self._process.kill)
        timer.start()
        try:
            with suppress(OSError):  # it has just ended, so that it says nothing
                _pipe(self._process.stdin).write(message.line())
                _pipe(self._process.stdin).flush()
            return self._answer(progress)
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
        self.end()
        return None


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


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
