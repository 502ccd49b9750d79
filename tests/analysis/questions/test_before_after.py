"""What moved between two slices is what either says by itself."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from made_up import METRICS, PARTIAL, ROWS, WITH_A_PARTIAL_METRIC, frame_of, setup
from setupscope.analysis import before_after, conclusion, win_rates
from setupscope.data.errors import InputError

ENDS = ("before", "after")


@given(rows=ROWS, others=ROWS)
@settings(max_examples=6)
def test_either_side_is_what_win_rates_and_conclusion_say_of_it(rows, others):
    frames = dict(zip(ENDS, (frame_of(rows), frame_of(others)), strict=True))
    table = before_after(*frames.values())
    had, has = (set(frame["scenario"]) for frame in frames.values())
    pairs = {(name, name) for name in had & has} or {(b, a) for a in had for b in has}
    assert set(zip(table["scenario"], table["against"], strict=True)) == pairs
    assert len(table) == len(pairs) * len(METRICS)
    for name, frame in frames.items():
        rates = win_rates(frame).set_index(["scenario", "metric"])["win_rate"]
        concluded = conclusion(frame).groupby("scenario", sort=False).nth(-1)
        for row in table.to_dict("records"):
            scenario = row["against" if name == "before" else "scenario"]
            assert row[f"rate_{name}"] == pytest.approx(rates[scenario, row["metric"]], nan_ok=True)
            (last,) = concluded[concluded["scenario"] == scenario].to_dict("records")
            for key in ("winner", "runner_up", "lead", "verdict", "setups", "givens"):
                pd.testing.assert_series_equal(
                    pd.Series([row[f"{key}_{name}"]], dtype=object),
                    pd.Series([last[key]], dtype=object),
                )


@settings(max_examples=4)
@given(rows=WITH_A_PARTIAL_METRIC)
def test_every_null_has_a_reason_and_a_partial_metric_no_place(rows):
    frame = frame_of(rows, PARTIAL)
    table = before_after(frame, frame[frame["given"] < "d"])
    told = table.drop(columns="reason")
    assert (told.notna().all(axis=1) | table["reason"].notna()).all()
    lacks = win_rates(frame).set_index("metric")["partial"].astype(bool)
    placed = table.set_index("metric")["place_before"]
    assert placed[lacks[lacks].index].isna().all()


def test_places_ties_and_metrics_that_come_and_go():
    frame = frame_of([setup("x", 1, 1, 0), setup("y", 1, 0, 1), setup("z", 0, 1, 0)])
    table = before_after(frame, frame, ["one", "three"], metrics_before=["two", "one"])
    by_metric = table.set_index("metric")
    assert table["metric"].tolist() == ["one", "three", "two"]
    np.testing.assert_allclose(by_metric["rate_before"], [0.5, np.nan, 0.5])
    np.testing.assert_allclose(by_metric["rate_after"], [2 / 3, 1 / 3, np.nan])
    assert by_metric["place_before"].tolist()[::2] == [1, 1]
    assert by_metric["place_after"].tolist()[:2] == [1, 2]
    assert by_metric.loc["two", "reason"].endswith("not among those compared")
    assert table["winner_before"].iloc[0] == "two"  # the first of those that tie
    assert table["lead_before"].iloc[0] == 0
    assert set(before_after(frame, frame)["reason"]) == {"fewer than 6 givens"}


def test_of_no_setups_nothing_moves():
    frame = frame_of([setup("x", 1, 0, 0)])
    assert before_after(frame.head(0), frame).empty
    assert before_after(frame, frame.head(0)).empty
    with pytest.raises(InputError):
        before_after(frame, frame, ["four"])
