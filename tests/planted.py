"""Made-up studies of which it is known what is wrong with them, or that nothing is."""

import numpy as np
import pandas as pd
import pyarrow as pa

from setupscope.data.pools import PoolRule
from setupscope.data.study.study import Fact, Metric, Scenario, Study, Table
from setupscope.data.study.transfers import Transfers

METRICS = ("one", "two", "three", "four", "five")
SOURCES, TARGETS = 10, 12
FAMILIES = {"first": ("s00", "s01", "s02"), "second": ("s03", "s04")}
NOISE = {
    "one list": (0.4, 0.4, 0.4, 0.4, 0.4),
    "noise": (None,) * 5,
    "winner": (0.15, 1.0, 1.0, 1.5, 1.5),
}
"""How far the scores of each metric are from the performances, in their SDs; none: anywhere."""


def study_of(measures=("pearson", "kendall"), leave_out=2, metrics=METRICS, **fields):
    """A study of sources ranked for targets."""
    table = Table("sets", "sets.csv", "anything", performance_bounds=(0.0, 1.0))
    scenario = Scenario("sets-source", "sets", "target", "source", "Which source?", "Which one?")
    return Study(
        name="planted",
        title="A planted study",
        pools=PoolRule(leave_out=leave_out),
        measures=measures,
        tables=(table,),
        metrics=tuple(Metric(key, key.title()) for key in metrics),
        scenarios=(scenario,),
        families=FAMILIES,
        **fields,
    )


def planted(kind, seed, **fields):
    """A study of a kind of `NOISE`, and its transfers."""
    rng = np.random.default_rng([seed, *map(ord, kind)])
    sources, targets = ([f"{side}{i:02}" for i in range(n)] for side, n in SIDES)
    table = pd.MultiIndex.from_product([sources, targets], names=["source", "target"])
    table = table.to_frame(index=False)
    quality = np.repeat(rng.normal(0, 1, SOURCES), TARGETS)
    own = rng.normal(0, 1, len(table))
    signal = quality + 0.1 * own if kind == "one list" else 0.3 * quality + own
    table = table.assign(table="sets", backbone="unstated", performance=0.5 + 0.08 * signal)
    for metric, noise in zip(METRICS, NOISE[kind], strict=True):
        free = rng.normal(0, 1, len(table))
        table[metric] = free if noise is None else signal + noise * free
    table["performance"] = table["performance"].clip(0.01, 0.99)
    order = ["table", "source", "target", "backbone", "performance", *METRICS]
    return study_of(**fields), Transfers(pa.Table.from_pandas(table[order], preserve_index=False))


SIDES = (("s", SOURCES), ("t", TARGETS))


def fact_of(key, values, **better):
    """A fact that is a baseline where sources are ranked."""
    return Fact(key, key.title(), values, **{"source": "more", **better})
