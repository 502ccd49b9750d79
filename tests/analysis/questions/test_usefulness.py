"""What stands beside a winner: its own values, a random pick, near-copies, other winners."""

from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from made_up import METRICS, NULL, ROWS, frame_of, setup
from setupscope.analysis import near_copies, other_winners, usefulness, win_rates
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.usefulness import remarks
from setupscope.data.scoring.outcomes import OutcomeCodes, ranks


@pytest.fixture(scope="module")
def rel_at_1(shipped):
    """Setups of segmentation-source under Rel@1."""
    chosen = "scenario = 'segmentation-source' AND measure = 'rel_at_1'"
    return shipped.setups().filter(chosen).df()


def test_the_winners_values_and_the_share_of_ties_are_those_of_pandas(shipped):
    frame = shipped.setups().filter("scenario = 'segmentation-source'").df()
    metrics = list(shipped.study.metric_keys)
    for row in usefulness(frame).to_dict("records"):
        part = frame[frame["measure"] == row["measure"]]
        rates = win_rates(part).set_index("metric")["win_rate"]
        assert row["winner"] == rates.idxmax()
        assert row["median"] == pytest.approx(part[row["winner"]].median(), abs=1e-7)
        assert row["all_tied"] == pytest.approx((part[metrics].nunique(axis=1) == 1).mean())
        if row["measure"] == "rel_at_1":
            assert row["all_tied"] == pytest.approx(0.22, abs=0.005)
            assert np.isnan(row["share_not_positive"])
        else:
            assert row["share_not_positive"] == pytest.approx((part[row["winner"]] <= 0).mean())


def test_a_random_pick_is_the_pools_mean_over_its_best(shipped, rel_at_1):
    few = rel_at_1.sample(80, random_state=2)
    measured = shipped.measurements()
    measured = measured[measured["table"] == "segmentation"]
    names = shipped.study.names_of("segmentation-source").candidates
    expected = []
    for row in few.to_dict("records"):
        pool = [name for bit, name in enumerate(names) if row["pool"] >> bit & 1]
        held = measured[(measured["target"] == row["given"]) & measured["source"].isin(pool)]
        expected.append(held["performance"].mean() / held["performance"].max())
    found = usefulness(few, None, shipped.measurements(), shipped.study)
    assert found["random_pick"].iloc[0] == pytest.approx(np.mean(expected), abs=1e-12)
    assert usefulness(few)["random_pick"].isna().all()


def test_a_copy_halves_the_win_rate_and_is_named(shipped):
    frame = shipped.setups().filter("scenario = 'segmentation-source'").df()
    metrics = [*shipped.study.metric_keys, "copy"]
    copied = frame.assign(copy=frame["logme"], covered=2**6 - 1)
    copied["outcome"] = OutcomeCodes().encode(ranks(copied[metrics].to_numpy(np.float32)))
    before = win_rates(frame).set_index("metric")["win_rate"]["logme"]
    after = win_rates(copied).set_index("metric")["win_rate"]
    assert before == pytest.approx(0.50, abs=0.005)
    assert after["logme"] == after["copy"] == pytest.approx(0.27, abs=0.005)
    found = near_copies(copied)
    assert len(found[(found["a"] == "logme") & (found["b"] == "copy")]) == 4
    assert any(
        "logme and copy order the setups almost identically" in text for text in remarks(copied)
    )


def test_correlations_are_those_of_pandas(shipped, rel_at_1):
    frame = shipped.setups().filter("scenario = 'segmentation-source'").df()
    for row in near_copies(frame).to_dict("records"):
        part = frame[frame["measure"] == row["measure"]]
        expected = part[[row["a"], row["b"]]].corr("spearman").iloc[0, 1]
        assert row["correlation"] == pytest.approx(expected, abs=1e-9)
        assert expected > 0.95


@given(ROWS)
def test_near_copies_with_ties_and_nulls_are_those_of_pandas(rows):
    frame = frame_of(rows)
    found = near_copies(frame).set_index(["scenario", "measure", "a", "b"])["correlation"]
    expected = {}
    for levels, part in frame.groupby(["scenario", "measure"]):
        table = part[list(METRICS)].astype(float).corr("spearman", min_periods=2)
        for a, b in combinations(METRICS, 2):
            if table.loc[a, b] > 0.95:
                expected[(*levels, a, b)] = pytest.approx(table.loc[a, b], abs=1e-9)
    assert found.to_dict() == expected


def test_under_rel_at_1_pairs_and_mean_rank_name_another_winner(rel_at_1):
    row = other_winners(rel_at_1).iloc[0]
    assert row["by_win_rate"] == "gbc"
    assert row["by_pairs"] == row["by_mean_rank"] == "logme"
    assert not row["agree"]
    assert (
        "gbc has the highest win rate, but logme beats every other metric one on one"
        in remarks(rel_at_1)[0]
    )


