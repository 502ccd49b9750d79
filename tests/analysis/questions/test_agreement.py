"""Agreement of levels and of slices equals Kendall's τ-b of their win rates."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from made_up import METRICS, NAMED, ROWS, frame_of
from setupscope.analysis import Slice, agreement, agreement_of_slices
from setupscope.analysis.audit import slow
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.questions.agreement import COMPARED
from setupscope.data.errors import InputError


def level_of(frame, study, component, level):
    candidates = study.names_of(frame["scenario"].iloc[0]).candidates
    if component == "family":
        return frame[frame["given"].isin(study.families[level])]
    if component != "candidate":
        return frame[frame[component].astype(str) == level]
    which, name = level.split(" ", 1)
    inside = frame["pool"].to_numpy(np.int64) >> candidates.index(name) & 1
    return frame[inside == (which == "with")]


def assert_as_defined(frame, study, metrics, known):
    table = agreement(frame, study, metrics, by=COMPARED)
    for row in table.dropna(subset="level_a").to_dict("records"):
        here = frame[frame["scenario"] == row["scenario"]]
        complete = slow.field(here, metrics, known)
        parts = [
            level_of(here, study, row["component"], row[level]) for level in ("level_a", "level_b")
        ]
        expected = slow.tau(*(slow.field_rates(part, complete, known) for part in parts))
        np.testing.assert_allclose(row["tau"], expected, atol=1e-12)
        assert row["setups"] == sum(map(len, parts))
        assert row["givens"] == pd.concat(parts)["given"].nunique()
        assert pd.isna(row["reason"]) == (not np.isnan(expected))
    return table


@given(rows=ROWS)
def test_agreement_is_the_rank_correlation_of_win_rates(rows):
    frame = frame_of(rows)
    table = assert_as_defined(frame, NAMED, METRICS, METRICS)
    assert table.empty == frame.empty
    for (scenario, component), part in table.groupby(["scenario", "component"]):
        if component in ("given", "backbone", "measure", "pool_size"):
            count = frame.loc[frame["scenario"] == scenario, component].nunique()
            assert part["level_a"].notna().sum() == count * (count - 1) / 2


def test_random_slices_of_the_store_agree_with_the_definition(shipped):
    known = shipped.study.metric_keys
    for slice_ in random_slices(shipped.study, np.random.default_rng(3), 4):
        frame = slice_.narrow(shipped.setups()).df()
        frame = frame[frame["pool"] % 101 == 3]
        if len(frame):
            assert_as_defined(frame, shipped.study, known, known)


def test_two_levels_agree_as_the_slices_of_them_do(shipped):
    study, setups = shipped.study, shipped.setups()
    whole = Slice.parse("scenario=classification-target", study)
    table = agreement(whole.narrow(setups), study, by=["measure"])
    row = table[(table["level_a"] == "pearson") & (table["level_b"] == "rel_at_1")].iloc[0]
    one, other = (whole.replace(measures=(m,)).narrow(setups) for m in ("pearson", "rel_at_1"))
    found = agreement_of_slices(one, other, names=("r", "top")).iloc[0]
    assert (found["level_a"], found["level_b"]) == ("r", "top")
    for column in ("tau", "setups", "givens"):
        assert found[column] == row[column]


def test_slices_of_different_scenarios_are_compared_with_each_other(shipped):
    study, setups = shipped.study, shipped.setups()
    one = Slice(study, ("segmentation-source",)).narrow(setups)
    two = Slice(study, ("classification-source", "classification-target")).narrow(setups)
    assert agreement_of_slices(one, two)["givens"].tolist() == [17 + 9, 17 + 19]
    assert agreement_of_slices(two, setups)["scenario"].tolist() == [
        "classification-source",
        "classification-target",
    ]


def test_what_cannot_be_compared_says_why():
    alone = frame_of([("t", "x", "frozen", "pearson", 7, 7, 1.0, 0.5, 0.0)])
    table = agreement(alone, NAMED)
    assert table["tau"].isna().all()
    assert set(table["reason"]) == {"the slice has one level of it"}
    rows = [
        ("t", "x", "frozen", "pearson", 7, 7, 1.0, 1.0, 1.0),
        ("t", "y", "frozen", "pearson", 7, 7, 1.0, 0.5, 0.0),
    ]
    tied = agreement(frame_of(rows), NAMED, by=["given"])
    assert "same win rate" in tied["reason"].item()
    one = agreement(frame_of(rows), NAMED, metrics=["one"], by=["given"])
    assert "fewer than 2 metrics" in one["reason"].item()
    nothing = frame_of([])
    assert agreement(nothing, NAMED).empty
    assert agreement_of_slices(nothing, alone).empty
    assert agreement_of_slices(alone, nothing).empty


def test_an_unknown_component_is_named():
    with pytest.raises(InputError, match="unknown component 'pool'"):
        agreement(frame_of([]), NAMED, by=["pool"])
