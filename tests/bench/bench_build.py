"""How does building the shipped store compare with a loop of SciPy calls?

Prints seconds, memory and bytes of building it under its own pool rule and under the widest
one, and the ratio that counts: the time that SciPy would take for the same values, one call
each, over that of `setupscope build` as a whole process.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
from report import Section, parser
from scipy import stats

from setupscope.data import open_store
from setupscope.data.scoring.blocks import blocks
from setupscope.data.storage.manifest import read_manifest, total_bytes
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study
from setupscope.data.study.transfers import read_transfers

RUNS = 5
SAMPLED = 1500
LEAST_RATIO = 200
LIMITS = {"memory": 1000, "size": 20}
WIDEST_LIMITS = {"seconds": 60, "memory": 3000, "size": 700}
"""Seconds and megabytes; memory of all processes together."""


def rel_at_1(performances, scores):
    """The definition, as a loop would have it: the chosen candidate's performance over the best."""
    return performances[scores == scores.max()].mean() / performances.max()


LOOPED = {
    "pearson": stats.pearsonr,
    "kendall": stats.kendalltau,
    "weighted_kendall": stats.weightedtau,
    "rel_at_1": rel_at_1,
}


class Run(NamedTuple):
    """What one whole process took, with those that it started."""

    seconds: float
    cpu_seconds: float
    memory: int


def build_once(link, *options):
    """One `setupscope build`, start of Python included."""
    command = [
        sys.executable,
        "-c",
        "from setupscope.dashboard.cli.main import main; main()",
        *("build", "--store", str(link), *options),
    ]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks = {}
    ended = 0
    while not ended:
        for pid in family(process.pid):
            peaks[pid] = max(peaks.get(pid, 0), peak_memory(pid))
        time.sleep(0.02)
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
    assert status == 0
    seconds = time.perf_counter() - started
    # The peaks need not be at the same time, so that all together is at most their sum.
    return Run(seconds, usage.ru_utime + usage.ru_stime, sum(peaks.values()))


def family(pid):
    """A process and its children, as Linux lists them."""
    with suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]
    return [pid]


def peak_memory(pid):
    """Bytes that a process has had in memory at most; 0 once it has ended."""
    with suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        return int(found[1]) * 1024 if found else 0
    return 0


def scipy_seconds_per_setup(store):
    """Mean seconds of the SciPy calls for one setup's metrics, over a random sample."""
    study = load_study(SHIPPED_STUDY)
    transfers = read_transfers(study, SHIPPED_STUDY.parent)
    index = {
        (block.scenario, block.given, block.backbone): block
        for scenario in study.scenarios
        for block in blocks(study, transfers, scenario.name)
    }
    sample = store.setups().df().sample(SAMPLED, random_state=0)
    spent = 0.0
    for setup in sample.itertuples():
        block = index[setup.scenario, setup.given, setup.backbone]
        inside = (np.int64(setup.pool) >> block.bits & 1).astype(bool)
        performances, scores = block.performances[inside], block.scores[inside]
        measure = LOOPED[setup.measure]
        started = time.perf_counter()
        for column in scores.T:
            measure(performances, column)
        spent += time.perf_counter() - started
    return spent / SAMPLED


def measured(name, value, unit, most=None):
    """Prints a number, and the most that is wanted; tells whether it is above that."""
    wanted = f"   at most {most:g} is wanted" if most else ""
    print(f"{name:10}{value:8.1f} {unit:3}{wanted}")
    return most is not None and value > most


def report(title, runs, size, limits, figures):
    """Prints and notes what the runs of a build took; tells whether a limit is missed."""
    print(f"{title}, median of {len(runs)}:")
    found = {
        "seconds": statistics.median(run.seconds for run in runs),
        "cpu_seconds": statistics.median(run.cpu_seconds for run in runs),
        "memory": max(run.memory for run in runs),
        "size": size,
    }
    figures[title] = found
    missed = [
        measured("wall", found["seconds"], "s", limits.get("seconds")),
        measured("CPU", found["cpu_seconds"], "s"),
        measured("memory", found["memory"] / 1e6, "MB", limits["memory"]),
        measured("store", size / 1e6, "MB", limits["size"]),
    ]
    return any(missed)


def bench_default(folder, figures):
    """The store of the shipped study, against SciPy; tells whether a limit is missed."""
    link = folder / "store"
    runs = [build_once(link) for _ in range(RUNS)]
    store = open_store(link)
    missed = report("the study's rule", runs, total_bytes(store.manifest), LIMITS, figures)
    looped = scipy_seconds_per_setup(store) * store.setup_count
    ratio = looped / statistics.median(run.seconds for run in runs)
    figures |= {"scipy_seconds": looped, "ratio": ratio}
    print(f"SciPy     {looped:8.0f} s     from {SAMPLED} of {store.setup_count:,} setups")
    print(f"ratio     {ratio:8.0f}       at least {LEAST_RATIO} is wanted")
    return missed or ratio < LEAST_RATIO


def bench_widest(folder, figures):
    """The store of every pool of three or more candidates; tells whether a limit is missed."""
    link = folder / "widest"
    run = build_once(link, "--min-pool", "3")
    manifest = read_manifest(link.resolve())
    title = f"--min-pool 3, {sum(manifest.counts.values()):,} setups"
    return report(title, [run], total_bytes(manifest), WIDEST_LIMITS, figures)


def main():
    """Prints the comparison; exits with 1 where a limit is missed."""
    asked = parser(__doc__).parse_args()
    warnings.simplefilter("ignore")
    with Section("build", asked.json) as figures, tempfile.TemporaryDirectory() as folder:
        missed = [bench(Path(folder), figures) for bench in (bench_default, bench_widest)]
    sys.exit(1 if any(missed) else 0)


if __name__ == "__main__":
    main()
