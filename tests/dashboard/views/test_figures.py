"""Keep, rename, order, restyle, undo, save and open."""

import json

import pytest

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.collection import Collection, read_text
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.settings import UPLOADS_VARIABLE


def collection_of(store, *named):
    slice_ = Slice.parse("scenario=segmentation-source&measure=kendall", store.study)
    collection = Collection()
    for name, exhibit in named:
        collection = collection.with_item(name, Exhibit(FIGURE, exhibit, slice_))
    return collection


def reopened(opened, link, text, page="figures"):
    """A page, in a session that began with a collection in its address."""
    there = opened(link, address={"p.kept": text})
    there.app.switch_page(f"views/{page}.py")
    return there.run()


def names(page):
    return [field.value for field in page.app.text_input]


def click(page, key):
    page.app.button(key=key).click()
    return page.run()


def test_nothing_kept_says_how_to_keep(opened, small_link):
    page = opened(small_link, "figures")
    assert page.sentence == "Nothing is kept yet."
    assert "Press *Keep* below any figure" in page.text
    assert "p.kept" not in page.address


def test_what_is_kept_on_a_page_is_on_the_page_figures_and_in_the_address(
    opened, small_link, small
):
    page = opened(small_link, "win_rates", scenario="segmentation-source", measure="kendall")
    click(page, "keep bars")
    labels = [one.proto.popover.label for one in page.app.get("popover")]
    assert [one for one in labels if "read" not in one] == ["Kept as “Win rates”"]
    assert "keep bars" not in [button.key for button in page.app.button]
    click(page, "keep use")
    found, problems = read_text(page.address["p.kept"], small.study)
    assert problems == []
    slice_ = Slice.parse("scenario=segmentation-source&measure=kendall", small.study)
    assert [(item.name, item.exhibit) for item in found.items] == [
        ("Win rates", Exhibit(FIGURE, "win-rates", slice_)),
        ("How good the winner is", Exhibit(TABLE, "usefulness", slice_)),
    ]
    page.app.switch_page("views/figures.py")
    page.run()
    assert page.sentence == "1 figure and 1 table kept."
    assert names(page) == ["Win rates", "How good the winner is"]


def test_what_is_kept_already_says_so_where_it_stands_and_in_its_dialog(opened, small_link):
    page = opened(small_link, "win_rates", scenario="segmentation-source", measure="kendall")
    click(page, "keep use")
    click(page, "export use")
    assert any(
        text.value.endswith("Kept as “How good the winner is”.") for text in page.app.markdown
    )
    assert "Name on the page Figures" not in [field.label for field in page.app.text_input]
    click(page, "remove kept use")
    assert "p.kept" not in page.address
    click(page, "keep use")
    click(page, "open kept use")
    assert page.sentence == "1 table kept."


def test_items_are_renamed_ordered_removed_and_brought_back(opened, small_link, small):
    text = collection_of(small, ("A", "win-rates"), ("B", "values")).as_text()
    page = reopened(opened, small_link, text)
    assert names(page) == ["A", "B"]
    click(page, "Down 1")
    assert names(page) == ["B", "A"]
    page.app.text_input[0].input("50 % <b>").run()
    assert names(page) == ["50 % <b>", "A"]
    click(page, "Remove 2")
    assert names(page) == ["50 % <b>"]
    click(page, "undo kept")
    assert names(page) == ["50 % <b>", "A"]
    again = reopened(opened, small_link, page.address["p.kept"])
    assert names(again) == ["50 % <b>", "A"]


def test_one_preset_restyles_all_and_is_in_the_address(opened, small_link, small):
    text = collection_of(small, ("A", "win-rates")).as_text()
    page = reopened(opened, small_link, text)
    page.app.selectbox(key="figures preset").select("neurips")
    page.run()
    page.app.number_input(key="figures size").set_value(8.0)
    page.run()
    style = read_text(page.address["p.kept"], small.study)[0].style
    assert (style.width, style.size) == (139.7, 8)


def test_a_reload_of_another_page_loses_nothing(opened, small_link, small):
    text = collection_of(small, ("A", "win-rates")).as_text()
    page = reopened(opened, small_link, text, "win_rates")
    assert page.problems == ""
    assert page.address["p.kept"] == text
    assert "Figures (1)" in [link.proto.label for link in page.app.get("page_link")]


