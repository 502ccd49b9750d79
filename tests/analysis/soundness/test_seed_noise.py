"""Who wins where performances are moved."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from planted import planted
from setupscope.analysis import win_rates
from setupscope.analysis.soundness.seed_noise import Rerun, seed_noise
from setupscope.data.storage.derived import derived_store
from setupscope.data.study.transfers import Transfers

SCENARIO = "sets-source"


def with_errors(transfers, errors):
    column = pa.array(np.broadcast_to(errors, len(transfers.table)).astype(float))
    return Transfers(transfers.table.append_column("performance_error", column))


def test_the_shipped_figures_come_out(shipped):
    """LogME's mean lead and how often it is first, from 25 draws of their own."""
    bounded = tuple(replace(t, performance_bounds=(0.0, 1.0)) for t in shipped.study.tables)
    study = replace(shipped.study, tables=bounded)
    table = seed_noise(study, shipped.transfers(), "segmentation-source", 40, 150)
    assert set(table["winner"]) == {"logme"}
    assert table["size"].tolist() == [0.005, 0.01, 0.02]
    assert table["lead"].tolist() == pytest.approx([0.29, 0.24, 0.14], abs=0.02)
    assert (table["same"] > 0.9).all()
    assert (table["lead_q05"] < table["lead"]).all()


def test_a_draw_is_the_win_rate_of_a_store_of_moved_performances():
    study, transfers = planted("winner", 1)
    rerun = Rerun.of(study, transfers, SCENARIO, 1, 0)
    table = seed_noise(study, transfers, SCENARIO, 1).set_index("size")
    measured = transfers.table["performance"].to_numpy()
    for size, row in table.iterrows():
        moved = (measured + size * rerun.noise[:, 0]).clip(0, 1)
        place = transfers.table.column_names.index("performance")
        other = transfers.table.set_column(place, "performance", pa.array(moved))
        store = derived_store(study, Transfers(other), f"moved by {size}")
        rates = win_rates(store.setups()).set_index("metric")["win_rate"]
        assert row["lead"] == pytest.approx(rates["one"] - rates.drop("one").max())


def test_without_noise_nothing_changes():
    study, transfers = planted("winner", 0)
    row = seed_noise(study, with_errors(transfers, 0.0), SCENARIO, 5, 20).iloc[0]
    assert (row["noise"], row["same"]) == ("measured", 1)
    assert np.isnan(row["size"])
    assert row["lead"] == row["lead_q05"] == pytest.approx(row["lead_without"])


def test_measured_errors_are_those_of_each_transfer_and_large_ones_undo_the_winner():
    study, transfers = planted("winner", 0)
    small, large = (
        seed_noise(study, with_errors(transfers, error), SCENARIO, 30, 20).iloc[0]
        for error in (0.001, 0.9)
    )
    assert small["same"] == 1
    assert large["same"] < 0.9
    missing = np.full(len(transfers.table), np.nan)
    assumed = seed_noise(study, with_errors(transfers, missing), SCENARIO, 2, 5)
    assert set(assumed["noise"]) == {"assumed"}


def test_performances_are_cut_off_at_stated_bounds_alone():
    study, transfers = planted("winner", 0)
    errors = with_errors(transfers, 3.0)
    inside = next(Rerun.of(study, errors, SCENARIO, 9, 0).performances())[1]
    assert (np.min(inside), np.max(inside)) == (0, 1)
    free = replace(study, tables=(replace(study.tables[0], performance_bounds=None),))
    outside = next(Rerun.of(free, errors, SCENARIO, 9, 0).performances())[1]
    assert np.min(outside) < -1
    # Without bounds, sizes are in units of the range.
    rerun = Rerun.of(free, transfers, SCENARIO, 1, 0)
    measured = transfers.table["performance"].to_numpy()
    assert rerun.sizes[0][2] == pytest.approx(0.005 * np.ptp(measured))


def test_it_says_how_far_it_is_can_be_ended_and_gives_the_same_bytes_again():
    study, transfers = planted("winner", 0)
    steps = []
    one = seed_noise(study, transfers, SCENARIO, 2, 5, progress=lambda *step: steps.append(step))
    assert steps == [(done, 3 * 12) for done in range(1, 3 * 12 + 1)]
    pd.testing.assert_frame_equal(one, seed_noise(study, transfers, SCENARIO, 2, 5))

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed_noise(study, transfers, SCENARIO, 2, 5, progress=stop)


def test_one_metric_has_nobody_to_win_against():
    study, transfers = planted("winner", 0)
    alone = replace(study, metrics=study.metrics[:1])
    table = seed_noise(alone, transfers, SCENARIO, 2, 5)
    assert table["reason"].tolist() == ["only one metric is compared"]
