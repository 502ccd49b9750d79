"""How does a figure or a table become the bytes of a file?"""

import html
from pathlib import Path

import plotly.graph_objects as go

from dashboard.export.exhibits import Exhibit
from dashboard.export.presets import SERIF, Style
from dashboard.export.raw_tables import FORMATS
from dashboard.export.recipes import draw
from dashboard.export.settling import title_of
from dashboard.export.table_recipes import rows, verdicts
from dashboard.paper import tables as paper_tables
from dashboard.paper.latex import latex_terms, latex_text
from dashboard.paper.tables import PaperTable, paper_table
from dashboard.questions import Ask
from dashboard.rendering.fonts import SANS
from dashboard.rendering.fonts import SERIF as SERIF_FAMILY
from dashboard.rendering.renderer import render
from dashboard.template import FONT_SIZE, Look
from data import InputError, Store
from data.errors import listed

PIXELS_OF_MM = 96 / 25.4
PIXELS_OF_POINT = 96 / 72
FIGURE_FORMATS = ("pdf", "svg", "png", "html")
RENDERED = ("pdf", "png", "svg")
"""What takes a Chrome or Chromium."""
PAPER_FORMATS = ("latex", "markdown")
TABLE_FORMATS = ("csv", "json", "latex", "markdown", "parquet")
SUFFIXES = {
    ".csv": "csv",
    ".json": "json",
    ".tex": "latex",
    ".md": "markdown",
    ".parquet": "parquet",
    **{f".{form}": form for form in FIGURE_FORMATS},
}
SUFFIX_OF = {form: suffix for suffix, form in SUFFIXES.items()}


def format_of(asked: str | None, out: Path | None, accepted: tuple[str, ...], first: str) -> str:
    """The format asked for, else that of the file's ending, else the first.

    Raises
    ------
    InputError
        When the ending is none of an accepted format.
    """
    if asked or out is None:
        return asked or first
    form = SUFFIXES.get(out.suffix.lower(), "")
    if form not in accepted:
        endings = listed(SUFFIX_OF[name] for name in accepted)
        raise InputError(f"{out}: unknown ending {out.suffix!r} (accepted: {endings})")
    return form


def look_of(style: Style) -> Look:
    """How a figure looks in print."""
    family = SERIF_FAMILY if style.font == SERIF else SANS
    generic = "serif" if style.font == SERIF else "sans-serif"
    return Look(font=f"{family}, {generic}", grey=style.grey)


def laid_out(figure: go.Figure, style: Style) -> tuple[go.Figure, float]:
    """A figure on paper of the style's width, and the scale at which it is printed.

    It is drawn with the letters of the screen, and scaled as a whole so that these have the
    size asked for.
    """
    scale = style.size * PIXELS_OF_POINT / FONT_SIZE
    width = round(style.width * PIXELS_OF_MM / scale)
    figure.update_layout(width=width, autosize=False)
    return figure, style.width * PIXELS_OF_MM / width


def printed(
    ask: Ask,
    store: Store,
    exhibit: Exhibit,
    style: Style,
    form: str,
    description: str = "",
) -> bytes:
    """A figure as PDF or SVG, on nothing, or as PNG, on white.

    Raises
    ------
    NoBrowserError, RenderingFailedError
        Both are an InputError.
    """
    figure, scale = laid_out(draw(ask, store, exhibit, look_of(style)), style)
    return render(figure, form, scale, style.dpi, description)


def as_html(figure: go.Figure, title: str, said: str) -> bytes:
    """A page of its own: the figure as on the screen, its plotly.js inside, and its caption."""
    name, words = html.escape(title), html.escape(said)
    own = figure.to_html(include_plotlyjs=True, include_mathjax=False, full_html=False)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>body{max-width:60rem;margin:1rem auto;padding:0 1rem;font:1rem/1.5 sans-serif;"
        "color:#1a1c1f;background:#fff}</style></head>\n"
        f"<body><figure>{own}<figcaption>{words}</figcaption></figure></body>\n</html>\n"
    ).encode()


def figure_as(
    ask: Ask, store: Store, exhibit: Exhibit, style: Style, form: str, said: str
) -> bytes:
    """A settled figure in one of `FIGURE_FORMATS`; `said` is its caption."""
    if form == "html":
        figure = draw(ask, store, exhibit, Look(grey=style.grey))
        return as_html(figure, title_of(exhibit), said)
    return printed(ask, store, exhibit, style, form, said)


def on_paper(ask: Ask, store: Store, exhibit: Exhibit) -> PaperTable:
    """A settled table as it is set in a paper."""
    table, judged = rows(ask, store, exhibit), verdicts(store, exhibit)
    return paper_table(exhibit.name, table, store.study, exhibit.by, judged)


def table_as(ask: Ask, store: Store, exhibit: Exhibit, form: str) -> bytes:
    """A settled table in one of `TABLE_FORMATS`."""
    if form not in PAPER_FORMATS:
        return FORMATS[form](rows(ask, store, exhibit))
    table = on_paper(ask, store, exhibit)
    if form == "latex":
        return paper_tables.as_latex(table, latex_terms(store.study))
    return paper_tables.as_markdown(table)


def caption_in_latex(store: Store, said: str) -> str:
    """A caption in LaTeX."""
    return latex_text(said, latex_terms(store.study))
