"""The room left for labels, against the font in which the pages are set."""

from pathlib import Path

import pytest
import streamlit as st
from PIL import ImageFont

from setupscope.dashboard.figures.label_width import STANDOFF, label_margin
from setupscope.dashboard.text.labels import on_lines
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

FONTS = Path(st.__file__).parent / "static" / "static" / "media"
SIZE = 13
LABELS = [f"without {label}" for label in load_study(SHIPPED_STUDY).labels.values()]


@pytest.mark.parametrize("label", [*LABELS, "LogME  0.86", "WWWW MMMM", "pools of 12"])
def test_a_label_fits_and_not_much_is_left(label):
    (path,) = FONTS.glob("SourceSansVF-Upright*.woff2")
    measured = ImageFont.truetype(path, SIZE).getlength(label)
    assert measured <= label_margin([label], SIZE) <= 1.3 * measured + STANDOFF


def test_markup_takes_no_room_and_the_widest_line_counts():
    escaped = label_margin(["wide label"], SIZE)
    assert label_margin(["<b>wide</b> label<br>narrow", "a &amp; b"], SIZE) == escaped
    assert label_margin(["漢字"], SIZE) == 2 * SIZE + STANDOFF
    assert label_margin([], SIZE) == STANDOFF


def test_lines_of_a_name_are_as_full_as_its_letters_allow():
    assert on_lines("weighted Kendall τ<sub>w</sub>", 10) == "weighted<br>Kendall τ<sub>w</sub>"
    assert on_lines('a <span style="x">b</span> c', 3) == 'a <span style="x">b</span><br>c'
    assert on_lines("A&amp;B of C&amp;D", 6) == "A&amp;B of<br>C&amp;D"
    assert on_lines("unbreakable", 4) == "unbreakable"
    assert on_lines("which target, 3 measures", 17) == "which target,<br>3 measures"
