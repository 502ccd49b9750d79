"""Every figure can be read in a column of 82.5 mm: its axes are named, and no label is struck."""

import html
import re
from itertools import combinations, pairwise

import pytest

from beside import options_of
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.caption import caption
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.figure_files import laid_out, look_of
from setupscope.dashboard.export.presets import PRESETS
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.figures.label_width import STANDOFF, label_margin
from setupscope.dashboard.figures.theme import FONT_SIZE
from setupscope.dashboard.queries.queries import Queries

COLUMN = PRESETS["cvpr-column"].style
NUMBER = re.compile(r"[−+]?[\d.,]+( ?[×%])?$")
CELL_NUMBERS = {"findings", "win-rates-by", "neighbours"}
"""Their numbers are as wide as their cells let them be, which the page decides."""


BY_FAMILY = ("flips by family", "flips by without_family", "agreement by family")
"""Those whose names are longer than any other."""


@pytest.fixture(scope="module")
def drawn(small):
    """Each figure with its layout, drawn once."""
    queries, found = Queries(small), {}

    def draw(name, scenario="segmentation-source"):
        if (name, scenario) not in found:
            slice_ = Slice.parse(f"scenario={scenario}", small.study)
            figure, _, kind = name.partition(" by ")
            beside = {"by": (kind,)} if kind else options_of(name, slice_)
            one = resolved(queries, Exhibit(FIGURE, figure, slice_, **beside))
            found[name, scenario] = FIGURES[figure].draw(queries, one, look_of(COLUMN))
        return found[name, scenario]

    return draw


def axes(figure):
    return {key: axis for key, axis in figure["layout"].items() if re.match(r"[xy]axis\d*$", key)}


def carries_numbers(axis):
    if axis.get("visible") is False or axis.get("showticklabels") is False:
        return False
    if "ticktext" not in axis:
        return axis.get("type") != "category"
    return all(NUMBER.match(str(text).split("<br>")[0]) for text in axis["ticktext"])


def colour_bars(figure):
    markers = [trace["marker"] for trace in figure["data"] if "marker" in trace]
    return [marker["colorbar"] for marker in markers if marker.get("showscale")]


@pytest.mark.parametrize("name", FIGURES)
def test_every_axis_of_numbers_has_a_title(drawn, name):
    for key, axis in axes(drawn(name)).items():
        if carries_numbers(axis):
            assert axis.get("title", {}).get("text"), key


@pytest.mark.parametrize("name", FIGURES)
def test_shades_have_a_scale_or_numbers(drawn, name):
    figure = drawn(name)
    for bar in figure["data"]:
        opacity = bar.get("marker", {}).get("opacity")
        if bar["type"] == "bar" and isinstance(opacity, list) and len(set(opacity)) > 4:
            numbered = any(len(t.get("text", ())) == len(opacity) for t in figure["data"])
            assert numbered or colour_bars(figure)
    for scale in colour_bars(figure):
        assert "title" not in scale  # which Plotly draws over the cells of a figure of one row
        numbers, beneath = zip(*(text.split("<br>") for text in scale["ticktext"]), strict=True)
        assert len([number for number in numbers if number]) > 1
        assert len([title for title in beneath if title.strip()]) == 1


def places(figure, name):
    """From a place on an axis to pixels from its start, or None where Plotly finds the range."""
    layout, letter, number = figure["layout"], name[0], name[1:]
    axis, margin = layout.get(f"{letter}axis{number}", {}), layout["margin"]
    width = laid_out(figure, COLUMN)[0].layout.width
    whole = width if letter == "x" else layout["height"]
    start, end = (margin.get(side, 4) for side in (("l", "r") if letter == "x" else ("b", "t")))
    inner, domain = whole - start - end, axis.get("domain", [0, 1])
    names = []
    if axis.get("type") == "category":
        for trace in figure["data"]:
            if trace.get(f"{letter}axis", letter) == name:
                names += [place for place in trace[letter] if place not in names]
    low, high = axis.get("range") or ([-0.5, len(names) - 0.5] if names else (None, None))
    if low is None:
        return None

    def pixels(place):
        at = names.index(place) if names else place
        share = (at - low) / (high - low)
        return start + inner * (domain[0] + share * (domain[1] - domain[0]))

    return pixels


