r"""How is a table for a paper written in LaTeX and in Markdown?"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from textwrap import wrap

from tabulate import tabulate

from setupscope.dashboard.paper.cells import Cell, PaperTable
from setupscope.dashboard.paper.latex import NO_TERMS, latex_text, latin
from setupscope.dashboard.paper.page import Page, Place
from setupscope.dashboard.text.markdown import escaped

MOST_ROWS = 40
"""Rows up to which a table fits a page."""
LINE, LINE_WIDTH = 70, 122.0
"""Characters that a line of a paper takes, and the millimetres of that line."""
LONGEST_HEAD = 14
LONGEST_NAMES = (40, 30, 20)
"""Characters of a name on one line: the first with which the table is no wider than a line."""
SMALLER = r"\begingroup\small\setlength{\tabcolsep}{4pt}"
OF_SIZE = r"\begingroup\fontsize{%.1f}{%.1f}\selectfont\setlength{\tabcolsep}{2pt}"
SIZE, LEADING = 8.4, 1.2
"""Points of the letters with which a table that takes one line fits, and lines as high as that."""
MEASURED = r"\sbox0{%"
FITTED = r"}\ifdim\wd0>\linewidth\resizebox{\linewidth}{!}{\usebox0}\else\usebox0\fi"
"""A table is as wide as it is, but no wider than its place; needs graphicx."""
SQUEEZED = 1.15
"""Share of a column up to which a table is set smaller rather than over both."""
NEARLY = 0.75
"""Share of a line from which LaTeX measures a table, as letters are not equally wide."""
NEEDS = r"% Needs \usepackage[T1]{fontenc} and \usepackage{booktabs}"
PLACE = {
    "tabular": rf"{NEEDS}; goes into a table environment with \centering.",
    "longtable": rf"{NEEDS} and \usepackage{{longtable}}; do not put it in a table environment.",
}


def place_of(table: PaperTable, page: Page) -> Place:
    """In a column where it fits, or else over the text; over pages where it is long."""
    if len(table.rows) > MOST_ROWS:
        return "pages"
    fits = _width(table, LONGEST_NAMES[-1]) <= SQUEEZED * _characters(page.column)
    return "column" if fits or not page.two_columns else "text"


def _characters(width: float) -> int:
    """How many stand on a line of so many millimetres."""
    return round(LINE * width / LINE_WIDTH)


def as_latex(
    table: PaperTable, terms: Mapping[str, str] = NO_TERMS, width: float | None = None
) -> bytes:
    r"""A `tabular` with booktabs rules and the notes below, to be put into a `table`.

    More than 40 rows make a `longtable`, whose head is repeated on each page. A comment says
    which packages it needs. What is wider than a line has names on several lines, and is
    set smaller. `terms` are names that have LaTeX of their own; `width` is that of its place in
    millimetres, which it is made to fit.
    """
    kind = "tabular" if len(table.rows) <= MOST_ROWS else "longtable"
    line = LINE if width is None else _characters(width)
    written = _Latex(table, terms, line)
    before, after = _sized(kind, _width(table, LONGEST_NAMES[-1]) / line, width is not None)
    start = [*before, f"\\begin{{{kind}}}{{{written.alignment()}}}", r"\toprule"]
    once = [r"\midrule"] if kind == "tabular" else [r"\midrule", r"\endhead"]
    if kind == "longtable":
        once += [r"\bottomrule", r"\endfoot"]
    end = [r"\bottomrule"] * (kind == "tabular") + [f"\\end{{{kind}}}", *after]
    lines = [written.heads(), *once, *written.lines(kind == "tabular")]
    return "\n".join([PLACE[kind], *start, *lines, *end, *written.notes(), ""]).encode()


def _sized(kind: str, share: float, fitting: bool) -> tuple[list[str], list[str]]:
    """What stands before and after a table that takes a share of its line, to make it smaller.

    LaTeX cannot measure a `longtable`, so that its size is estimated.
    """
    before, after = ([SMALLER], [r"\endgroup"]) if share > 1 else ([], [])
    if not fitting:
        return before, after
    if kind == "longtable":
        size = SIZE / share
        return [OF_SIZE % (size, LEADING * size)] if share > 1 else [], after
    if share > NEARLY:
        return [*before, MEASURED], [FITTED, *after]
    return before, after


class _Latex:
    """What a table's parts are in LaTeX."""

    def __init__(self, table: PaperTable, terms: Mapping[str, str], line: int) -> None:
        self.table = table
        self.terms = terms
        self.sides = ["r" if table.is_number(index) else "l" for index in range(len(table.columns))]
        self.depth = _depth(table)
        fitting = (most for most in LONGEST_NAMES if _width(table, most) <= line)
        self.longest = next(fitting, LONGEST_NAMES[-1])
        first = [row[0].text for row in table.rows] if self.depth else []
        long = len(table.rows) > MOST_ROWS or max(map(len, first), default=0) > LONGEST_NAMES[-1]
        self.over = self.depth > 0 and long
        """Whether the first names of groups stand over them, not beside."""

    def alignment(self) -> str:
        return "".join(self.sides[self.over :])

    def heads(self) -> str:
        pairs = list(zip(self.table.columns, self.sides, strict=True))[self.over :]
        return " & ".join(self._text(head, LONGEST_HEAD, side) for head, side in pairs) + r" \\"

    def lines(self, grouped: bool) -> Iterator[str]:
        """The rows; names of groups stand once where a table is on one page."""
        before: tuple[str, ...] = ()
        for cells in self.table.rows:
            own = tuple(cell.text for cell in cells[: self.depth])
            if before and own != before:
                yield r"\addlinespace"
            if self.over and own[:1] != before[:1]:
                yield self._over(cells[0])
            same = [
                grouped and own[: index + 1] == before[: index + 1] for index in range(self.depth)
            ]
            same += [False] * (len(cells) - self.depth)
            shown = [Cell("") if again else cell for cell, again in zip(cells, same, strict=True)]
            written = map(self._cell, shown[self.over :], self.sides[self.over :])
            yield " & ".join(written) + r" \\"
            before = own

    def notes(self) -> list[str]:
        text = "\n".join(latex_text(note, self.terms) for note in self.table.notes)
        return ["", r"\smallskip", rf"{{\footnotesize\raggedright {text}\par}}"] if text else []

    def _over(self, cell: Cell) -> str:
        text = self._text(cell.text, LINE, "l")
        return rf"\multicolumn{{{len(self.alignment())}}}{{l}}{{\textit{{{text}}}}} \\*"

    def _cell(self, cell: Cell, side: str) -> str:
        text = self._text(cell.text, self.longest, side)
        if cell.bold:
            text = rf"\textbf{{{text}}}"
        if cell.mark:
            text += rf"\rlap{{\textsuperscript{{{latex_text(cell.mark)}}}}}"
        return text

    def _text(self, text: str, longest: int, side: str) -> str:
        """Text on as many lines as it needs."""
        shown = latin(text)
        if len(shown) <= longest:
            return latex_text(text, self.terms)
        parts = wrap(shown, longest, break_on_hyphens=False)
        lines = r" \\ ".join(latex_text(part, self.terms) for part in parts)
        place = "b" if longest == LONGEST_HEAD else "t"
        return rf"\begin{{tabular}}[{place}]{{@{{}}{side}@{{}}}}{lines}\end{{tabular}}"


