"""Which names does a study turn out to have, once its measurements are read?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields

import pyarrow as pa
import pyarrow.compute as pc

from data.study import Study


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
    """

    givens: tuple[str, ...]
    backbones: tuple[str, ...]
    candidates: tuple[str, ...]
    sizes: tuple[int, int]

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
    """The study with the names of its transfers (as `data.transfers.Transfers` holds them)."""
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
    pairs = zip(rows[given].to_pylist(), rows["backbone"].to_pylist(), strict=True)
    sizes = [study.pools.sizes(n) for n in Counter(pairs).values()]
    return Names(
        givens=tuple(sorted(set(rows[given].to_pylist()))),
        backbones=tuple(sorted(set(rows["backbone"].to_pylist()))),
        candidates=tuple(sorted(set(rows[candidates].to_pylist()))),
        sizes=(min(size[0] for size in sizes), max(size[-1] for size in sizes)),
    )