@given(rows=ROWS)
def test_other_winners_equal_their_definitions_within_the_field(rows):
    frame = frame_of(rows)
    for row in other_winners(frame).to_dict("records"):
        part = frame[frame["scenario"] == row["scenario"]]
        field = slow.field(part, METRICS, METRICS)
        compared = len(field) > 1 and len(slow.contests(part, field, METRICS))
        if not compared:
            named = ["by_win_rate", "by_pairs", "by_pairs_margin", "by_mean_rank"]
            assert pd.isna([row[name] for name in named]).all()
            assert row["agree"]
            continue
        assert row["by_win_rate"] == slow.best_of(slow.field_rates(part, field, METRICS))[0]
        means = ranks_of(part, field)
        assert row["by_mean_rank"] == means.index[means <= means.min() + 1e-12][0]
        margins = {
            a: min(slow.improvement(part, METRICS, a, b, field) for b in field if b != a) - 1 / 2
            for a in field
        }
        ahead = [metric for metric, margin in margins.items() if margin > 1e-12]
        assert len(ahead) < 2
        assert row["by_pairs"] == ahead[0] if ahead else pd.isna(row["by_pairs"])
        expected = margins[ahead[0]] if ahead else np.nan
        assert row["by_pairs_margin"] == pytest.approx(expected, abs=1e-12, nan_ok=True)


def ranks_of(part, field):
    """Mean rank of each metric within contests of the field, each given weighing the same."""
    whole = slow.contests(part, field, METRICS)
    rank = whole[field].fillna(-9).rank(axis=1, ascending=False)
    return rank.groupby(whole["given"]).mean().mean()


def test_the_pairwise_winners_margin_is_its_narrowest():
    rows = [setup("x", 1.0, 0.5, 0.0), setup("x", 1.0, 0.5, 2.0, pool=3), setup("y", 1.0, 0.5, 0.0)]
    rows += [setup("y", 0.5, 1.0, 0.0, pool=3)]
    row = other_winners(frame_of(rows)).iloc[0]
    # Over two it is better in 1 of 2 and 2 of 2 setups, over three in 2 of 2 and 1 of 2.
    assert (row["by_pairs"], row["by_pairs_margin"]) == ("one", 0.25)
    closer = other_winners(frame_of([*rows, setup("y", 0.0, 1.0, 0.0, pool=5)])).iloc[0]
    assert closer["by_pairs_margin"] == pytest.approx((1 + 1 / 3) / 2 - 1 / 2)
    round_ = [(1.0, 0.5, 0.0), (0.0, 1.0, 0.5), (0.5, 0.0, 1.0)]
    nobody = frame_of([setup("x", *v, pool=p) for v, p in zip(round_, (3, 5, 6), strict=True)])
    row = other_winners(nobody).iloc[0]
    assert row["by_pairs"] is None or pd.isna(row["by_pairs"])
    assert np.isnan(row["by_pairs_margin"])


def test_usefulness_is_of_the_field_and_of_its_contests():
    rows = [setup(g, 0.5, -0.5, 1.0, covered=7 if g == "x" else 3) for g in "xyz"]
    rows += [setup("x", -1.0, -1.0, -1.0, pool=3, covered=3)]
    rows += [setup("y", NULL, NULL, NULL, pool=3)]
    row = usefulness(frame_of(rows)).iloc[0]
    assert row["winner"] == "one"
    assert row["median"] == 0.5
    assert row["share_not_positive"] == 1 / 4
    # In one of the four contests both complete metrics are level.
    assert row["all_tied"] == 1 / 4
    assert (row["setups"], row["givens"]) == (5, 3)


def hand_made(performances):
    """A study of one given and the transfers to it, with setups of three pools."""
    study = SimpleNamespace(
        scenario=lambda name: SimpleNamespace(table="t", given="target", candidates="source"),
        names_of=lambda name: SimpleNamespace(candidates=("a", "b", "c")),
    )
    measured = pd.DataFrame({"source": list("abc"), "performance": performances})
    rows = [setup("x", 1.0, 0.5, 0.0, pool=pool, measure="rel_at_1") for pool in (3, 5, 7)]
    return frame_of(rows), measured.assign(table="t", target="x", backbone="frozen"), study


@pytest.mark.parametrize(
    ("performances", "expected"),
    [
        ([0.2, 0.4, 0.8], np.mean([0.3 / 0.4, 0.5 / 0.8, 1.4 / 3 / 0.8])),
        ([0.2, 0.4, -0.1], 0.3 / 0.4),
        ([0.0, 0.0, 0.5], np.mean([0.5, 1 / 3])),
        ([-0.2, 0.4, 0.8], np.nan),
        ([0.0, 0.0, 0.0], np.nan),
    ],
)
def test_a_random_pick_counts_pools_in_which_rel_at_1_is_defined(performances, expected):
    frame, measured, study = hand_made(performances)
    found = usefulness(frame, None, measured, study)["random_pick"].iloc[0]
    assert found == pytest.approx(expected, nan_ok=True)


@given(rows=ROWS)
def test_made_up_frames_never_fail(rows):
    frame = frame_of(rows)
    assert len(usefulness(frame)) == len(frame.groupby(["scenario", "measure"]))
    assert all(isinstance(text, str) for text in remarks(frame))
