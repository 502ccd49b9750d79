"""Studies as researchers bring them: a metric with gaps, and a table of many metrics."""

import numpy as np
import pandas as pd

from command_line import succeeded
from setupscope.data.storage.building import build

MANY = [f"metric {k}" for k in range(14)]
PATCHY = """
name = "patchy"
title = "A study with a patchy metric"
measures = ["pearson", "kendall", "weighted_kendall", "rel_at_1"]
pools = { leave_out = 2 }

[[tables]]
key = "sets"
file = "sets.csv"
task = "sets"

[[tables]]
key = "nets"
file = "nets.csv"
task = "nets"

[[metrics]]
key = "one"
label = "One"

[[metrics]]
key = "two"
label = "Two"

[[metrics]]
key = "three"
label = "Three"

[[metrics]]
key = "mine"
label = "Mine"

[[scenarios]]
name = "sets-source"
table = "sets"
given = "target"
candidates = "source"
title = "Sets: which source?"
question = "Which source?"

[[scenarios]]
name = "nets-source"
table = "nets"
given = "target"
candidates = "source"
title = "Nets: which source?"
question = "Which source?"

[[scenarios]]
name = "sets-target"
table = "sets"
given = "source"
candidates = "target"
title = "Sets: which target?"
question = "Which target?"

[families]
early = ["t0", "t1"]
"""


def transfers(sources, targets, metrics, seed):
    """A row per pair, performances and scores drawn."""
    draw = np.random.default_rng(seed)
    pairs = [(source, target) for source in sources for target in targets]
    table = pd.DataFrame(pairs, columns=["source", "target"])
    table["performance"] = draw.random(len(table)).round(3)
    return table.assign(**{name: draw.normal(size=len(table)).round(2) for name in metrics})


def patchy(folder):
    """The link of a store with three whole metrics, and one that lacks scores.

    In sets it has none for s1, and none for s2 on t3; in nets it has none at all.
    """
    names = ["one", "two", "three", "mine"]
    sets = transfers([f"s{i}" for i in range(6)], [f"t{i}" for i in range(7)], names, 1)
    gaps = (sets["source"] == "s1") | ((sets["source"] == "s2") & (sets["target"] == "t3"))
    sets.loc[gaps, "mine"] = np.nan
    nets = transfers([f"n{i}" for i in range(5)], [f"t{i}" for i in range(7)], names, 2)
    sets.to_csv(folder / "sets.csv", index=False)
    nets.assign(mine=np.nan).to_csv(folder / "nets.csv", index=False)
    (folder / "study.toml").write_text(PATCHY, encoding="utf-8")
    build(folder / "study.toml", folder / "store")
    return folder / "store"


def gappy(folder):
    """The link of a store in which no metric has all scores: in sets, each lacks another source."""
    names = ["one", "two", "three", "mine"]
    sets = transfers([f"s{i}" for i in range(6)], [f"t{i}" for i in range(7)], names, 1)
    for index, name in enumerate(names):
        sets.loc[sets["source"] == f"s{index}", name] = np.nan
    sets.to_csv(folder / "sets.csv", index=False)
    nets = transfers([f"n{i}" for i in range(5)], [f"t{i}" for i in range(7)], names, 2)
    nets.to_csv(folder / "nets.csv", index=False)
    (folder / "study.toml").write_text(PATCHY, encoding="utf-8")
    build(folder / "study.toml", folder / "store")
    return folder / "store"


def long_table(folder):
    """A long table of 11 targets, 10 models and 14 metrics; performances in per cent."""
    models, data = ([f"{kind} {i}" for i in range(n)] for kind, n in (("model", 10), ("data", 11)))
    wide = transfers(models, data, MANY, 3)
    wide["accuracy"] = 100 * wide.pop("performance")
    renamed = wide.rename(columns={"source": "model", "target": "data"})
    long = renamed.melt(["model", "data", "accuracy"], MANY, "metric", "score")
    long.to_parquet(folder / "long.parquet")
    return folder / "long.parquet"


def many(folder):
    """The link of a store that was imported from such a table, and what the command said."""
    words = [
        *("import", long_table(folder), "--name", "many", "--store", folder / "many"),
        *("--source", "model", "--target", "data", "--performance", "accuracy", "--percent"),
        *("--metric", "metric", "--score", "score"),
    ]
    return folder / "many", succeeded(*words).stdout


def single(folder):
    """The link of a store with one scenario."""
    table, link = folder / "sets.csv", folder / "single"
    names = ([f"s{i}" for i in range(6)], [f"t{i}" for i in range(7)], ["one", "two", "three"])
    transfers(*names, 1).to_csv(table, index=False)
    roles = [f for name in ("source", "target", "performance") for f in (f"--{name}", name)]
    words = ["import", table, *roles, "--only", "source", "--name", "single", "--store", link]
    succeeded(*words)
    return link
