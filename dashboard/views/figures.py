"""Which figures and tables go into the paper?"""

from collections.abc import Callable

import streamlit as st

from setupscope.dashboard.components.heading import show_heading, show_next
from setupscope.dashboard.components.preview import show_exhibit
from setupscope.dashboard.components.style_form import choose_style
from setupscope.dashboard.export.bundle import bundle
from setupscope.dashboard.export.caption import caption
from setupscope.dashboard.export.collection import Collection, Item
from setupscope.dashboard.export.exhibit import FIGURE
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.limits import MAX_COLLECTION_BYTES
from setupscope.dashboard.rendering.renderer import NoBrowserError, can_render
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.collection import (
    collection_parameter,
    collection_state,
    edit,
    open_file,
    undo,
)
from setupscope.dashboard.session.pages import FIGURES, PAGES
from setupscope.dashboard.session.state import current_state
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.settings import uploads_allowed
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import quantity
from setupscope.data import InputError

queries, state = current_queries(), current_state()
store = queries.store
collection = collection_state().collection
PREVIEWS = 4
"""Previews that are drawn at a time."""
Change = Callable[[Collection], Collection]
EXTRA = {"svg": "SVG", "png": "PNG", "html": "HTML"}


def show() -> None:
    """The page: the style of all, the archive, and the items one by one."""
    show_heading(PAGES[FIGURES].question, sentence())
    if collection.items:
        show_style()
        show_archive()
        show_items()
    else:
        st.markdown(
            "Press *Keep* below any figure or table on the other pages. Here you can name, order"
            " and style what you kept, and download it as one archive for LaTeX."
        )
    show_saving()
    show_next(state)


def sentence() -> str:
    """How many of which are kept."""
    figures = sum(item.exhibit.kind == FIGURE for item in collection.items)
    tables = len(collection.items) - figures
    if not collection.items:
        return "Nothing is kept yet."
    counts = [quantity(figures, "figure")] if figures else []
    counts += [quantity(tables, "table")] if tables else []
    return f"{' and '.join(counts)} kept."


def show_style() -> None:
    """One style for all figures."""
    st.subheader("One style for all figures", anchor=False)
    choose_style("figures")


def show_archive() -> None:
    """The archive, created on request, with its progress."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        extra = st.pills(
            "Formats besides PDF" if can_render() else "Figure format",
            list(EXTRA) if can_render() else ["html"],
            selection_mode="multi",
            format_func=lambda form: EXTRA[form],
            key="formats",
            default=None if can_render() else ["html"],
            disabled=not can_render(),
        )
        making = st.button("Create the archive", type="primary", icon=":material/folder_zip:")
    st.caption(
        "Contains all files, captions.tex, tables.tex, a main.tex that compiles, the provenance of"
        " each item, and the collection itself."
    )
    if not can_render():
        st.info(str(NoBrowserError()), icon=":material/info:")
    if making:
        make_archive(tuple(extra))


def make_archive(formats: tuple[str, ...]) -> None:
    """Makes the archive and offers it."""
    bar = st.progress(0.0, "Drawing…")

    def say(done: int, of: int, name: str) -> None:
        bar.progress(done / of, f"{done + 1} of {of}: {escaped(name)}")

    content = bundle(queries, collection, formats, say)
    bar.empty()
    st.download_button(
        f"Download setupscope.zip ({len(content) / 1e6:.1f} MB)",
        content,
        "setupscope.zip",
        "application/zip",
        on_click="ignore",
        icon=":material/download:",
    )


def show_items() -> None:
    """The items, in order; some of them with a preview."""
    st.subheader("Figures and tables", anchor=False)
    first = first_previewed()
    for index, item in enumerate(collection.items):
        with st.container(border=True):
            show_item(index, item)
            if first <= index < first + PREVIEWS:
                show_preview(index, item)


def first_previewed() -> int:
    """Which items are drawn; a choice where they are many, of the last where it is gone."""
    count = len(collection.items)
    starts = list(range(0, count, PREVIEWS))
    if len(starts) == 1:
        return 0
    picked = value_of("previewed") or 0
    shown = st.segmented_control(
        "Preview",
        starts,
        required=True,
        key=set_widget("previewed", min(picked, starts[-1])),
        format_func=lambda start: f"{start + 1} to {min(start + PREVIEWS, count)}",
    )
    return shown or 0


def show_item(index: int, item: Item) -> None:
    """Its name, to be changed, and the ways to move and remove it."""
    name = set_widget(f"name {index}", item.name)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            f"Name of {item.exhibit.kind} {index + 1}",
            key=name,
            max_chars=200,
            on_change=lambda: edit(lambda collection: collection.renamed(index, value_of(name))),
        )
        button(
            index,
            "Up",
            ":material/arrow_upward:",
            lambda collection: collection.moved(index, -1),
            index == 0,
        )
        last = index == len(collection.items) - 1
        button(
            index,
            "Down",
            ":material/arrow_downward:",
            lambda collection: collection.moved(index, 1),
            last,
        )
        button(index, "Remove", ":material/delete:", lambda collection: collection.without(index))
    st.caption(f"{item.exhibit.kind} {item.exhibit.name}: {escaped(item.exhibit.slice_.caption())}")


def button(index: int, label: str, icon: str, change: Change, disabled: bool = False) -> None:
    """A small button that changes the collection."""
    st.button(
        "",
        key=f"{label} {index + 1}",  # by which those who do not see the icon know it
        icon=icon,
        help=label,
        on_click=edit,
        args=(change,),
        disabled=disabled,
    )


def show_preview(index: int, item: Item) -> None:
    """The item as it will be printed, and its caption."""
    try:
        one = resolved(queries, item.exhibit)
        text = caption(queries, one)
    except InputError as error:
        st.error(f"This item cannot be shown: {escaped(str(error))}", icon=":material/error:")
        return
    show_exhibit(queries, one, collection.style, text, str(index))
    st.markdown(f"**Caption.** {escaped(text)}")


def show_saving() -> None:
    """Undo, and the file that holds the collection where a link is too short."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Undo", on_click=undo, disabled=not collection_state().past, key="undo kept")
        if collection.items:
            st.download_button(
                "Save the collection",
                collection.as_json(),
                "setupscope-collection.json",
                "application/json",
                on_click="ignore",
                help="A file that you can open again on this page.",
            )
    if collection.items and not collection_parameter():
        st.warning(
            "The collection is too long for a link. Save it as a file, or it is lost when you close"
            " this page.",
            icon=":material/warning:",
        )
    if collection_state().problems:
        text = "\n".join(f"- {escaped(problem)}" for problem in collection_state().problems)
        st.warning(f"Not everything could be opened:\n{text}", icon=":material/warning:")
    with st.expander("Open a collection"):
        show_opening()


def show_opening() -> None:
    """A field for the file of a collection, or for its text where the server takes no files."""
    if uploads_allowed(st.context.headers):
        st.file_uploader(
            "A file saved here, or collection.json from an archive",
            type="json",
            key="opened collection",
            on_change=take_file,
            max_upload_size=1,
        )
    else:
        st.text_area(
            "Paste the content of a file saved here, or of collection.json from an archive",
            key="pasted collection",
            on_change=take_text,
            max_chars=MAX_COLLECTION_BYTES,
        )


def take_file() -> None:
    """Takes over the file that was chosen."""
    file = value_of("opened collection")
    if file is not None:
        open_file(file.name, file.read(MAX_COLLECTION_BYTES + 1), store.study)


def take_text() -> None:
    """Takes over the text that was pasted."""
    text = value_of("pasted collection")
    if text:
        open_file("pasted text", text.encode(), store.study)


show()
