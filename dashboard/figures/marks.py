"""What are the marks of a figure called, in plain text, that can be clicked?"""

import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import takewhile
from typing import Any

from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.text.labels import distinct, without_tags

MOST_NAMED = 600
"""Marks of a figure that are named; no figure of the shipped study has more."""
PLACE = re.compile(r"%\{(y|text|hovertext)\}")
NUMBER = re.compile(r"(<br>)?[^<:]*%\{\w+:[^<]*")
"""What a hover says with a number that the browser formats."""
BREAK = re.compile(r"(<br>|: )")


def named_marks(figure: Properties, *, whole_rows: bool = False) -> dict[str, Any]:
    """What each mark carries that can be clicked, by a name made of what its hover says.

    Marks that carry the same are one, named by what their hovers have in common from the start;
    with `whole_rows`, so are those whose first part is the same.
    """
    carried: dict[Hashable, Any] = {}
    said: dict[Hashable, list[str]] = {}
    for mark, hover in _marks(figure):
        key = str(mark[0]) if whole_rows else str(mark)
        carried.setdefault(key, mark)
        parts = BREAK.split(hover)
        said[key] = _common(said[key], parts) if key in said else parts
    names = distinct([without_tags("".join(parts)).rstrip(":") for parts in said.values()])
    return dict(list(zip(names, carried.values(), strict=True))[:MOST_NAMED])


def _marks(figure: Properties) -> Iterator[tuple[Any, str]]:
    """What each mark carries, and what its hover says."""
    for trace in figure["data"]:
        template = NUMBER.sub("", trace.get("hovertemplate", "")).removesuffix("<extra></extra>")
        marks = trace.get("customdata", ())
        for place in _from_the_top(trace["y"], len(marks)):
            yield marks[place], _filled(template, trace, place)


def _from_the_top(heights: Any, count: int) -> Sequence[int]:  # noqa: ANN401
    """The places of marks in rows from the highest; of others, as they are."""
    if not count or not isinstance(heights, list):
        return range(count)
    rows = {name: row for row, name in enumerate(dict.fromkeys(heights))}
    if not isinstance(heights[0], str):
        rows = {height: height for height in heights}
    return sorted(range(count), key=lambda place: rows[heights[place]], reverse=True)


def _filled(template: str, trace: Properties, place: int) -> str:
    """What the hover of one mark says."""
    return PLACE.sub(lambda name: str(trace[name[1]][place]), template)


def _common(one: list[str], other: list[str]) -> list[str]:
    """The parts with which both begin."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return [part for part, _ in pairs]
