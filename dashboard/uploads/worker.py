"""The process that works on uploaded tables, with limits on what it may take.

It reads and writes `dashboard.uploads.messages`, one to a line.
"""

import errno
import math
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from setupscope.dashboard.limits import (
    UPLOAD_CPU_SECONDS,
    UPLOAD_FILE_BYTES,
    UPLOAD_IDLE_SECONDS,
    UPLOAD_MEMORY,
)
from setupscope.dashboard.uploads.messages import (
    REQUEST,
    ReadTable,
    Reply,
    Request,
    ScoresRequest,
    UploadedTables,
)
from setupscope.data.errors import InputError, sentence
from setupscope.data.importing.facts import FactOptions
from setupscope.data.importing.guesses import guess
from setupscope.data.importing.proposals import (
    Proposal,
    StudyOptions,
    propose_metric,
    propose_study,
)
from setupscope.data.importing.publish import Destination, publish
from setupscope.data.importing.spellings import SpellingsError
from setupscope.data.importing.summary import Summary
from setupscope.data.readers.files import sheet_in
from setupscope.data.readers.sheet_names import sheet_names
from setupscope.data.readers.sheets import Sheet

PREVIEWED, MOST_PREVIEWED, LONGEST_PREVIEWED = 5, 60, 200
"""Rows and columns that are shown of a table, and characters of one cell."""


def main() -> None:
    """Waits for tables and reads them, then answers line by line until there are no more."""
    limit()
    first = _next_line()
    if not first:
        return
    tables = UploadedTables.model_validate_json(first)
    stay_in(tables.folder)
    sheets = take(tables)
    if sheets:
        for line in iter(_next_line, ""):
            answer(sheets, tables, REQUEST.validate_json(line))


def take(tables: UploadedTables) -> list[Sheet]:
    """Reads the tables and says what they are; none where they are not accepted."""
    sheets: list[Sheet] = []
    with answering(tables.folder):
        contents = [
            (name, (tables.folder / f"table-{at}").read_bytes())
            for at, name in enumerate(tables.file_names)
        ]
        books = {name: sheet_names(content) for name, content in contents}
        say(Reply(sheets=tuple(dict.fromkeys(name for book in books.values() for name in book))))
        for name, content in contents:
            # A file beside a workbook has no sheets.
            sheet = tables.sheet or None if books[name] else None
            found = sheet_in(content, name, tables.encoding or None, sheet)
            sheets.append(replace(found, missing=tables.missing))
        say(Reply(tables=tuple(map(shown, sheets)), guess=guess(sheets), end=True))
        return sheets
    return []


def shown(sheet: Sheet) -> ReadTable:
    """The first rows of a table as they were read, with the names of rows in front."""
    columns = sheet.columns[:MOST_PREVIEWED]
    head = [sheet.text(column)[:PREVIEWED] for column in columns]
    if sheet.index and not all(text.strip().isdigit() for text in sheet.index):
        columns, head = ["", *columns], [list(sheet.index[:PREVIEWED]), *head]
    cut = [[text[:LONGEST_PREVIEWED] for text in cells] for cells in head]
    rows = tuple(zip(*cut, strict=True))
    return ReadTable(
        name=sheet.name, form=sheet.form, columns=tuple(columns), head=rows, rows=len(sheet)
    )


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
        asks: Any = {"asks": "spellings"} if isinstance(error, SpellingsError) else {}
        say(Reply(error=sentence(error).replace(f"{folder}{os.sep}", ""), **asks, end=True))
    except MemoryError:
        say(Reply(cause="memory", end=True))
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        if error.errno != errno.EFBIG and not full:
            raise
        say(Reply(cause="disk" if full else "size", end=True))


def say(reply: Reply) -> None:
    """Writes a reply."""
    sys.stdout.write(reply.line())
    sys.stdout.flush()


def answer(sheets: Sequence[Sheet], tables: UploadedTables, request: Request) -> None:
    """Replies with the summary of the tables; builds the store, where that is asked for."""
    folder = tables.folder
    to = Destination(folder / "store", folder / "study") if request.build else None
    with answering(folder):
        proposal = proposed(sheets, tables.study, request)
        # One process: its limits hold for it alone, and the other cores are for readers.
        publish(proposal, to, _say_summary, _say_progress, processes=1)
        say(Reply(metric=proposal.metric, end=True))


def proposed(sheets: Sequence[Sheet], study_file: Path, request: Request) -> Proposal:
    """The study that is asked for; raises InputError."""
    if isinstance(request, ScoresRequest):
        if len(sheets) > 1:
            raise InputError(
                "scores of one metric are read from one table; upload it alone, or choose “A table"
                " of results”"
            )
        return propose_metric(
            sheets[0], study_file, request.name, request.lower_is_better, request.columns
        )
    facts = request.facts
    results = [sheet for sheet in sheets if sheet.name != facts.beside]
    beside = next((sheet for sheet in sheets if sheet.name == facts.beside), None)
    if not results:
        raise InputError("no table of results is left beside the table of facts; upload it too")
    origin = ", ".join(sheet.name for sheet in results)
    options = StudyOptions(request.pools, request.only, request.complete)
    known = FactOptions(beside, facts.fewer_is_better, facts.log)
    return propose_study(results, request.name, request.columns, origin, options, known)


def _say_progress(done: int, of: int) -> None:
    say(Reply(progress=(done, of)))


def _say_summary(summary: Summary) -> None:
    say(Reply(lines=tuple(summary.lines), notes=tuple(summary.notes)))


if __name__ == "__main__":
    main()
