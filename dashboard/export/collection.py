"""Which figures and tables has a reader kept, under which names, and in which style?

A collection travels as a text in an address, or as a file; both hold the same JSON.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.options import OPTIONS
from setupscope.dashboard.export.presets import FIRST, PRESETS, Style
from setupscope.dashboard.export.recipes.resolve import RECIPES
from setupscope.dashboard.limits import MAX_COLLECTION_BYTES, MAX_KEPT
from setupscope.dashboard.paper.page import Page
from setupscope.data.errors import InputError, quoted, unknown
from setupscope.data.study.measured import MeasuredStudy

VERSION = 1
LONGEST_NAME = 200


@dataclass(frozen=True)
class Item:
    """An exhibit under the name that its reader gave it."""

    name: str
    exhibit: Exhibit


@dataclass(frozen=True)
class Collection:
    """What a reader has kept, in order, and how it is printed.

    Attributes
    ----------
    items : tuple of Item
        At most `MAX_KEPT`.
    preset : str
        The preset that was chosen last.
    style : Style
        Of all figures.
    """

    items: tuple[Item, ...] = ()
    preset: str = FIRST
    style: Style = field(default_factory=lambda: PRESETS[FIRST].style)

    def page(self) -> Page:
        """The page of the preset, or a wider one where the figures are wider than its text."""
        return PRESETS[self.preset].page.holding(self.style.width)

    def with_item(self, name: str, exhibit: Exhibit) -> "Collection":
        """With one item more, at the end.

        Raises
        ------
        InputError
            When there are too many already.
        """
        if len(self.items) >= MAX_KEPT:
            raise InputError(f"a collection holds at most {MAX_KEPT} figures and tables")
        return replace(self, items=(*self.items, Item(clean(name), exhibit)))

    def held(self, exhibit: Exhibit) -> Item | None:
        """The item that is this very exhibit, if there is one."""
        return next((item for item in self.items if item.exhibit == exhibit), None)

    def released(self, exhibit: Exhibit) -> "Collection":
        """Without this exhibit, under whatever name it is kept."""
        return replace(self, items=tuple(one for one in self.items if one.exhibit != exhibit))

    def renamed(self, index: int, name: str) -> "Collection":
        """With another name for one item; an empty one changes nothing."""
        item = replace(self.items[index], name=clean(name) or self.items[index].name)
        return replace(self, items=(*self.items[:index], item, *self.items[index + 1 :]))

    def moved(self, index: int, by: int) -> "Collection":
        """With one item further up or down, as far as there is room."""
        others = [*self.items[:index], *self.items[index + 1 :]]
        place = min(max(index + by, 0), len(others))
        return replace(self, items=(*others[:place], self.items[index], *others[place:]))

    def without(self, index: int) -> "Collection":
        """Without one item."""
        return replace(self, items=(*self.items[:index], *self.items[index + 1 :]))

    def free_name(self, wanted: str) -> str:
        """The name, or with the first number that makes it different from those in use."""
        taken = {item.name for item in self.items}
        numbered = (f"{wanted} {number}" for number in range(2, len(taken) + 3))
        return wanted if wanted not in taken else next(n for n in numbered if n not in taken)

    def as_json(self) -> bytes:
        """The collection as a file that opens again."""
        return json.dumps(self._content(), ensure_ascii=False, indent=1).encode()

    def as_text(self) -> str:
        """The collection as letters that an address can hold; empty without an item."""
        if not self.items:
            return ""
        compact = json.dumps(self._content(), separators=(",", ":"))
        return base64.urlsafe_b64encode(zlib.compress(compact.encode(), 9)).decode().rstrip("=")

    def _content(self) -> dict[str, object]:
        return {
            "setupscope_collection": VERSION,
            "preset": self.preset,
            "style": asdict(self.style),
            "items": [_entry(item) for item in self.items],
        }


def clean(name: str) -> str:
    """A name on one line, cut where it is too long."""
    return " ".join(name.split())[:LONGEST_NAME]


def _entry(item: Item) -> dict[str, object]:
    exhibit = item.exhibit
    options = {key: list(values) for key, values in exhibit.options().items()}
    entry = {"as": item.name, "kind": exhibit.kind, "name": exhibit.name}
    return {**entry, "slice": exhibit.slice_.link(), "options": options, "seed": exhibit.seed}


def read_text(text: str, study: MeasuredStudy) -> tuple[Collection, list[str]]:
    """The collection of an address, and a sentence for what it does not get.

    Raises
    ------
    InputError
        When the text is cut, or none of a collection.
    """
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(packed, MAX_COLLECTION_BYTES)
        whole = unpacking.eof
    except (binascii.Error, ValueError, zlib.error):
        whole, content = False, b""
    if not whole:
        raise InputError(
            "the collection in this link cannot be read; the link may have been cut off"
        )
    return read_json(content, study)


def read_json(content: bytes, study: MeasuredStudy) -> tuple[Collection, list[str]]:
    """The collection of a file, and a sentence for what it does not get.

    Raises
    ------
    InputError
        When the file is none of a collection.
    """
    if len(content) > MAX_COLLECTION_BYTES:
        raise InputError(
            f"the collection is too large (accepted: up to {MAX_COLLECTION_BYTES:,} bytes)"
        )
    try:
        saved = Saved.model_validate_json(content)
        style = Style(**saved.style.model_dump())
    except (ValidationError, InputError) as error:
        raise InputError(f"this is not a collection of Setupscope: {_reason(error)}") from error
    found, problems = [], []
    for entry in saved.items:
        item, of_item = _item(entry, study)
        found += [item] if item else []
        problems += [f"“{clean(entry.name_given)}”: {problem}" for problem in of_item]
    preset = saved.preset if saved.preset in PRESETS else FIRST
    return Collection(tuple(found), preset, style), problems


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        return f"{where}: {first['msg']}" if where else first["msg"]
    return str(error)


STRICT = ConfigDict(strict=True, extra="forbid")
Word = Annotated[str, Field(max_length=20_000)]
Words = Annotated[list[Word], Field(max_length=100)]


class SavedStyle(BaseModel):
    """A style in a file."""

    model_config = STRICT
    width: float
    font: str
    size: float
    grey: bool
    dpi: int


class SavedItem(BaseModel):
    """An item in a file."""

    model_config = STRICT
    name_given: Annotated[Word, Field(alias="as")]
    kind: Literal["figure", "table"]
    name: Word
    slice: Annotated[str, Field(max_length=200_000)]
    options: dict[Word, Words]
    seed: Annotated[int, Field(ge=0)]


class Saved(BaseModel):
    """A collection in a file."""

    model_config = STRICT
    setupscope_collection: Literal[1]
    preset: Word
    style: SavedStyle
    items: Annotated[list[SavedItem], Field(max_length=MAX_KEPT)]


def _item(entry: SavedItem, study: MeasuredStudy) -> tuple[Item | None, Sequence[str]]:
    """The item of an entry, none where it cannot be made; and what it does not get."""
    known = RECIPES[entry.kind]
    if entry.name not in known:
        return None, [unknown(entry.kind, entry.name, known)]
    strangers = [key for key in entry.options if key not in OPTIONS]
    if strangers:
        return None, [unknown("option", strangers[0], OPTIONS)]
    slice_, problems = Slice.read(entry.slice, study)
    options = {key: tuple(values) for key, values in entry.options.items() if values}
    exhibit = Exhibit.from_options(entry.kind, entry.name, slice_, options, entry.seed)
    return Item(clean(entry.name_given) or quoted(entry.name), exhibit), problems
