"""How alike the true rankings are, against SciPy and by hand."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from planted import planted, study_of
from setupscope.analysis.soundness.dispersion import dispersion, dispersion_pairs
from setupscope.data.study.transfers import Transfers


def transfers_of(rows):
    """Transfers from (source, target, performance)."""
    sources, targets, performances = zip(*rows, strict=True)
    columns = {"table": ["sets"] * len(rows), "source": sources, "target": targets}
    columns |= {"backbone": ["unstated"] * len(rows), "performance": performances}
    return Transfers(pa.table({**columns, "one": [1.0] * len(rows)}))


def test_the_shipped_figures_come_out(shipped):
    found = [
        dispersion(shipped.study, shipped.transfers(), f"{name}-source")
        for name in ("segmentation", "classification")
    ]
    rows = [row for table in found for row in table[["tau", "low", "high"]].round(3).to_numpy()]
    expected = [[0.285, -0.467, 0.943], [0.580, 0.418, 0.841], [0.520, 0.123, 0.836]]
    np.testing.assert_allclose(rows, expected)
    assert found[1]["backbone"].tolist() == ["fine-tuned", "frozen"]
    assert found[0]["pairs"].tolist() == [17 * 16 / 2]


def test_it_is_the_mean_of_scipys_tau_over_pairs_of_givens():
    study, transfers = planted("noise", 1)
    frame = transfers.table.to_pandas().pivot_table("performance", "source", "target")
    taus = [stats.kendalltau(frame[a], frame[b]).statistic for a, b in combinations(frame, 2)]
    row = dispersion(study, transfers, "sets-source").iloc[0]
    assert row["tau"] == pytest.approx(np.mean(taus))
    assert (row["low"], row["high"]) == pytest.approx((min(taus), max(taus)))


def test_pairs_need_three_candidates_in_common_and_ties_are_those_of_tau_b():
    rows = [(s, "x", p) for s, p in zip("abcd", (1, 2, 2, 4), strict=True)]
    rows += [(s, "y", p) for s, p in zip("abcd", (1, 3, 2, 4), strict=True)]
    rows += [(s, "z", p) for s, p in zip("abe", (1, 2, 3), strict=True)]
    study = study_of(metrics=("one",))
    pairs = dispersion_pairs(study, transfers_of(rows), "sets-source")
    assert pairs[["given_a", "given_b", "candidates"]].to_numpy().tolist() == [["x", "y", 4]]
    assert pairs["tau"].tolist() == pytest.approx([5 / np.sqrt(5 * 6)])


def test_without_a_pair_it_says_so():
    rows = [(s, "x", p) for s, p in zip("abc", (1, 2, 3), strict=True)]
    rows += [(s, "y", 0.5) for s in "abc"]
    row = dispersion(study_of(metrics=("one",)), transfers_of(rows), "sets-source").iloc[0]
    assert np.isnan(row["tau"])
    assert row["pairs"] == 0
    assert row["reason"] == "no two givens have 3 candidates in common that differ"


def test_other_candidates_of_other_givens_keep_their_places():
    rows = [(s, "x", p) for s, p in zip("bcd", (1, 2, 3), strict=True)]
    rows += [(s, "y", p) for s, p in zip("abcd", (9, 3, 2, 1), strict=True)]
    study = replace(study_of(metrics=("one",)))
    assert dispersion(study, transfers_of(rows), "sets-source")["tau"].tolist() == [-1]
