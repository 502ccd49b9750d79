"""Is a claim cherry-picked: how do the setups that are like the one shown speak on it?"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from setupscope.analysis.audit.slow.contests import Names, Numbers, Row, cover_all

DIGITS = 6
"""Of a margin that is compared with another."""


def claim(
    frame: pd.DataFrame, shown: pd.DataFrame, known: Names, better: str, worse: str
) -> Mapping[str, Numbers]:
    """Counts and percentile by component, setup by setup; both frames of one scenario."""
    found = comparable(frame, shown, known, better, worse)
    claimed = shown.to_dict("records")
    names = ("all", "given", "backbone", "measure", "pool")
    return {name: _claimed(found[name], claimed, name, better, worse) for name in names}


def comparable(
    frame: pd.DataFrame, shown: pd.DataFrame, known: Names, better: str, worse: str
) -> Mapping[str, list[dict[Hashable, Any]]]:
    """The comparable setups by component."""
    parts = ["given", "backbone", "measure", "roster"]
    claimed = shown.to_dict("records")
    ids = {tuple(row[part] for part in parts) for row in claimed}
    found: dict[str, list[dict[Hashable, Any]]] = defaultdict(list)
    for row in frame.to_dict("records"):
        if tuple(row[part] for part in parts) in ids or not cover_all(row, (better, worse), known):
            continue
        if any(row["measure"] == other["measure"] for other in claimed):
            found["all"].append(row)
        differ = [{p for p in parts if row[p] != other[p]} for other in claimed]
        for component in {next(iter(parts)) for parts in differ if len(parts) == 1}:
            found[component.replace("roster", "pool")].append(row)
    return found


def claim_verdict(
    frame: pd.DataFrame, shown: pd.DataFrame, known: Names, better: str, worse: str
) -> str:
    """The verdict on a claim, from the setups themselves."""
    signs = set()
    for _, own in shown.groupby(shown["measure"].astype(str)):
        apart = (own[better].astype(float) - own[worse].astype(float)).mean()
        if apart == apart:
            signs.add(int(np.sign(round(apart, DIGITS))))
    if signs != {1}:
        return UNSUPPORTED.get(frozenset(signs), "mixed")
    others = pd.DataFrame(comparable(frame, shown, known, better, worse)["all"])
    if others.empty:
        return "no comparable setup"
    agreeing = (others[better] > others[worse]).mean()
    return "shown and typical" if agreeing > 0.5 else "shown but atypical"


UNSUPPORTED = {
    frozenset[int](): "no value",
    frozenset({-1}): "shows the opposite",
    frozenset({0}): "tie",
}
"""By the signs of the margins shown."""


def find_setups(frame: pd.DataFrame, a: str, b: str, order: str) -> pd.DataFrame:
    """The setups of one measure in which a beats b, or b beats a, by their margin."""
    found = frame.assign(margin=frame[a].astype(float) - frame[b].astype(float))
    if order == "against":
        return found[found["margin"] < 0].sort_values("margin", kind="stable")
    won = found[found["margin"] > 0]
    return won.sort_values("margin", ascending=order == "narrowest", kind="stable")


def _claimed(
    rows: Sequence[Row], claimed: Sequence[Row], component: str, better: str, worse: str
) -> Numbers:
    margins = [float(row[better]) - float(row[worse]) for row in rows]
    percentiles = []
    for measure in dict.fromkeys(row["measure"] for row in claimed):
        own = [float(r[better]) - float(r[worse]) for r in claimed if r["measure"] == measure]
        others = [m for m, row in zip(margins, rows, strict=True) if row["measure"] == measure]
        own, others = [[m for m in of if m == m] for of in (own, others)]
        if own and others and component != "measure":
            # Their distance is rounded: two that are equal may be rounded to either side.
            apart = np.round(np.array(others) - np.mean(own), DIGITS)
            percentiles.append(float(stats.percentileofscore(apart, 0, "mean")) / 100)
    return {
        "comparable": len(rows),
        "agree": sum(margin > 0 for margin in margins),
        "tie": sum(margin == 0 for margin in margins),
        "undefined": sum(margin != margin for margin in margins),
        "percentile": float(np.mean(percentiles)) if percentiles else np.nan,
    }
