"""How long does a question of a slice take?

Prints p50 and p95 over random slices of one scenario each, and the whole store, beside a
plain NumPy scan of the same columns in the same run.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TableOptions, table_of
from setupscope.data import open_store
from setupscope.data.storage.building import build
from setupscope.data.study.study import SHIPPED_STUDY

SLICES = 200
LIMITS = {
    "win-rates": 80,
    "conclusion": 80,
    "pairs": 80,
    "scores": 160,
    "stability": 350,
    "leave-one-out": 80,
    "flips": 150,
    "importance": 150,
    "agreement": 150,
    "compare": 150,
    "claim": 150,
    "ranks": 150,
    "enough": 500,
}
"""Milliseconds at p95; the whole store may take twice that."""
MOST_MEMORY = 800e6


def milliseconds(question, *words):
    """How long a question takes."""
    started = time.perf_counter()
    question(*words)
    return 1000 * (time.perf_counter() - started)


def ask(name, slice_, store):
    """How long a table of a slice takes."""
    return milliseconds(table_of, name, slice_, store.setups(), (), 0, beside(name, slice_))


def beside(name, slice_):
    """What a slice is compared with, and the claim that is checked in it."""
    whole = Slice(slice_.study, slice_.scenario_names()[:1])
    better, worse = slice_.metric_keys()[:2]
    against = whole if name == "compare" else None
    return TableOptions(against, better, worse, shows=whole.replace(measures=("kendall",)))


def scan(columns, chosen):
    """What plain arrays take for whole scenarios: mask, best, mean share of the win."""
    values = columns[chosen]
    best = values == values.max(axis=1, keepdims=True, initial=-np.inf)
    return (best / np.maximum(best.sum(axis=1, keepdims=True), 1)).mean(axis=0)


def main():
    """Prints a line per table; exits with 1 where a limit is missed."""
    with tempfile.TemporaryDirectory() as folder:
        build(SHIPPED_STUDY, Path(folder) / "store")
        store = open_store(Path(folder) / "store")
    study = store.study
    slices = list(random_slices(study, np.random.default_rng(0), SLICES))
    missed = 0
    for name, limit in LIMITS.items():
        ask(name, slices[0], store)
        times = [ask(name, slice_, store) for slice_ in slices]
        whole = np.median([ask(name, Slice(study), store) for _ in range(5)])
        p50, p95 = np.percentile(times, [50, 95])
        missed += p95 > limit or whole > 2 * limit
        print(
            f"{name:<14} p50 {p50:5.0f} ms  p95 {p95:5.0f} ms (at most {limit})"
            f"   whole store {whole:5.0f} ms (at most {2 * limit})"
        )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    frame = store.setups().df()
    columns = frame[list(study.metric_keys)].to_numpy(np.float32)
    masks = [np.isin(frame["scenario"].to_numpy(str), s.scenario_names()) for s in slices[:20]]
    scans = [milliseconds(scan, columns, mask) for mask in masks]
    print(f"{'NumPy scan':<14} p50 {np.median(scans):5.0f} ms  mean shares of the win")
    print(f"{'memory':<14} {memory / 1e6:5.0f} MB (at most {MOST_MEMORY / 1e6:.0f})")
    sys.exit(1 if missed or memory > MOST_MEMORY else 0)


if __name__ == "__main__":
    main()
