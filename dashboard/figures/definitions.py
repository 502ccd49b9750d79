"""How do names of metrics and measures in a figure say what they mean?"""

import html
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.theme import SMALL, Look
from setupscope.dashboard.text.labels import without_tags

LINE = 72
"""Characters of a line of a hover, which Plotly does not wrap."""
STANDOFF = 6
UNSEEN = "rgba(0,0,0,0)"


def with_definitions(figure: Properties, meanings: Mapping[str, str], look: Look) -> Properties:
    """The figure, with a hover over each name on its axes and in its headings that has a meaning.

    `meanings` are plain text by plain name. Nothing that is seen changes.
    """
    layout = figure["layout"]
    notes = [
        note | _hover(meaning_of(note.get("text", ""), meanings), look)
        for note in layout.get("annotations", ())
    ]
    for axis in [key for key in layout if key.startswith(("xaxis", "yaxis"))]:
        notes += _over_labels(figure, axis, meanings, look)
    return {**figure, "layout": {**layout, "annotations": notes}}


def meaning_of(text: str, meanings: Mapping[str, str]) -> str:
    """What the name means with which a text begins, alone or after "only"; else nothing."""
    said = without_tags(text).removeprefix("only ")
    names = [name for name in meanings if said == name or said.startswith(f"{name} ")]
    return meanings[max(names, key=len)] if names else ""


def _over_labels(
    figure: Properties, axis: str, meanings: Mapping[str, str], look: Look
) -> Iterator[Properties]:
    """Unseen texts over the labels of an axis: Plotly has no hover for the labels themselves."""
    own = figure["layout"][axis]
    beside = _above_or_below(own) if axis.startswith("x") else _to_a_side(own)
    for place, label in _labels(figure, axis):
        meaning = meaning_of(label, meanings)
        if meaning:
            yield {
                f"{axis[0]}ref": axis.replace("axis", ""),
                axis[0]: place,
                **beside,
                "text": label,
                "showarrow": False,
                "font": {**own.get("tickfont", {}), "color": UNSEEN},
                **_hover(meaning, look),
            }


def _above_or_below(axis: Properties) -> Properties:
    """Where the labels of a horizontal axis stand."""
    above = axis.get("side") == "top"
    ends = {"y": 1, "yanchor": "bottom"} if above else {"y": 0, "yanchor": "top"}
    shift = STANDOFF if above else -STANDOFF
    return {"yref": f"{axis.get('anchor', 'y')} domain", "yshift": shift, **ends}


def _to_a_side(axis: Properties) -> Properties:
    """Where the labels of a vertical axis stand."""
    right = axis.get("side") == "right"
    ends = {"x": 1, "xanchor": "left"} if right else {"x": 0, "xanchor": "right"}
    shift = STANDOFF if right else -STANDOFF
    return {"xref": f"{axis.get('anchor', 'x')} domain", "xshift": shift, **ends}


def _labels(figure: Properties, axis: str) -> Sequence[tuple[object, str]]:
    """The labels of an axis and where they stand: its ticks, or the categories of its traces."""
    own = figure["layout"][axis]
    if not own.get("visible", True) or not own.get("showticklabels", True):
        return []
    if "ticktext" in own:
        return list(zip(own["tickvals"], own["ticktext"], strict=True))
    if own.get("type") != "category":
        return []
    short = axis.replace("axis", "")
    on_it = [trace for trace in figure["data"] if trace.get(axis[:5], axis[0]) == short]
    return [(name, name) for name in dict.fromkeys(n for t in on_it for n in t[axis[0]])]


def _hover(meaning: str, look: Look) -> Properties:
    """What a text says on hover; nothing where it has no meaning of its own."""
    if not meaning:
        return {}
    lines = wrap(meaning, LINE, break_long_words=False)
    return {
        "hovertext": "<br>".join(html.escape(line, quote=False) for line in lines),
        "hoverlabel": {"font": {"family": look.font, "size": SMALL}},
    }
