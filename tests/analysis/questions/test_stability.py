"""Stability equals pair-by-pair τ-b, and the published values come out."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from scipy import stats

from made_up import METRICS, ROWS, frame_of
from setupscope.analysis.audit import slow
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.frames.contests import in_field
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.questions.stability import SHARED, group_stability, stability, unit_vectors
from setupscope.analysis.resampling.bootstrap import interval, weights_of


@given(rows=ROWS)
def test_stability_equals_the_pair_by_pair_definition(rows):
    frame = frame_of(rows)
    for row in stability(frame).to_dict("records"):
        part = frame[frame["scenario"] == row["scenario"]]
        expected = slow.stability(part, METRICS, row["component"])
        assert row["dropped"] == expected["dropped"]
        if row["reason"] == "the slice has one level of it":
            level = {"pool": "roster"}.get(row["component"], row["component"])
            assert part[level].nunique() == 1
            continue
        for column, number in expected.items():
            np.testing.assert_allclose(row[column], number, atol=1e-12)


def test_random_slices_of_the_store_agree_with_the_pair_by_pair_definition(shipped):
    metrics = shipped.study.metric_keys
    for slice_ in random_slices(shipped.study, np.random.default_rng(5), 3):
        frame = slice_.narrow(shipped.setups()).df()
        frame = frame[frame["pool"] % 211 == 3]
        for row in stability(frame).to_dict("records"):
            if row["reason"] != "the slice has one level of it":
                expected = slow.stability(frame, metrics, row["component"])
                for column, number in expected.items():
                    np.testing.assert_allclose(row[column], number, atol=1e-9)


def test_the_published_protocol_comes_out(shipped):
    frame = shipped.setups().filter("scenario = 'segmentation-source'").df()
    frame = frame[frame["pool_size"].isin([14, 15])]
    nominal = frame["roster"].where(frame["pool_size"] == 14, frame["pool"])
    table = stability(frame.assign(roster=nominal)).set_index("component")["stability"]
    assert table["measure"] == pytest.approx(0.5270, abs=5e-5)
    assert table["given"] == pytest.approx(0.2355, abs=5e-5)
    assert table["pool"] == pytest.approx(0.7989, abs=5e-5)


def test_varying_the_given_by_roster_comes_out(shipped):
    setups = shipped.setups().filter("scenario = 'segmentation-source'")
    row = stability(setups).set_index("component").loc["given"]
    assert row["stability"] == pytest.approx(0.2156, abs=5e-5)
    assert row["groups"] == 12_856
    assert row["low"] < row["stability"] < row["high"]


@given(rows=ROWS)
def test_stability_of_a_group_stays_within_its_bounds(rows):
    for _, part in fetch(frame_of(rows)).parts(()):
        assert_bounded(in_field(part))


def assert_bounded(found):
    ranked = found.where(~found.rankings.all_tied[found.ranking])
    groups = group_stability(ranked, unit_vectors(found.rankings), list(SHARED))
    for component, shared in SHARED.items():
        values = groups[component].values
        sizes = np.bincount(ranked.grouping(shared).index)
        lower = -1 / (sizes[sizes > 1] - 1)
        assert (values >= lower - 1e-12).all()
        assert (values <= 1).all()


def test_three_outcomes_cannot_all_disagree_more_than_a_half():
    values = [(0.0, 0.25, 1.0), (0.25, 1.0, 0.0), (1.0, 0.0, 0.25)]
    rows = [("t", "x", "frozen", "pearson", 7 + i, 7, *v) for i, v in enumerate(values)]
    table = stability(frame_of(rows)).set_index("component")
    assert table.loc["pool", "stability"] >= -1 / 2
    taus = [stats.kendalltau(a, b)[0] for a, b in combinations(values, 2)]
    assert table.loc["pool", "stability"] == pytest.approx(np.mean(taus))


def test_opposite_outcomes_reach_the_bound():
    rows = [("t", "x", "frozen", "pearson", 7, 7, 0.0, 0.25, 1.0)]
    rows += [("t", "x", "frozen", "kendall", 7, 7, 1.0, 0.25, 0.0)]
    table = stability(frame_of(rows)).set_index("component")
    assert table.loc["measure", "stability"] == -1
    assert table.loc["given", "reason"] == "the slice has one level of it"
    assert table.loc["measure", "reason"] == "fewer than 6 givens"


@given(rows=ROWS, seed=...)
def test_shuffled_rows_and_relabelled_metrics_change_nothing(rows, seed: int):
    frame = frame_of(rows)
    shuffled = frame.sample(frac=1, random_state=seed % 1000)
    assert stability(frame).to_csv() == stability(shuffled).to_csv()
    there, again = (stability(frame, m)["stability"] for m in (METRICS, METRICS[::-1]))
    np.testing.assert_allclose(again.astype(float), there.astype(float), atol=1e-12)


def test_intervals_over_givens_equal_a_loop_over_the_same_draws(shipped):
    setups = shipped.setups().filter("scenario = 'classification-target' AND pool_size = 8")
    rows = fetch(setups)
    groups = group_stability(rows, unit_vectors(rows.rankings), ["measure"])["measure"]
    weights = weights_of(19, seed=0)
    means = []
    for draw in weights:
        sample = np.repeat(np.arange(19), draw.astype(int))
        means.append(np.concatenate([groups.values[groups.given == g] for g in sample]).mean())
    low, high = interval(np.array(means)[:, None], 19)
    row = stability(setups).set_index("component").loc["measure"]
    np.testing.assert_allclose([row["low"], row["high"]], [low[0], high[0]], atol=1e-9)