def _depth(table: PaperTable) -> int:
    """How many of the first columns name groups of more than one row."""
    texts = [[cell.text for cell in row[: table.groups]] for row in table.rows]
    pairs = list(pairwise(texts))
    depths = range(table.groups, 0, -1)
    return next((n for n in depths if any(a[:n] == b[:n] for a, b in pairs)), 0)


def _width(table: PaperTable, longest: int) -> int:
    """Characters of the longest cells, wrapped at some length, with two between columns."""
    of_heads = [min(len(head), LONGEST_HEAD) for head in table.columns]
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(of_heads)
    widest = (
        max((min(len(latin(cell.text)), longest) for cell in column), default=0)
        for column in columns
    )
    return sum(max(pair) + 2 for pair in zip(of_heads, widest, strict=True))


def as_markdown(table: PaperTable) -> bytes:
    """A table with pipes and the notes below; names show letter by letter, and are no links."""
    numbers = [table.is_number(index) for index in range(len(table.columns))]
    written = tabulate(
        [[_markdown(cell) for cell in row] for row in table.rows],
        headers=[escaped(head) for head in table.columns],
        tablefmt="pipe",
        disable_numparse=True,
        colalign=["right" if number else "left" for number in numbers] if table.rows else None,
    )
    notes = " ".join(map(escaped, table.notes))
    return f"{written}\n\n{notes}".rstrip("\n").encode() + b"\n"


def _markdown(cell: Cell) -> str:
    """A cell; numbers hold nothing that Markdown would read."""
    text = cell.text if cell.number else escaped(cell.text)
    return (f"**{text}**" if cell.bold else text) + cell.mark
