"""How will a figure or a table look in print?"""

from dataclasses import replace

import streamlit as st

from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.figure_files import PIXELS_OF_MM, laid_out, look_of, printed
from setupscope.dashboard.export.presets import Style
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.table_files import on_paper
from setupscope.dashboard.figures.theme import CONFIG
from setupscope.dashboard.paper.tables import PaperTable, as_markdown
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.rendering.renderer import NoBrowserError
from setupscope.dashboard.session.drawings import PRINTED, kept
from setupscope.dashboard.text.markdown import escaped
from setupscope.data import InputError


def show_exhibit(queries: Queries, one: Exhibit, style: Style, caption_text: str, key: str) -> None:
    """A resolved figure at its printed size, or a table as a paper sets it."""
    if one.kind == FIGURE:
        _show_figure(queries, one, style, caption_text, key)
    else:
        show_paper_table(on_paper(queries, one), key)


def show_paper_table(table: PaperTable, key: str) -> None:
    """With its notes below; a table wider than the page is scrolled in its own frame."""
    with st.container(key=f"paper table {key}"):
        st.html("<style>[class*=st-key-paper-table]{overflow-x:auto}</style>")
        st.markdown(as_markdown(replace(table, notes=())).decode())
    st.caption(" ".join(map(escaped, table.notes)))


def _show_figure(queries: Queries, one: Exhibit, style: Style, caption_text: str, key: str) -> None:
    """On white, as paper is."""
    try:
        with st.spinner("Drawing the print version…"):
            picture = _picture(queries, one, style, caption_text)
    except NoBrowserError:
        _show_without_browser(queries, one, style, key)
    except InputError as error:
        st.error(escaped(str(error)), icon=":material/error:")
    else:
        on_white = picture.replace("<svg ", '<svg style="background:white" ', 1)
        st.image(on_white, width=round(style.width * PIXELS_OF_MM), alt=caption_text)
        st.caption(f"Printed {style.width:g} mm wide, with text of {style.size:g} pt.")


def _picture(queries: Queries, one: Exhibit, style: Style, caption_text: str) -> str:
    """A figure as SVG, drawn once for each command that reproduces it."""
    key = ("svg", one.command("", style.arguments()), style, caption_text)

    def draw() -> str:
        return printed(queries, one, style, "svg", caption_text).decode()

    return kept(PRINTED, queries, one, key, draw)


def _show_without_browser(queries: Queries, one: Exhibit, style: Style, key: str) -> None:
    """The figure drawn by the reader's own browser, which can save it as SVG."""
    drawn = FIGURES[one.name].draw(queries, one, look_of(style))
    figure, scale = laid_out(drawn, style)
    figure.update_layout(paper_bgcolor="white")
    saved = {"format": "svg", "filename": one.name, "scale": scale}
    shown = {"displayModeBar": True, "displaylogo": False, "modeBarButtons": [["toImage"]]}
    st.plotly_chart(
        figure,
        theme=None,
        width="content",
        key=f"preview {key}",
        config=CONFIG | shown | {"toImageButtonOptions": saved},
    )
    st.caption("The camera icon above the figure saves it as SVG, at its printed size.")
