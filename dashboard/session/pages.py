"""Which pages exist, and which question does each answer?"""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class PageEntry:
    """A page: its file in views/, its title, its place in the address, and its question."""

    file: str
    title: str
    path: str
    question: str

    @property
    def page(self) -> st.Page:
        """The page as Streamlit navigates to it."""
        first = self.path == ""
        path = None if first else self.path
        return st.Page(f"views/{self.file}", title=self.title, url_path=path, default=first)


FINDINGS, WIN_RATES, COMPARE = "findings", "win_rates", "compare"
HEAD_TO_HEAD = "head_to_head"
STABILITY, FLIPS, SOUNDNESS = "stability", "flips", "soundness"
ACROSS = "across"
SETUP, FIGURES = "setup", "figures"
YOUR_METRIC = "your_metric"

PAGES: Mapping[str, PageEntry] = {
    FINDINGS: PageEntry("findings.py", "Findings", "", "What did the study find?"),
    WIN_RATES: PageEntry("win_rates.py", "Win rates", "win-rates", "Who wins in this slice?"),
    COMPARE: PageEntry("compare.py", "Compare", "compare", "What changes between two slices?"),
    HEAD_TO_HEAD: PageEntry(
        "head_to_head.py",
        "Head to head",
        "head-to-head",
        "How do two metrics compare, setup by setup?",
    ),
    STABILITY: PageEntry(
        "stability.py", "Stability", "stability", "How much does each choice of setup matter?"
    ),
    FLIPS: PageEntry(
        "flips.py", "What flips it", "what-flips-it", "Which single choice changes the winner?"
    ),
    SOUNDNESS: PageEntry(
        "soundness.py", "Soundness", "soundness", "Can this study tell metrics apart at all?"
    ),
    ACROSS: PageEntry("across.py", "Across", "across", "What survives over several studies?"),
    SETUP: PageEntry("setup.py", "Setup", "setup", "What happened in one setup?"),
    YOUR_METRIC: PageEntry(
        "your_metric.py", "Your metric", "your-metric", "How does your own metric or study compare?"
    ),
    FIGURES: PageEntry(
        "figures.py", "Figures", "figures", "Which figures and tables go into the paper?"
    ),
}
"""Every page, in the order in which they are offered."""
