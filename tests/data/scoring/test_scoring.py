"""Scored setups: their parts, and what a missing score does to them."""

import numpy as np
import pytest
from scipy import stats

import setupscope.data.scoring.row_groups
import setupscope.data.scoring.scoring
from setupscope.data.errors import InputError
from setupscope.data.pools import PoolRule
from setupscope.data.scoring.scoring import count_setups, scored
from setupscope.data.study.study_file import load_study
from setupscope.data.study.transfers import read_transfers


def read(study_file, rule=None):
    study = load_study(study_file).with_rule(rule)
    return study, read_transfers(study, study_file.parent)


def test_setups_are_counted_before_they_are_scored(tiny):
    study, transfers = read(tiny)
    batches = list(scored(study, transfers, "sets-source"))
    assert count_setups(study, transfers) == {"sets-source": 2 * 4 * (1 + 5 + 10)}
    assert sum(len(batch.pool) for batch in batches) == 2 * 4 * 16


def test_the_roster_puts_the_given_back_where_it_is_a_candidate(tiny):
    study, transfers = read(tiny)
    for batch in scored(study, transfers, "sets-source"):
        given = 1 << 5 if batch.block.given == "x" else 0
        assert (batch.roster == batch.pool | given).all()
        if batch.block.given == "x":
            assert (batch.pool & given == 0).all()
        assert [int(mask).bit_count() for mask in batch.pool] == batch.pool_size.tolist()


def test_small_batches_give_the_same_setups_as_large_ones(tiny, monkeypatch):
    study, transfers = read(tiny)
    whole = [batch.values for batch in scored(study, transfers, "sets-source")]
    monkeypatch.setattr(setupscope.data.scoring.scoring, "POOLS_AT_ONCE", 3)
    monkeypatch.setattr(setupscope.data.scoring.row_groups, "ROW_GROUP", 7)
    parts = [batch.values for batch in scored(study, transfers, "sets-source")]
    assert len(parts) > len(whole)
    np.testing.assert_array_equal(np.concatenate(parts), np.concatenate(whole))


def test_a_missing_score_leaves_the_pools_that_need_it_and_no_others(tiny):
    study, transfers = read(tiny)
    before = list(scored(study, transfers, "sets-source"))
    table = tiny.parent / "sets.csv"
    table.write_text(table.read_text().replace("c,x,0.3,3,-2", "c,x,0.3,,-2"))
    study, transfers = read(tiny)
    for old, new in zip(before, scored(study, transfers, "sets-source"), strict=True):
        lacks = (new.pool >> 2 & 1).astype(bool) & (new.block.given == "x")
        assert (new.covered == np.where(lacks, 0b10, 0b11)).all()
        assert np.isnan(new.values[lacks, 0]).all()
        np.testing.assert_array_equal(new.values[~lacks], old.values[~lacks])
        np.testing.assert_array_equal(new.values[:, 1], old.values[:, 1])


def test_a_metric_without_a_single_score_covers_nothing(tiny):
    table = tiny.parent / "sets.csv"
    rows = [line.split(",") for line in table.read_text().splitlines()]
    blanked = [row if index == 0 else [*row[:3], "", row[4]] for index, row in enumerate(rows)]
    table.write_text("\n".join(",".join(row) for row in blanked) + "\n")
    study, transfers = read(tiny)
    for batch in scored(study, transfers, "sets-source"):
        assert (batch.covered == 0b10).all()
        assert np.isnan(batch.values[:, 0]).all()


def test_values_are_scipys_on_a_pool_read_by_hand(tiny):
    study, transfers = read(tiny)
    batch = next(b for b in scored(study, transfers, "sets-source") if b.measure.key == "kendall")
    index = batch.pool.tolist().index(0b11011)
    expected = stats.kendalltau([0.1, 0.2, 0.4, 0.5], [-1, -3, -5, -4])[0]
    assert batch.values[index, 1] == np.float32(expected)


def test_a_rule_that_asks_for_too_many_setups_is_refused(tiny, monkeypatch):
    monkeypatch.setattr(setupscope.data.scoring.scoring, "MAX_SETUPS", 10)
    with pytest.raises(InputError, match="gives 128 setups, but at most 10 are accepted"):
        count_setups(*read(tiny))


def test_a_rule_that_leaves_a_given_no_pool_is_refused(tiny):
    with pytest.raises(InputError, match="has 5 candidates, but at least 6 are needed"):
        count_setups(*read(tiny, PoolRule(min_pool=6)))
