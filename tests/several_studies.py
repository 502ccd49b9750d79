"""Small studies to be held beside each other: ties, a metric by another name, gaps, few givens."""

import numpy as np

from own_studies import transfers
from setupscope.data.storage.building import build
from setupscope.data.storage.opening import open_store

HEAD = """
name = "{name}"
title = "The study {name}"
citation = "{name} et al. 2024"
measures = {measures}
pools = {{ leave_out = 1 }}
"""
TABLE = """
[[tables]]
key = "{key}"
file = "{key}.csv"
task = "{key}"

[[scenarios]]
name = "{key}-source"
table = "{key}"
given = "target"
candidates = "source"
title = "{key}: which source?"
question = "Which source?"
"""
METRIC = """
[[metrics]]
key = "{key}"
label = "{label}"
"""
ALIASES = {"uno": "one"}
"""The third study calls the first metric by another name."""


def several(folder):
    """Four stores, by the names of their studies.

    alpha has two scenarios, and one of few givens; beta many ties, and a metric that lacks
    scores; gamma calls a metric by another name, and shares models with alpha; delta has too few
    givens for anything.
    """
    tables = {
        "alpha": {"sets": _table("a", 7, 1), "nets": _table("n", 6, 2), "rare": _table("r", 3, 3)},
        "beta": {"tied": _tied(_table("b", 6, 4))},
        "gamma": {"gems": _table("a", 8, 5).rename(columns={"one": "uno"})},
        "delta": {"few": _table("d", 4, 6)},
    }
    return {name: _store(folder / name, name, own) for name, own in tables.items()}


def _table(letter, targets, seed):
    sources = [f"{letter}{number}" for number in range(5)]
    names = [f"{letter}t{number}" for number in range(targets)]
    return transfers(sources, names, ["one", "two", "three"], seed)


def _tied(table):
    """Scores of few values, and none of the third metric for one source."""
    scores = table.assign(one=table["one"].round(), two=table["two"].round())
    scores.loc[scores["source"] == "b1", "three"] = np.nan
    return scores.assign(three=scores["three"].clip(0, 0))


def _store(folder, name, tables):
    folder.mkdir()
    metrics = [key for key in next(iter(tables.values())) if key in ("one", "uno", "two", "three")]
    measures = '["kendall", "pearson"]' if name == "beta" else '["pearson", "kendall", "rel_at_1"]'
    text = HEAD.format(name=name, measures=measures)
    text += "".join(METRIC.format(key=key, label=key.capitalize()) for key in metrics)
    text += "".join(TABLE.format(key=key) for key in tables)
    for key, table in tables.items():
        table.to_csv(folder / f"{key}.csv", index=False)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    build(folder / "study.toml", folder / "store")
    return open_store(folder / "store")
