"""The steps of a sweep as a table."""

import pandas as pd

from setupscope.dashboard.text.sweep_steps import axis_title, numbers
from setupscope.data.study.study import Scenario, Study


def sweep_table(study: Study, scenario: Scenario, table: pd.DataFrame) -> pd.DataFrame:
    """A row per step: what it is, its winners, all win rates, and over how many setups."""
    rows, given = table.dropna(subset="step"), study.noun(scenario, "given")
    along = str(rows["along"].iloc[0])
    rates = rows.pivot_table("win_rate", "step", "metric", dropna=False)
    first, steps = rows.groupby("step")[["setups", "givens"]].first(), rates.index.tolist()
    best = rows[rows["winner"].astype(bool)].groupby("step")["metric"].agg(list)
    winners = {
        step: ", ".join(study.metric(key).label for key in best.get(step, [])) for step in steps
    }
    names = dict(zip(steps, numbers(steps), strict=True))
    shown = pd.DataFrame({axis_title(study, scenario, along): list(map(names.get, steps))})
    shown["leads"] = [winners[step] or "–" for step in steps]
    for metric in rows["metric"].unique():
        shown[f"{study.metric(metric).label} (%)"] = (100 * rates[metric]).round(1).to_numpy()
    shown["setups"] = first["setups"].round().astype(int).to_numpy()
    shown[f"{given}s"] = first["givens"].round(1).to_numpy()
    return shown
