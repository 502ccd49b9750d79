"""By which components can a slice be split, and in which order do its parts stand?"""

from collections.abc import Sequence

import pandas as pd

from setupscope.analysis.questions.restrictions import RESTRICTED, WITH, WITHOUT
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
    return [component for component in RESTRICTED if several[component]]


def restricted_to(
    slice_: Slice, component: str, level: str
) -> dict[str, tuple[str, ...] | tuple[int, int]]:
    """The fields of a slice that make one of its parts the slice."""
    if component == "pool_size":
        return {"sizes": (int(level), int(level))}
    if component == WITH:
        return {"present": (*slice_.present, level)}
    if component == WITHOUT:
        return {"absent": (*slice_.absent, level)}
    return {FIELDS[component]: (level,)}


def ordered_levels(
    study: Study, parts: pd.DataFrame, component: str, metrics: Sequence[str]
) -> list[str]:
    """Levels of a component: in their own order, or so that equal winners stand together.

    Givens and candidates are grouped by the metric that wins there, in the order of
    `metrics`, and sorted by its win rate, the highest first.
    """
    levels = parts[component].unique().tolist()
    if component == "measure":
        return [key for key in study.measures if key in levels]
    if component not in ("given", WITH, WITHOUT):
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
