"""How does building the shipped store compare with a loop of SciPy calls?

Prints seconds, memory and bytes, and the ratio that counts: the time that SciPy would take
for the same values, one call each, over that of `setupscope build` as a whole process.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
from scipy import stats

from setupscope.data import open_store
from setupscope.data.scoring.blocks import blocks
from setupscope.data.storage.manifest import total_bytes
from setupscope.data.study.study import SHIPPED_STUDY, load_study
from setupscope.data.study.transfers import read_transfers

RUNS = 5
SAMPLED = 1500
LEAST_RATIO, MOST_MEMORY, MOST_BYTES = 200, 1e9, 20e6


def rel_at_1(performances, scores):
    """The definition, as a loop would have it: the chosen candidate's performance over the best."""
    return performances[scores == scores.max()].mean() / performances.max()


LOOPED = {
    "pearson": stats.pearsonr,
    "kendall": stats.kendalltau,
    "weighted_kendall": stats.weightedtau,
    "rel_at_1": rel_at_1,
}


def build_once(link):
    """Seconds and peak memory in bytes of one `setupscope build`, start of Python included."""
    command = [
        sys.executable,
        "-c",
        "from setupscope.dashboard.cli.main import main; main()",
        "build",
    ]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--store", str(link)], stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0
    return time.perf_counter() - started, usage.ru_maxrss * 1024


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


def main():
    """Prints the comparison; exits with 1 where a limit is missed."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / "store"
        runs = [build_once(link) for _ in range(RUNS)]
        store = open_store(link)
        per_setup = scipy_seconds_per_setup(store)
        size = total_bytes(store.manifest)
    seconds = statistics.median(run[0] for run in runs)
    memory = max(run[1] for run in runs)
    looped = per_setup * store.setup_count
    print(f"build     {seconds:8.2f} s    median of {RUNS} whole processes")
    print(f"SciPy     {looped:8.0f} s    from {SAMPLED} of {store.setup_count:,} setups")
    print(f"ratio     {looped / seconds:8.0f}      at least {LEAST_RATIO} is wanted")
    print(f"memory    {memory / 1e6:8.0f} MB   at most {MOST_MEMORY / 1e6:.0f} is wanted")
    print(f"store     {size / 1e6:8.1f} MB   at most {MOST_BYTES / 1e6:.0f} is wanted")
    missed = looped / seconds < LEAST_RATIO or memory > MOST_MEMORY or size > MOST_BYTES
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
