"""The two parts of a lead's standard error."""

import numpy as np
import pytest

from setupscope.analysis.questions.lead_errors import LeadErrors, half_widths


def errors(*, are_givens):
    return LeadErrors(np.array([0.16]), np.array([0.09]), 9, 19, are_givens)


def test_both_parts_add_up_unless_candidates_cover_both_roles():
    assert errors(are_givens=False).total == pytest.approx([0.5])
    assert errors(are_givens=True).total == pytest.approx([0.3])
    assert half_widths(errors(are_givens=False)) == pytest.approx([0.5 * 2.306004])


def test_more_givens_or_candidates_shorten_their_own_part():
    apart = errors(are_givens=False)
    assert apart.with_more(5, 0) == pytest.approx([np.sqrt(0.16 * 9 / 14 + 0.09)])
    assert apart.with_more(0, 5) == pytest.approx([np.sqrt(0.16 + 0.09 * 19 / 24)])
    assert (apart.freedom(), apart.freedom(20, 0), apart.freedom(20, 20)) == (8, 18, 28)
    assert errors(are_givens=True).with_more(5, 5) == pytest.approx([np.sqrt(0.09 * 19 / 24)])
