"""Numbers with a sign read as in print: with a minus, and nothing without one."""

import pytest

from setupscope.dashboard.text.numbers import ends, points, span, tenths, unsigned_tenths, value


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (points(-0.084), "−8"),
        (points(-0.004), "0"),
        (tenths(0.0746), "+7.5"),
        (tenths(-0.0004), "0.0"),
        (tenths(-0.0006), "−0.1"),
        (unsigned_tenths(-0.0451), "4.5"),
        (unsigned_tenths(0.0004), "less than 0.1"),
        (unsigned_tenths(0.0), "0.0"),
        (ends(-0.04, 0.614), "−4 to 61"),
        (ends(-0.004, -0.001), "0 to 0"),
        (span(0.37, 0.61), "37 to 61 %"),
        (value(-0.001), "0.00"),
        (value(-0.48), "−0.48"),
    ],
)
def test_a_sign_is_a_minus_and_nothing_has_none(said, expected):
    assert said == expected
