"""The process that works on an uploaded table, with limits on what it may take.

It reads and writes `dashboard.uploads.messages`, one to a line.
"""

import errno
import math
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from setupscope.dashboard.limits import (
    UPLOAD_CPU_SECONDS,
    UPLOAD_FILE_BYTES,
    UPLOAD_IDLE_SECONDS,
    UPLOAD_MEMORY,
)
from setupscope.dashboard.uploads.messages import (
    REQUEST,
    Reply,
    Request,
    ScoresRequest,
    UploadedTable,
)
from setupscope.data.errors import InputError, sentence
from setupscope.data.importing.proposals import (
    Proposal,
    StudyOptions,
    propose_metric,
    propose_study,
)
from setupscope.data.importing.publish import Destination, publish
from setupscope.data.importing.summary import Summary
from setupscope.data.readers.files import sheet_in
from setupscope.data.readers.sheets import Sheet


def main() -> None:
    """Waits for a table and reads it, then answers line by line until there are no more."""
    limit()
    first = _next_line()
    if not first:
        return
    table = UploadedTable.model_validate_json(first)
    stay_in(table.folder)
    sheet = None
    with answering(table.folder):
        content = (table.folder / "table").read_bytes()
        sheet = sheet_in(content, table.file_name, table.encoding or None)
        say(Reply(columns=tuple(sheet.columns), end=True))
    if sheet is not None:
        for line in iter(_next_line, ""):
            answer(sheet, table, REQUEST.validate_json(line))


def stay_in(place: Path) -> None:
    """Whatever this process writes from now on, it writes there."""
    os.chdir(place)
    tempfile.tempdir = str(place)


def _next_line() -> str:
    """What is asked next; a process that nobody asks for long ends, where the system has alarms."""
    alarm = getattr(signal, "alarm", int)
    alarm(UPLOAD_IDLE_SECONDS)
    line = sys.stdin.readline()
    alarm(0)
    return line


def limit() -> None:
    """Lowers what this process may take, where the system has such limits."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        for what, most in (
            (resource.RLIMIT_AS, UPLOAD_MEMORY),
            (resource.RLIMIT_FSIZE, UPLOAD_FILE_BYTES),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))


def limit_seconds() -> None:
    """From now on this process may take as many seconds of its own as one answer may."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        until = math.ceil(time.process_time()) + UPLOAD_CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (until, most))


@contextmanager
def answering(folder: Path) -> Iterator[None]:
    """Gives one answer its seconds, and says why there is none where there is none."""
    limit_seconds()
    try:
        yield
    except InputError as error:
        say(Reply(error=sentence(error).replace(f"{folder}{os.sep}", ""), end=True))
    except MemoryError:
        say(Reply(cause="memory", end=True))
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        say(Reply(cause="size", end=True))


def say(reply: Reply) -> None:
    """Writes a reply."""
    sys.stdout.write(reply.line())
    sys.stdout.flush()


def answer(sheet: Sheet, table: UploadedTable, request: Request) -> None:
    """Replies with the summary of the table; builds the store, where that is asked for."""
    folder = table.folder
    to = Destination(folder / "store", folder / "study") if request.build else None
    with answering(folder):
        proposal = proposed(sheet, table.study, request)
        # One process: its limits hold for it alone, and the other cores are for readers.
        publish(proposal, to, _say_summary, _say_progress, processes=1)
        say(Reply(metric=proposal.metric, end=True))


def proposed(sheet: Sheet, study_file: Path, request: Request) -> Proposal:
    """The study that is asked for; raises InputError."""
    if isinstance(request, ScoresRequest):
        return propose_metric(
            sheet, study_file, request.name, request.lower_is_better, request.columns
        )
    options = StudyOptions(request.pools, request.only)
    return propose_study([sheet], request.name, request.columns, sheet.name, options)


def _say_progress(done: int, of: int) -> None:
    say(Reply(progress=(done, of)))


def _say_summary(summary: Summary) -> None:
    say(Reply(lines=tuple(summary.lines), notes=tuple(summary.notes)))


if __name__ == "__main__":
    main()
