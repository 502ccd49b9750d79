"""How do all kept figures and tables leave together, ready for a paper?"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from setupscope.dashboard.export.bundle_readme import readme
from setupscope.dashboard.export.caption import caption
from setupscope.dashboard.export.collection import Collection, Item
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.figure_files import figure_as
from setupscope.dashboard.export.file_formats import SUFFIX_OF
from setupscope.dashboard.export.file_names import file_name
from setupscope.dashboard.export.provenance import as_json, provenance
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.table_files import for_latex
from setupscope.dashboard.paper.document import captions_file, main_file, tables_file
from setupscope.dashboard.paper.latex import latex_terms, transliterated
from setupscope.dashboard.paper.page import Place
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.rendering.renderer import can_render
from setupscope.data import InputError

ItemProgress = Callable[[int, int, str], None]
"""Is told how many items are done, of how many, and which is next."""
WITHOUT_BROWSER = ("html",)
WHEN = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that equal contents are equal archives."""


@dataclass(frozen=True)
class PackedExhibit:
    """An item that is ready.

    Attributes
    ----------
    name, stem : str
        What its reader calls it, and its file's name without the ending.
    drawn : bool
        Whether it is a figure.
    caption_text : str
        Its caption, in plain text.
    words : str
        All its texts that LaTeX sets.
    place : Place
        Where it stands in the document.
    files : mapping of str to bytes
        By their place in the archive.
    """

    name: str
    stem: str
    drawn: bool
    caption_text: str
    words: str
    place: Place
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Packer:
    """What is packed, and how.

    Attributes
    ----------
    queries, collection
        As for `bundle`.
    formats : tuple of str
        Those of figures.
    """

    queries: Queries
    collection: Collection
    formats: tuple[str, ...]

    def packed(self, item: Item, taken: Sequence[str]) -> PackedExhibit:
        """An item with its files, under a name that none has taken."""
        exhibit = resolved(self.queries, item.exhibit)
        caption_text, drawn = caption(self.queries, exhibit), exhibit.kind == FIGURE
        stem, words, page = file_name(item.name, taken), caption_text, self.collection.page()
        if drawn:
            files = self._figure(exhibit, f"figures/{stem}", caption_text)
            place: Place = "text" if page.spans(self.collection.style.width) else "column"
        else:
            table = for_latex(self.queries, exhibit, page)
            files = {f"tables/{stem}{SUFFIX_OF[form]}": table.files[form] for form in table.files}
            words, place = f"{caption_text}\n{table.words}", table.place
        out = next(iter(files)).rpartition("/")[2]
        origin = provenance(self.queries, exhibit, caption_text, out, self.collection.style)
        files[f"provenance/{stem}.json"] = as_json({"kept_as": item.name, **origin})
        return PackedExhibit(item.name, stem, drawn, caption_text, words, place, files)

    def _figure(self, exhibit: Exhibit, place: str, caption_text: str) -> dict[str, bytes]:
        style = self.collection.style
        return {
            f"{place}.{form}": figure_as(self.queries, exhibit, style, form, caption_text)
            for form in self.formats
        }


@dataclass(frozen=True)
class Contents:
    """All files of an archive, and the items that they are of.

    Attributes
    ----------
    files : mapping of str to bytes
        By their place.
    packed : list of PackedExhibit
        The items that could be made.
    failed : mapping of str to str
        Why the others could not, by their name.
    """

    files: Mapping[str, bytes]
    packed: list[PackedExhibit]
    failed: Mapping[str, str]


def contents(
    queries: Queries,
    collection: Collection,
    formats: tuple[str, ...] = ("pdf",),
    progress: ItemProgress = lambda done, of, name: None,
) -> Contents:
    """Everything kept, as files; see `bundle`."""
    wanted = tuple(dict.fromkeys(("pdf", *formats))) if can_render() else WITHOUT_BROWSER
    packing = Packer(queries, collection, wanted)
    packed: list[PackedExhibit] = []
    failed: dict[str, str] = {}
    for done, item in enumerate(collection.items):
        progress(done, len(collection.items), item.name)
        try:
            packed.append(packing.packed(item, [one.stem for one in packed]))
        except InputError as error:
            failed[item.name] = str(error)
    return Contents(dict(_files(packing, packed, failed)), packed, failed)


def bundle(
    queries: Queries,
    collection: Collection,
    formats: tuple[str, ...] = ("pdf",),
    progress: ItemProgress = lambda done, of, name: None,
) -> bytes:
    """A zip archive of everything kept.

    Parameters
    ----------
    formats : tuple of str
        Of figures; PDF is always among them if there is a Chrome or Chromium, and HTML is
        the only one if there is none.
    progress : callable
        See `ItemProgress`.

    Returns
    -------
    bytes
        figures/, tables/ (LaTeX and CSV), captions.tex, tables.tex, a main.tex that
        compiles, provenance/, README.txt, and collection.json, which opens again.
        An item that cannot be made is named in README.txt, with the reason.
    """
    return _zipped(contents(queries, collection, formats, progress).files)


def _files(
    packing: Packer, packed: Sequence[PackedExhibit], failed: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Everything in the archive, by its place."""
    store, has_pdf = packing.queries.store, "pdf" in packing.formats
    page = packing.collection.page()
    figures = {one.stem: one.place for one in packed if one.drawn and has_pdf}
    tables = {one.stem: one.place for one in packed if not one.drawn}
    named, captions = {}, {}
    for one in packed:
        named[one.stem], captions[one.stem] = one.name, one.caption_text
    lost = transliterated(*(one.words for one in packed))
    yield "README.txt", readme(store, named, failed, lost, has_pdf).encode()
    yield "captions.tex", captions_file(captions, latex_terms(store.study)).encode()
    yield "tables.tex", tables_file(tables, page).encode()
    yield "main.tex", main_file(figures, page).encode()
    yield "collection.json", packing.collection.as_json()
    for one in packed:
        yield from one.files.items()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, WHEN), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
