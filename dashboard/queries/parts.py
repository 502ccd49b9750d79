"""By which components can a slice be split, and in which order do its parts stand?"""

from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from setupscope.analysis.questions.families import (
    FAMILIES,
    FAMILY,
    POOL_WITHOUT_FAMILY,
    families_of,
)
from setupscope.analysis.questions.restrictions import KINDS, WITH, WITHOUT
from setupscope.analysis.slices.coverage import setups_covered
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.text.win_rates import in_field
from setupscope.data.study.study import Study

FIELDS = {"given": "givens", "backbone": "backbones", "measure": "measures"}
"""Fields of a slice that hold one level when a part becomes the slice."""


def components_of(slice_: Slice) -> list[str]:
    """Components of which a slice has several parts."""
    low, high = slice_.sizes or slice_.all_sizes
    several = {
        name: len(getattr(slice_, field) or slice_.accepted(name)) > 1
        for name, field in FIELDS.items()
    }
    several |= {"pool_size": low < high, WITH: True, WITHOUT: True}
    several |= {kind: bool(families_in(slice_, kind)) for kind in FAMILIES}
    return [component for component in KINDS if several[component]]


def families_in(slice_: Slice, kind: str) -> list[str]:
    """The families whose parts of a kind are some of a slice of one scenario, but not all."""
    scenario = slice_.scenario_names()[0]
    families = families_of(slice_.study, scenario, kind)
    if not families:
        return []
    if kind != POOL_WITHOUT_FAMILY:
        held = {*(slice_.givens or slice_.accepted("given"))}
        return [name for name, own in families.items() if held & {*own} and held - {*own}]
    total = setups_covered(slice_, scenario, ())
    left = _setups_without(slice_, families)
    return [name for name, setups in left.items() if 0 < setups < total]


def families_in_every_pool(slice_: Slice) -> list[str]:
    """Families of candidates of which every pool of a slice of one scenario has some."""
    families = families_of(slice_.study, slice_.scenario_names()[0], POOL_WITHOUT_FAMILY)
    return [name for name, setups in _setups_without(slice_, families).items() if not setups]


def _setups_without(slice_: Slice, families: Iterable[str]) -> dict[str, int]:
    """How many setups have none of a family's candidates in their pools."""
    scenario = slice_.scenario_names()[0]
    parts = {name: restricted_to(slice_, POOL_WITHOUT_FAMILY, name) for name in families}
    return {
        name: setups_covered(slice_.replace(**fields), scenario, ())
        for name, fields in parts.items()
    }


def restricted_to(
    slice_: Slice, component: str, level: str
) -> Mapping[str, tuple[str, ...] | tuple[int, int]]:
    """The fields of a slice that make one of its parts the slice."""
    if component == "pool_size":
        return {"sizes": (int(level), int(level))}
    if component == WITH:
        return {"present": (*slice_.present, level)}
    if component == WITHOUT:
        return {"absent": (*slice_.absent, level)}
    if component in FAMILIES:
        return _of_family(slice_, component, level)
    return {FIELDS[component]: (level,)}


def without_level(slice_: Slice, kind: str, level: str) -> Mapping[str, tuple[str, ...]]:
    """The field of a slice without one given, or without the givens of a family."""
    if kind in FAMILIES:
        return _of_family(slice_, kind, level)
    return without_givens(slice_, (level,))


def without_givens(slice_: Slice, names: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The field of a slice without some of its givens."""
    held = slice_.givens or slice_.accepted("given")
    return {"givens": tuple(name for name in held if name not in names)}


def _of_family(slice_: Slice, kind: str, family: str) -> dict[str, tuple[str, ...]]:
    """The givens of a slice that are of a family, or the others; or its candidates left out."""
    own = families_of(slice_.study, slice_.scenario_names()[0], kind)[family]
    if kind == POOL_WITHOUT_FAMILY:
        return {"absent": (*slice_.absent, *own)}
    held = slice_.givens or slice_.accepted("given")
    return {"givens": tuple(name for name in held if (name in own) == (kind == FAMILY))}


def ordered_levels(
    study: Study, parts: pd.DataFrame, component: str, metrics: Sequence[str]
) -> list[str]:
    """Levels of a component: in their own order, or so that equal winners stand together.

    Givens, candidates and families are grouped by the metric that wins there, in the order of
    `metrics`, and sorted by its win rate, the highest first.
    """
    levels = parts[component].unique().tolist()
    if component == "measure":
        return [key for key in study.measures if key in levels]
    if component not in ("given", WITH, WITHOUT, *FAMILIES):
        return sorted(levels)
    best = (
        in_field(parts)
        .sort_values("win_rate", ascending=False, kind="stable")
        .drop_duplicates(component)
    )
    place = best["metric"].map({metric: index for index, metric in enumerate(metrics)})
    return (
        best.assign(place=place)
        .sort_values(["place", "win_rate"], ascending=[True, False])[component]
        .tolist()
    )
