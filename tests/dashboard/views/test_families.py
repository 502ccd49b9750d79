"""Parts by family on the pages: with the numbers of analysis, and only where there are families."""

import html

import pytest

from setupscope.analysis import agreement, leave_one_family_out
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.families import FAMILIES
from setupscope.analysis.questions.restrictions import win_rates_under
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.figures import numbers_behind
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.recipes.tables import rows
from setupscope.dashboard.export.report import sections
from setupscope.dashboard.queries.parts import components_of, families_in, restricted_to
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.numbers import whole_percent
from setupscope.data import InputError, open_store
from setupscope.data.storage.building import build

QUERY = "scenario=segmentation-source&measure=kendall"


@pytest.fixture(scope="module")
def slice_(small):
    return Slice.parse(QUERY, small.study)


@pytest.fixture
def unnamed(tiny):
    """The link of the store of a study that names no family, and the store."""
    link = tiny.parent / "store"
    build(tiny, link)
    return link, open_store(link)


@pytest.mark.parametrize("kind", FAMILIES)
def test_a_click_makes_a_part_by_family_the_slice(shipped, kind):
    slice_ = Slice.parse(f"{QUERY}&given=driving,ade,coco&size=12-13&with=bdd", shipped.study)
    frame, names = (
        slice_.narrow(shipped.setups()).df(),
        shipped.study.names_of("segmentation-source"),
    )
    parts = slow.parts_by_family(frame, shipped.study.families, names.givens, names.candidates)
    own = {family: part for (of, family), part in parts.items() if of == kind}
    assert families_in(slice_, kind) == [f for f, p in own.items() if 0 < len(p) < len(frame)]
    for family in families_in(slice_, kind):
        clicked = slice_.replace(**restricted_to(slice_, kind, family))
        assert len(clicked.narrow(frame)) == len(own[family])


def test_a_family_that_every_pool_has_is_named(opened, shipped_link, shipped):
    page = opened(
        shipped_link,
        "win_rates",
        **{"scenario": "classification-source", "p.by": "pool_without_family"},
    )
    pools = Slice.parse("scenario=classification-source", shipped.study).narrow(shipped.setups())
    names = shipped.study.names_of("classification-source").candidates
    every = [
        family
        for family, own in shipped.study.families_among(names).items()
        if (pools.df()["pool"] & sum(1 << names.index(name) for name in own)).all()
    ]
    assert every == ["ResNet"]
    assert "No pool is without source architectures of ResNet." in page.text


def choose(page, label, mark):
    box = page.widget("selectbox", label)
    box.set_value(next(option for option in box.options if mark in option))
    page.run()


def test_win_rates_by_family_are_those_of_analysis(opened, small_link, small, slice_):
    page = opened(
        small_link,
        "win_rates",
        {**slice_.parameters(), "p.by": "family", "p.left": "without_family"},
    )
    assert not page.problems
    expected = win_rates_under(slice_.narrow(small.setups()), small.study, ("family",))["win_rate"]
    numbers = [trace["text"] for trace in page.figures[1]["data"] if trace["type"] == "scatter"]
    texts = [text for column in numbers for text in column]
    shown = [html.unescape(text.removeprefix("<b>").removesuffix("</b>")) for text in texts]
    assert sorted(shown) == sorted(map(whole_percent, expected))
    without = leave_one_family_out(slice_.narrow(small.setups()), small.study)
    assert sorted(page.figures[2]["data"][1]["x"]) == pytest.approx(sorted(100 * without["lead"]))
    assert "Without each family in turn" in [one.value for one in page.app.subheader]
    assert "No single family decides it" in page.text
    options = [group.options for group in page.app.get("button_group")]
    assert ["each target dataset", "each family"] in options
    choose(page, "Choose a dot: without each family", "aerial")
    assert set(page.address["given"].split(",")) == {
        *slice_.accepted("given"),
    } - {*small.study.families["aerial"]}
    assert "all but aerial (15 of 17 targets)" in page.text
    choose(page, "Choose a row: win rates by family", "driving")
    assert set(page.address["given"].split(",")) == {*small.study.families["driving"]}
    assert "driving (7 targets)" in page.text


def test_flips_by_family_stand_beside_the_others(opened, small_link, slice_):
    whole = opened(small_link, "flips", slice_.parameters())
    page = opened(small_link, "flips", {**slice_.parameters(), "p.kind": "family"})
    assert page.sentence == whole.sentence
    dots = next(t for t in page.figures[0]["data"] if t.get("mode") == "markers")
    assert {component for component, _ in dots["customdata"]} == {"family"}
    assert "restrictions by family" in page.text
    assert len(page.lists[0]) == 4
    assert "neither the sentence over all restrictions nor the test counts them" in page.text


def test_families_agree_or_not(opened, small_link, small, slice_):
    page = opened(small_link, "stability", {**slice_.parameters(), "p.levels": "family"})
    table = agreement(slice_.narrow(small.setups()), small.study, by=["family"])
    drawn = {tuple(levels) for levels in page.figures[1]["data"][0]["customdata"]}
    assert {*zip(table["level_a"], table["level_b"], strict=True)} <= drawn


def test_the_table_of_a_figure_holds_its_parts(small, slice_):
    queries = Queries(small)

    def behind(name, by):
        return numbers_behind(resolved(queries, Exhibit(FIGURE, name, slice_, by=(by,))))

    by_family = rows(queries, resolved(queries, behind("win-rates-by", "family")))
    assert {"driving", "all but driving"} <= {*by_family["family"]}
    assert behind("win-rates-by", "with").by == ("candidate",)
    flipped = rows(queries, resolved(queries, behind("flips", "without_family")))
    assert {"family", "without_family"} <= {*flipped["component"]}
    assert behind("flips", "given").name == "flips"


@pytest.mark.parametrize("page", ["win_rates", "flips", "stability"])
def test_a_study_without_families_shows_none(opened, unnamed, page):
    link, _ = unnamed
    shown = opened(link, page)
    options = [option for group in shown.app.get("button_group") for option in group.options]
    assert options
    assert not any("family" in text for text in [*options, *shown.headers])
    assert "**Families.**" not in shown.text


def test_a_study_without_families_says_how_to_name_one_where_one_is_asked_for(unnamed):
    _, store = unnamed
    slice_, queries = Slice(store.study, ("sets-source",)), Queries(store)
    assert not set(FAMILIES) & {*components_of(slice_)}
    for name, by in (
        ("win-rates-by", ("family",)),
        ("agreement", ("family",)),
        ("flips", ("family",)),
        ("leave-one-family-out", ()),
    ):
        with pytest.raises(InputError, match=r"names no family .*\[families\]"):
            resolved(queries, Exhibit(FIGURE, name, slice_, by=by))
    items = [item.name for section in sections(queries) for item in section.items]
    assert not any("family" in name for name in items)


def test_kinds_by_family_are_not_mixed_with_others(small, slice_):
    mixed = Exhibit(FIGURE, "flips", slice_, by=("given", "family"))
    with pytest.raises(InputError, match="apart from the others"):
        resolved(Queries(small), mixed)
