"""Gaps of scores against gaps of performances, by hand."""

import numpy as np
import pyarrow as pa
import pytest

from planted import planted, study_of
from setupscope.analysis.soundness.fidelity import fidelity, fidelity_curve
from setupscope.data.study.transfers import Transfers


def transfers_of(scores, performances):
    """Transfers to several targets; a row of scores and of performances each."""
    rows = [
        {"source": f"s{i}", "target": f"t{g:02}", "performance": p, "one": s}
        for g, (own, of_given) in enumerate(zip(scores, performances, strict=True))
        for i, (s, p) in enumerate(zip(own, of_given, strict=True))
    ]
    table = pa.Table.from_pylist([{"table": "sets", "backbone": "unstated", **r} for r in rows])
    return Transfers(table)


STUDY = study_of(metrics=("one",))


def asked(ask, scores, performances):
    return ask(STUDY, transfers_of(scores, performances), "sets-source")


def test_large_gaps_with_the_wrong_sign_are_counted_given_by_given():
    scores = [[0.0, 1.0, 3.0], [0.0, 1.0, 3.0]]
    performances = [[0.1, 0.2, 0.3], [0.3, 0.2, 0.1]]
    # SD 1.53: of the three gaps 1, 2 and 3, two are above it.
    row = asked(fidelity, scores, performances).iloc[0]
    assert (row["wrong"], row["pairs"], row["givens"]) == (0.5, 4, 2)
    assert row["reason"] == "fewer than 6 givens"
    assert np.isnan(row["low"])


def test_the_curve_has_mean_gaps_in_standard_deviations_and_in_points():
    table = asked(fidelity_curve, [[0.0, 1.0, 3.0]], [[0.1, 0.2, 0.4]])
    known = table.dropna(subset="gap")
    spread = np.std([0.0, 1.0, 3.0], ddof=1)
    np.testing.assert_allclose(known["score_gap"], np.array([1, 2, 3]) / spread)
    np.testing.assert_allclose(known["gap"], np.array([1, 2, 3]) / spread)
    np.testing.assert_allclose(known["points"], [0.1, 0.2, 0.3])
    assert known[["from_gap", "to_gap"]].to_numpy().tolist() == [[0.5, 1], [1, 1.5], [1.5, 2]]
    assert set(table.loc[table["gap"].isna(), "reason"]) == {
        "no pair of candidates has a gap in score of this size"
    }


def test_equal_scores_favour_neither_and_missing_ones_take_no_part():
    row = asked(fidelity, [[1.0, 1.0, 1.0]], [[0.1, 0.2, 0.3]]).iloc[0]
    assert (row["pairs"], row["givens"]) == (0, 0)
    # The candidate without a score would have the wrong sign.
    scores, performances = [[0.0, 0.1, 9.0, np.nan]], [[0.1, 0.2, 0.3, 0.0]]
    assert asked(fidelity, scores, performances)["wrong"].tolist() == [0]


def test_a_metric_that_is_right_and_one_that_is_its_opposite():
    study, transfers = planted("winner", 0)
    table = transfers.table.to_pandas()
    table["two"] = -table["one"]
    turned = Transfers(pa.Table.from_pandas(table, preserve_index=False))
    found = fidelity(study, turned, "sets-source").set_index("metric")
    assert found.loc["one", "wrong"] < 0.05
    assert found.loc["one", "wrong"] + found.loc["two", "wrong"] == pytest.approx(1)
    assert found.loc["one", "high"] < 0.5 < found.loc["two", "low"]
