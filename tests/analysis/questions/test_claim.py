"""The claim check equals its definition, setup by setup."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import METRICS, NULL, ROWS, frame_of, setup
from setupscope.analysis import Slice, claim
from setupscope.analysis.audit import slow
from setupscope.analysis.audit.audit import random_slices
from setupscope.data.errors import InputError

NUMBERS = ["comparable", "agree", "tie", "undefined", "percentile"]


def assert_as_defined(frame, shown, known, better, worse):
    table = claim(frame, shown, better, worse).set_index("component")
    expected = slow.claim(frame, shown, known, better, worse)
    assert list(table.index) == list(expected)
    for component, numbers in expected.items():
        found = table.loc[component, NUMBERS].to_numpy(float)
        np.testing.assert_allclose(found, [numbers[name] for name in NUMBERS], atol=1e-12)
        assert pd.isna(table.loc[component, "reason"]) == (not np.isnan(numbers["percentile"]))


def test_margins_that_differ_only_as_float32_does_are_equal():
    values = (0.25, 0.25 + 2e-7, 0.5, 0.0)
    pools = (7, 3, 5, 6)
    rows = [setup("x", value, 0.0, 0.0, pool=p) for value, p in zip(values, pools, strict=True)]
    frame = frame_of(rows)
    row = claim(frame, frame.iloc[:1], "one", "two").set_index("component").loc["all"]
    assert row[["comparable", "agree", "tie"]].tolist() == [3, 2, 1]
    assert row[["larger", "equal", "smaller"]].tolist() == [1, 1, 1]
    assert row["percentile"] == 0.5
    assert row["shown"] == "supports"
    turned = claim(frame, frame.iloc[:1], "two", "one").set_index("component").loc["all"]
    assert turned[["agree", "larger", "smaller"]].tolist() == [0, 1, 1]
    assert turned["shown"] == "contradicts"


@pytest.mark.parametrize(
    ("shown", "said"),
    [([0, 1], "supports"), ([2], "ties"), ([3], "contradicts"), ([0, 3], "mixed"), ([4], None)],
)
def test_it_is_said_whether_what_is_shown_supports_the_claim_at_all(shown, said):
    of_measures = {"pearson": (0.5, 0.25, 0.0, -0.5), "kendall": (0.5, 0.25, 0.0, -0.5)}
    rows = [
        setup("x", value, 0.0, 0.0, pool=pool, measure=measure)
        for measure, values in of_measures.items()
        for value, pool in zip(values, (3, 5, 6, 7), strict=True)
    ]
    rows.append(setup("y", NULL, 0.0, 0.0, measure="pearson"))
    frame = frame_of(rows)
    index = {0: 0, 1: 5, 2: 2, 3: 7, 4: 8}
    found = claim(frame, frame.iloc[[index[place] for place in shown]], "one", "two")["shown"]
    assert found.isna().all() if said is None else set(found) == {said}


@given(rows=ROWS, chosen=st.sets(st.integers(0, 29), min_size=1, max_size=4))
def test_made_up_claims_equal_the_definition(rows, chosen):
    frame = frame_of(rows)
    frame = frame[frame["scenario"] == "s"]
    frame = frame.drop_duplicates(["given", "backbone", "measure", "roster"], ignore_index=True)
    shown = frame[frame.index.isin(chosen)]
    if len(shown):
        assert_as_defined(frame, shown, METRICS, "one", "two")
        assert_as_defined(frame[~frame.index.isin(chosen)], shown, METRICS, "two", "three")


def test_random_claims_on_the_store_equal_the_definition(shipped):
    rng, known = np.random.default_rng(7), shipped.study.metric_keys
    for slice_ in random_slices(shipped.study, rng, 5):
        frame = slice_.narrow(shipped.setups()).df()
        frame = frame[frame["pool"] % 53 == 3]
        if len(frame) > 3:
            better, worse = rng.choice(known, 2, replace=False).tolist()
            shown = frame.sample(int(rng.integers(1, 4)), random_state=rng)
            assert_as_defined(frame, shown, known, better, worse)


def test_the_pool_alone_differs_where_the_roster_does(shipped):
    """Of a setup of all 16 sources, those without one to four of them differ in the pool alone."""
    study, setups = shipped.study, shipped.setups()
    whole = Slice.parse("scenario=segmentation-source", study).narrow(setups)
    shown = Slice.parse("scenario=segmentation-source&given=ade&measure=kendall&size=16", study)
    table = claim(whole, shown.narrow(setups), "logme", "gbc").set_index("component")
    assert table.loc["pool", "comparable"] == 16 + 120 + 560 + 1820
    assert table.loc["given", "comparable"] == 16
    assert table.loc["measure", "comparable"] == 3
    assert table.loc["backbone", "comparable"] == 0
    assert table.loc["all", "comparable"] == 17 * (1 + 16 + 120 + 560 + 1820) - 1


def test_the_shown_setup_need_not_be_in_the_slice(shipped):
    study, setups = shipped.study, shipped.setups()
    others = Slice.parse("scenario=segmentation-source&measure=kendall&given=bdd", study)
    shown = Slice.parse("scenario=segmentation-source&given=ade&measure=kendall&size=16", study)
    table = claim(others.narrow(setups), shown.narrow(setups), "logme", "gbc")
    of = table.set_index("component")["comparable"]
    assert (of["given"], of["measure"], of["pool"]) == (1, 0, 0)
    pearson = Slice.parse("scenario=segmentation-source&measure=pearson", study)
    nothing = claim(pearson.narrow(setups), shown.narrow(setups), "logme", "gbc")
    assert nothing.set_index("component").loc["all", "comparable"] == 0
    elsewhere = Slice.parse("scenario=classification-source", study)
    table = claim(elsewhere.narrow(setups), shown.narrow(setups), "logme", "gbc")
    assert set(table["reason"]) == {"the slice holds no comparable setup"}
    assert set(table["scenario"]) == {"segmentation-source"}


def test_an_extreme_claim_is_extreme_and_its_reverse_is_as_far_below(shipped):
    study, setups = shipped.study, shipped.setups()
    slice_ = Slice.parse("scenario=segmentation-source&measure=kendall", study)
    frame = slice_.narrow(setups).df()
    margins = frame["gbc"].astype(float) - frame["logme"].astype(float)
    shown = frame.loc[[margins.idxmax()]]
    best = claim(frame, shown, "gbc", "logme").set_index("component")
    assert best.loc["all", "percentile"] > 0.999
    turned = claim(frame, shown, "logme", "gbc").set_index("component")
    assert turned.loc["all", "percentile"] == pytest.approx(1 - best.loc["all", "percentile"])
    assert turned.loc["all", "agree"] > best.loc["all", "agree"]


def test_what_is_no_claim_is_refused(shipped):
    setups = shipped.setups()
    with pytest.raises(InputError, match="a claim compares two metrics, not 'leep' with itself"):
        claim(setups, setups, "leep", "leep")
    with pytest.raises(InputError, match="about one scenario, but 6 are shown"):
        claim(setups, setups, "leep", "gbc")
    with pytest.raises(InputError, match="unknown metric 'leap'"):
        claim(setups, setups, "leap", "gbc")
    assert claim(frame_of([]), frame_of([]), "one", "two").empty
