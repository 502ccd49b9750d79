"""Which small studies hold what most studies do not: gaps, ties, few givens, negative numbers?"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from setupscope.data.importing.layout import Layout
from setupscope.data.importing.proposals import StudyOptions, propose_study
from setupscope.data.importing.publish import Destination, publish
from setupscope.data.pools import PoolRule
from setupscope.data.readers.files import read_sheet
from setupscope.data.storage.building import nothing
from setupscope.data.storage.opening import Store, open_store

NOISE = {"good": 0.05, "fair": 0.2, "poor": 0.6, "blind": 5.0}
"""The metrics, and how far their scores are from the performances."""
Change = Callable[[pd.DataFrame, np.random.Generator], pd.DataFrame]


USUAL = PoolRule(leave_out=1)


@dataclass(frozen=True)
class Kind:
    """A kind of study, which is drawn anew each time.

    Attributes
    ----------
    name : str
        What it holds.
    targets, sources : int
        How many there are; targets are given.
    change : callable
        Makes the table of transfers what it is.
    backbones : tuple of str
        How sources were fine-tuned.
    rule : PoolRule
        Which pools there are.
    together : bool
        Whether targets are sources too.
    """

    name: str
    targets: int
    sources: int
    change: Change
    backbones: tuple[str, ...] = ("frozen",)
    rule: PoolRule = USUAL
    together: bool = False

    def transfers(self, rng: np.random.Generator) -> pd.DataFrame:
        """A row per transfer; scores are performances with noise."""
        sources = [f"{'d' if self.together else 's'}{index}" for index in range(self.sources)]
        targets = [f"{'d' if self.together else 't'}{index}" for index in range(self.targets)]
        table = pd.MultiIndex.from_product(
            [sources, targets, self.backbones], names=["source", "target", "backbone"]
        ).to_frame(index=False)
        table = table[table["source"] != table["target"]].reset_index(drop=True)
        table["performance"] = rng.uniform(0.2, 0.9, len(table)).round(3)
        noisy = {m: table["performance"] + rng.normal(0, s, len(table)) for m, s in NOISE.items()}
        return self.change(table.assign(**noisy).round(4), rng)


def made_up(kind: Kind, rng: np.random.Generator, folder: Path) -> Store:
    """The store of such a study, imported as any table of results."""
    table = kind.transfers(rng)
    file = folder / f"{kind.name}.csv"
    table.to_csv(file, index=False)
    metrics = tuple(table.columns.drop(["source", "target", "backbone", "performance"]))
    layout = Layout("source", "target", "performance", backbone="backbone", metrics=metrics)
    options = StudyOptions(kind.rule, "source")
    proposal = propose_study([read_sheet(file)], kind.name, layout, "made up", options)
    to = Destination(folder / kind.name, folder / f"{kind.name}.study")
    publish(proposal, to, nothing)
    return open_store(to.store)


def _as_it_is(table: pd.DataFrame, _: np.random.Generator) -> pd.DataFrame:
    return table


def _gaps(table: pd.DataFrame, _: np.random.Generator) -> pd.DataFrame:
    """Scores of one metric are missing for two candidates, of another for a given."""
    table.loc[table["source"].isin(["s1", "s2"]) & (table["target"] != "t0"), "poor"] = np.nan
    table.loc[table["target"] == "t1", "blind"] = np.nan
    return table


def _one_gap(table: pd.DataFrame, _: np.random.Generator) -> pd.DataFrame:
    """The best metric lacks a single score."""
    table.loc[(table["source"] == "s1") & (table["target"] == "t1"), "good"] = np.nan
    return table


def _one_backbone(table: pd.DataFrame, _: np.random.Generator) -> pd.DataFrame:
    table.loc[table["backbone"] == "frozen", "good"] = np.nan
    return table


def _one_complete(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    for metric in ("fair", "poor", "blind"):
        table.loc[rng.choice(len(table), 2, replace=False), metric] = np.nan
    return table


def _negative(table: pd.DataFrame, _: np.random.Generator) -> pd.DataFrame:
    low = table["target"].isin(["t0", "t1", "t2"]) & (table["source"] != "s0")
    return table.assign(performance=table["performance"] - low)


def _ties(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """A coarse grid, a copy and constant scores; some givens where all performed alike."""
    coarse = table.assign(**{metric: table[metric].round(1) for metric in ("fair", "poor")})
    coarse["performance"] = table["performance"].round(1)
    coarse.loc[coarse["target"] == "t0", "performance"] = 0.5
    coarse["blind"] = np.where(table["target"] == "t1", rng.integers(0, 2, len(table)), 0)
    return coarse.assign(copy=coarse["good"])


def _uneven(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Targets have different candidates."""
    missing = (table["target"] == "t0") & (table["source"] == "s0")
    missing |= (table["target"] == "t1") & table["source"].isin(["s1", "s2"])
    return table[~missing].reset_index(drop=True)


def _gap_of_a_dataset(table: pd.DataFrame, _: np.random.Generator) -> pd.DataFrame:
    table.loc[(table["source"] == "d1") & (table["target"] == "d2"), "fair"] = np.nan
    return table


def _few_of_many(table: pd.DataFrame, _: np.random.Generator) -> pd.DataFrame:
    """Each target has few candidates, and shares one with the next: more names than 62 in all."""
    source, target = (table[side].str[1:].astype(int) for side in ("source", "target"))
    return table[(source - 11 * target) % 63 < 12].reset_index(drop=True)


KINDS = (
    Kind("gaps", 8, 6, _gaps),
    Kind("ties", 9, 5, _ties),
    Kind("negative", 8, 5, _negative),
    Kind("one-backbone", 6, 4, _one_backbone, ("fine-tuned", "frozen")),
    Kind("datasets", 7, 7, _gap_of_a_dataset, together=True),
    Kind("one-gap", 6, 5, _one_gap, rule=PoolRule(leave_out=2)),
    Kind("uneven", 7, 6, _uneven),
    Kind("one-complete", 6, 5, _one_complete),
    Kind("one-given", 1, 5, _as_it_is),
    Kind("three-givens", 3, 5, _gaps),
    Kind("five-givens", 5, 5, _ties),
    Kind("few-of-many", 6, 63, _few_of_many, together=True),
    Kind("sampled", 7, 9, _uneven, rule=PoolRule(sample=20, sizes=(4, 6, 8))),
    Kind("sampled-of-many", 6, 70, _one_gap, rule=PoolRule(sample=12, fractions=(0.2, 0.9))),
)
