"""Compare: two slices side by side, the second in the address under b."""

import pytest

from own_studies import patchy, single
from setupscope.analysis import compare
from setupscope.analysis.slices.slices import Slice
from setupscope.data import open_store

WHOLE = "scenario=segmentation-source"


def page_of(opened, small_link, small, query=WHOLE, **keys):
    own = {key.replace("_", "."): value for key, value in keys.items()}
    return opened(small_link, "compare", Slice.parse(query, small.study).parameters(), **own)


def numbers(small, first, second):
    a, b = (Slice.parse(query, small.study).narrow(small.setups()) for query in (first, second))
    return compare(a, b)


def differences(page):
    """The difference of each metric as it is drawn, in points."""
    return next(t for t in page.figures[0]["data"] if t.get("mode") == "markers")["x"]


def assert_shows(page, table):
    ordered = table.sort_values("rate_a", ascending=False, kind="stable")
    drawn = differences(page)
    assert drawn[::-1] == pytest.approx((100 * ordered["difference"]).tolist())
    assert f"τ = {table['tau'].iloc[0]:.2f}".replace("-", "−") in page.sentence


def test_a_whole_scenario_is_compared_with_another_one(opened, small_link, small):
    page = page_of(opened, small_link, small)
    assert_shows(page, numbers(small, WHOLE, "scenario=classification-source"))
    assert page.sentence.startswith("The lead changes from **LogME** in A to **𝒩LEEP** in B")
    assert "b.scenario" not in page.address


@pytest.mark.parametrize(("key", "other"), [("with", "without"), ("without", "with")])
def test_pools_with_a_candidate_are_compared_with_those_without_it(
    opened, small_link, small, key, other
):
    page = page_of(opened, small_link, small, f"{WHOLE}&{key}=coco", **{f"b_{other}": "coco"})
    assert_shows(page, numbers(small, f"{WHOLE}&{key}=coco", f"{WHOLE}&{other}=coco"))


def test_a_narrower_slice_is_compared_with_its_scenario(opened, small_link, small):
    query = f"{WHOLE}&measure=rel_at_1"
    page = page_of(opened, small_link, small, query)
    assert_shows(page, numbers(small, query, WHOLE))
    assert "Differences: measures (Rel@1 in A, all in B)." in page.text


def test_the_second_slice_is_in_the_address(opened, shipped_link, shipped):
    page = page_of(
        opened,
        shipped_link,
        shipped,
        b_scenario="classification-source",
        b_measure="kendall",
        b_size="15-17",
    )
    second = "scenario=classification-source&measure=kendall&size=15-17"
    assert_shows(page, numbers(shipped, WHOLE, second))
    assert page.address["b.measure"] == "kendall"


def test_a_second_slice_without_a_scenario_is_of_the_first_ones(opened, small_link, small):
    page = page_of(opened, small_link, small, b_measure="kendall")
    assert_shows(page, numbers(small, WHOLE, f"{WHOLE}&measure=kendall"))
    assert page.problems == ""


def test_the_complement_is_a_click_away(opened, small_link, small):
    query = f"{WHOLE}&given=ade,bdd,camvid,city,coco,idd"
    page = page_of(opened, small_link, small, query).press("The other target datasets")
    givens = small.study.names_of("segmentation-source").givens
    others = ",".join(given for given in givens if given not in query)
    assert_shows(page, numbers(small, query, f"{WHOLE}&given={others}"))
    assert page.address["b.given"] == others


def test_the_two_can_change_places_and_undo_brings_the_first_back(opened, small_link, small):
    query = f"{WHOLE}&measure=kendall"
    page = page_of(opened, small_link, small, query).press("Swap A and B")
    assert_shows(page, numbers(small, WHOLE, query))
    assert "measure" not in page.address
    assert page.address["b.measure"] == "kendall"
    assert page.press("Undo").address["measure"] == "kendall"


def test_a_link_can_be_pasted(opened, small_link, small):
    page = page_of(opened, small_link, small)
    link = "http://127.0.0.1:8501/win-rates?scenario=segmentation-target&measure=kendall&p.by=given"
    page.widget("text_input", "Link or query of slice B").set_value(link)
    page.run()
    second = "scenario=segmentation-target&measure=kendall"
    assert_shows(page, numbers(small, WHOLE, second))
    page.widget("text_input", "Link or query of slice B").set_value("given=nowhere")
    assert "unknown given 'nowhere'" in page.run().problems
    assert_shows(page, numbers(small, WHOLE, second))


def test_parts_of_the_second_slice_can_be_chosen(opened, small_link, small):
    page = page_of(opened, small_link, small, f"{WHOLE}&measure=kendall")
    page.widget("multiselect", "under these measures").set_value(["pearson"])
    page.run()
    assert_shows(page, numbers(small, f"{WHOLE}&measure=kendall", f"{WHOLE}&measure=pearson"))


def test_the_only_scenario_is_compared_with_one_of_its_measures_and_not_with_itself(
    opened, tmp_path
):
    link = single(tmp_path)
    store = open_store(link)
    (scenario,) = store.study.scenarios
    query = f"scenario={scenario.name}"
    page = page_of(opened, link, store, query)
    assert_shows(page, numbers(store, query, f"{query}&measure=pearson"))
    page = page_of(opened, link, store, query, b_scenario=scenario.name)
    assert page.sentence.startswith("A and B are the same slice")
    assert not page.figures


def test_b_can_have_only_the_setups_that_all_metrics_cover(opened, tmp_path):
    store, query = open_store(patchy(tmp_path)), "scenario=sets-source"
    page = page_of(opened, tmp_path / "store", store, query, b_scenario="sets-source")
    assert page.sentence
    page.widget("toggle", "Only setups that all compared metrics cover").set_value(True)
    assert page.run().address["b.covered"] == "all"
    assert_shows(page, numbers(store, query, f"{query}&covered=all"))
    cover = "only those that all compared metrics cover"
    assert f"Differences: setups (all in A, {cover} in B)." in page.text
    page.press("Swap A and B")
    assert_shows(page, numbers(store, f"{query}&covered=all", query))
    assert "b.covered" not in page.address


@pytest.mark.parametrize(
    ("query", "keys", "text"),
    [
        (f"{WHOLE}&with=coco&without=coco", {}, "No setups match"),
        (WHOLE, {"b_with": "coco", "b_without": "coco"}, "Nothing to compare with"),
        (f"{WHOLE}&metrics=leep", {}, "No metric has a win rate in both slices."),
    ],
)
def test_what_is_empty_is_said(opened, small_link, small, query, keys, text):
    page = page_of(opened, small_link, small, query, **keys)
    assert page.sentence.startswith(text)


def test_what_the_second_slice_does_not_get_is_named(opened, small_link, small):
    page = page_of(opened, small_link, small, b_measure="tau")
    assert "unknown measure 'tau'" in page.problems
