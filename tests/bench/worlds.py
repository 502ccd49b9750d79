"""Made-up and shipped measurements in which no metric is better than another."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.questions.conclusion import Conclusion
from setupscope.data.measures import MEASURES
from setupscope.data.pools import PoolRule, pools
from setupscope.data.scoring.blocks import Block
from setupscope.data.scoring.outcomes import OutcomeCodes, ranks
from setupscope.data.scoring.scoring import Batch, score
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study
from setupscope.data.study.transfers import read_transfers

CANDIDATES = 8
RULE = PoolRule(leave_out=2)
MEASURE_KEYS = ("pearson", "kendall")
UNITS = {
    "given": lambda givens, candidates: (givens, 1),
    "transfer": lambda givens, candidates: (givens, candidates),
    "candidate": lambda givens, candidates: (1, candidates),
}
"""What the labels of the metrics are shuffled for, and how many shuffles that takes."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """The measurements of one scenario.

    Attributes
    ----------
    performances : array, shape (G, n)
    scores : array, shape (G, n, q)
        Comparable among metrics within a given.
    both : bool
        Whether given i is candidate i too, and so never stands in its own pools.
    """

    performances: Array
    scores: Array
    both: bool

    def shuffled(self, unit: str, rng: np.random.Generator) -> "World":
        """The same scores with labels of the metrics at random, by given, transfer or candidate."""
        *shape, metrics = self.scores.shape
        labels = np.tile(np.arange(metrics), (*UNITS[unit](*shape), 1))
        order = np.broadcast_to(rng.permuted(labels, axis=2), self.scores.shape)
        return replace(self, scores=np.take_along_axis(self.scores, order, axis=2))

    def alike(self, but_for: int) -> "World":
        """The same, with all metrics equal but for the first few givens."""
        scores = self.scores.copy()
        scores[but_for:] = scores[but_for:, :, :1]
        return replace(self, scores=scores)

    def blocks(self) -> Iterator[Block]:
        """What the product scores."""
        candidates = np.arange(self.performances.shape[1])
        for given, (performances, scores) in enumerate(
            zip(self.performances, self.scores, strict=True)
        ):
            there = candidates[candidates != given] if self.both else candidates
            own = given if self.both else None
            numbers = performances[there], scores[there]
            names = tuple(f"{candidate:02}" for candidate in there)
            yield Block("s", f"{given:02}", "b", there, own, len(candidates), names, *numbers)

    def setups(self) -> pa.Table:
        """All setups, as the store has them."""
        batches = [
            score(block, MEASURES[key], pools(RULE, block.candidates))
            for block in self.blocks()
            for key in MEASURE_KEYS
        ]
        columns = [_columns(batch) for batch in batches]
        whole = {name: np.concatenate([part[name] for part in columns]) for name in columns[0]}
        values = np.concatenate([batch.values for batch in batches])
        whole["outcome"] = OutcomeCodes().encode(ranks(values))
        return pa.table(whole | {f"m{index}": column for index, column in enumerate(values.T)})

    def verdict(self) -> str | None:
        """The product's verdict on its winner."""
        return Conclusion.of(fetch(self.setups()), {"scenario": "s"}).verdict


def _columns(batch: Batch) -> dict[str, NDArray]:
    count = len(batch.pool)
    text = {"scenario": "s", "given": batch.block.given, "backbone": "b"}
    return {
        **{name: np.full(count, word) for name, word in text.items()},
        "measure": np.full(count, batch.measure.key, "U16"),
        **{name: getattr(batch, name) for name in ("pool_size", "pool", "roster", "covered")},
    }


def made_up(givens: int, metrics: int, rng: np.random.Generator, both: bool) -> World:
    """Performances that candidates, givens and their interplay decide; metrics that see them dimly.

    One metric errs more than another, and half of the variance of an error belongs to the
    candidate, the same for every given: what keeps its labels together matters.
    """
    candidates = givens if both else CANDIDATES
    normal = rng.standard_normal
    performances = normal(candidates) + 0.7 * normal((givens, candidates))
    errors = normal((candidates, metrics)) + normal((givens, candidates, metrics))
    scores = performances[:, :, None] + np.linspace(0.5, 1.0, metrics) * errors
    measured = performances + normal((givens, 1)) + 0.2 * normal((givens, candidates))
    return World(measured, scores, both)


@dataclass(frozen=True)
class Shipped:
    """The shipped measurements of one scenario, from which worlds are sampled.

    Attributes
    ----------
    whole : World
        All givens, candidates and metrics; scores standardized within each given.
    """

    whole: World

    @classmethod
    def of(cls, scenario: str) -> "Shipped":
        """Of `classification-source` (fine-tuned) or `segmentation-source`."""
        study = load_study(SHIPPED_STUDY)
        rows = read_transfers(study, SHIPPED_STUDY.parent).of_table(scenario.split("-")[0])
        frame = rows.to_pandas()
        frame = frame[frame["backbone"] != "frozen"]
        cells = frame.pivot(index="target", columns="source")
        scores = np.stack([cells[key].to_numpy() for key in study.metric_keys], axis=2)
        scores = scores - np.nanmean(scores, axis=1, keepdims=True)
        scores /= np.nanstd(scores, axis=1, keepdims=True)
        both = scenario.startswith("segmentation")
        return cls(World(cells["performance"].to_numpy(), scores, both))

    def sample(self, givens: int, metrics: int, rng: np.random.Generator) -> World:
        """Some givens, candidates and metrics of them, at random."""
        everyone, names, keys = self.whole.scores.shape
        chosen = np.sort(rng.permutation(everyone)[:givens])
        candidates = chosen if self.whole.both else np.sort(rng.permutation(names)[:CANDIDATES])
        index = np.ix_(chosen, candidates)
        scores = self.whole.scores[index][:, :, rng.permutation(keys)[:metrics]]
        return World(self.whole.performances[index], scores, self.whole.both)
