"""What is seen before a figure or a table leaves, and in which forms can it?"""

from functools import partial

import streamlit as st

from setupscope.dashboard.components.kept_item import show_ways_of
from setupscope.dashboard.components.preview import show_exhibit
from setupscope.dashboard.components.style_form import choose_style
from setupscope.dashboard.export.caption import caption, caption_in_latex
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.figure_files import figure_as
from setupscope.dashboard.export.file_formats import FIGURE_FORMATS, SUFFIX_OF
from setupscope.dashboard.export.file_names import file_name
from setupscope.dashboard.export.presets import Style
from setupscope.dashboard.export.provenance import as_json, provenance
from setupscope.dashboard.export.recipes.figures import numbers_behind
from setupscope.dashboard.export.recipes.resolve import resolved, title_of
from setupscope.dashboard.export.table_files import table_as
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.rendering.renderer import NoBrowserError, can_render, warm_up
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.collection import collection_state, keep
from setupscope.dashboard.text.markdown import escaped
from setupscope.data import InputError

LABELS = {"csv": "CSV", "parquet": "Parquet", "markdown": "Markdown", "latex": "LaTeX"}

SHARES = (0.58, 0.42)
"""Of the dialog: the preview, in which 175 mm fit, and all that is done with it."""
LAYOUT = """
<style>
/* A tall preview scrolls by itself, so that files and caption stay beside it. */
@media (min-width: 640px) {
  .st-key-export-preview {max-height: calc(100vh - 19rem); overflow-y: auto}
}
/* Captions are long: in small letters one is seen as a whole. */
[role=dialog] [data-testid=stCode] code {font-size: .75rem; line-height: 1.35}
</style>
"""


@st.dialog("Export", width="large", icon=":material/download:")
def export(exhibit: Exhibit) -> None:
    """A figure or a table, ready to leave: preview, files, caption, provenance, and *Keep*."""
    queries = current_queries()
    if exhibit.kind == FIGURE:
        warm_up()
    try:
        one = resolved(queries, exhibit)
        caption_text = caption(queries, one)
    except InputError as error:
        st.error(escaped(str(error)), icon=":material/error:")
        return
    style = choose_style("export") if one.kind == FIGURE else collection_state().collection.style
    st.html(LAYOUT)
    preview, beside = st.columns(SHARES, gap="medium")
    with beside:
        if one.kind == FIGURE:
            _offer_figure(queries, one, style, caption_text)
            _offer_table(queries, numbers_behind(one), "Data of this figure")
        else:
            _offer_table(queries, one, "Download")
        _show_words(queries, one, caption_text)
        _offer_keeping(exhibit)
    # Last, so that everything else stands while it is drawn.
    with preview, st.container(key="export preview"):
        show_exhibit(queries, one, style, caption_text, "export")


def _offer_figure(queries: Queries, one: Exhibit, style: Style, caption_text: str) -> None:
    stem = file_name(title_of(one))
    if not can_render():
        st.info(str(NoBrowserError()), icon=":material/info:")
    with _row("Download"):
        for form in FIGURE_FORMATS:
            if form == "html" or can_render():
                st.download_button(
                    form.upper(),
                    partial(figure_as, queries, one, style, form, caption_text),
                    f"{stem}.{form}",
                    on_click="ignore",
                    key=f"download {form}",
                    type="primary" if form == "pdf" else "secondary",
                )


def _offer_table(queries: Queries, table: Exhibit, label: str) -> None:
    stem = file_name(title_of(table))
    with _row(label):
        for form, name in LABELS.items():
            st.download_button(
                name,
                partial(table_as, queries, table, form),
                f"{stem}{SUFFIX_OF[form]}",
                on_click="ignore",
                key=f"download {form}",
            )


def _row(label: str) -> st.delta_generator.DeltaGenerator:
    """A row of buttons under a small heading."""
    st.caption(label)
    return st.container(horizontal=True, gap="small")


def _show_words(queries: Queries, one: Exhibit, caption_text: str) -> None:
    """The caption, to be copied as text or LaTeX, and where the exhibit comes from."""
    st.caption("Caption")
    text, latex, origin = st.tabs(["Text", "LaTeX", "Reproduce"])
    text.code(caption_text, language=None, wrap_lines=True)
    # Without colours: those of LaTeX take what follows an escaped per cent sign for a comment.
    latex.code(caption_in_latex(queries.study, caption_text), language=None, wrap_lines=True)
    stem = file_name(title_of(one))
    out = stem + (".pdf" if one.kind == FIGURE else ".tex")
    content = provenance(queries, one, caption_text, out, collection_state().collection.style)
    with origin:
        st.code(str(content["command"]), language="bash", wrap_lines=True)
        st.download_button(
            "Provenance (JSON)",
            as_json(content),
            f"{stem}.provenance.json",
            on_click="ignore",
            key="download provenance",
            help="Slice, store, versions, seed, citation, licence, and this command.",
        )


def _offer_keeping(one: Exhibit) -> None:
    """A name under which it is kept, which closes the dialog; or that it is kept already."""
    held = collection_state().collection.held(one)
    if held is not None:
        st.markdown(f":material/bookmark_added: Kept as “{escaped(held.name)}”.")
        show_ways_of(held, "export")
        return
    with (
        st.form("keep form", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input("Name on the page Figures", title_of(one), max_chars=200)
        if st.form_submit_button("Keep", icon=":material/bookmark_add:"):
            keep(one, name or title_of(one))
            st.rerun()
