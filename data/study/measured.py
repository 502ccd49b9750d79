"""Which names does a study turn out to have, once its measurements are read?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from setupscope.data.study.study import Study


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
        By metric, those that it has a score for.
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

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """Metrics that have no score for some candidate of a block, in the study's order."""
        return tuple(
            metric
            for metric in (self.blocks[0].scored if self.blocks else ())
            if any(block.scored[metric] != block.candidates for block in self.blocks)
        )

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


def measured(study: Study, transfers: pa.Table, digest: str) -> MeasuredStudy:
    """The study with the names of its transfers (as `Transfers` holds them)."""
    names = {
        scenario.name: _names(
            study,
            transfers.filter(pc.field("table") == scenario.table),
            scenario.given,
            scenario.candidates,
        )
        for scenario in study.scenarios
    }
    content = {field.name: getattr(study, field.name) for field in fields(study)}
    return MeasuredStudy(**content, names=names, digest=digest)


def _names(study: Study, rows: pa.Table, given: str, candidates: str) -> Names:
    """The levels of a scenario, from its transfers."""
    ordered = rows.sort_by([(given, "ascending"), ("backbone", "ascending")])
    levels = {key: tuple(sorted(set(rows[key].to_pylist()))) for key in (given, candidates)}
    blocks = tuple(_blocks(study, ordered.to_pylist(), given, candidates, levels[candidates]))
    sizes = [study.pools.sizes(block.candidates.bit_count()) for block in blocks]
    return Names(
        givens=levels[given],
        backbones=tuple(sorted({block.backbone for block in blocks})),
        candidates=levels[candidates],
        sizes=(min(size[0] for size in sizes), max(size[-1] for size in sizes)),
        blocks=blocks,
    )


def _blocks(
    study: Study,
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
            for metric in study.metric_keys
        }
        everyone = sum(bit_of[row[candidates]] for row in of_block)
        yield ScoredBlock(str(level), str(backbone), everyone, scored)
