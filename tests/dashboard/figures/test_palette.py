"""Colours stand out from both backgrounds and do not move."""

import tomllib
from functools import partial
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from setupscope import dashboard
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.figures.palette import (
    METRIC_COLOURS,
    OTHER_METRIC,
    ink_on,
    metric_colours,
)
from setupscope.dashboard.figures.theme import Look
from setupscope.data.study.study import Study

CONFIG = Path(dashboard.__file__).parent / ".streamlit" / "config.toml"


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_stands_out_from_the_background(theme):
    background = tomllib.loads(CONFIG.read_text())["theme"][theme]["backgroundColor"]
    for colour in (*METRIC_COLOURS, OTHER_METRIC):
        assert contrast(colour, background) >= 3, colour


def test_a_metric_has_one_colour_and_no_other_metric_has_it():
    colours = metric_colours(["a", "b", "c", "d", "e"])
    assert len(set(colours.values())) == 5
    assert metric_colours(["a", "b"])["b"] == colours["b"]


def test_metrics_beyond_the_palette_are_grey():
    colours = metric_colours([f"m{i}" for i in range(14)])
    assert len(colours) == 14
    assert [colours[f"m{i}"] for i in range(8, 14)] == [OTHER_METRIC] * 6


def test_a_compared_metric_beyond_the_palette_takes_a_colour_that_is_free():
    metrics = [f"m{i}" for i in range(10)]
    colours = metric_colours(metrics, ["m0", "m9"])
    assert colours["m0"] == METRIC_COLOURS[0]
    assert colours["m9"] in METRIC_COLOURS
    assert colours["m9"] != colours["m0"]
    assert metric_colours(metrics, metrics) == metric_colours(metrics)


@pytest.mark.parametrize("seen", ["normally", "deuteranomaly", "protanomaly", "tritanomaly"])
def test_any_two_metrics_are_told_apart_however_colours_are_seen(seen):
    colours = np.array(
        [[int(c[index : index + 2], 16) / 255 for index in (1, 3, 5)] for c in METRIC_COLOURS]
    )
    if seen != "normally":
        blind = {"name": "sRGB1+CVD", "cvd_type": seen, "severity": 100}
        colours = np.clip(cspace_convert(colours, blind, "sRGB1"), 0, 1)
    for one, other in combinations(range(len(colours)), 2):
        differs = deltaE(colours[one], colours[other], input_space="sRGB1")
        assert differs >= 11, (METRIC_COLOURS[one], METRIC_COLOURS[other])


@pytest.mark.parametrize("paper", ["#ffffff", "#14171c"])
@pytest.mark.parametrize("strength", [0.0, 0.3, 0.6, 0.8, 1.0])
def test_numbers_on_a_cell_of_any_shade_can_be_read(paper, strength):
    for colour in METRIC_COLOURS:
        parts = [
            round(
                strength * int(colour[i : i + 2], 16) + (1 - strength) * int(paper[i : i + 2], 16)
            )
            for i in (1, 3, 5)
        ]
        cell = "#" + "".join(f"{part:02x}" for part in parts)
        assert contrast(ink_on(colour, strength, paper), cell) >= 4.5


def test_the_metric_that_was_added_has_a_colour_even_after_eight_others():
    keys = [f"m{place}" for place in range(10)]
    study = SimpleNamespace(metric_keys=keys, added="m9")
    study.among_first = partial(Study.among_first, study)
    exhibit = SimpleNamespace(slice_=SimpleNamespace(study=study, metric_keys=lambda: keys))
    found = colours_of(exhibit, Look())
    assert found["m9"] in METRIC_COLOURS
    assert {key: found[key] for key in keys[:7]} == dict(
        zip(keys, METRIC_COLOURS[:7], strict=False)
    )
