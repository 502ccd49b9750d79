"""Which setups lie in one file of a store?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from setupscope.data.limits import MAX_PART_SETUPS
from setupscope.data.scoring.row_groups import RowGroup, row_groups
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers


@dataclass(frozen=True)
class Part:
    """One file of setups.

    Attributes
    ----------
    path : str
        Where it lies in a store.
    groups : tuple of RowGroup
        What it holds, in order.
    """

    path: str
    groups: tuple[RowGroup, ...]

    @property
    def setups(self) -> int:
        """Number of setups."""
        return sum(group.setups for group in self.groups)


def parts(study: Study, transfers: Transfers) -> list[Part]:
    """All parts of a study's store, in the store's order."""
    return [
        part
        for scenario in study.scenarios
        for part in _parts_of(scenario.name, row_groups(study, transfers, scenario.name))
    ]


def _parts_of(scenario: str, groups: Iterable[RowGroup]) -> Iterator[Part]:
    split = list(_split(groups))
    # Numbers of equal length, so that the names sort as the rows do.
    digits = len(str(len(split) - 1))
    for number, together in enumerate(split):
        name = f"part-{number:0{digits}}.parquet"
        yield Part(f"setups/scenario={scenario}/{name}", tuple(together))


def _split(groups: Iterable[RowGroup]) -> Iterator[list[RowGroup]]:
    together: list[RowGroup] = []
    setups = 0
    for group in groups:
        if together and setups + group.setups > MAX_PART_SETUPS:
            yield together
            together, setups = [], 0
        together.append(group)
        setups += group.setups
    yield together
