"""How does a reader pick one of a page's own choices?"""

from collections.abc import Callable, Sequence

import streamlit as st

from setupscope.dashboard.session.state import set_page_choice
from setupscope.dashboard.session.widgets import set_widget, value_of


def pick_one(
    page_key: str,
    options: Sequence[str],
    picked: str,
    label: str,
    label_of: Callable[[str], str],
    *,
    labelled: bool = False,
    meanings: str = "",
) -> None:
    """Options side by side, of which one is picked; `page_key` is that of the address.

    `meanings` say in Markdown what the options mean, on hover over the label.
    """
    key = set_widget(" ".join([page_key, *options]), picked)
    st.segmented_control(
        label,
        options,
        required=True,
        format_func=label_of,
        key=key,
        on_change=lambda: set_page_choice(page_key, value_of(key)),
        label_visibility="visible" if labelled or meanings else "collapsed",
        help=meanings or None,
    )
