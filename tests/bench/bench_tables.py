"""How long does a question of a slice take, of the shipped store and of the widest one?

Prints p50 and p95 over random slices of one scenario each, and of all scenarios together, with
seconds of processors; beside SciPy's loop over setups, a NumPy scan and a query of DuckDB, on the
same data in the same run. Each store has a process of its own, so that its memory is its own.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from report import Section, parser
from scipy import stats

from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.questions.evidence import evidence
from setupscope.analysis.slices.facets import facets
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TABLES, TableOptions, table_of
from setupscope.data import open_store
from setupscope.data.pools import PoolRule
from setupscope.data.storage.building import build
from setupscope.data.study.study_file import SHIPPED_STUDY

SLICES = 200
WIN_RATES = "win rates page"
"""All that the page asks of a slice: its answer, what stands beside it, and the panel's counts."""
OTHERS = "others"
LIMITS = {
    "shipped": {WIN_RATES: 15, "stability": 25, "flips": 30, "enough": 150, OTHERS: 50},
    "widest": {"stability": 1500, "enough": 1500, OTHERS: 500},
}
"""Milliseconds at p95; all scenarios together may take twice that."""
RULES = {"shipped": None, "widest": PoolRule(min_pool=3)}
MOST_MEMORY = {"shipped": 800e6, "widest": 1.5e9}
LOOPED = 2_000
"""Setups that SciPy scores in its loop; it takes too long for more."""


def timed(question, *words):
    """Milliseconds that a question takes, by the clock and of processors."""
    started = time.perf_counter(), time.process_time()
    question(*words)
    ended = time.perf_counter(), time.process_time()
    return [1000 * (end - start) for start, end in zip(started, ended, strict=True)]


def ask(name, slice_, store):
    """One question of a slice, as pages and commands put it."""
    if name == WIN_RATES:
        for one in slice_.by_scenario():
            facets(one)
        setups, measurements = slice_.narrow(store.setups()), store.measurements()
        evidence(setups, slice_.metric_keys(), measurements, store.study)
    else:
        table_of(name, slice_, store.setups(), (), 0, beside(name, slice_))


def beside(name, slice_):
    """What a slice is compared with, and the claim that is checked in it."""
    whole = Slice(slice_.study, slice_.scenario_names()[:1])
    better, worse = slice_.metric_keys()[:2]
    against = whole if name == "compare" else None
    shown = whole.replace(measures=("kendall",), sizes=(whole.all_sizes[1] - 1,) * 2)
    return TableOptions(against, better, worse, shows=shown)


def baselines(store, slices):
    """What others take, in milliseconds: SciPy a setup, NumPy and DuckDB a slice."""
    draw = np.random.default_rng(0)
    scores = draw.normal(size=(LOOPED, 2, 15))
    loop, _ = timed(lambda: [stats.kendalltau(*two) for two in scores])
    scans = []
    for slice_ in slices:
        (scenario,) = slice_.scenario_names()
        codes = store.outcome_codes(scenario)
        scans.append(timed(np.bincount, codes)[0])
    queries = [timed(count_in_engine, one.narrow(store.setups()))[0] for one in slices]
    return {
        "SciPy's Kendall, per setup": loop / LOOPED,
        "NumPy scan of outcomes": float(np.median(scans)),
        "DuckDB count by given and outcome": float(np.median(queries)),
    }


def count_in_engine(setups):
    """The least that an engine does for win rates."""
    setups.aggregate("given, outcome, count(*)").fetchall()


def measure(which, folder, count):
    """All figures of one store, as they go into the report."""
    build(SHIPPED_STUDY, folder / "store", rule=RULES[which])
    store = open_store(folder / "store")
    slices = list(random_slices(store.study, np.random.default_rng(0), count))
    found = {"store": which, "setups": store.setup_count, "slices": count, "tables": {}}
    for name in (WIN_RATES, *TABLES):
        ask(name, slices[0], store)
        times = np.array([timed(ask, name, slice_, store) for slice_ in slices])
        whole = timed(ask, name, Slice(store.study), store)[0]
        limit = LIMITS[which].get(name, LIMITS[which][OTHERS])
        p50, p95 = np.percentile(times[:, 0], [50, 95])
        row = {"p50": p50, "p95": p95, "cpu": times[:, 1].mean(), "whole": whole, "limit": limit}
        found["tables"][name] = row
        say(name, row)
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    found["baselines"] = baselines(store, slices[:5])
    return found


def say(name, row):
    """One line on the terminal."""
    missed = " missed" if is_missed(row) else ""
    print(
        f"{name:<15} p50 {row['p50']:6.0f} ms  p95 {row['p95']:6.0f} ms (at most {row['limit']})"
        f"  processors {row['cpu']:6.0f} ms  whole store {row['whole']:6.0f} ms"
        f" (at most {2 * row['limit']}){missed}",
        flush=True,
    )


def is_missed(row):
    """Whether a limit is missed."""
    return row["p95"] > row["limit"] or row["whole"] > 2 * row["limit"]


def run(which, count):
    """Measures one store; returns its figures, and whether a limit was missed."""
    print(f"{which} store:", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(which, Path(folder), count)
    most = MOST_MEMORY[which]
    print(f"{'memory':<15} {found['memory'] / 1e6:.0f} MB (at most {most / 1e6:.0f})")
    for name, milliseconds in found["baselines"].items():
        print(f"{name}: {milliseconds:.3g} ms")
    missed = any(is_missed(row) for row in found["tables"].values()) or found["memory"] > most
    return found, missed


def run_apart(which, count):
    """The same in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        words = ["--store", which, "--slices", str(count), "--json", str(report)]
        missed = bool(subprocess.run([sys.executable, __file__, *words]).returncode)
        (found,) = json.loads(report.read_text(encoding="utf-8"))["tables"]["stores"]
    return found, missed


def main():
    """Measures both stores, each in a process of its own; exits with 1 where a limit is missed."""
    options = parser(__doc__)
    options.add_argument("--store", choices=RULES)
    options.add_argument("--slices", type=int, default=SLICES)
    asked = options.parse_args()
    with Section("tables", asked.json) as figures:
        if asked.store:
            every = [run(asked.store, asked.slices)]
        else:
            every = [run_apart(which, asked.slices) for which in RULES]
        figures["stores"] = [found for found, _ in every]
    sys.exit(int(any(missed for _, missed in every)))


if __name__ == "__main__":
    main()