def size_of(text, size):
    return label_margin([text], size) - STANDOFF, 1.1 * size * (1 + text.count("<br>"))


def text_boxes(figure):
    """The boxes of all texts at the marks: left, right, bottom, top, and their x axis."""
    for trace in figure["data"]:
        if "text" not in trace.get("mode", ""):
            continue
        across, up = (places(figure, trace.get(f"{key}axis", key)) for key in "xy")
        if across is None or up is None:
            continue
        size = trace.get("textfont", {}).get("size", FONT_SIZE)
        sides = trace.get("textposition", "middle center")
        for index, text in enumerate(trace["text"]):
            if not text.strip():
                continue
            wide, high = size_of(html.unescape(text), size)
            side = (sides if isinstance(sides, str) else sides[index]).split()
            x = across(trace["x"][index]) - wide * {"left": 1, "center": 0.5, "right": 0}[side[1]]
            y = up(trace["y"][index]) - high * {"top": 0, "middle": 0.5, "bottom": 1}[side[0]]
            yield (x, x + wide, y, y + high), trace.get("xaxis", "x")


@pytest.mark.parametrize("scenario", ["segmentation-source", "classification-source"])
@pytest.mark.parametrize("name", [*(n for n in FIGURES if n not in CELL_NUMBERS), *BY_FAMILY])
def test_no_two_labels_collide_and_none_leaves_the_paper(drawn, name, scenario):
    figure = drawn(name, scenario)
    width = laid_out(figure, COLUMN)[0].layout.width
    boxes = [box for box, _ in text_boxes(figure)]
    for left, right, *_ in boxes:
        assert left >= -1
        assert right <= width + 1
    for one, other in combinations(boxes, 2):
        beside = one[1] <= other[0] + 1 or other[1] <= one[0] + 1
        assert beside or one[3] <= other[2] + 1 or other[3] <= one[2] + 1, (one, other)


@pytest.mark.parametrize("name", FIGURES)
def test_no_label_is_struck_by_a_zero_line(drawn, name):
    figure = drawn(name)
    for (left, right, *_), axis in text_boxes(figure):
        if figure["layout"][f"{axis[0]}axis{axis[1:]}"].get("zeroline"):
            assert not left < places(figure, axis)(0) < right


@pytest.mark.parametrize("name", [*FIGURES, *BY_FAMILY, "win-rates-by by without_family"])
def test_titles_and_heads_of_columns_fit_a_column_of_paper(drawn, name):
    figure = drawn(name)
    width = laid_out(figure, COLUMN)[0].layout.width
    margin = figure["layout"]["margin"]
    for key, axis in axes(figure).items():
        first, last = axis.get("domain", [0, 1])
        inner = (width - margin.get("l", 4) - margin.get("r", 4)) * (last - first)
        if key.startswith("y"):
            continue
        title = axis.get("title", {})
        if title and len(axes(figure)) == 2:
            wide = size_of(title["text"], title["font"]["size"])[0]
            middle = margin.get("l", 4) + inner / 2
            assert wide / 2 <= min(middle, width - middle)
        if "ticktext" in axis and axis.get("tickangle") == 0:
            pitch = inner / (axis["range"][1] - axis["range"][0]) if "range" in axis else None
            pitch = pitch or inner / len(axis["ticktext"])
            apart = pitch * (axis["tickvals"][1] - axis["tickvals"][0])
            heads = [size_of(head, axis["tickfont"]["size"])[0] for head in axis["ticktext"]]
            for one, other in pairwise(heads):
                assert (one + other) / 2 <= apart + 2


def test_the_flips_name_the_old_winner_on_the_axis_and_in_the_caption(small, drawn):
    queries = Queries(small)
    slice_ = Slice.parse("scenario=segmentation-source", small.study)
    words = caption(queries, resolved(queries, Exhibit(FIGURE, "flips", slice_)))
    rates = queries.rates(slice_, "", 0).set_index("metric")["win_rate"]
    old = small.study.metric(rates.idxmax()).label
    assert f"ahead of {old}, the winner of the whole slice" in words
    assert (
        f"ahead of {old}, the slice's winner" in drawn("flips")["layout"]["xaxis"]["title"]["text"]
    )
