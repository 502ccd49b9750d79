"""Widths and letters of print."""

import pytest

from setupscope.dashboard.cli.main import main
from setupscope.dashboard.export.presets import PRESETS, Style, style_of
from setupscope.data import InputError


@pytest.mark.parametrize(
    ("preset", "millimetres"),
    [
        ("lncs", 122),
        ("cvpr-column", 82.5),
        ("ieee-text", 175),
        ("neurips", 5.5 * 25.4),
        ("icml", 6.75 * 25.4),
        ("pmlr", 6 * 25.4),
        ("jmlr", 6 * 25.4),
    ],
)
def test_presets_have_the_widths_of_their_venues(preset, millimetres):
    assert PRESETS[preset].style.width == pytest.approx(millimetres)


def test_single_values_replace_those_of_the_preset():
    assert style_of("lncs", width=100, font="sans") == Style(100, "sans", 9)


@pytest.mark.parametrize(
    "style",
    [*(preset.style for preset in PRESETS.values()), Style(100.5, "sans", 7.5, True, 600)],
)
def test_the_arguments_of_a_style_make_it_again(style):
    command = main.commands["figure"]
    asked = command.make_context("figure", ["win-rates", *style.arguments(), "--out", "x.pdf"])
    named = {key: asked.params[key] for key in ("preset", "width", "font", "size", "grey", "dpi")}
    assert style_of(**named) == style


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"preset": "lcns"}, "did you mean 'lncs'"),
        ({"width": 5}, "accepted: 30 to 400 mm"),
        ({"width": float("nan")}, "accepted: 30 to 400 mm"),
        ({"size": 100}, "accepted: 5 to 20 pt"),
        ({"font": "comic"}, "accepted: 'serif', 'sans'"),
        ({"dpi": 72}, "accepted: '150', '300', '600'"),
    ],
)
def test_what_is_not_accepted_is_named(asked, text):
    with pytest.raises(InputError, match=text):
        style_of(**asked)
