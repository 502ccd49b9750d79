"""How many setups would each choice leave?

The counts that stand beside the choices of a slice. A choice is counted with all the other
restrictions in force, but not those of its own kind, so that every number says what picking
it would show. How many pools there are follows from the study; no setup is looked at.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from setupscope.analysis.slices.coverage import covered_by_all, setups_covered
from setupscope.analysis.slices.open_blocks import open_blocks
from setupscope.analysis.slices.slices import Field, Slice

COUNTED: Mapping[str, str] = {
    "given": "givens",
    "backbone": "backbones",
    "measure": "measures",
    "pool_size": "sizes",
}
"""Components whose levels are counted, and the slice's field of each."""

NOTHING: Mapping[str, Field] = {
    "givens": (),
    "backbones": (),
    "measures": (),
    "sizes": None,
    "present": (),
    "absent": (),
    "covered": False,
}
"""Fields of a slice that can restrict it, and the value of each that restricts nothing."""


@dataclass(frozen=True)
class Facets:
    """Setups that each choice would leave in a slice of one scenario.

    Attributes
    ----------
    total : int
        Setups of the slice.
    levels : mapping of str to mapping
        For given, backbone, measure and pool_size: setups of each level that has any.
    present, absent : mapping of str to int
        For each candidate: setups of the slice with it in the pool, and without it.
    families : mapping of str to int
        For each family of candidates: setups with no other candidate in the pool, whichever
        candidates the slice leaves out.
    covered : int
        Setups of the slice that all compared metrics cover.
    """

    total: int
    levels: Mapping[str, Mapping[str | int, int]]
    present: Mapping[str, int]
    absent: Mapping[str, int]
    families: Mapping[str, int]
    covered: int


def facets(slice_: Slice) -> Facets:
    """Counts beside the choices of a slice of one scenario."""
    (scenario,) = slice_.scenario_names()
    names = slice_.study.names_of(scenario)
    cells = list(_cells(slice_, scenario))
    levels = {column: _counts(cells, slice_, column) for column in COUNTED}
    total, within = setups_covered(slice_, scenario, ()), slice_.sizes or names.sizes
    blocks = [b for b in open_blocks(slice_, scenario) if _left(vars(b), slice_, BLOCK)]
    measures = len(slice_.measures_in(scenario))
    with_each: Counter[int] = Counter()
    for block in blocks:
        with_each.update(block.with_each(within))
    present = {name: measures * with_each[bit] for bit, name in enumerate(names.candidates)}
    absent = {name: total - count for name, count in present.items()}
    covered = covered_by_all(slice_, scenario).setups
    return Facets(total, levels, present, absent, _families(slice_, scenario), covered)


def outside_families(slice_: Slice) -> dict[str, tuple[str, ...]]:
    """For each family of candidates, all others: without them, pools are of that family alone."""
    candidates = slice_.accepted("with")
    return {
        family: tuple(name for name in candidates if name not in own)
        for family, own in slice_.study.families_among(candidates).items()
    }


def _families(slice_: Slice, scenario: str) -> dict[str, int]:
    """Setups whose pools are of one family of candidates alone."""
    return {
        family: setups_covered(slice_.replace(absent=others), scenario, ())
        for family, others in outside_families(slice_).items()
    }


Cell = dict[str, str | int]
"""A given, backbone, measure and pool size; under `setups` how many there are."""
BLOCK = ("given", "backbone")


def _cells(slice_: Slice, scenario: str) -> Iterator[Cell]:
    """Setups by given, backbone, measure and pool size, under no restriction of these."""
    measures = slice_.study.measures_of(scenario)
    for block in open_blocks(slice_, scenario):
        for size, setups in block.by_size().items():
            cell: Cell = {"given": block.given, "backbone": block.backbone}
            cell |= {"pool_size": size, "setups": setups}
            yield from ({**cell, "measure": measure} for measure in measures)


def _counts(cells: Sequence[Cell], slice_: Slice, column: str) -> dict[str | int, int]:
    """Setups of each level of a component, under the restrictions of all others."""
    found: Counter[str | int] = Counter()
    others = [other for other in COUNTED if other != column]
    for cell in cells:
        if _left(cell, slice_, others):
            found[cell[column]] += int(cell["setups"])
    return {level: count for level, count in sorted(found.items()) if count}


def _left(cell: Mapping[str, Any], slice_: Slice, columns: Sequence[str]) -> bool:
    """Whether a slice leaves a cell, as far as some of its components go."""
    for column in columns:
        chosen = getattr(slice_, COUNTED[column])
        if column == "pool_size" and chosen:
            chosen = range(chosen[0], chosen[1] + 1)
        if chosen and cell[column] not in chosen:
            return False
    return True
