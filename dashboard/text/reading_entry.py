"""What is said of how a figure is read?"""

from dataclasses import dataclass

ROW = "row"
"""The mark of figures in which a click counts for its whole row."""
EXPANDED = r"""Ends are expanded percentiles of 10,000 draws of {given}s (Hesterberg 2015, The
American Statistician 69:371–386); with fewer than 6 {given}s there is no interval."""


@dataclass(frozen=True)
class Reading:
    """How one figure is read.

    Attributes
    ----------
    text : str
        Markdown in which {given} and {candidate} stand for the nouns of a scenario.
    mark : str
        What a mark that can be clicked is called; empty where none can.
    """

    text: str
    mark: str = ""
