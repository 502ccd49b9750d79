"""By which components can a scenario be split, and in which order do its parts stand?"""

from collections.abc import Sequence

import pandas as pd

from data.study import Scenario, Study
from data.vocabulary import COMPONENTS


def components_of(study: Study, scenario: Scenario, backbones: int) -> list[str]:
    """Components that have parts: the given first, the backbone only where there are several."""
    several = {"backbone": backbones > 1, "measure": len(study.measures) > 1}
    return [component for component in COMPONENTS if several.get(component, True)]


def ordered_levels(
    study: Study, parts: pd.DataFrame, component: str, metrics: Sequence[str]
) -> list[str]:
    """Levels of a component: in their own order, or so that equal winners stand together.

    Givens are grouped by the metric that wins there, in the order of `metrics`, and sorted
    by its win rate, the highest first.
    """
    levels = parts[component].unique().tolist()
    if component == "measure":
        return [key for key in study.measures if key in levels]
    if component != "given":
        return sorted(levels)
    best = parts.sort_values("win_rate", ascending=False, kind="stable").drop_duplicates(component)
    place = best["metric"].map({metric: at for at, metric in enumerate(metrics)})
    return (
        best.assign(place=place)
        .sort_values(["place", "win_rate"], ascending=[True, False])[component]
        .tolist()
    )
