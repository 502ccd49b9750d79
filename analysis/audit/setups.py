"""Does a store say of its setups what SciPy says?"""

import numpy as np
import pandas as pd

from setupscope.analysis.audit import slow
from setupscope.analysis.audit.differences import Compared, compare_numbers
from setupscope.data.masks import as_mask
from setupscope.data.storage.opening import Store
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.setup_ids import pool_text

FLOAT32 = 2.0**-23


def audit_setups(store: Store, rng: np.random.Generator, count: int) -> Compared:
    """Recomputes random setups from the measurements with SciPy; None where all is right."""
    frame = store.setups().df()
    tables = dict(iter(store.measurements().groupby("table")))
    for index in rng.choice(len(frame), min(count, len(frame)), replace=False):
        setup = frame.iloc[index]
        scenario = store.study.scenario(setup["scenario"])
        table = tables[scenario.table]
        held = (table[scenario.given] == setup["given"]) & (table["backbone"] == setup["backbone"])
        candidates = store.study.names_of(scenario.name).candidates
        pool = [name for bit, name in enumerate(candidates) if as_mask(setup["pool"]) >> bit & 1]
        rows = table[held & table[scenario.candidates].isin(pool)]
        if scenario.performance == "gain":
            rows = rows.assign(performance=[_gain(table, row) for _, row in rows.iterrows()])
        block = rows.set_index(scenario.candidates).loc[pool]
        yield from _audit_setup(store.study, setup, block)


def _gain(table: pd.DataFrame, row: pd.Series) -> float:
    """What a transfer gains over the other sources on its target, under the same backbone."""
    same = (table["target"] == row["target"]) & (table["backbone"] == row["backbone"])
    others = table.loc[same & (table["source"] != row["source"]), "performance"]
    return float(row["performance"] - others.mean())


def _audit_setup(study: MeasuredStudy, setup: pd.Series, block: pd.DataFrame) -> Compared:
    where = "setups: " + "/".join(str(setup[key]) for key in ("scenario", "given", "backbone"))
    where += f"/{setup['measure']}/{pool_text(as_mask(setup['pool']))}"
    for metric in study.metric_keys:
        expected = np.nan
        if block[metric].notna().all():
            performances, of_metric = block["performance"].to_numpy(), block[metric].to_numpy()
            expected = slow.value(setup["measure"], performances, of_metric)
        yield compare_numbers(where, metric, float(setup[metric]), expected, FLOAT32)
