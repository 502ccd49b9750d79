"""Do the tables on what is left out say what their definitions say?"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from setupscope.analysis.audit import slow
from setupscope.analysis.audit.differences import (
    Compared,
    compare_numbers,
    compare_row,
    compare_words,
)
from setupscope.analysis.audit.measured import POOLS, Row, measures_in, parts_of, pools_of, rows_of
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.soundness.ablation import candidate_ablation
from setupscope.analysis.soundness.family_ablation import family_ablation
from setupscope.analysis.soundness.sampled import sampled_blocks
from setupscope.data.masks import as_masks
from setupscope.data.storage.opening import Store
from setupscope.data.study.measured import MeasuredStudy

SOME = 7
"""Of how many changes of a mean value one is looked at."""
FLOAT32 = 1e-6
"""By how much means of values that are stored as float32 may differ."""


def audit_families(
    store: Store, scenario: str, measurements: pd.DataFrame, rng: np.random.Generator
) -> Compared:
    """Who wins, and what the values are, without two candidates that are called a family."""
    names = store.study.names_of(scenario).candidates
    family = tuple(rng.choice(names, 2, replace=False).tolist())
    study = replace(store.study, families={"two": family})
    transfers, where = store.transfers(), f"families: {scenario} without {', '.join(family)}"
    ablation = family_ablation(study, transfers, scenario, POOLS)
    left = measurements[~measurements["candidate"].isin(family)]
    sizes = left.groupby(["given", "backbone"])["candidate"].transform("size")
    left = left[sizes >= study.pools.fewest]
    if ablation.winners["by"].isna().all() or left.empty:
        return
    before = _rescored_again(study, store, scenario, measurements)
    metrics = slow.complete_in(before, study.metric_keys)
    after = _rescored_again(study, store, scenario, left)
    yield from _audit_left(where, ablation.winners, (before, after), metrics)
    for row in ablation.values.dropna(subset="change").to_dict("records"):
        means = [
            slow.mean_values(dict(parts_of(own))[row["backbone"]], row["metric"], row["measure"])
            for own in (before, after)
        ]
        expected = {"mean": means[0], "mean_without": means[1], "change": means[1] - means[0]}
        what = f"{row['metric']} under {row['measure']}, {row['backbone']}"
        for column, wanted in expected.items():
            yield compare_numbers(where, f"{column} of {what}", row[column], wanted, FLOAT32)


def _rescored_again(
    study: MeasuredStudy, store: Store, scenario: str, kept: pd.DataFrame
) -> pd.DataFrame:
    """The pools of some of the measurements under the study's pool rule."""
    own, every = study.scenario(scenario), store.transfers().table
    keys = set(zip(kept["given"], kept["candidate"], kept["backbone"], strict=True))
    sides = (every[name].to_pylist() for name in (own.given, own.candidates, "backbone"))
    mask = [key in keys for key in zip(*sides, strict=True)]
    transfers = replace(store.transfers(), table=every.filter(mask))
    found = sampled_blocks(study, transfers, scenario, POOLS)
    names = sorted(set(kept["candidate"]))
    return slow.rescored(
        kept, pools_of(names, found), measures_in(study, scenario), study.metric_keys
    )


def _audit_left(
    where: str,
    table: pd.DataFrame,
    pools: tuple[pd.DataFrame, pd.DataFrame],
    metrics: Sequence[str],
) -> Compared:
    before, after = (dict(parts_of(own)) for own in pools)
    for row in table.dropna(subset="by").to_dict("records"):
        backbone, old = row["backbone"], row["winner"]
        winners = slow.best_of(slow.shares_of_pools(before[backbone], metrics).mean())
        yield compare_words(where, f"winner, {backbone}", old, winners)
        rates = slow.shares_of_pools(after[backbone], metrics).mean()
        by = float(rates.drop(old).max() - rates[old])
        yield compare_numbers(where, f"by, {backbone}", row["by"], by)
        yield compare_numbers(where, f"stays, {backbone}", row["stays"], by <= slow.TIED)


def audit_candidates(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """Who wins, and what the values are, without each candidate."""
    known = slice_.study.metric_keys
    ablation = candidate_ablation(frame, slice_.study)
    names = slice_.study.names_of(slice_.scenario_names()[0]).candidates
    for backbone, part in parts_of(frame):
        complete = slow.field(part, known, known)
        for row in rows_of(ablation.winners.dropna(subset="left_out"), backbone):
            bit = names.index(row["left_out"])
            left = part[[not pool >> bit & 1 for pool in as_masks(part["pool"]).tolist()]]
            rates = slow.field_rates(left, complete, known)
            where, what = f"candidates: {slice_}, {backbone}", f"without {row['left_out']}"
            if rates.notna().all():
                by = float(rates.drop(row["winner"]).max() - rates[row["winner"]])
                yield from compare_row(where, what, row, {"by": by, "stays": by <= slow.TIED})
        for row in rows_of(ablation.values.dropna(subset="change"), backbone)[::SOME]:
            yield from _audit_values(f"candidates: {slice_}, {backbone}", part, names, row)


def _audit_values(where: str, part: pd.DataFrame, names: Sequence[str], row: Row) -> Compared:
    own = part[part["measure"] == row["measure"]]
    bit = names.index(row["left_out"])
    left = own[[not pool >> bit & 1 for pool in as_masks(own["pool"]).tolist()]]
    means = []
    for frame in (own, left):
        values = frame[row["metric"]].astype(np.float64)
        means.append(float(values.groupby(frame["given"].astype(str)).mean().mean()))
    what = f"{row['metric']} under {row['measure']} without {row['left_out']}"
    for column, wanted in (("mean", means[0]), ("mean_without", means[1])):
        yield compare_numbers(where, f"{column} of {what}", row[column], wanted, FLOAT32)
