"""How does a reader of a map know whose cell is whose: by colour and name, in grey by a letter?"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from setupscope.dashboard.figures.label_width import STANDOFF, label_margin
from setupscope.dashboard.figures.map_bands import Panel
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import figure_label, without_tags
from setupscope.data.study.study import Study

NAME = SMALL - 1
"""Size of what is written in a cell."""
KEYS = 330
"""Pixels of a line of keys, which a column of paper and a phone hold."""
WIDEST = 60
"""Pixels up to which names in cells are made equally wide."""
SPACE, OF_SPACE = "\N{NO-BREAK SPACE}", 0.25
"""What is put around a shorter name, and its width in units of the size of letters."""


class Key(NamedTuple):
    """How the cells of a metric look: their colour, what is written in them, and its key."""

    colour: str
    written: str
    text: str


def keys_of(
    study: Study, panels: Sequence[Panel], colours: Mapping[str, str], look: Look
) -> dict[str, Key]:
    """The key of each metric that wins a cell alone, in the order of the colours.

    In grey, paleness and the shades of metrics would be one and the same; cells have one shade,
    and the letter of their winner. In colour, short names are as wide as the longest, so that
    all are there or none.
    """
    won = {
        winner
        for panel in panels
        for winner, tied in zip(panel.cells["winner"], panel.cells["tied"], strict=True)
        if isinstance(winner, str) and not tied
    }
    names = {key: figure_label(study.metric(key)) for key in colours if key in won}
    if look.grey:
        letters = _letters(names)
        return {
            key: Key(look.ink.muted, letters[key], f"<b>{letters[key]}</b> {name}")
            for key, name in names.items()
        }
    widest = min(max(map(_width, names.values()), default=0), WIDEST)
    return {
        key: Key(
            colours[key],
            _padded(name, widest),
            f'<span style="color:{colours[key]}">■</span> {name}',
        )
        for key, name in names.items()
    }


def key_of_ties(look: Look) -> Key:
    """How cells look in which metrics tie: no colour, and a word or sign."""
    if look.grey:
        return Key(look.ink.muted, "=", "<b>=</b> tie")
    return Key(look.ink.muted, "tie", "no colour: tie")


def _width(name: str) -> int:
    return label_margin([name], NAME) - STANDOFF


def _padded(name: str, width: int) -> str:
    """A name with as much space on either side as makes it so wide."""
    spaces = SPACE * max(round((width - _width(name)) / (2 * OF_SPACE * NAME)), 0)
    return f"{spaces}{name}{spaces}"


def _letters(names: Mapping[str, str]) -> dict[str, str]:
    """A letter of each name that no other has; a number where all are taken."""
    found: dict[str, str] = {}
    for number, (key, name) in enumerate(names.items(), 1):
        plain = without_tags(name)
        capitals = [letter for letter in plain if letter.isupper()]
        free = [one for one in (*capitals, *plain) if one.isalnum() and one not in found.values()]
        found[key] = free[0] if free else str(number)
    return found


def key_lines(keys: Sequence[Key]) -> list[str]:
    """The keys beside each other, on as many lines as they need."""
    lines: list[list[str]] = [[]]
    wide = 0
    for key in keys:
        width = label_margin([f"{key.text}   "], SMALL) - STANDOFF
        if wide + width > KEYS and lines[-1]:
            lines.append([])
            wide = 0
        wide += width
        lines[-1].append(key.text)
    return ["   ".join(line) for line in lines if line]
