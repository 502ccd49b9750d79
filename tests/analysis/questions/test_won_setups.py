"""The setups behind a win rate: those that pandas finds, the margin's order kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up import MANY_GIVENS, METRICS, ROWS, frame_of, setup
from setupscope.analysis import win_rates
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.margin_lists import ORDERS
from setupscope.analysis.questions.won_setups import won_setups
from setupscope.data import InputError

PARTS = ["scenario", "given", "backbone", "measure", "pool"]


@given(
    st.one_of(ROWS, MANY_GIVENS),
    st.sampled_from(METRICS),
    st.sampled_from(ORDERS),
    st.integers(1, 5),
)
def test_the_listed_setups_are_those_that_the_metric_wins(rows, metric, order, most):
    frame = frame_of(rows).drop_duplicates(PARTS, ignore_index=True)
    frame = frame[frame["scenario"] == "t"]
    won, others = won_by_definition(frame, metric)
    best_other = won[others].astype(float).max(axis=1)
    margins = (won[metric].astype(float) - best_other).tolist()
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
        assert row["second"] in others
        assert row[row["second"]] == np.nanmax([row[name] for name in others])


def won_by_definition(frame, metric):
    """Contests of the field and the metric in which the metric is the best, and the others."""
    field = slow.field(frame, METRICS, METRICS) if has_contests(frame) else []
    group = [name for name in METRICS if name in field or name == metric]
    compared = slow.contests(frame, group, METRICS)
    everyone = sum(1 << METRICS.index(name) for name in group)
    compared = compared[(compared["covered"].to_numpy(np.int64) & everyone) == everyone]
    won = compared[compared[metric].notna() & (compared[metric] == compared[group].max(axis=1))]
    return won, [name for name in group if name != metric]


def has_contests(frame):
    return len(slow.contests(frame, METRICS, METRICS)) > 0


def test_their_number_is_that_of_the_wins_where_nobody_ties():
    rng = np.random.default_rng(0)
    rows = [setup(g, *rng.permutation([1.0, 0.5, 0.0]), pool=p) for g in "uvw" for p in (3, 5, 6)]
    frame = frame_of(rows)
    wins = win_rates(frame).set_index("metric")["wins"]
    assert {metric: won_setups(frame, metric)[1] for metric in METRICS} == wins.to_dict()


def test_an_unknown_metric_is_named():
    with pytest.raises(InputError, match="unknown metric 'four'"):
        won_setups(frame_of([("s", "x", "frozen", "kendall", 7, 7, 1.0, 0.0, 0.0)]), "four")
