"""How does a sentence stand on a page: no line ends between a number and what it counts."""

import streamlit as st

from setupscope.dashboard.text.markdown import unparted


def show_words(markdown: str) -> None:
    """Sentences of the page, in Markdown."""
    st.markdown(unparted(markdown))
