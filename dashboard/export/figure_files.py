"""How does a figure become the bytes of a file?"""

import html

import plotly.graph_objects as go

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.presets import SERIF, Style
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.recipes.resolve import title_of
from setupscope.dashboard.figures.figure import Properties, as_plotly
from setupscope.dashboard.figures.theme import FONT_SIZE, Look
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.rendering.fonts import SANS
from setupscope.dashboard.rendering.fonts import SERIF as SERIF_FAMILY
from setupscope.dashboard.rendering.renderer import render

PIXELS_OF_MM = 96 / 25.4
PIXELS_OF_POINT = 96 / 72


def look_of(style: Style) -> Look:
    """How a figure looks in print."""
    family = SERIF_FAMILY if style.font == SERIF else SANS
    generic = "serif" if style.font == SERIF else "sans-serif"
    return Look(font=f"{family}, {generic}", grey=style.grey)


def laid_out(drawn: Properties, style: Style) -> tuple[go.Figure, float]:
    """A figure on paper of the style's width, and the scale at which it is printed.

    It is drawn with the letters of the screen, and scaled as a whole so that these have the
    size asked for.
    """
    scale = style.size * PIXELS_OF_POINT / FONT_SIZE
    width = round(style.width * PIXELS_OF_MM / scale)
    figure = as_plotly(drawn)
    figure.update_layout(width=width, autosize=False)
    return figure, style.width * PIXELS_OF_MM / width


def printed(
    queries: Queries,
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
    drawn = FIGURES[exhibit.name].draw(queries, exhibit, look_of(style))
    figure, scale = laid_out(drawn, style)
    return render(figure, form, scale, style.dpi, description)


def as_html(drawn: Properties, title: str, caption_text: str) -> bytes:
    """A page of its own: the figure as on the screen, its plotly.js inside, and its caption."""
    name, words = html.escape(title), html.escape(caption_text)
    own = as_plotly(drawn).to_html(include_plotlyjs=True, include_mathjax=False, full_html=False)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>body{max-width:60rem;margin:1rem auto;padding:0 1rem;font:1rem/1.5 sans-serif;"
        "color:#1a1c1f;background:#fff}</style></head>\n"
        f"<body><figure>{own}<figcaption>{words}</figcaption></figure></body>\n</html>\n"
    ).encode()


def figure_as(
    queries: Queries, exhibit: Exhibit, style: Style, form: str, caption_text: str
) -> bytes:
    """A resolved figure in one of `FIGURE_FORMATS`."""
    if form == "html":
        figure = FIGURES[exhibit.name].draw(queries, exhibit, Look(grey=style.grey))
        return as_html(figure, title_of(exhibit), caption_text)
    return printed(queries, exhibit, style, form, caption_text)
