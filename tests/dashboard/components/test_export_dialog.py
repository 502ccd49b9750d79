"""What stands before a figure or a table leaves."""

import shlex

import pytest

from system_browser import CHROME

needs_chrome = pytest.mark.skipif(CHROME is None, reason="no Chrome or Chromium on this machine")


def pressed(page, key):
    page.app.button(key=f"export {key}").click()
    return page.run()


def downloads(page):
    return [button.proto.label for button in page.app.get("download_button")]


@needs_chrome
@pytest.mark.parametrize(
    ("where", "key", "said", "asks"),
    [
        ("findings", "matrix", "Win rates in per cent, one row per scenario", "findings"),
        ("win_rates", "bars", "Win rates: semantic segmentation", "win-rates"),
        ("win_rates", "cells given", "Win rates in per cent, by target dataset", "win-rates-by"),
        ("win_rates", "without", "The winner and its lead, leaving out each", "leave-one-out"),
        ("win_rates", "ranges pearson", "Values of each metric under Pearson r", "values"),
        ("setup", "scatter", "Scores of each metric and measured performances", "setup"),
        ("setup", "neighbours", "Values of the metrics in 35 setups that differ", "neighbours"),
    ],
)
def test_every_figure_can_be_exported_from_where_it_stands(
    opened, small_link, where, key, said, asks
):
    page = pressed(opened(small_link, where, scenario="segmentation-source"), key)
    figure = ["PDF", "SVG", "PNG", "HTML"]
    numbers = ["CSV", "Parquet", "Markdown", "LaTeX"]
    assert downloads(page) == [*figure, *numbers, "Provenance (JSON)"]
    text, latex, line = (code.value for code in page.app.code)
    assert text.startswith(said)
    assert latex.startswith(said.replace("'", r"\textquotesingle{}")[:20])
    assert shlex.split(line)[:3] == ["setupscope", "figure", asks]
    assert any("Printed 122 mm wide" in one.value for one in page.app.caption)


@pytest.mark.parametrize(
    ("where", "key", "asks"),
    [("win_rates", "use", "usefulness"), ("setup", "candidates", "setup")],
)
def test_every_table_can_be_exported_from_where_it_stands(opened, small_link, where, key, asks):
    page = pressed(opened(small_link, where, scenario="segmentation-source"), key)
    assert downloads(page) == ["CSV", "Parquet", "Markdown", "LaTeX", "Provenance (JSON)"]
    assert shlex.split(page.app.code[2].value)[:3] == ["setupscope", "table", asks]
    assert any("|:--" in one.value for one in page.app.markdown)


def test_the_list_of_setups_won_can_be_exported(opened, small_link):
    page = opened(small_link, "win_rates", scenario="segmentation-source", **{"p.wins": "gbc"})
    words = shlex.split(pressed(page, "won").app.code[2].value)
    assert words[:3] == ["setupscope", "table", "won"]
    assert words[words.index("--metric") + 1] == "gbc"


def test_without_a_chrome_the_rest_works_and_one_sentence_says_how_to_get_pdf(
    opened, small_link, monkeypatch
):
    monkeypatch.setenv("BROWSER_PATH", "/none/chrome")
    page = pressed(opened(small_link, "win_rates", scenario="segmentation-target"), "bars")
    assert downloads(page)[:2] == ["HTML", "CSV"]
    assert "apt install chromium" in page.app.info[-1].value
    assert any("saves it as SVG" in one.value for one in page.app.caption)
