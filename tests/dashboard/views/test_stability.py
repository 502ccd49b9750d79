"""Stability: the numbers of `analysis`, in an order that shows structure, with what they mean."""

from itertools import pairwise

import numpy as np
import pytest

from setupscope.analysis import agreement, enough, importance, stability
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.figures.agreement import by_similarity
from setupscope.dashboard.text.numbers import percent

QUERIES = (
    "scenario=segmentation-source",
    "scenario=classification-source&measure=kendall,rel_at_1&backbone=frozen",
    "scenario=classification-target&size=8-9&metrics=leep,nleep,gbc",
)


def opened_with(opened, small_link, small, query, **keys):
    return opened(small_link, "stability", Slice.parse(query, small.study).parameters(), **keys)


def frame(small, query):
    slice_ = Slice.parse(query, small.study)
    return slice_.narrow(small.setups()), slice_.metric_keys()


@pytest.mark.parametrize("query", QUERIES)
def test_components_stand_by_their_stability(opened, small_link, small, query):
    setups, metrics = frame(small, query)
    table = stability(setups, metrics).dropna(subset="stability").sort_values("stability")
    page = opened_with(opened, small_link, small, query)
    dots = next(t for t in page.figures[0]["data"] if t["type"] == "scatter")
    assert dots["x"] == pytest.approx(table["stability"].tolist()[::-1])
    least = table.iloc[0]
    assert f"{least['stability']:.2f}" in page.sentence
    assert len(page.figures) == 4


@pytest.mark.parametrize("query", QUERIES)
def test_cells_are_the_agreement_of_every_two_levels(opened, small_link, small, query):
    setups, metrics = frame(small, query)
    table = agreement(setups, small.study, metrics, by=["given"])
    page = opened_with(opened, small_link, small, query)
    cells = page.figures[1]["data"][0]
    drawn = {tuple(levels) for levels in cells["customdata"]}
    pairs = {*zip(table["level_a"], table["level_b"], strict=True)}
    assert drawn == pairs | {(b, a) for a, b in pairs}
    strength = dict(zip(map(tuple, cells["customdata"]), cells["marker"]["opacity"], strict=True))
    for row in table.to_dict("records"):
        expected = 0.06 + 0.94 * abs(row["tau"])
        assert strength[row["level_a"], row["level_b"]] == pytest.approx(expected)


def test_levels_that_agree_stand_together(small):
    setups, _ = frame(small, QUERIES[0])
    table = agreement(setups, small.study, by=["given"])
    tau = {frozenset(row[:2]): row[2] for row in table[["level_a", "level_b", "tau"]].to_numpy()}
    order = by_similarity(table)
    assert sorted(order) == sorted(small.study.names_of("segmentation-source").givens)

    def neighbours(levels):
        return np.mean([tau[frozenset(pair)] for pair in pairwise(levels)])

    rng = np.random.default_rng(0)
    shuffled = [neighbours(rng.permutation(order)) for _ in range(500)]
    assert neighbours(order) > max(shuffled)


def test_importance_is_that_of_the_two_best(opened, shipped_link, shipped):
    setups, _ = frame(shipped, QUERIES[0])
    table = importance(setups, ["logme", "gbc"]).set_index("component").drop("backbone")
    page = opened_with(opened, shipped_link, shipped, QUERIES[0])
    shown = table.sort_values("total")
    for bars, column in zip(page.figures[2]["data"], ("total", "share"), strict=False):
        assert bars["x"] == pytest.approx(shown[column].tolist())
    assert page.figures[2]["data"][0]["y"] == ["pool", "measure", "target dataset"]
    assert "Which of LogME and GBC is better depends most on the target dataset" in page.text
    chance = table.loc["pool", "chance"]
    assert f"pool {percent(table.loc['pool', 'share'])} alone (chance: {percent(chance)}), " in (
        page.text
    )


def test_how_many_are_enough_is_said_and_ringed(opened, small_link, small):
    setups, _ = frame(small, QUERIES[0])
    stable = enough(setups).drop_duplicates("unit").set_index("unit")["stable"]
    page = opened_with(opened, small_link, small, QUERIES[0])
    assert f"{int(stable['setups'])} random setups are enough" in page.text.replace("*", "")
    assert np.isnan(stable["givens"])
    assert "**More than 8 target datasets** are needed: two samples of 8, the most" in page.text
    rings = [
        t for t in page.figures[3]["data"] if t.get("marker", {}).get("symbol") == "circle-open"
    ]
    assert [ring["x"] for ring in rings] == [[str(int(stable["setups"]))]]


def test_another_component_can_be_compared(opened, small_link, small):
    page = opened_with(opened, small_link, small, QUERIES[0], **{"p.levels": "measure"})
    levels = {level for pair in page.figures[1]["data"][0]["customdata"] for level in pair}
    assert levels == set(small.study.measures)
    assert page.address["p.levels"] == "measure"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("scenario=segmentation-source&given=ade&measure=kendall&size=16", "Stability cannot be"),
        ("scenario=segmentation-source&metrics=leep", "Stability cannot be computed: only"),
        ("scenario=segmentation-source&with=coco&without=coco", "No setups match"),
    ],
)
def test_what_has_no_stability_says_why(opened, small_link, small, query, text):
    assert opened_with(opened, small_link, small, query).sentence.startswith(text)
