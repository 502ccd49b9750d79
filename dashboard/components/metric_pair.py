"""How does a reader pick the two metrics that are compared?"""

from collections.abc import Sequence

import streamlit as st

from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.page_keys import METRIC_A, METRIC_B
from setupscope.dashboard.session.state import set_page_choices
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.text.definitions import metrics_defined

Pair = tuple[str, str]


def compare(a: str, b: str, keys: Pair = (METRIC_A, METRIC_B)) -> None:
    """Two other metrics, both of them: what stands beside a metric would change with the slice."""
    set_page_choices({keys[0]: a, keys[1]: b})


def pick_metric(
    label: str,
    metrics: Sequence[str],
    pair: Pair,
    place: int,
    keys: Pair = (METRIC_A, METRIC_B),
) -> None:
    """A list for the first metric of a pair, or the second; the other one swaps them.

    `keys` are those of the page's address.
    """
    study, picked = current_queries().study, pair[place]
    key = set_widget(f"{label} {' '.join(metrics)}", picked)

    def take() -> None:
        one = value_of(key)
        other = picked if one == pair[1 - place] else pair[1 - place]
        first, second = (one, other) if place == 0 else (other, one)
        compare(first, second, keys)

    st.selectbox(
        label,
        metrics,
        key=key,
        format_func=lambda name: study.metric(name).label,
        on_change=take,
        help=metrics_defined(study, [picked]) or None,
        width=220,
    )
