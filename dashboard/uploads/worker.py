"""What happens to an uploaded table, in a process of its own that may not take much?

The first line of standard input says which table: the folder that holds it, where all that is
made goes too, what messages call it, its encoding, and the study that scores are added to. It
says what columns the table has; then, for each further line, what it understood, and builds
where the line asks for it. All that it reads and says is JSON, a line each.
"""

import json
import os
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from setupscope.dashboard.limits import (
    UPLOAD_CPU_SECONDS,
    UPLOAD_FILE_BYTES,
    UPLOAD_IDLE_SECONDS,
    UPLOAD_MEMORY,
)
from setupscope.data.errors import InputError, sentence
from setupscope.data.importing.proposals import Proposal, propose_metric, propose_study
from setupscope.data.importing.publish import Destination, publish
from setupscope.data.importing.results import Layout
from setupscope.data.importing.scores import ScoreColumns
from setupscope.data.importing.summary import Summary
from setupscope.data.pools import PoolRule
from setupscope.data.readers.files import sheet_in
from setupscope.data.readers.sheets import Sheet

SCORES, RESULTS = "scores", "results"
"""What a table is: the scores of one metric, or results of many."""


def main() -> None:
    """Waits for a table and reads it, then answers line by line until there are no more."""
    limit()
    first = _next_line()
    if not first:
        return
    about = json.loads(first)
    place = Path(about["place"])
    stay_in(place)
    try:
        content = (place / "table").read_bytes()
        sheet = sheet_in(content, about["called"], about["encoding"] or None)
        say(columns=list(sheet.columns), end=True)
    except InputError as error:
        say(error=sentence(error), end=True)
        return
    for line in iter(_next_line, ""):
        answer(sheet, Path(about["study"]), place, json.loads(line))


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
            (resource.RLIMIT_CPU, UPLOAD_CPU_SECONDS),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))


def say(**what: object) -> None:
    """A line of JSON."""
    print(json.dumps(what), flush=True)


def answer(sheet: Sheet, study_file: Path, place: Path, request: Mapping[str, Any]) -> None:
    """What is understood of the table as it is asked for; and a store, where that is asked for."""
    to = Destination(place / "store", place / "study") if request["build"] else None
    try:
        proposal = drafted_as(sheet, study_file, request)
        publish(proposal, to, _say_summary, lambda done, of: say(progress=[done, of]))
        say(metric=proposal.metric, end=True)
    except InputError as error:
        say(error=sentence(error).replace(f"{place}{os.sep}", ""), end=True)
    except MemoryError:
        say(error=f"{sheet.name}: takes more than {UPLOAD_MEMORY // 2**30} GB of memory", end=True)


def drafted_as(sheet: Sheet, study_file: Path, request: Mapping[str, Any]) -> Proposal:
    """The study that is asked for; raises InputError."""
    if request["kind"] == SCORES:
        named = ScoreColumns(**request["columns"])
        return propose_metric(sheet, study_file, request["name"], request["lower_is_better"], named)
    rule = PoolRule(**request["pools"]) if request["pools"] else None
    columns: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in request["columns"].items()
    }
    layout = Layout(**columns)
    return propose_study(sheet, request["name"], layout, sheet.name, rule, request["only"])


def _say_summary(what: Summary) -> None:
    say(lines=what.lines, notes=what.notes)


if __name__ == "__main__":
    main()
