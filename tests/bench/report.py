"""One report of all parts of the bench: a file of JSON with a section for each.

Each part says on the terminal when others were at work, which makes times by the clock
worthless; its section says how much they took.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from processes import busy_seconds, can_measure, cpu_seconds

QUIET = 0.25
"""Processors that others may use while times count."""
LOOK = 1.0
"""Seconds that are watched before a part starts."""


def parser(description):
    """Of a part's command line, with the option that all parts share."""
    found = argparse.ArgumentParser(description=description.splitlines()[0])
    found.add_argument("--json", type=Path, help="file of the report; a section is put into it")
    return found


class Section:
    """What one part found, and who else was at work meanwhile.

    Parameters
    ----------
    part : str
        Its name.
    file : Path, optional
        The report.

    Attributes
    ----------
    figures : dict
        What was measured; goes into the report as it is.
    """

    def __init__(self, part, file=None):
        self.part, self.file = part, file
        self.figures = {"cores": os.cpu_count()}
        self._before = None

    def __enter__(self):
        if can_measure():
            before = _now()
            time.sleep(LOOK)
            self._warn(others(before, _now()), "are at work here")
            self._before = _now()
        return self.figures

    def __exit__(self, kind, *_):
        if self._before:
            used = others(self._before, _now())
            self.figures |= {"others": round(used, 2), "quiet": used <= QUIET}
            self._warn(used, "were at work meanwhile")
        if self.file and kind in (None, SystemExit):
            put(self.file, self.part, self.figures)

    def _warn(self, used, verb):
        if used > QUIET:
            print(
                f"{self.part}: others {verb} ({used:.2f} processors; quiet is {QUIET:g} or less):"
                " TIMES BY THE CLOCK ARE WORTHLESS; only seconds of processors count.",
                flush=True,
            )


def _now():
    """The clock, and seconds of processors: of the whole machine, and of this bench."""
    return time.monotonic(), busy_seconds(), cpu_seconds(os.getpid())


def others(before, after):
    """How many processors others used between two moments."""
    seconds, busy, own = (end - start for start, end in zip(before, after, strict=True))
    return max(0.0, busy - own) / seconds


def put(file, part, figures):
    """Puts a section into the report and leaves the others."""
    report = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    report[part] = figures
    file.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