def test_a_link_that_was_cut_says_so(opened, small_link, small):
    text = collection_of(small, ("A", "win-rates")).as_text()
    page = opened(small_link, address={"p.kept": text[:-9]})
    assert "the collection in this link cannot be read" in page.problems
    page.app.switch_page("views/figures.py")
    assert page.run().sentence == "Nothing is kept yet."


def test_an_item_that_cannot_be_made_says_why_and_the_others_stay(opened, small_link, small):
    empty = Slice.parse("scenario=segmentation-source&given=ade&with=ade", small.study)
    collection = collection_of(small, ("A", "win-rates"))
    text = collection.with_item("Empty", Exhibit(FIGURE, "win-rates", empty)).as_text()
    page = reopened(opened, small_link, text)
    assert names(page) == ["A", "Empty"]
    assert "no setups match the slice" in page.app.error[0].value


@pytest.mark.parametrize("there_is_a_chrome", [True, False])
def test_the_same_figure_and_table_can_be_kept_twice(
    opened, small_link, small, monkeypatch, there_is_a_chrome
):
    if not there_is_a_chrome:
        monkeypatch.setattr("setupscope.dashboard.rendering.renderer.can_render", lambda: False)
    slice_ = Slice.parse("scenario=segmentation-source&measure=pearson", small.study)
    collection = Collection()
    for name in ("A", "B"):
        collection = collection.with_item(name, Exhibit(FIGURE, "win-rates", slice_))
        collection = collection.with_item(name, Exhibit(TABLE, "usefulness", slice_))
    page = reopened(opened, small_link, collection.as_text())
    assert names(page) == ["A", "A", "B", "B"]
    assert page.text.count("Caption.") == 4


def test_previews_are_drawn_four_at_a_time(opened, small_link, small):
    text = collection_of(small, *((str(index), "win-rates") for index in range(6))).as_text()
    page = reopened(opened, small_link, text)
    assert page.text.count("Caption.") == 4
    page.app.segmented_control(key="previewed").select(4)
    assert page.run().text.count("Caption.") == 2
    assert len(names(page)) == 6


def test_without_the_last_item_of_the_last_previews_those_before_are_drawn(
    opened, small_link, small
):
    text = collection_of(small, *((str(index), "win-rates") for index in range(9))).as_text()
    page = reopened(opened, small_link, text)
    page.app.segmented_control(key="previewed").select(8)
    page.run()
    click(page, "Remove 9")
    assert page.app.segmented_control(key="previewed").value == 4
    assert page.text.count("Caption.") == 4
    click(page, "undo kept")
    assert page.app.segmented_control(key="previewed").value == 4


def test_a_saved_collection_opens_again_and_what_it_lacks_is_named(
    opened, small_link, small, monkeypatch
):
    monkeypatch.setenv(UPLOADS_VARIABLE, "yes")
    saved = collection_of(small, ("A", "win-rates"), ("B", "values")).as_json()
    content = json.loads(saved)
    content["items"].append({**content["items"][0], "name": "pie", "as": "C"})
    page = opened(small_link, "figures")
    page.app.file_uploader(key="opened collection").upload(
        "kept.json", json.dumps(content).encode(), "application/json"
    )
    page.run()
    assert names(page) == ["A", "B"]
    assert "“C”: unknown figure 'pie'" in page.problems
    click(page, "undo kept")
    assert names(page) == []


def test_where_uploads_are_off_a_saved_collection_is_pasted(opened, small_link, small):
    page = opened(small_link, "figures")
    assert page.app.get("file_uploader") == []
    saved = collection_of(small, ("A", "win-rates")).as_json()
    page.app.text_area(key="pasted collection").set_value(saved).run()
    assert names(page) == ["A"]
    page.app.text_area(key="pasted collection").set_value("{}").run()
    assert names(page) == ["A"]
    assert "pasted text: this is not a collection of Setupscope" in page.problems


def test_a_file_that_is_none_loses_nothing(opened, small_link, small, monkeypatch):
    monkeypatch.setenv(UPLOADS_VARIABLE, "yes")
    text = collection_of(small, ("A", "win-rates")).as_text()
    page = reopened(opened, small_link, text)
    page.app.file_uploader(key="opened collection").upload("notes.json", b"{}", "application/json")
    page.run()
    assert names(page) == ["A"]
    assert "notes.json: this is not a collection of Setupscope" in page.problems
