"""The tables that docs/own-data.md shows: one study of 4 models and 5 datasets in every shape."""

import json

import numpy as np
import pandas as pd

from mutated import as_workbook

MODELS = ("resnet50", "resnet101", "vgg16", "densenet121")
DATASETS = ("cifar10", "dtd", "pets", "sun397", "eurosat")
NUMBERS = ("accuracy", "LEEP", "LogME")


def write_tables(folder):
    """Writes every table into a folder."""
    wide, runs = drawn()
    tables = {
        "wide": wide,
        "long": wide.melt(["model", "dataset", "accuracy"], var_name="metric", value_name="value"),
        "performances": wide[["model", "dataset", "accuracy"]],
        "scores": wide[["model", "dataset", "LEEP", "LogME"]],
        "runs": runs,
        "errors": wide.assign(accuracy=(100 - 100 * wide["accuracy"]).round(1)).rename(
            columns={"accuracy": "error"}
        ),
        "gaps": with_gaps(wide),
        "spellings": wide.assign(
            model=wide["model"].mask(
                (wide["model"] == "resnet50") & (wide["dataset"] == "dtd"), "ResNet-50"
            )
        ),
        **{name: part.drop(columns="dataset") for name, part in wide.groupby("dataset")},
    }
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    write_pivots(folder, wide)
    (folder / "results.json").write_text(json.dumps(nested(wide)))
    rows = [list(wide), *wide.to_numpy(dtype=object).tolist()]
    (folder / "results.xlsx").write_bytes(as_workbook({"notes": [["read me"]], "scores": rows}))


def drawn():
    """A row per transfer, and a row per run of each."""
    draw = np.random.default_rng(11)
    wide = pd.DataFrame([(s, t) for s in MODELS for t in DATASETS], columns=["model", "dataset"])
    true = draw.uniform(0.4, 0.95, len(wide))
    wide["accuracy"] = true.round(3)
    wide["LEEP"] = (true - 2 + draw.normal(0, 0.15, len(wide))).round(3)
    wide["LogME"] = (true + draw.normal(0, 0.2, len(wide))).round(3)
    runs = [
        wide.assign(seed=seed, accuracy=(true + draw.normal(0, 0.01, len(wide))).round(3))
        for seed in range(3)
    ]
    ordered = pd.concat(runs).sort_values(["model", "dataset", "seed"])
    return wide, ordered[["model", "dataset", "seed", *NUMBERS]]


def with_gaps(wide):
    cells = wide.astype(str)
    cells.loc[cells["model"] == "vgg16", "LEEP"] = "-"
    cells.loc[1, "LEEP"] = cells.loc[1, "LEEP"].replace("-", "\u2212")
    cells.loc[2, "LogME"] = f"**{cells.loc[2, 'LogME']}**"
    cells.loc[3, "LogME"] = "N/A"
    return cells


def write_pivots(folder, wide):
    pivots = {
        name: wide.pivot_table(index="model", columns="dataset", values=name) for name in NUMBERS
    }
    for name, pivot in pivots.items():
        pivot.to_csv(folder / f"{name}.csv")
    pd.concat(pivots.values(), axis=1, keys=pivots).to_csv(folder / "two_rows.csv")


def nested(wide):
    """An object per model, with an object per dataset, with the numbers of the transfer."""
    of = wide.set_index(["model", "dataset"])
    return {s: {t: dict(of.loc[(s, t)]) for t in DATASETS} for s in MODELS}
