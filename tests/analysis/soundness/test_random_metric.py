"""What a metric wins that knows nothing."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from planted import METRICS, planted, study_of
from setupscope.analysis import win_rates
from setupscope.analysis.soundness.random_metric import (
    against_random,
    random_metric,
    random_scores,
)
from setupscope.analysis.soundness.sampled import sampled_blocks
from setupscope.data.storage.derived import derived_store
from setupscope.data.study.study import Metric
from setupscope.data.study.transfers import Transfers

KNOWN = {
    "segmentation-source": (0.039, 0.080),
    "classification-source": (0.032, 0.059),
    "segmentation-target": (0.011, 0.022),
    "classification-target": (0.044, 0.064),
}
"""Mean and 95 % quantile from 200 draws of their own."""


@pytest.mark.parametrize("scenario", KNOWN)
def test_the_shipped_figures_come_out(shipped, scenario):
    row = random_metric(shipped.study, shipped.transfers(), scenario).iloc[-1]
    mean, q95 = KNOWN[scenario]
    assert row["win_rate"] == pytest.approx(mean, abs=0.006)
    assert row["q95"] == pytest.approx(q95, abs=0.012)


def test_with_all_pools_it_is_the_win_rate_of_a_column_of_scores():
    study, transfers = planted("noise", 2)
    found = sampled_blocks(study, transfers, "sets-source")
    frame = transfers.table.to_pandas().set_index(["target", "source"]).sort_index()
    frame["random"] = np.concatenate([s[:, 0] for s in random_scores(found, 1)])
    table = pa.Table.from_pandas(frame.reset_index(), preserve_index=False)
    more = replace(study, metrics=(*study.metrics, Metric("random", "Random")))
    store = derived_store(more, Transfers(table), "with a random metric")
    rates = win_rates(store.setups()).set_index("metric")["win_rate"]
    row = random_metric(study, transfers, "sets-source", draws=1).iloc[0]
    assert row["win_rate"] == pytest.approx(rates["random"], abs=1e-12)
    assert 0 < row["win_rate"] == row["q95"]


def test_the_scores_are_the_same_for_all_backbones(shipped):
    found = sampled_blocks(shipped.study, shipped.transfers(), "classification-source")
    scores = random_scores(found, 2)
    assert [one.block.backbone for one in found[:2]] == ["fine-tuned", "frozen"]
    np.testing.assert_array_equal(scores[0], scores[1])
    assert not np.isclose(scores[0], scores[2]).any()
    np.testing.assert_array_equal(found[0].masks, found[1].masks)
    assert len(found[0].masks) == len(set(found[0].masks)) == 300


def test_a_seed_gives_the_same_numbers_and_another_one_others():
    study, transfers = planted("winner", 0)
    one, again, other = (
        random_metric(study, transfers, "sets-source", 20, 10, seed) for seed in (0, 0, 1)
    )
    pd.testing.assert_frame_equal(one, again)
    assert one["win_rate"].tolist() != other["win_rate"].tolist()


def test_metrics_are_above_within_or_below_a_random_one():
    random = pd.DataFrame(
        {"scenario": ["s"], "backbone": ["b"], "win_rate": [0.2], "q95": [0.3], "reason": [None]}
    )
    numbers = [(0.6, 0.4, 0.8), (0.25, 0.1, 0.4), (0.1, 0.0, 0.9), (0.5, np.nan, np.nan)]
    rates = pd.DataFrame(numbers, columns=["win_rate", "low", "high"])
    rates = rates.assign(scenario="s", backbone="b", partial=False, reason=None, metric=[*"abcd"])
    found = against_random(random, rates)
    assert found["place"].tolist()[:3] == ["above", "within", "below"]
    assert pd.isna(found["place"].iloc[3])


def test_partial_metrics_take_no_part_and_without_complete_ones_it_says_so():
    study, transfers = planted("winner", 0)
    table = transfers.table.to_pandas()
    for place, metric in enumerate(METRICS):
        table.loc[place, metric] = np.nan
    lacking = Transfers(pa.Table.from_pandas(table, preserve_index=False))
    row = random_metric(study, lacking, "sets-source", 5, 20).iloc[0]
    assert (row["metrics"], row["reason"]) == (
        0,
        "no metric has scores for all setups that are compared",
    )
    fewer = study_of(metrics=("one", "two"))
    without = Transfers(transfers.table.drop_columns(["three", "four", "five"]))
    few = random_metric(fewer, without, "sets-source", 5, 20)
    table["one"], table["two"] = (transfers.table[m].to_numpy() for m in ("one", "two"))
    partial = Transfers(pa.Table.from_pandas(table, preserve_index=False))
    found = random_metric(study, partial, "sets-source", 5, 20)
    assert found["win_rate"].tolist() == few["win_rate"].tolist()
    assert found["metrics"].tolist() == [2]
