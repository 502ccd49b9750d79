"""Small studies that were answered wrongly once, from their table of results to the answer."""

import numpy as np
import pandas as pd
import pytest

from setupscope.analysis import conclusion, leads_of_winner, usefulness, win_rates
from setupscope.data import open_store
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.proposals import StudyOptions, propose_study
from setupscope.data.pools import PoolRule
from setupscope.data.readers.files import read_sheet
from setupscope.data.storage.building import build

NOISE = {"a": 0.4, "b": 0.1, "c": 0.3}


def results(models, targets, seed):
    """A row per transfer; the scores of b are nearest to the performances."""
    rng = np.random.default_rng(seed)
    pairs = [(f"m{m}", f"d{d}") for d in range(targets) for m in range(models)]
    table = pd.DataFrame(pairs, columns=["model", "dataset"])
    table["acc"] = rng.uniform(0, 1, len(table)).round(4)
    for metric, noise in NOISE.items():
        table[metric] = (table["acc"] + rng.normal(0, noise, len(table))).round(4)
    return table


def store_of(table, folder, leave_out=1):
    """The store of a study that was imported from a table; models are ranked."""
    file = folder / "results.csv"
    table.to_csv(file, index=False)
    layout = Layout("model", "dataset", "acc", metrics=tuple(NOISE))
    rule = PoolRule(leave_out=leave_out)
    proposal = propose_study(
        [read_sheet(file)], "small", layout, "drawn", StudyOptions(rule, "source")
    )
    build(proposal.draft.write(folder / "small.study"), folder / "store")
    return open_store(folder / "store")


@pytest.fixture(scope="module")
def of_one_target(tmp_path_factory):
    """Eight targets, of which b has scores for the first alone, and perfect ones."""
    table = results(6, 8, 1)
    table["b"] = table["acc"].where(table["dataset"] == "d0")
    return store_of(table, tmp_path_factory.mktemp("one"))


def test_a_metric_scored_for_one_target_has_no_interval_and_nothing_leads_it(of_one_target):
    setups = of_one_target.setups()
    rates = win_rates(setups).set_index("metric")
    assert rates["partial"].to_dict() == {"a": False, "b": True, "c": False}
    assert rates["covered_givens"].to_dict() == {"a": 8, "b": 1, "c": 8}
    assert rates.loc["b", ["low", "high", "p_best"]].isna().all()
    assert rates.loc["b", "reason"] == "fewer than 6 givens"
    assert rates.loc[["a", "c"], ["low", "high", "p_best"]].notna().all(axis=None)
    assert rates.loc[["a", "c"], "win_rate"].sum() == pytest.approx(1)


def test_it_is_compared_over_the_target_that_it_has_and_the_verdict_is_without_it(of_one_target):
    frame = of_one_target.setups().df()
    leads = leads_of_winner(frame).set_index("metric")
    winner = leads["winner"].iloc[0]
    assert winner in ("a", "c")
    row = leads.loc["b"]
    held = frame[frame["given"] == "d0"]
    shares = held[list(NOISE)].eq(held[list(NOISE)].max(axis=1), axis=0)
    shares = shares.div(shares.sum(axis=1), axis=0).mean()
    assert row["lead"] == pytest.approx(shares[winner] - shares["b"])
    assert row["lead"] < 0
    assert row["lead"] != pytest.approx(leads["lead"].iloc[0])
    assert (row["covered_givens"], row["covered_setups"]) == (1, len(held))
    assert row[["low", "high", "p", "low_all"]].isna().all()
    without = conclusion(frame, ["a", "c"]).iloc[-1]
    assert conclusion(frame).iloc[-1][["winner", "verdict"]].equals(without[["winner", "verdict"]])


@pytest.fixture(scope="module")
def negative(tmp_path_factory):
    """Eight targets, six of which have a negative performance in every pool."""
    table = results(6, 8, 2)
    low = table["dataset"].isin([f"d{d}" for d in range(6)]) & table["model"].isin(["m0", "m1"])
    table.loc[low, "acc"] -= 1.5
    return store_of(table, tmp_path_factory.mktemp("negative"))


def test_where_rel_at_1_has_no_value_shares_of_a_target_still_sum_to_one(negative):
    frame = negative.setups().df()
    undefined = frame[list(NOISE)].isna().all(axis=1)
    assert undefined.sum() == 6 * 7
    assert set(frame.loc[undefined, "measure"].astype(str)) == {"rel_at_1"}
    assert frame.loc[undefined, "given"].nunique() == 6
    of_given = win_rates(frame, by=["given"])
    np.testing.assert_allclose(of_given.groupby("given")["win_rate"].sum(), 1, atol=1e-12)
    assert set(win_rates(frame)["no_contest"]) == {6 * 7}
    assert win_rates(frame)["win_rate"].sum() == pytest.approx(1)


def test_what_has_no_value_is_counted_and_leaves_two_targets_without_an_interval(negative):
    frame = negative.setups().df()
    table = win_rates(frame[frame["measure"] == "rel_at_1"])
    assert set(table["undefined"]) == set(table["no_contest"]) == {6 * 7}
    assert (set(table["givens"]), set(table["covered_givens"])) == ({8}, {2})
    assert table["low"].isna().all()
    row = conclusion(frame).set_index("measure").loc["rel_at_1"]
    assert row["verdict"] is None or pd.isna(row["verdict"])
    pick = usefulness(frame, None, negative.measurements(), negative.study)
    assert 0 < pick.set_index("measure").loc["rel_at_1", "random_pick"] < 1


@pytest.fixture(scope="module")
def leaderboard(tmp_path_factory):
    """Six targets and eight models; b and c lack three of the models each, in every target."""
    table = results(8, 6, 3)
    table.loc[table["model"].isin(["m0", "m1", "m2"]), "b"] = np.nan
    table.loc[table["model"].isin(["m5", "m6", "m7"]), "c"] = np.nan
    return store_of(table, tmp_path_factory.mktemp("leaderboard"))


def test_one_metric_that_alone_covers_the_pools_leads_nobody(leaderboard):
    frame = leaderboard.setups().df()
    reason = "no setup has scores of two metrics for all candidates of its pool"
    table = win_rates(frame).set_index("metric")
    assert table["win_rate"].isna().all()
    assert (table["no_contest"] == len(frame)).all()
    assert table["not_covered"].to_dict() == {"a": 0, "b": len(frame), "c": len(frame)}
    assert table.loc["a", "reason"] == reason
    never = "the metric has no score for all candidates of any pool here"
    assert table.loc[["b", "c"], "reason"].tolist() == [never] * 2
    concluded = conclusion(frame)
    assert concluded["winner"].isna().all()
    assert set(concluded["reason"]) == {reason}
    assert leads_of_winner(frame).empty
