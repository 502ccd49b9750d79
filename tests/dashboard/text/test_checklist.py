"""The statement of soundness: one page, filled in from the study."""

import pytest

from setupscope.dashboard.text.checklist import checklist
from setupscope.dashboard.text.soundness import Line


@pytest.fixture
def study(small):
    return small.study


def line(check, verdict, number, backbone="unstated", title="Title"):
    return Line(check, title, "?", backbone, verdict, "Evidence.", number)


def test_a_row_stands_for_each_scenario_and_backbone_and_a_column_for_each_check(study):
    text = checklist(
        study,
        [
            (
                study.scenario("segmentation-source"),
                "It survives.",
                [
                    line("power", "weak", "60", title="Power"),
                    line("static_ranker", "survives", "+29"),
                ],
            ),
            (
                study.scenario("classification-source"),
                "",
                [
                    line("power", "sound", "58", "fine-tuned", "Power"),
                    line("power", "sound", "39", "frozen", "Power"),
                ],
            ),
        ],
    )
    rows = [row for row in text.replace("\\", "").splitlines() if row.startswith("|")]
    assert rows[0] == "| | Title | Power |"
    assert rows[2:] == [
        "| Segmentation: which source? | +29 survives | 60 weak |",
        "| Classification: which architecture?, fine-tuned | – | 58 sound |",
        "| Classification: which architecture?, frozen | – | 39 sound |",
    ]
    assert "- **Segmentation: which source?** It survives." in text.replace("\\", "")


def test_it_discloses_model_space_data_and_rule(study):
    text = checklist(study, [(study.scenario("classification-source"), "", [])])
    plain = text.replace("\\", "")
    assert "19 source architectures (ResNet 5" in plain
    assert "ranked for 9 target datasets" in plain
    assert study.citation in plain
    assert f"Licence: {study.licence}" in plain
    assert f"{study.pools}; Pearson r" in plain
    assert f"Store {study.digest}" in plain
    assert "no standard errors are stated" in plain
