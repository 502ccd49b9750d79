"""Which studies are held beside the one that is shown?"""

import streamlit as st

from setupscope.dashboard.queries.across import studies_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.page_keys import STUDIES
from setupscope.dashboard.session.state import current_state, set_page_choice
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.text.numbers import join_names

KEY = "studies beside"


def pick_studies(queries: Queries, others: tuple[str, ...]) -> tuple[str, ...]:
    """The digests of those that take part: all, unless the reader or the address leaves some out.

    `others` are the digests of all that can. A digest of the address that is not open here is
    named and dropped.
    """
    state = current_state()
    asked = tuple(filter(None, state.choices.get(STUDIES, "").split(",")))
    strangers = [digest for digest in asked if digest not in others]
    if strangers:
        state.problems = [
            *state.problems,
            f"the studies of the stores {join_names(strangers)} are not open here",
        ]
    chosen = tuple(digest for digest in others if digest in asked) or others
    # A link to the page names the studies that it was about.
    state.asked.choose(STUDIES, ",".join(chosen), state.scenario)
    names = dict(zip(others, [*studies_of(queries, others)][1:], strict=True))
    widget = set_widget(f"{KEY} {' '.join(others)}", list(chosen))

    def take() -> None:
        kept = [digest for digest in others if digest in value_of(widget)]
        set_page_choice(STUDIES, ",".join(kept) or None)

    st.pills(
        f"Beside {queries.study.name}",
        others,
        key=widget,
        selection_mode="multi",
        format_func=names.__getitem__,
        on_change=take,
        help="The studies that take part. The one on the left always does.",
    )
    return chosen
