"""Scenarios that rank targets by gain, on every page: no Rel@1, and gains for performances."""

import pytest

from setupscope.dashboard.session.pages import PAGES

BY_GAIN = {"scenario": "segmentation-target-gain"}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(opened, small_link, page):
    shown = opened(small_link, page, BY_GAIN)
    assert shown.headers
    assert not shown.problems
    assert shown.address == BY_GAIN


def test_the_panel_offers_no_measure_that_divides_performances(opened, small_link):
    page = opened(small_link, "win_rates")
    page.app.sidebar.radio[0].set_value("segmentation-target")
    assert page.run().address["measure"] == "pearson,kendall,weighted_kendall"
    page.app.sidebar.radio[0].set_value("segmentation-target-gain")
    assert page.run().address == BY_GAIN
    assert len(page.app.sidebar.button_group[0].options) == 3
    page.app.sidebar.button_group[0].set_value(["kendall"])
    assert page.run().address == {**BY_GAIN, "measure": "kendall"}
    page.app.sidebar.radio[0].set_value("segmentation-source")
    assert page.run().address == {"scenario": "segmentation-source", "measure": "kendall"}


def test_a_measure_that_was_chosen_stays_behind_where_there_is_none(opened, small_link):
    page = opened(small_link, "win_rates", scenario="segmentation-source", measure="rel_at_1")
    page.app.sidebar.radio[0].set_value("segmentation-target-gain")
    assert page.run().address == BY_GAIN


def test_a_link_to_ratios_of_gains_is_refused_and_the_rest_is_shown(opened, small_link):
    page = opened(small_link, "win_rates", BY_GAIN, measure="kendall,rel_at_1")
    assert "'rel_at_1' divides performances, which means nothing of gains" in page.problems
    assert page.address["measure"] == "kendall"


def test_one_setup_is_shown_with_gains(opened, small_link):
    page = opened(small_link, "setup", BY_GAIN)
    assert "its gain (gain in test mean IoU) on the vertical one" in page.text
    (table,) = page.tables
    assert table.columns[0] == "gain in test mean IoU"
    gains = [float(text.replace("−", "-")) for text in table[table.columns[0]]]
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] < 0 < gains[0]
