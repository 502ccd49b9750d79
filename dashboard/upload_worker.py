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

from dashboard.bringing import Destination, bring
from dashboard.drafting import Drafted, metric_added, results_imported
from dashboard.upload_process import MOST_MEMORY
from data.errors import InputError, sentence
from data.files import sheet_in
from data.matching import ScoreColumns
from data.pools import PoolRule
from data.results import Layout
from data.sheets import Sheet
from data.understanding import Understood

MOST_WRITTEN = 2**30
"""Bytes of one file."""
MOST_OF_A_CORE, MOST_IDLE = 120, 900
"""Seconds: of one core, in all; and without being asked."""
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
    alarm(MOST_IDLE)
    line = sys.stdin.readline()
    alarm(0)
    return line


def limit() -> None:
    """Lowers what this process may take, where the system has such limits."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        for what, most in (
            (resource.RLIMIT_AS, MOST_MEMORY),
            (resource.RLIMIT_FSIZE, MOST_WRITTEN),
            (resource.RLIMIT_CPU, MOST_OF_A_CORE),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(what, (most, most))


def say(**what: object) -> None:
    """A line of JSON."""
    print(json.dumps(what), flush=True)


def answer(sheet: Sheet, study_file: Path, place: Path, asked: Mapping[str, Any]) -> None:
    """What is understood of the table as it is asked for; and a store, where that is asked for."""
    to = Destination(place / "store", place / "study") if asked["build"] else None
    try:
        drafted = drafted_as(sheet, study_file, asked)
        bring(drafted, to, _say_understood, lambda done, of: say(progress=[done, of]))
        say(metric=drafted.metric, end=True)
    except InputError as error:
        say(error=sentence(error).replace(f"{place}{os.sep}", ""), end=True)
    except MemoryError:
        say(error=f"{sheet.name}: takes more than {MOST_MEMORY // 2**30} GB of memory", end=True)


def drafted_as(sheet: Sheet, study_file: Path, asked: Mapping[str, Any]) -> Drafted:
    """The study that is asked for; raises InputError."""
    if asked["kind"] == SCORES:
        named = ScoreColumns(**asked["columns"])
        return metric_added(sheet, study_file, asked["name"], asked["lower_is_better"], named)
    rule = PoolRule(**asked["pools"]) if asked["pools"] else None
    columns: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in asked["columns"].items()
    }
    layout = Layout(**columns)
    return results_imported(sheet, asked["name"], layout, sheet.name, rule, asked["only"])


def _say_understood(what: Understood) -> None:
    say(lines=what.lines, notes=what.notes)


if __name__ == "__main__":
    main()
