"""How does a reader pick one of a page's own choices?"""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.chosen import choose, hold


def pick_one(
    page_key: str,
    options: Sequence[str],
    picked: str,
    label: str,
    said: Callable[[str], str],
    *,
    labelled: bool = False,
) -> None:
    """Options side by side, of which one is picked; `page_key` is that of the address."""
    key = hold(" ".join([page_key, *options]), picked)
    st.segmented_control(
        label,
        options,
        required=True,
        format_func=said,
        key=key,
        on_change=lambda: choose(page_key, st.session_state[key]),
        label_visibility="visible" if labelled else "collapsed",
    )
