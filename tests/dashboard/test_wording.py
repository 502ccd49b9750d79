"""Names and numbers as they are said."""

import pytest

from dashboard.wording import count, four_digits, percent, plain, together, value, whole_percent


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0"), (0.004, "<1"), (0.5, "50"), (0.996, ">99"), (1, "100")]
)
def test_whole_percents_never_hide_a_little_or_nearly_all(share, said):
    assert whole_percent(share) == said


def test_numbers_and_lists_read_as_sentences():
    assert percent(0.4982) == "49.8 %"
    assert percent(float("nan")) == whole_percent(float("nan")) == "–"
    assert percent(0.0001) == "<0.1 %"
    assert percent(0.9999) == ">99.9 %"
    assert count(1, "target dataset") == "1 target dataset"
    assert count(1200, "setup") == "1,200 setups"
    assert together(["A"]) == "A"
    assert together(["A", "B", "C"]) == "A, B and C"


def test_values_have_a_minus_sign_and_no_negative_zero():
    assert [value(-0.004), value(-0.5), value(float("nan"))] == ["0.00", "−0.50", "–"]
    assert [four_digits(-0.00001), four_digits(-12.5)] == ["0.0000", "−12.5000"]


def test_names_lose_their_line_breaks_and_keep_their_signs():
    assert plain("a\n\nb") == "a b"
    assert plain("[x](http://y)") == r"\[x\]\(http\://y\)"
    assert plain("# :red[1]") == r"\# \:red\[1\]"
