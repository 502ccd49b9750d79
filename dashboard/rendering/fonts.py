"""In which letters is a figure printed, the same on every machine?

The fonts come with Python packages, so that no figure depends on what a system has. Their
italics lack Greek, which is taken from the upright face.
"""

import base64
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

SANS, SERIF = "Source Sans Pro", "Source Serif Pro"
GREEK = range(0x370, 0x400)


@dataclass(frozen=True)
class Face:
    """One face of a family, for some characters.

    Attributes
    ----------
    family, style : str
        As in CSS.
    weight : int
        As in CSS.
    file : Path
        Its TrueType file.
    greek : bool
        Whether it serves Greek letters alone.
    """

    family: str
    style: str
    weight: int
    file: Path
    greek: bool = False

    def css(self, source: str) -> str:
        """The rule that declares it, from a source."""
        span = f"unicode-range:U+{GREEK.start:x}-{GREEK.stop - 1:x};" if self.greek else ""
        return (
            f"@font-face{{font-family:'{self.family}';font-style:{self.style};"
            f"font-weight:{self.weight};{span}src:url({source})}}"
        )


def _files_of(package: str, stem: str) -> dict[str, Path]:
    folder = Path(str(files(package) / "files"))
    return {name: folder / f"{stem}-{name}.ttf" for name in ("Regular", "It", "Bold", "BoldIt")}


@cache
def faces() -> tuple[Face, ...]:
    """Every face; of two that serve a character, the later one does."""
    found = []
    for family, package, stem in (
        (SANS, "font_source_sans_pro", "SourceSansPro"),
        (SERIF, "font_source_serif_pro", "SourceSerifPro"),
    ):
        of = _files_of(package, stem)
        for weight, upright, italic in ((400, "Regular", "It"), (700, "Bold", "BoldIt")):
            found += [
                Face(family, "normal", weight, of[upright]),
                Face(family, "italic", weight, of[italic]),
                Face(family, "italic", weight, of[upright], greek=True),
            ]
    return tuple(found)


def css_of_files() -> str:
    """The rules for a page that may read the files."""
    return "".join(face.css(f"'{face.file.as_uri()}'") for face in faces())


def css_for(svg: str) -> str:
    """The rules for a picture that carries its letters itself: those that it uses."""
    return "".join(
        face.css(f"data:font/woff2;base64,{base64.b64encode(_subset(face.file, text)).decode()}")
        for face, text in _used(svg)
    )


def _used(svg: str) -> Iterator[tuple[Face, str]]:
    """Each face that a picture needs, and the characters that it needs of it."""
    text = "".join(re.findall(r">([^<]*)<", svg))
    letters = frozenset(text)
    greek = frozenset(letter for letter in letters if ord(letter) in GREEK)
    for face in faces():
        named = face.family in svg
        styled = face.style == "normal" or "italic" in svg
        weighted = face.weight == 400 or "bold" in svg or ">700" in svg
        wanted = greek if face.greek else letters
        if named and styled and weighted and wanted:
            yield face, "".join(sorted(wanted))


@cache
def _subset(file: Path, text: str) -> bytes:
    """A font with the letters of a text, as WOFF2; equal arguments give equal bytes."""
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=["kern", "liga"], notdef_outline=True)
    font = subset.load_font(str(file), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return buffer.getvalue()
