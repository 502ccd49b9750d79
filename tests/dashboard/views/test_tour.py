"""All pages one after the other: each is reached from the one before it, by its question."""

from itertools import pairwise

import pytest

from setupscope.dashboard.session.pages import PAGES

NAMES = [*PAGES, next(iter(PAGES))]


@pytest.mark.parametrize(("page", "following"), list(pairwise(NAMES)))
def test_each_page_leads_to_the_next_by_its_question(opened, small_link, page, following):
    address = {"scenario": "segmentation-source", "measure": "kendall"}
    shown = opened(small_link, page, address)
    links = {link.proto.label: link.proto for link in shown.app.main if link.type == "page_link"}
    question = PAGES[following].question
    link = links[f"Next: {question[0].lower()}{question[1:]}"]
    assert link.page == PAGES[following].path
    assert "measure=kendall" in link.query_string


def read_and_chosen(main):
    """What the figures of a page say on how they are read, and the lists of their marks."""
    read = [one.proto.popover.label for one in main if one.type == "popover"]
    return read, [box.label for box in main.selectbox if box.label.startswith("Choose a ")]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_its_question_first_how_each_figure_is_read_and_how_it_is_counted_last(
    opened, small_link, page
):
    shown = opened(small_link, page)
    assert shown.headers
    text = [caption.value for caption in shown.app.main.caption]
    assert text[0].endswith("?")
    if page not in ("win_rates", "setup"):  # these have a question of the scenario, or the setup
        assert text[0] == PAGES[page].question
    read, lists = read_and_chosen(shown.app.main)
    charts = [chart.proto for chart in shown.app.get("plotly_chart")]
    assert len(read) == len(set(read)) == len(charts)
    assert len(lists) == len(set(lists)) == sum(bool(chart.selection_mode) for chart in charts)
    if page != "figures":
        assert shown.app.main.expander[-1].label.startswith("How th")
