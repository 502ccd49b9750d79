"""Which names does a study turn out to have, once its measurements are read?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any

import pyarrow as pa

from setupscope.data.masks import bits_of, digits_of
from setupscope.data.study.baselines import with_baselines
from setupscope.data.study.study import Baseline, Scenario, Study
from setupscope.data.study.transfers import Transfers


@dataclass(frozen=True)
class ScoredBlock:
    """The candidates of one given and backbone, as masks over the scenario's candidates.

    Attributes
    ----------
    given, backbone : str
        Which ones.
    candidates : int
        Those whose performance was measured.
    scored : mapping of str to int
        By metric, and by baseline of the scenario, those that it has a score for.
    """

    given: str
    backbone: str
    candidates: int
    scored: Mapping[str, int]


@dataclass(frozen=True)
class Names:
    """The levels that the setups of one scenario have.

    Attributes
    ----------
    givens, backbones : tuple of str
        In alphabetical order.
    candidates : tuple of str
        In the order of the bits of the scenario's masks.
    sizes : tuple of int
        Smallest and largest pool.
    blocks : tuple of ScoredBlock
        A given and backbone each, in alphabetical order.
    """

    givens: tuple[str, ...]
    backbones: tuple[str, ...]
    candidates: tuple[str, ...]
    sizes: tuple[int, int]
    blocks: tuple[ScoredBlock, ...] = ()

    def lack(self, metrics: Iterable[str]) -> bool:
        """Whether any of some metrics has no score for some candidate of a block."""
        return any(
            block.scored[metric] != block.candidates for metric in metrics for block in self.blocks
        )

    def candidates_of(self, given: str, backbone: str) -> int:
        """The mask of those that a given has with a backbone; 0 where there is no such block."""
        own = (b.candidates for b in self.blocks if (b.given, b.backbone) == (given, backbone))
        return next(own, 0)

    def of_mask(self, mask: int) -> tuple[str, ...]:
        """The candidates of a mask, in the order of its bits."""
        return tuple(self.candidates[bit] for bit in bits_of(mask))

    @property
    def givens_are_candidates(self) -> bool:
        """Whether a given can be a candidate of another, so that rosters differ from pools."""
        return not set(self.givens).isdisjoint(self.candidates)


@dataclass(frozen=True)
class MeasuredStudy(Study):
    """A study together with the names that its measurements hold, and the digest of both.

    Attributes
    ----------
    names : mapping of str to Names
        By scenario, in the study's order.
    digest : str
        12 hex digits that name the store's contents.
    """

    names: Mapping[str, Names] | None = None
    digest: str = ""

    def names_of(self, scenario: str) -> Names:
        """The names of one scenario."""
        assert self.names is not None
        return self.names[scenario]

    @property
    def pool_digits(self) -> int:
        """Hexadecimal digits of the masks in the store's columns; 0 where they are integers."""
        assert self.names is not None
        return digits_of(max(len(names.candidates) for names in self.names.values()))

    def baselines_of(self, scenario: str) -> tuple[Baseline, ...]:
        """The baselines of a scenario that have a score for some candidate."""
        blocks = self.names_of(scenario).blocks
        known = super().baselines_of(scenario)
        return tuple(b for b in known if any(block.scored[b.key] for block in blocks))

    def baseline_keys(self, scenario: str) -> tuple[str, ...]:
        """Keys of those that are no metric on another scale: what metrics are compared with."""
        return tuple(b.key for b in self.baselines_of(scenario) if b.kind != "rescaled")


def measured(study: Study, transfers: pa.Table, digest: str) -> MeasuredStudy:
    """The study with the names of its transfers (as `Transfers` holds them)."""
    names = {
        scenario.name: _names(
            study,
            with_baselines(study, Transfers(transfers), scenario.name).table,
            scenario,
        )
        for scenario in study.scenarios
    }
    content = {field.name: getattr(study, field.name) for field in fields(study)}
    return MeasuredStudy(**content, names=names, digest=digest)


def _names(study: Study, rows: pa.Table, scenario: Scenario) -> Names:
    """The levels of a scenario, from its transfers."""
    given, candidates = scenario.given, scenario.candidates
    ordered = rows.sort_by([(given, "ascending"), ("backbone", "ascending")])
    levels = {key: tuple(sorted(set(rows[key].to_pylist()))) for key in (given, candidates)}
    scored = [*study.metric_keys, *(b.key for b in study.baselines_of(scenario.name))]
    blocks = tuple(_blocks(scored, ordered.to_pylist(), given, candidates, levels[candidates]))
    sizes = [study.pools.sizes_of(block.candidates.bit_count()) for block in blocks]
    return Names(
        givens=levels[given],
        backbones=tuple(sorted({block.backbone for block in blocks})),
        candidates=levels[candidates],
        sizes=(min(size[0] for size in sizes), max(size[-1] for size in sizes)),
        blocks=blocks,
    )


def _blocks(
    metrics: Iterable[str],
    transfers: Iterable[Mapping[str, Any]],
    given: str,
    candidates: str,
    names: tuple[str, ...],
) -> Iterator[ScoredBlock]:
    bit_of = {name: 1 << bit for bit, name in enumerate(names)}
    for (level, backbone), part in groupby(transfers, lambda row: (row[given], row["backbone"])):
        of_block = list(part)
        scored = {
            metric: sum(bit_of[row[candidates]] for row in of_block if row[metric] is not None)
            for metric in metrics
        }
        everyone = sum(bit_of[row[candidates]] for row in of_block)
        yield ScoredBlock(str(level), str(backbone), everyone, scored)
