"""The best metric against each baseline, as the definitions and the known figures say."""

from functools import partial

import numpy as np
import pytest

from made_up import frame_of, setup
from setupscope.analysis import conclusion, win_rates
from setupscope.analysis.soundness.against_baselines import (
    against_baselines,
    rates_with_baselines,
)

NULL = float("nan")
METRICS = ("leep", "nleep", "logme", "hscore", "gbc")


def of_static_ranker(store):
    """Rows by backbone."""
    table = against_baselines(store.setups(), METRICS, ["static_ranker"])
    return table.set_index("backbone")


def test_the_shipped_classification_figures_come_out(with_static_ranker):
    table = of_static_ranker(with_static_ranker("classification-source"))
    tuned, frozen = table.loc["fine-tuned"], table.loc["frozen"]
    rates = ["baseline_rate", "metric_rate"]
    assert tuned[rates].tolist() == pytest.approx([0.577, 0.347], abs=5e-4)
    numbers = tuned[["lead", "low", "high"]].tolist()
    assert numbers == pytest.approx([-0.231, -0.641, 0.213], abs=5e-4)
    assert tuned[["metric", "outcome"]].tolist() == ["nleep", "undecided"]
    assert frozen[rates].tolist() == pytest.approx([0.156, 0.738], abs=5e-4)
    numbers = frozen[["lead", "half_width", "p"]].tolist()
    assert numbers == pytest.approx([0.582, 0.559, 0.020], abs=5e-4)
    assert frozen[["verdict", "outcome"]].tolist() == ["clear", "survives"]
    assert table.index.tolist() == ["fine-tuned", "frozen", "all"]


def test_the_shipped_segmentation_figures_come_out(with_static_ranker):
    row = of_static_ranker(with_static_ranker("segmentation-source")).iloc[0]
    assert row[["baseline_rate", "metric_rate"]].tolist() == pytest.approx([0.154, 0.445], abs=5e-4)
    assert row["verdict"] == "clear for these candidates"
    assert row["outcome"] == "survives"


SETUP = partial(setup, backbone="frozen")


def beaten(baseline):
    """Setups of six givens in which `three` is a baseline with these values."""
    rows = [
        SETUP(given, 0.5, 0.1, value, pool=pool)
        for given, value in zip("uvwxyz", baseline, strict=True)
        for pool in (3, 5, 6, 7)
    ]
    return frame_of(rows)


def test_the_lead_is_that_of_a_conclusion_and_its_sign_says_who_is_ahead():
    frame = beaten([0.9] * 6)
    row = against_baselines(frame, ["one", "two"], ["three"]).iloc[0]
    whole = conclusion(frame).iloc[-1]
    assert (whole["winner"], whole["runner_up"]) == ("three", "one")
    assert row["lead"] == -whole["lead"] == -1
    assert (row["low"], row["high"]) == (-whole["high"], -whole["low"])
    assert row["p"] == whole["p"]
    assert (row["metric"], row["outcome"]) == ("one", "beaten")
    other = against_baselines(beaten([0.2] * 6), ["one", "two"], ["three"]).iloc[0]
    assert (other["lead"], other["outcome"]) == (1, "survives")
    mixed = against_baselines(beaten([0.9, 0.2] * 3), ["one", "two"], ["three"]).iloc[0]
    assert (mixed["lead"], mixed["outcome"]) == (0, "undecided")


def test_each_baseline_is_compared_alone_and_all_of_them_together():
    frame = beaten([0.9] * 6)
    apart = against_baselines(frame, ["one"], ["two", "three"]).set_index("baseline")
    assert apart["baseline_rate"].to_dict() == {"two": 0, "three": 1}
    assert apart["metric_rate"].to_dict() == {"two": 1, "three": 0}
    together = rates_with_baselines(frame, ["one"], ["two", "three"])
    assert together["is_baseline"].tolist() == [False, True, True]
    assert together["win_rate"].tolist() == win_rates(frame)["win_rate"].tolist() == [0, 0, 1]
    assert together.columns[:4].tolist() == ["scenario", "backbone", "metric", "is_baseline"]


def test_several_backbones_stand_apart_and_together():
    rows = [SETUP(g, 0.5, 0.1, 0.0) for g in "uvwxyz"]
    rows += [SETUP(g, 0.0, 0.1, 0.9, backbone="fine-tuned") for g in "uvwxyz"]
    frame = frame_of(rows)
    table = against_baselines(frame, ["one", "two"], ["three"])
    assert table["backbone"].tolist() == ["fine-tuned", "frozen", "all"]
    assert table["baseline_rate"].tolist() == [1, 0, 0.5]
    together = rates_with_baselines(frame, ["one", "two"], ["three"])
    assert together["backbone"].tolist() == ["fine-tuned"] * 3 + ["frozen"] * 3 + ["all"] * 3


def test_a_baseline_that_lacks_numbers_is_compared_where_it_has_them():
    rows = [SETUP(g, 0.5, 0.1, 0.9, pool=3) for g in "uvwxyz"]
    rows += [SETUP(g, 0.5, 0.1, NULL, covered=3, pool=5) for g in "uvwxyz"]
    row = against_baselines(frame_of(rows), ["one", "two"], ["three"]).iloc[0]
    assert (row["lead"], row["covered_setups"], row["partial"]) == (-1, 6, True)
    nowhere = [SETUP(g, 0.5, 0.1, NULL, covered=3) for g in "uvwxyz"]
    row = against_baselines(frame_of(nowhere), ["one", "two"], ["three"]).iloc[0]
    assert np.isnan(row["lead"])
    assert row["reason"].startswith("the baseline has no number")


def test_below_six_givens_there_is_a_lead_but_no_outcome():
    rows = [SETUP(g, 0.5, 0.1, 0.0) for g in "uvwxy"]
    row = against_baselines(frame_of(rows), ["one", "two"], ["three"]).iloc[0]
    assert (row["lead"], row["reason"]) == (1, "fewer than 6 givens")
    assert row[["verdict", "outcome"]].isna().all()
