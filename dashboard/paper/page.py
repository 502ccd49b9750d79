"""How wide are the text and the columns of a venue's page?"""

from dataclasses import dataclass
from typing import Literal

Place = Literal["column", "text", "pages"]
"""Where a figure or a table stands: in a column, over the whole text, or over several pages."""
PAPER = 210.0
"""Millimetres of an A4 page."""
MARGINS = 20.0
"""Millimetres that are left beside the text at least."""
SLACK = 0.5
"""Millimetres by which the example's columns are wider: drawings snap to whole pixels."""


@dataclass(frozen=True)
class Page:
    """Widths in millimetres.

    Attributes
    ----------
    text : float
        Of the text; of both columns, where there are two.
    column : float
        Of one column; the same as the text where there is one.
    """

    text: float
    column: float

    @classmethod
    def of_one_column(cls, text: float) -> "Page":
        """A page without columns."""
        return cls(text, text)

    @property
    def two_columns(self) -> bool:
        """Whether there are two."""
        return self.column < self.text

    def spans(self, width: float) -> bool:
        """Whether something of some width goes over both columns."""
        return self.two_columns and width > self.column

    def holding(self, width: float) -> "Page":
        """The page, or one column as wide as what it has to hold, where that is wider."""
        return self if width <= self.text else Page.of_one_column(width)

    def document_class(self) -> str:
        """The LaTeX that begins such a document."""
        return (
            r"\documentclass[twocolumn]{article}"
            if self.two_columns
            else r"\documentclass{article}"
        )

    def geometry(self) -> str:
        r"""The options of `\usepackage{geometry}`."""
        paper = max(PAPER, self.text + MARGINS)
        gap = self.text - 2 * self.column
        text = self.text + (2 if self.two_columns else 1) * SLACK
        options = [f"paperwidth={paper:g}mm", "paperheight=297mm"]
        options += [f"textwidth={text:g}mm", "textheight=257mm"]
        return ",".join([*options, *([f"columnsep={gap:g}mm"] if self.two_columns else [])])
