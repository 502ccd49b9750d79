"""What is a part of a report?"""

from dataclasses import dataclass

from setupscope.dashboard.export.collection import Item


@dataclass(frozen=True)
class Section:
    """A part of the report.

    Attributes
    ----------
    heading : str
        In plain text.
    sentences : list of str
        Sentences in Markdown of ours.
    items : tuple of Item
        The figures and tables that follow.
    """

    heading: str
    sentences: list[str]
    items: tuple[Item, ...]
