"""How do all kept figures and tables leave together, ready for a paper?"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dashboard.export.bundle_readme import readme
from dashboard.export.captions import caption
from dashboard.export.collection import Collection, Item
from dashboard.export.exhibits import FIGURE, Exhibit
from dashboard.export.exporting import SUFFIX_OF, figure_as, table_as
from dashboard.export.file_names import file_name
from dashboard.export.provenance import as_json, provenance
from dashboard.export.settling import settled
from dashboard.paper.document import captions_file, main_file, tables_file
from dashboard.paper.latex import latex_terms, transliterated
from dashboard.questions import Ask
from dashboard.rendering.renderer import can_render
from data import InputError, Store

Said = Callable[[int, int, str], None]
"""Is told how many items are done, of how many, and which is next."""
WITHOUT_BROWSER = ("html",)
OF_TABLES = ("latex", "csv")
WHEN = (1980, 1, 1, 0, 0, 0)
"""The time of every file, so that equal contents are equal archives."""


@dataclass(frozen=True)
class Packed:
    """An item that is ready.

    Attributes
    ----------
    item : Item
        With its exhibit settled.
    stem : str
        Its file's name, without the ending.
    said : str
        Its caption, in plain text.
    files : mapping of str to bytes
        By their place in the archive.
    """

    item: Item
    stem: str
    said: str
    files: Mapping[str, bytes]

    @property
    def drawn(self) -> bool:
        """Whether it is a figure."""
        return self.item.exhibit.kind == FIGURE


def bundle(
    ask: Ask,
    store: Store,
    collection: Collection,
    formats: tuple[str, ...] = ("pdf",),
    progress: Said = lambda done, of, name: None,
) -> bytes:
    """A zip archive of everything kept.

    Parameters
    ----------
    formats : tuple of str
        Of figures; PDF is always among them where there is a Chrome or Chromium, and HTML
        alone where there is none.
    progress : callable
        See `Said`.

    Returns
    -------
    bytes
        figures/, tables/ (LaTeX and CSV), captions.tex, tables.tex, a main.tex that
        compiles, provenance/, README.txt, and collection.json, which opens again.
        An item that cannot be made is named in README.txt, with the reason.
    """
    wanted = tuple(dict.fromkeys(("pdf", *formats))) if can_render() else WITHOUT_BROWSER
    packed: list[Packed] = []
    failed: dict[str, str] = {}
    for done, item in enumerate(collection.items):
        progress(done, len(collection.items), item.name)
        try:
            taken = [one.stem for one in packed]
            packed.append(_packed(ask, store, collection, item, wanted, taken))
        except InputError as error:
            failed[item.name] = str(error)
    return _zipped(dict(_files(store, collection, packed, failed, wanted)))


def _packed(
    ask: Ask,
    store: Store,
    collection: Collection,
    item: Item,
    formats: tuple[str, ...],
    taken: list[str],
) -> Packed:
    exhibit = settled(ask, store, item.exhibit)
    stem, said = file_name(item.name, taken), caption(ask, store, exhibit)
    files = {
        path: make() for path, make in _made(ask, store, collection, exhibit, formats, stem, said)
    }
    out = next(iter(files)).rpartition("/")[2]
    origin = provenance(ask, store, exhibit, said, out, collection.style)
    files[f"provenance/{stem}.json"] = as_json({"kept_as": item.name, **origin})
    return Packed(Item(item.name, exhibit), stem, said, files)


def _made(
    ask: Ask,
    store: Store,
    collection: Collection,
    exhibit: Exhibit,
    formats: tuple[str, ...],
    stem: str,
    said: str,
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each file of an exhibit, and how it is made."""
    if exhibit.kind == FIGURE:
        for form in formats:
            yield (
                f"figures/{stem}.{form}",
                lambda form=form: figure_as(ask, store, exhibit, collection.style, form, said),  # type: ignore[misc]
            )
    else:
        for form in OF_TABLES:
            yield (
                f"tables/{stem}{SUFFIX_OF[form]}",
                lambda form=form: table_as(ask, store, exhibit, form),  # type: ignore[misc]
            )


def _files(
    store: Store,
    collection: Collection,
    packed: list[Packed],
    failed: Mapping[str, str],
    formats: tuple[str, ...],
) -> Iterator[tuple[str, bytes]]:
    """Everything in the archive, by its place."""
    terms = latex_terms(store.study)
    figures = [one.stem for one in packed if one.drawn and "pdf" in formats]
    tables = [one.stem for one in packed if not one.drawn]
    long = [stem for stem in tables if b"{longtable}" in _tex(packed, stem)]
    lost = transliterated(" ".join(one.said for one in packed))
    named = {one.stem: one.item.name for one in packed}
    yield "README.txt", readme(store, named, failed, lost, "pdf" in formats).encode()
    yield "captions.tex", captions_file({one.stem: one.said for one in packed}, terms).encode()
    yield "tables.tex", tables_file(tables, long).encode()
    yield "main.tex", main_file(figures, collection.style.width).encode()
    yield "collection.json", collection.as_json()
    for one in packed:
        yield from one.files.items()


def _tex(packed: list[Packed], stem: str) -> bytes:
    return next(one.files[f"tables/{stem}.tex"] for one in packed if one.stem == stem)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, WHEN), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
