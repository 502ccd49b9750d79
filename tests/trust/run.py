"""What does Setupscope survive? Runs every attack within a bound in time, and prints a table.

    python tests/trust/run.py --minutes 30
    python tests/trust/run.py --minutes 5 --only kills-build silence

Two attacks run at a time, each in a process of its own. Exits with 1 where anything was lost,
wrong, or crashed, where a script ran or a request left, or where the time was not enough.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from system_browser import CHROME
from trust.attacks import ATTACKS
from trust.counts import Counts
from trust.table import rows, write

AT_ONCE = 2
WHOLE = 30.0
"""Minutes for which the numbers of attempts are meant."""
CLEARING_UP = 30.0
"""Seconds in which an attack that is ended ends its servers and removes its disk."""
RUNNING = []
"""The processes of attacks."""
TELL = 20.0
"""Seconds between two words of how far an attack is."""


def attack(name, folder, share, seconds):
    """Runs one attack for so many seconds at most; yields its counts so far, and if it is done."""
    found, until, told = Counts(), time.monotonic() + seconds, time.monotonic()
    attempts = ATTACKS[name].begin(folder, share)
    for counts in attempts:
        found += counts
        if time.monotonic() - told > TELL:
            told = time.monotonic()
            print(f"  {name}: {found.tried} tried, {found.harm} failed", flush=True)
        yield found, False
        if time.monotonic() > until:
            attempts.close()
            return
    yield found, True


def alone(name, share, until, patience):
    """The same in a process of its own, which is ended a while after its time."""
    began = time.monotonic()
    seconds = max(1.0, until - began)
    print(f"  {name}: begins", flush=True)
    with tempfile.TemporaryDirectory(prefix="trust-") as folder:
        out = Path(folder) / "counts.json"
        words = ["--attack", name, "--folder", folder, "--share", str(share), "--json", str(out)]
        command = [sys.executable, __file__, *words, "--seconds", str(seconds)]
        log = Path(folder) / "log"
        with log.open("wb") as errors:
            process = subprocess.Popen(command, stderr=errors, start_new_session=True)
        RUNNING.append(process)
        ended = _ended(process, seconds + patience)
        found, whole = came_of(out)
        if process.returncode:
            last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            why = f"broke off: {''.join(last)[-300:]}" if ended else "did not end"
            found += Counts(notes=(f"the attack {why}",))
    took = f"ended after {time.monotonic() - began:.0f} s"
    print(f"  {name}: {found.tried} tried, {found.harm} failed; {took}", flush=True)
    for note in found.notes:
        print(f"    {note}", flush=True)
    return found, whole


def came_of(out):
    """What an attack left in its file; nothing where it left none."""
    if not out.exists():
        return Counts(), False
    counts, whole = json.loads(out.read_text(encoding="utf-8"))
    return Counts(**counts | {"notes": tuple(counts["notes"])}), whole


def _ended(process, seconds):
    """Whether a process ends by itself in time; else it is ended, with all that it has started."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        end(process)
        return False
    return True


def end(process):
    """Has an attack clear up, and ends what it leaves behind."""
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(CLEARING_UP)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def all_attacks(names, minutes):
    """Each attack's counts, and whether all was tried, by its name."""
    until = time.monotonic() + 60 * minutes
    share, patience = min(1.0, minutes / WHOLE), 20 + minutes
    with ThreadPoolExecutor(AT_ONCE) as pool:
        work = {name: pool.submit(alone, name, share, until, patience) for name in names}
        try:
            return {name: one.result() for name, one in work.items()}
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in RUNNING:
                end(process)
            raise


def options():
    """What the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--minutes", type=float, default=WHOLE)
    asked.add_argument("--only", nargs="+", choices=ATTACKS, default=list(ATTACKS))
    asked.add_argument("--write", action="store_true", help="write docs/reliability.md")
    for name in ("attack", "folder", "share", "seconds", "json"):
        asked.add_argument(f"--{name}", help=argparse.SUPPRESS)
    return asked.parse_args()


def main():
    """The table, and an exit code."""
    asked = options()
    if asked.attack:
        return one_attack(asked)
    if CHROME is None:
        print("There is no Chrome or Chromium here: frames, scripts and reports are not tried.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    found = all_attacks(asked.only, asked.minutes)
    for row in rows(found):
        print(row)
    if asked.write:
        write(found, asked.minutes)
    return int(any(counts.harm or not whole for counts, whole in found.values()))


def one_attack(asked):
    """Runs one attack, and leaves its counts in a file."""
    folder = Path(asked.folder)
    for counts, whole in attack(asked.attack, folder, float(asked.share), float(asked.seconds)):
        report(Path(asked.json), counts, whole)
    return 0


def report(out, counts, whole):
    """Leaves counts in a file, which is whole at any time."""
    unfinished = out.with_suffix(".unfinished")
    unfinished.write_text(json.dumps([asdict(counts), whole]), encoding="utf-8")
    unfinished.replace(out)


if __name__ == "__main__":
    sys.exit(main())
