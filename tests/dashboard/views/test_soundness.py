"""Soundness: what survives, each check with its numbers, and the statement to download."""

import pytest

from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.soundness import survival


@pytest.fixture
def page(opened, small):
    return opened(small.path, "soundness", scenario="classification-source")


def test_the_first_sentence_says_what_survives(page, small):
    against = Queries(small).against_baselines("classification-source")
    scenario = small.study.scenario("classification-source")
    assert page.sentence == survival(small.study, scenario, against).replace("\\", "")
    assert "a fixed list of source architectures" in page.sentence


def test_every_check_has_its_verdict_and_its_numbers(page):
    for title in ("Dispersion", "Baseline: static ranker", "Random metric", "Fidelity", "Power"):
        assert f"**{title}**" in page.text
    assert "**Seed noise**" in page.text
    assert "of 20 rescorings" in page.text.lower()
    assert page.text.count("-badge[") >= 14
    assert len(page.figures) == 3


def test_the_statement_can_be_taken_along(page):
    (button,) = [one for one in page.app.get("download_button") if "Statement" in one.label]
    assert button.label == "Statement of soundness (Markdown)"


def test_only_the_scenario_of_the_panel_counts(page, opened, small):
    other = opened(
        small.path, "soundness", scenario="classification-source", backbone="frozen", size="16"
    )
    assert other.sentence == page.sentence
    assert "of the panel, only the scenario counts here" in other.text


def test_a_study_of_few_givens_is_not_judged_but_told(opened, tiny, tmp_path):
    from setupscope.data.storage.building import build

    build(tiny, tmp_path / "store")
    page = opened(tmp_path / "store", "soundness")
    assert page.problems == ""
    assert page.headers[0]
    assert "not known-badge" not in page.text
    assert "gray-badge[not known]" in page.text
