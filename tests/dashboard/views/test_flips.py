"""What flips it: the restrictions of `analysis.flips`, each a click away, and undone again."""

import pytest

from setupscope.analysis import flips, fragility
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.figures.flips import MOST_NEAR, _points, worth_drawing

QUERIES = (
    "scenario=segmentation-source",
    "scenario=classification-source&measure=kendall",
    "scenario=segmentation-target&size=12-13&metrics=leep,nleep,gbc",
)


def table_of(small, query):
    slice_ = Slice.parse(query, small.study)
    return flips(slice_.narrow(small.setups()), small.study, slice_.metric_keys())


def page(opened, small_link, small, query, **keys):
    return opened(small_link, "flips", Slice.parse(query, small.study).parameters(), **keys)


@pytest.mark.parametrize("query", QUERIES)
def test_the_page_shows_every_flip_and_the_nearest_others(opened, shipped_link, shipped, query):
    table = table_of(shipped, query)
    shown = page(opened, shipped_link, shipped, query)
    count = int(table["flips"].sum())
    assert shown.sentence.startswith(
        f"{count} of {len(table)} single" if count else f"None of {len(table)} single"
    )
    dots = next(t for t in shown.figures[0]["data"] if t.get("mode") == "markers")
    drawn = [tuple(level) for level in dots["customdata"]]
    others = table[~table["flips"]].sort_values("by").tail(MOST_NEAR)
    expected = {*zip(table["component"], table["value"], table["flips"], strict=True)}
    flipping = {(component, value) for component, value, flip in expected if flip}
    assert flipping <= set(drawn)
    assert len(drawn) == count + len(others)
    by = table.set_index(["component", "value"])["by"]
    assert dots["x"] == pytest.approx([100 * by[level] for level in drawn])
    assert sorted(dots["x"]) == dots["x"]


def test_one_kind_can_be_looked_at_alone(opened, small_link, small):
    shown = page(opened, small_link, small, QUERIES[0], **{"p.kind": "measure"})
    dots = next(t for t in shown.figures[0]["data"] if t.get("mode") == "markers")
    assert {component for component, _ in dots["customdata"]} == {"measure"}
    assert (
        "1 of 4 single restrictions changes the winner, but not clearly: 1 of 4 measures."
        in shown.text
    )
    assert len(shown.lists[0]) == 4
    assert shown.address["p.kind"] == "measure"


def test_the_list_has_the_widest_flip_first(opened, small_link, small):
    shown = page(opened, small_link, small, QUERIES[0])
    first = shown.lists[0].iloc[0]
    best = worth_drawing(table_of(small, QUERIES[0])).iloc[0]
    assert first["restriction"] == f"only {small.study.label(best['value'])}"
    assert first["points ahead of the slice's winner"] == pytest.approx(100 * best["by"])


def test_where_nothing_flips_it_that_is_the_finding(opened, small_link, small):
    query = "scenario=classification-source&measure=kendall"
    table = table_of(small, query)
    assert not table["flips"].any()
    assert page(opened, small_link, small, query).sentence == (
        f"None of {len(table)} single restrictions changes the winner."
    )


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("scenario=segmentation-source&given=ade&measure=kendall&size=16", "The slice cannot be"),
        ("scenario=segmentation-source&metrics=leep", "No metric wins, so nothing"),
        ("scenario=segmentation-source&with=coco&without=coco", "No setups match"),
    ],
)
def test_slices_with_nothing_to_flip_are_told(opened, shipped_link, shipped, query, text):
    assert page(opened, shipped_link, shipped, query).sentence.startswith(text)


def test_a_bar_of_fragility_takes_its_givens_or_candidates_out(opened, small_link, small):
    query = "scenario=segmentation-target-gain"
    shown = page(opened, small_link, small, query)
    bars = [trace["customdata"] for trace in shown.figures[1]["data"] if trace["type"] == "bar"]
    slice_ = Slice.parse(query, small.study)
    table = fragility(slice_.narrow(small.setups()), small.study)
    for unit, marks in zip(("givens", "candidates"), bars, strict=True):
        rows = table[table["unit"] == unit]
        assert [(unit, ",".join(names)) for _, names in marks] == list(
            zip(rows["unit"], rows["left_out"], strict=True)
        )
    assert "takes the win from" in shown.text or "no longer wins" in shown.text


def test_a_label_beside_a_dot_never_rounds_a_near_tie_to_a_signed_nothing():
    said = [_points(by) for by in (0.234, -0.02, 0.004, -0.0011, 0.0004, -0.0004, 1e-17)]
    assert said == ["+23", "−2", "+0.4", "−0.1", "&lt;0.1", "&gt;−0.1", "0"]
