r"""How does any text stand in a LaTeX document, and print as it reads?

The document needs `\usepackage[T1]{fontenc}` and pdfLaTeX of 2020 or later. What its fonts
lack is written in the letters that they have.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from anyascii import anyascii

from setupscope.dashboard.paper.latex_symbols import LETTERS, SIGNS, SPECIAL
from setupscope.data.measures import MEASURES
from setupscope.data.study.study import Study

NO_TERMS: Mapping[str, str] = MappingProxyType({})
NO_BREAK = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
BLANK = re.compile(rf"(?:(?![{NO_BREAK}])[\s\x00-\x1f\x7f-\x9f])+")
SELECTORS = range(0xFE00, 0xFE10)
"""Signs that only choose how the one before them looks."""
UNIT = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+|[^\u0300-\u036f][\u0300-\u036f]+|(?s:.)")
"""What is written as a whole: a run of Greek letters, a letter with its accents, any sign."""
KNOWN = LETTERS | set(SIGNS)
COMMANDS = str.maketrans({**SPECIAL, **SIGNS})
JOINED = re.compile("-(?=-)|,(?=,)")
"""The first of two signs that T1 would join to a dash or a quotation mark."""


def latex_text(text: str, terms: Mapping[str, str] = NO_TERMS) -> str:
    """Any plain text as LaTeX that compiles, and prints the same signs.

    Parameters
    ----------
    text : str
        Anything; nothing in it is taken for LaTeX. Line breaks, tabs and control characters
        become a space, several of them one.
    terms : mapping of str to str, optional
        Names that have LaTeX of their own, as `latex_terms` gives them. They are replaced
        where they stand as whole words, the longest first.

    Returns
    -------
    str
        In UTF-8 letters that T1 has, escaped signs, and commands of text; the same in a
        paragraph, a cell of a table, a heading or a caption.
    """
    own = {_tidy(name): latex for name, latex in terms.items() if _tidy(name)}
    tidy = _tidy(text)
    if not own:
        return _escaped(tidy)
    names = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    pieces = re.split(rf"(?<!\w)({names})(?!\w)", tidy)
    return "".join(own[p] if index % 2 else _escaped(p) for index, p in enumerate(pieces))


def latin(text: str) -> str:
    """The text on one line, in letters and signs that LaTeX has; what `latex_text` escapes."""
    return BLANK.sub(" ", "".join(written for _, written in _units(_tidy(text))))


def transliterated(*texts: str) -> dict[str, str]:
    """Which letters of some texts LaTeX shows in others, and in which; in order of occurrence."""
    units = (unit for text in texts for unit in _units(_tidy(text)))
    return {unit: written for unit, written in units if unit != written}


def latex_terms(study: Study) -> dict[str, str]:
    """The names of metrics and measures that have LaTeX of their own."""
    metrics = {metric.label: metric.latex for metric in study.metrics if metric.latex}
    return metrics | {measure.label: measure.latex for measure in MEASURES.values()}


def _tidy(text: str) -> str:
    """The text on one line, letters composed, without signs that nobody sees."""
    composed = unicodedata.normalize("NFC", text)
    seen = (sign for sign in BLANK.sub(" ", composed) if not _unseen(sign))
    return re.sub(" +", " ", "".join(seen)).strip(" ")


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" or ord(sign) in SELECTORS


def _units(tidy: str) -> Iterator[tuple[str, str]]:
    """The units of a text, each with what is written for it."""
    for unit in UNIT.findall(tidy):
        if all(sign.isascii() or sign in KNOWN for sign in unit):
            yield from ((sign, sign) for sign in unit)
        else:
            yield unit, anyascii(unit) or _lost(unit)


def _lost(unit: str) -> str:
    """What stands for a sign that has no letters: nothing for a mark on another, else "?"."""
    return "" if unicodedata.category(unit[0]).startswith("M") else "?"


def _escaped(tidy: str) -> str:
    written = BLANK.sub(" ", "".join(written for _, written in _units(tidy)))
    return JOINED.sub(r"\g<0>{}", written.translate(COMMANDS))
