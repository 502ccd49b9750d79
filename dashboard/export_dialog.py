"""What is seen before a figure or a table leaves, and in which forms can it?"""

import streamlit as st

from dashboard import answers
from dashboard.export.captions import caption, caption_in_latex
from dashboard.export.exhibits import FIGURE, Exhibit
from dashboard.export.figure_files import figure_as
from dashboard.export.file_formats import FIGURE_FORMATS, SUFFIX_OF
from dashboard.export.file_names import file_name
from dashboard.export.presets import Style
from dashboard.export.provenance import as_json, provenance
from dashboard.export.recipes import numbers_behind
from dashboard.export.settling import settled, title_of
from dashboard.export.table_files import table_as
from dashboard.kept import keep, kept
from dashboard.opened import the_store
from dashboard.preview import show_exhibit
from dashboard.rendering.renderer import NoBrowserError, can_render, warm_up
from dashboard.style_form import choose_style
from dashboard.wording import plain
from data import InputError, Store

LABELS = {"csv": "CSV", "parquet": "Parquet", "markdown": "Markdown", "latex": "LaTeX"}


@st.dialog("Export", width="large", icon=":material/download:")
def export(exhibit: Exhibit) -> None:
    """A figure or a table, ready to leave: preview, files, caption, provenance, and *Keep*."""
    store = the_store()
    if exhibit.kind == FIGURE:
        warm_up()
    try:
        one = settled(answers, store, exhibit)
        said = caption(answers, store, one)
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    style = choose_style("export") if one.kind == FIGURE else kept().collection.style
    preview = st.container()
    if one.kind == FIGURE:
        _offer_figure(store, one, style, said)
        _offer_table(store, numbers_behind(one), "The numbers in it")
    else:
        _offer_table(store, one, "As a file")
    _show_words(store, one, said)
    _offer_keeping(one)
    with preview:  # last, so that everything else stands while it is drawn
        show_exhibit(store, one, style, said, "export")


def _offer_figure(store: Store, one: Exhibit, style: Style, said: str) -> None:
    stem = file_name(title_of(one))
    if not can_render():
        st.info(str(NoBrowserError()), icon=":material/info:")
    with _row("As a file"):
        for form in FIGURE_FORMATS:
            if form == "html" or can_render():
                st.download_button(
                    form.upper(),
                    lambda form=form: figure_as(answers, store, one, style, form, said),  # type: ignore[misc]
                    f"{stem}.{form}",
                    on_click="ignore",
                    key=f"download {form}",
                    type="primary" if form == "pdf" else "secondary",
                )


def _offer_table(store: Store, table: Exhibit, label: str) -> None:
    stem = file_name(title_of(table))
    with _row(label):
        for form, name in LABELS.items():
            st.download_button(
                name,
                lambda form=form: table_as(answers, store, table, form),  # type: ignore[misc]
                f"{stem}{SUFFIX_OF[form]}",
                on_click="ignore",
                key=f"download {form}",
            )


def _row(label: str) -> st.delta_generator.DeltaGenerator:
    """A row of buttons under a small heading."""
    st.caption(label)
    return st.container(horizontal=True, gap="small")


def _show_words(store: Store, one: Exhibit, said: str) -> None:
    """The caption, to be copied as text or LaTeX, and where the exhibit comes from."""
    st.caption("Caption")
    text, latex, origin = st.tabs(["Text", "LaTeX", "How to make it again"])
    text.code(said, language=None, wrap_lines=True)
    latex.code(caption_in_latex(store, said), language="latex", wrap_lines=True)
    stem = file_name(title_of(one))
    out = stem + (".pdf" if one.kind == FIGURE else ".tex")
    content = provenance(answers, store, one, said, out, kept().collection.style)
    with origin:
        st.code(str(content["command"]), language="bash", wrap_lines=True)
        st.download_button(
            "Provenance (JSON)",
            as_json(content),
            f"{stem}.provenance.json",
            on_click="ignore",
            key="download provenance",
            help="Slice, store, versions, seed, citation, licence, and this line.",
        )


def _offer_keeping(one: Exhibit) -> None:
    """A name under which it is kept; closes the dialog."""
    with (
        st.form("keep form", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input("Keep it on the page Figures as", title_of(one), max_chars=200)
        if st.form_submit_button("Keep", icon=":material/bookmark_add:"):
            keep(one, name or title_of(one))
            st.rerun()
