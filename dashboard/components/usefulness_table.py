"""How does a page show how good a winner is on its own?"""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from setupscope.dashboard.text.labels import measure_label, metric_label
from setupscope.dashboard.text.numbers import NO_NUMBER, unbroken, value
from setupscope.data.study.study import Study

COLUMNS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "median": ("median", value),
    "share_not_positive": ("≤ 0", unbroken),
    "random_pick": ("random pick", value),
    "all_tied": ("all tie", unbroken),
}


def use_table(study: Study, useful: pd.DataFrame) -> Styler:
    """A row per measure, from a table of `analysis.usefulness`; labels are Markdown."""
    order = {key: index for index, key in enumerate(study.measures)}
    rows = useful.sort_values("measure", key=lambda keys: keys.map(order))
    winners = [
        metric_label(study, key) if isinstance(key, str) else NO_NUMBER for key in rows["winner"]
    ]
    shown = pd.DataFrame(
        {
            "winner": winners,
            **{label: rows[key].astype(float) for key, (label, _) in COLUMNS.items()},
        }
    )
    shown.index = pd.Index([measure_label(key) for key in rows["measure"]], name="measure")
    return shown.style.format(dict(COLUMNS.values()))
