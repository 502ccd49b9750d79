"""How many setups would each choice leave?

The counts that stand beside the choices of a slice. A choice is counted with all the other
restrictions in force, but not those of its own kind, so that every number says what picking
it would show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame

from setupscope.analysis.frames.collect import collected
from setupscope.analysis.slices.coverage import covered_by_all
from setupscope.analysis.slices.slices import Field, Slice

COUNTED: Mapping[str, str] = {
    "given": "givens",
    "backbone": "backbones",
    "measure": "measures",
    "pool_size": "sizes",
}
"""Columns of the frame of setups whose levels are counted, and the slice's field of each."""

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
        For given, backbone, measure and pool_size: setups of each level.
    present, absent : mapping of str to int
        For each candidate: setups of the slice with it in the pool, and without it.
    covered : int
        Setups of the slice that all compared metrics cover.
    """

    total: int
    levels: Mapping[str, Mapping[str | int, int]]
    present: Mapping[str, int]
    absent: Mapping[str, int]
    covered: int


def facets(slice_: Slice, setups: IntoFrame) -> Facets:
    """Counts beside the choices of a slice of one scenario.

    Parameters
    ----------
    slice_ : Slice
        Of one scenario.
    setups : frame of setups
        All setups of the store; narrowed here.
    """
    cube = _cube(slice_, setups)
    levels = {column: _counts(cube, slice_, column) for column in COUNTED}
    (scenario,) = slice_.scenario_names()
    candidates = slice_.study.names_of(scenario).candidates
    total, present = _candidates(slice_.narrow(setups), candidates)
    inside = dict(zip(candidates, present, strict=True))
    outside = {name: total - inside[name] for name in candidates}
    return Facets(total, levels, inside, outside, covered_by_all(slice_, scenario).setups)


def lifted(slice_: Slice, setups: IntoFrame) -> dict[str, int]:
    """How many setups each restriction of an empty slice withholds: those without it, by field."""
    found = {}
    for name, nothing in NOTHING.items():
        if getattr(slice_, name):
            found[name] = _length(slice_.replace(**{name: nothing}).narrow(setups))
    return {name: count for name, count in found.items() if count}


def _length(setups: IntoFrame) -> int:
    frame = nw.from_native(setups).lazy().select(nw.len()).collect("pyarrow")
    return int(frame.item())


def _cube(slice_: Slice, setups: IntoFrame) -> pd.DataFrame:
    """Setups by given, backbone, measure and pool size, under no other restriction."""
    base = slice_.replace(givens=(), backbones=(), measures=(), sizes=None)
    frame = nw.from_native(base.narrow(setups)).lazy()
    table = collected(frame.group_by(list(COUNTED)).agg(nw.len().alias("setups")))
    return table.astype({"given": "str", "backbone": "str", "measure": "str"})


def _counts(cube: pd.DataFrame, slice_: Slice, column: str) -> dict[str | int, int]:
    left = cube
    for other, name in COUNTED.items():
        chosen = getattr(slice_, name)
        if other != column and chosen:
            several = range(chosen[0], chosen[1] + 1) if name == "sizes" else chosen
            left = left[left[other].isin(several)]
    counts = left.groupby(column)["setups"].sum()
    return dict(zip(counts.index.tolist(), counts.tolist(), strict=True))


def _candidates(setups: IntoFrame, candidates: Sequence[str]) -> tuple[int, list[int]]:
    """All setups, and those in whose pools each candidate stands."""
    frame = nw.from_native(setups).lazy()
    counted = frame.group_by("pool").agg(nw.len().alias("setups")).collect("pyarrow")
    pools, count = (counted[name].to_numpy().astype(np.int64) for name in ("pool", "setups"))
    inside = pools[:, None] >> np.arange(len(candidates)) & 1
    return int(count.sum()), (count @ inside).tolist()
