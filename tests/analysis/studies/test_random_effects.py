"""The summary of several studies: statsmodels, the definition, and what it says of extremes."""

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from setupscope.analysis.audit import slow
from setupscope.analysis.studies.random_effects import summarize

STUDIES = st.lists(st.tuples(st.floats(0, 1), st.floats(1e-4, 0.2)), min_size=3, max_size=9)


@pytest.mark.parametrize("seed", range(40))
def test_it_is_what_statsmodels_combines(seed):
    draw = np.random.default_rng(seed)
    count = draw.integers(3, 10)
    # Its iteration stops at 0 where one study is very much surer than the others.
    y, v = draw.random(count), draw.uniform(0.002, 0.05, count)
    found = summarize(y, v)
    expected = combine_effects(y, v, method_re="iterated")
    pairs = {
        "tau2": (found.tau2, expected.tau2),
        "mean": (found.mean, expected.mean_effect_re),
        "se": (found.plain_se, expected.sd_eff_w_re),
        "se before the floor": (
            found.plain_se * np.sqrt(found.factor),
            expected.sd_eff_w_re * np.sqrt(expected.scale_hksj_re),
        ),
        "q": (found.q, expected.q),
        "weights": (found.weights, expected.weights_rel_re),
    }
    for name, (own, other) in pairs.items():
        np.testing.assert_allclose(own, other, atol=1e-6, rtol=0, err_msg=name)


@drawn(STUDIES)
def test_it_is_as_defined(studies):
    y, v = zip(*studies, strict=True)
    found = summarize(y, v)
    for name, wanted in slow.summary(y, v).items():
        assert getattr(found, name) == pytest.approx(wanted, abs=1e-9), name


def test_two_studies_have_no_summary():
    assert summarize([0.2, 0.4], [0.01, 0.01]) is None


def test_studies_that_agree_are_no_surer_than_their_own_errors():
    found = summarize([0.7, 0.7, 0.7, 0.7], [0.01] * 4)
    assert (found.tau2, found.i2, found.factor) == (0, 0, 0)
    assert found.mean == pytest.approx(0.7)
    assert found.se == found.plain_se == pytest.approx(0.05)


def test_of_three_studies_a_fourth_could_be_nearly_anything():
    found = summarize([0.6, 0.7, 0.65], [0.004, 0.003, 0.005])
    assert found.prediction_high - found.prediction_low > 0.75
    assert 0 <= found.prediction_low < found.low < found.high < found.prediction_high <= 1
