"""Soundness in words: what survives is said first, and every number is that of its table."""

import re

import pandas as pd
import pytest

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.numbers import percent, points, value
from setupscope.dashboard.text.soundness import baselines_note, lines, survival

NAMES = ["scenario", "backbone", "baseline", "metric", "metric_rate", "baseline_rate", "outcome"]


def against(*rows):
    whole = [("classification-source", *row) for row in rows]
    return pd.DataFrame(whole, columns=NAMES)


@pytest.fixture(scope="module")
def study(small):
    return small.study


@pytest.fixture(scope="module")
def scenario(study):
    return study.scenario("classification-source")


@pytest.fixture(scope="module")
def queries(small):
    return Queries(small)


def test_what_survives_is_said_first_and_the_rest_in_short(study, scenario):
    table = against(
        ("fine-tuned", "static_ranker", "nleep", 0.35, 0.58, "undecided"),
        ("frozen", "static_ranker", "nleep", 0.74, 0.16, "survives"),
        ("all", "static_ranker", "nleep", 0.54, 0.37, "undecided"),
    )
    assert survival(study, scenario, table) == (
        "**𝒩LEEP** beats a fixed list of source architectures when only the head is trained"
        " (74.0 % of the setups against 16.0 %); when all weights are trained, this is undecided"
        " (35.0 % against 58.0 %)."
    )


def test_another_metric_or_outcome_is_said_in_full(study, scenario):
    table = against(
        ("fine-tuned", "static_ranker", "gbc", 0.1, 0.5, "beaten"),
        ("frozen", "static_ranker", "nleep", 0.2, 0.6, "beaten"),
    )
    text = survival(study, scenario, table)
    assert text.count("no metric beats a fixed list of source architectures".capitalize()) == 1
    assert "; no metric beats a fixed list of source architectures when only the head" in text
    same = table.assign(metric="gbc")
    assert "when only the head is trained, no metric does either" in survival(study, scenario, same)


def test_without_a_verdict_nothing_is_said(study, scenario):
    table = against(("frozen", "static_ranker", "nleep", 0.2, 0.6, None))
    assert survival(study, scenario, table) == ""
    assert baselines_note(study, scenario, table) == ""


def test_a_card_says_which_baselines_are_beaten_and_where(study, scenario):
    table = against(
        ("fine-tuned", "static_ranker", "nleep", 0.35, 0.58, "undecided"),
        ("frozen", "static_ranker", "nleep", 0.74, 0.16, "survives"),
        ("fine-tuned", "parameters", "nleep", 0.3, 0.5, "beaten"),
        ("frozen", "parameters", "nleep", 0.3, 0.5, "beaten"),
    )
    label = study.metric("parameters").label
    assert baselines_note(study, scenario, table) == (
        "Beats a fixed list of source architectures when only the head is trained."
        " Not clearly ahead of a fixed list of source architectures when all weights are trained."
        f" Beaten by “{label}”."
    )
    always = against(
        *(
            ("frozen", key, "nleep", 0.74, 0.16, "survives")
            for key in ("static_ranker", "parameters")
        ),
        ("fine-tuned", "static_ranker", "nleep", 0.35, 0.58, "undecided"),
        ("fine-tuned", "parameters", "nleep", 0.74, 0.16, "survives"),
    )
    note = baselines_note(study, scenario, always)
    assert note.startswith(f"Beats “{label}”. Beats a fixed list of source architectures when only")


@pytest.mark.parametrize("name", ["segmentation-source", "classification-target"])
def test_every_line_says_the_numbers_of_its_table(queries, study, name):
    tables, noise = queries.soundness(name), queries.seed_noise(name)
    found = lines(study, study.scenario(name), tables, noise)
    said = {(line.check, line.backbone): line.evidence for line in found}
    assert "all" not in {backbone for _, backbone in said}
    for row in tables.dispersion.to_dict("records"):
        text = said["dispersion", row["backbone"]]
        assert f"**{value(row['tau'])}**" in text
        assert f"from {value(row['low'])} to {value(row['high'])} over {row['pairs']}" in text
    for row in tables.against_baselines.to_dict("records"):
        if row["backbone"] != "all" and isinstance(row["outcome"], str):
            text = said[row["baseline"], row["backbone"]]
            assert f"wins {percent(row['metric_rate'])}" in text
            lead = f"compared together: a lead of **{points(row['lead'])}**"
            assert f"{percent(row['baseline_rate'])}, {lead}" in text
    for row in noise[noise["backbone"] != "all"].to_dict("records"):
        assert f"{100 * row['same']:.0f} %" in said["seed_noise", row["backbone"]]
        assert points(row["lead_q05"]) in said["seed_noise", row["backbone"]]
    for row in tables.random_metric.to_dict("records"):
        if row["backbone"] != "all":
            text = said["random_metric", row["backbone"]]
            assert f"{percent(row['win_rate'])} on average, and up to {percent(row['q95'])}" in text


def test_a_winner_that_one_candidate_carries_is_told_for_it(queries, study):
    name = "segmentation-target"
    found = lines(study, study.scenario(name), queries.soundness(name))
    (line,) = [line for line in found if line.check == "candidates"]
    winners = queries.soundness(name).candidates.winners
    lost = winners[~winners["stays"].astype(bool)]
    assert (line.verdict == "beaten") == bool(len(lost))
    assert len(lost)
    assert f"loses without {len(lost)} of {len(winners)}" in line.evidence
    assert re.search(r" is ahead by \d+ points\.$", line.evidence)


def test_without_noise_that_check_is_left_out(queries, study):
    scenario = study.scenario("segmentation-source")
    found = lines(study, scenario, queries.soundness(scenario.name))
    assert "seed_noise" not in {line.check for line in found}
    assert Slice(study, (scenario.name,)).with_baselines().has_baselines
