"""The steps of a sweep as a table."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from setupscope.analysis.questions.sweep import RANDOM
from setupscope.dashboard.text.sweep_steps import axis_title, numbers
from setupscope.data.study.study import Scenario, Study

PER_CENT = "(%)"
SETUPS = "setups"


def sweep_table(study: Study, scenario: Scenario, table: pd.DataFrame) -> pd.DataFrame:
    """A row per step: who leads there, what each metric has, and over how many setups.

    A metric has its win rate or, where steps are random parts, the share of draws in which it is
    first, in per cent; who leads has the most.
    """
    rows = table.dropna(subset="step")
    along = str(rows["along"].iloc[0])
    drawn = along in RANDOM
    values = 100 * _by_step(rows, "win_rate" if not drawn else "p_first")
    if drawn:  # the last step is the slice itself
        values = values.fillna(_won(rows))
    first = rows.groupby("step")[["setups", "givens"]].first()
    steps = numbers(values.index.tolist())
    shown = pd.DataFrame({axis_title(study, scenario, along): steps})
    shown["first" if drawn else "leads"] = [_leaders(study, row) for _, row in values.iterrows()]
    for metric in rows["metric"].unique():
        label = f"{study.metric(metric).label} {PER_CENT}"
        shown[label] = values[metric].round(1).to_numpy()
    shown[SETUPS] = first["setups"].round().astype(int).to_numpy()
    shown[f"{study.noun(scenario, 'given')}s"] = first["givens"].round(1).to_numpy()
    return shown


def formats(shown: pd.DataFrame) -> Mapping[str, Any]:
    """How the columns of such a table are written."""
    rates = [name for name in map(str, shown) if name.endswith(PER_CENT)]
    tenth = dict.fromkeys(rates, st.column_config.NumberColumn(format="%.1f"))
    return {**tenth, SETUPS: st.column_config.NumberColumn(format="localized")}


def _by_step(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """A row per step and a column per metric, also of one that has no value."""
    return rows.pivot_table(column, "step", "metric", dropna=False)


def _won(rows: pd.DataFrame) -> pd.DataFrame:
    """What each metric has of the first place of a step in per cent, ties shared;
    null for one that has no win rate.
    """
    won = _by_step(rows.assign(won=rows["winner"].astype(float)), "won")
    shares = 100 * won.div(won.sum(axis=1), axis=0)
    return shares.where(_by_step(rows, "win_rate").notna())


def _leaders(study: Study, values: "pd.Series[Any]") -> str:
    best = values.index[values == values.max()]
    return ", ".join(study.metric(str(key)).label for key in best) or "–"
