"""What does every page need that Streamlit does not give it?

A headline that stays while the page is scrolled, a live region that says it when it changes, marks
that move to where they now belong, a name and a mark for the navigation, names that tell controls
apart, and one style sheet.
"""

from pathlib import Path

import streamlit as st

HTML = '<div class="headline" aria-hidden="true"></div><span role="status" aria-live="polite">'
HERE = Path(__file__).parent

_frame = st.components.v2.component(
    "frame",
    html=HTML,
    css=(HERE / "frame.css").read_text(),
    js="\n".join((HERE / name).read_text() for name in ("frame.js", "motion.js")),
    isolate_styles=False,  # it is the page's style
)


def show_frame() -> None:
    """The first element of a page's main part, on top of which the headline stays."""
    _frame(key="frame", height="content", on_scheme_change=lambda: None)
