"""Which figures and tables go into the paper?"""

from collections.abc import Callable

import streamlit as st

from dashboard import answers
from dashboard.chosen import chosen, hold
from dashboard.contents import FIGURES, PAGES
from dashboard.export.bundle import bundle
from dashboard.export.captions import caption
from dashboard.export.collection import LARGEST, Collection, Item
from dashboard.export.exhibits import FIGURE
from dashboard.export.settling import settled
from dashboard.heading import show_heading, show_next
from dashboard.kept import edit, in_address, kept, open_file, undo
from dashboard.opened import the_store
from dashboard.preview import show_exhibit
from dashboard.rendering.renderer import NoBrowserError, can_render
from dashboard.style_form import choose_style
from dashboard.wording import count, plain
from data import InputError

store, state = the_store(), chosen()
collection = kept().collection
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
            "Press *Keep* beneath any figure or table on the other pages. Here they can be named,"
            " ordered and styled together, and taken away as one archive for LaTeX."
        )
    show_saving()
    show_next(state)


def sentence() -> str:
    """How many of which are kept."""
    figures = sum(item.exhibit.kind == FIGURE for item in collection.items)
    tables = len(collection.items) - figures
    if not collection.items:
        return "Nothing is kept yet."
    said = [count(figures, "figure")] if figures else []
    said += [count(tables, "table")] if tables else []
    return f"{' and '.join(said)} kept."


def show_style() -> None:
    """One style for all figures."""
    st.subheader("One style for all", anchor=False)
    choose_style("figures")


def show_archive() -> None:
    """The archive, made when it is asked for, with its progress."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        extra = st.pills(
            "Besides PDF" if can_render() else "Figures as",
            list(EXTRA) if can_render() else ["html"],
            selection_mode="multi",
            format_func=lambda form: EXTRA[form],
            key="formats",
            default=None if can_render() else ["html"],
            disabled=not can_render(),
        )
        making = st.button("Make the archive", type="primary", icon=":material/folder_zip:")
    st.caption(
        "Holds all files, captions.tex, tables.tex, a main.tex that compiles, the provenance of"
        " each, and the collection itself."
    )
    if not can_render():
        st.info(str(NoBrowserError()), icon=":material/info:")
    if making:
        make_archive(tuple(extra))


def make_archive(formats: tuple[str, ...]) -> None:
    """Makes the archive and offers it."""
    bar = st.progress(0.0, "Drawing…")

    def say(done: int, of: int, name: str) -> None:
        bar.progress(done / of, f"{done + 1} of {of}: {plain(name)}")

    content = bundle(answers, store, collection, formats, say)
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
    st.subheader("In order", anchor=False)
    first = first_previewed()
    for at, item in enumerate(collection.items):
        with st.container(border=True):
            show_item(at, item)
            if first <= at < first + PREVIEWS:
                show_preview(at, item)


def first_previewed() -> int:
    """Which items are drawn; a choice where they are many, of the last where it is gone."""
    many = len(collection.items)
    starts = list(range(0, many, PREVIEWS))
    if len(starts) == 1:
        return 0
    picked = st.session_state.get("previewed") or 0
    shown = st.segmented_control(
        "Preview",
        starts,
        required=True,
        key=hold("previewed", min(picked, starts[-1])),
        format_func=lambda start: f"{start + 1} to {min(start + PREVIEWS, many)}",
    )
    return shown or 0


def show_item(at: int, item: Item) -> None:
    """Its name, to be changed, and the ways to move and remove it."""
    name = hold(f"name {at}", item.name)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            f"Name of {item.exhibit.kind} {at + 1}",
            key=name,
            max_chars=200,
            on_change=lambda: edit(lambda kept: kept.renamed(at, st.session_state[name])),
        )
        button(at, "Up", ":material/arrow_upward:", lambda kept: kept.moved(at, -1), at == 0)
        last = at == len(collection.items) - 1
        button(at, "Down", ":material/arrow_downward:", lambda kept: kept.moved(at, 1), last)
        button(at, "Remove", ":material/delete:", lambda kept: kept.without(at))
    st.caption(f"{item.exhibit.kind} {item.exhibit.name}: {plain(item.exhibit.slice_.caption())}")


def button(at: int, label: str, icon: str, change: Change, disabled: bool = False) -> None:
    """A small button that changes the collection."""
    st.button(
        "",
        key=f"{label} {at}",
        icon=icon,
        help=label,
        on_click=edit,
        args=(change,),
        disabled=disabled,
    )


def show_preview(at: int, item: Item) -> None:
    """The item as it will be printed, and its caption."""
    try:
        one = settled(answers, store, item.exhibit)
        said = caption(answers, store, one)
    except InputError as error:
        st.error(f"It cannot be made: {plain(str(error))}", icon=":material/error:")
        return
    show_exhibit(store, one, collection.style, said, str(at))
    st.markdown(f"**Caption.** {plain(said)}")


def show_saving() -> None:
    """Undo, and the file that holds the collection where a link is too short."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Undo", on_click=undo, disabled=not kept().past, key="undo kept")
        if collection.items:
            st.download_button(
                "Save the collection",
                collection.as_json(),
                "setupscope-collection.json",
                "application/json",
                on_click="ignore",
                help="A file that opens again on this page.",
            )
    if collection.items and not in_address():
        st.warning(
            "The collection is too long for a link: save it as a file, or it is gone with this"
            " page.",
            icon=":material/warning:",
        )
    if kept().problems:
        said = "\n".join(f"- {plain(problem)}" for problem in kept().problems)
        st.warning(f"Not everything could be opened:\n{said}", icon=":material/warning:")
    with st.expander("Open a collection"):
        st.file_uploader(
            "A file that was saved here, or collection.json of an archive",
            type="json",
            key="opened collection",
            on_change=take_file,
            max_upload_size=1,
        )


def take_file() -> None:
    """Takes over the file that was chosen."""
    file = st.session_state["opened collection"]
    if file is not None:
        open_file(file.name, file.read(LARGEST + 1), store.study)


show()
