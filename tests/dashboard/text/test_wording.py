"""Names and numbers as they are said."""

import pytest

from setupscope.dashboard.text.markdown import escaped, strip_markdown, unparted
from setupscope.dashboard.text.numbers import (
    four_digits,
    join_names,
    p_value,
    percent,
    points_noun,
    quantity,
    value,
    whole_percent,
)
from setupscope.data.measures import MEASURES


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0"), (0.004, "<1"), (0.5, "50"), (0.996, ">99"), (1, "100")]
)
def test_whole_percents_never_hide_a_little_or_nearly_all(share, text):
    assert whole_percent(share) == text


def test_numbers_and_lists_read_as_sentences():
    assert percent(0.4982) == "49.8 %"
    assert percent(float("nan")) == whole_percent(float("nan")) == "–"
    assert percent(0.0001) == "<0.1 %"
    assert percent(0.9999) == ">99.9 %"
    assert quantity(1, "target dataset") == "1 target dataset"
    assert quantity(1200, "setup") == "1,200 setups"
    assert [points_noun(share) for share in (0.012, -0.01, 0.0, 0.02)] == ["point"] * 2 + [
        "points"
    ] * 2
    assert [p_value(p) for p in (0.7, 0.073, 0.004)] == ["0.70", "0.073", "0.0040"]
    assert join_names(["A"]) == "A"
    assert join_names(["A", "B", "C"]) == "A, B and C"


def test_values_have_a_minus_sign_and_no_negative_zero():
    assert [value(-0.004), value(-0.5), value(float("nan"))] == ["0.00", "−0.50", "–"]
    assert [four_digits(-0.00001), four_digits(-12.5)] == ["−1e−05", "−12.5000"]
    assert four_digits(0.0) == "0.0000"


@pytest.mark.parametrize("name", ["https://evil.example", "www.evil.example", "me@evil.example"])
def test_names_are_no_links_and_others_hold_nothing_unseen(name):
    assert "\N{WORD JOINER}" in escaped(name)
    assert escaped("Rel@1 wwwx a:b") == r"Rel@1 wwwx a\:b"
    assert strip_markdown(f"**{escaped('H-score')}** wins") == "H-score wins"


def test_names_lose_their_line_breaks_and_keep_their_signs():
    assert escaped("a\n\nb") == "a b"
    assert escaped("[x](y)") == r"\[x\]\(y\)"
    assert escaped("# :red[1]") == r"\# \:red\[1\]"


def test_the_w_of_a_weighted_tau_is_a_subscript_and_is_read_as_it_is_written():
    name = MEASURES["weighted_kendall"].label
    assert escaped(name) == r"weighted Kendall $\tau_w$"
    for text in (name, f"({name}, b_c)", r"$\tau_w$ $1 τ_w1", "τ_wide"):
        assert strip_markdown(escaped(text)) == text
    assert "$" not in escaped("τ_wide")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("similar (τ = 0.22).", "similar (τ~=~0.22)."),
        ("37 to 61 % of 171,156 setups", "37~to 61~% of 171,156~setups"),
        ("lead 30.9 → 1.8", "lead 30.9~→~1.8"),
        ("LogME (−9 points)", "LogME (−9~points)"),
        ("or `build --sample 200 x` with 4 x", "or `build --sample 200 x` with 4~x"),
    ],
)
def test_no_line_ends_between_a_number_and_its_noun_but_code_is_left_alone(text, kept):
    assert unparted(text) == kept.replace("~", "\N{NO-BREAK SPACE}")
