"""How large a lead would be clear, from the half-widths of the leads."""

import numpy as np
import pytest
from scipy import stats

from made_up import frame_of, setup
from setupscope.analysis import leads_of_winner
from setupscope.analysis.soundness.power import power


def test_the_shipped_figures_come_out(shipped):
    table = power(shipped.setups().filter("scenario LIKE '%-source'"))
    first = table.groupby(["scenario", "backbone"]).first()
    whole = first.loc[[("segmentation-source", "unstated"), ("classification-source", "all")]]
    assert whole["winner"].tolist() == ["logme", "nleep"]
    assert whole["smallest"].tolist() == pytest.approx([0.60, 0.38], abs=0.005)


def test_it_is_two_quantiles_of_t_times_the_standard_error(small):
    setups = small.setups().filter("scenario = 'classification-source'")
    table = power(setups).query("backbone == 'all'").set_index("metric")
    for lead in leads_of_winner(setups).to_dict("records"):
        row = table.loc[lead["metric"]]
        assert (row["givens"], row["candidates"]) == (9, 19)
        quantiles = stats.t.ppf([0.975, 0.8], 8)
        assert row["lead"] == pytest.approx(lead["lead"])
        assert row["se"] == pytest.approx(lead["half_width"] / quantiles[0])
        assert row["smallest"] == pytest.approx(row["se"] * quantiles.sum())
        assert row["se"] == pytest.approx(np.hypot(row["se_givens"], row["se_candidates"]))
        se = np.hypot(row["se_givens"] * np.sqrt(9 / 14), row["se_candidates"])
        assert row["more_givens"] == pytest.approx(se * stats.t.ppf([0.975, 0.8], 13).sum())
        se = np.hypot(row["se_givens"], row["se_candidates"] * np.sqrt(19 / 24))
        assert row["more_candidates"] == pytest.approx(se * quantiles.sum())


def test_where_givens_are_candidates_five_more_are_both(small):
    row = power(small.setups().filter("scenario = 'segmentation-source'")).iloc[0]
    assert row["se"] == row["se_candidates"]
    assert row["more_givens"] == row["more_candidates"]
    expected = row["se"] * np.sqrt(17 / 22) * stats.t.ppf([0.975, 0.8], 21).sum()
    assert row["more_givens"] == pytest.approx(expected)


def test_without_a_winner_or_candidates_to_leave_out_it_says_why():
    frame = frame_of([setup(given, 1.0, 0.0, 0.5) for given in "uvwxyz"])
    assert power(frame, ["one"])["reason"].tolist() == ["only one metric is compared"]
    table = power(frame)
    assert table["metric"].tolist() == ["two", "three"]
    assert table[["se", "smallest"]].isna().all(axis=None)
    assert set(table["reason"]) == {"the pools of the slice leave no candidate out"}
    assert power(frame_of([])).empty
