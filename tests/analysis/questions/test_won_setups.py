"""The setups behind a win rate: those that pandas finds, the margin's order kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import METRICS, ROWS, frame_of
from setupscope.analysis.questions.won_setups import ORDERS, won_setups
from setupscope.data import InputError

PARTS = ["scenario", "given", "backbone", "measure", "pool"]


@given(ROWS, st.sampled_from(METRICS), st.sampled_from(ORDERS), st.integers(1, 5))
def test_the_listed_setups_are_those_that_the_metric_wins(rows, metric, order, most):
    frame = frame_of(rows).drop_duplicates(PARTS, ignore_index=True)
    others = [name for name in METRICS if name != metric]
    best_other = frame[others].max(axis=1)
    won = frame[frame[metric].notna() & ~(best_other > frame[metric])]
    margins = (won[metric].astype(float) - best_other[won.index].astype(float)).to_numpy()
    table, total = won_setups(frame, metric, order=order, most=most)
    assert total == len(won)
    assert len(table) == min(most, len(won))
    sign = -1 if order == "widest" else 1
    expected = sorted(sign * margin for margin in margins if margin == margin)[:most]
    found = table["margin"].dropna().to_numpy() * sign
    assert found == pytest.approx(expected[: len(found)])
    if table.empty:
        return
    merged = table.merge(frame, on=PARTS)
    assert (merged["value"] == merged[metric]).all()
    for row in merged.dropna(subset="second").to_dict("records"):
        assert row[row["second"]] == np.nanmax([row[name] for name in others])


def test_an_unknown_metric_is_named():
    with pytest.raises(InputError, match="unknown metric 'four'"):
        won_setups(frame_of([("s", "x", "frozen", "kendall", 7, 7, 1.0, 0.0, 0.0)]), "four")
