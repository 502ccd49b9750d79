"""What happened in one setup, and how did each metric come to its value?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from narwhals.typing import IntoFrame
from numpy.typing import NDArray
from scipy import stats

from setupscope.analysis.frames.collect import collected
from setupscope.analysis.frames.counts import metrics_of
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Rows
from setupscope.analysis.slices.coverage import all_cover
from setupscope.analysis.slices.slices import Frame, Slice
from setupscope.data.correlations import order_weights
from setupscope.data.masks import as_mask, as_masks
from setupscope.data.measures import MEASURES, Array
from setupscope.data.study.gain import ranked_measurements
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.setup_ids import SetupId

PARTS = ("given", "backbone", "measure", "pool")
"""What a setup has besides its scenario."""
CONCORDANT, DISCORDANT, TIED = "concordant", "discordant", "tied"


@dataclass(frozen=True)
class OneSetup:
    """A setup of the store, with the transfers that it was scored from.

    Attributes
    ----------
    id : SetupId
        Its five parts.
    values : mapping of str to float
        Value of each metric, as stored (float32); NaN where it has none.
    candidates : pandas.DataFrame
        The n members of the pool, the best performance first: `candidate`, `performance`
        (the gain where the scenario ranks by it), and a column of scores per metric, higher
        predicting better; null without a score.
    roster : int
        The pool with the given put back where givens are candidates too.
    """

    id: SetupId
    values: Mapping[str, float]
    candidates: pd.DataFrame
    roster: int


def one_setup(
    setups: IntoFrame, measurements: pd.DataFrame, study: MeasuredStudy, id_: SetupId
) -> OneSetup | None:
    """The setup of an id; none where the store does not hold it.

    Parameters
    ----------
    setups : frame of setups
        All setups of the store.
    measurements : pandas.DataFrame
        The store's transfers, as `Store.measurements` gives them.
    study : MeasuredStudy
        The store's study.
    id_ : SetupId
        Which setup.
    """
    metrics = list(metrics_of(setups))
    frame = nw.from_native(setups_with(setups, study, id_)).lazy().select("roster", *metrics)
    rows = collected(frame)
    if rows.empty:
        return None
    values = {metric: float(rows[metric].iloc[0]) for metric in metrics}
    table = members(measurements, study, id_)[["candidate", "performance", *metrics]]
    return OneSetup(id_, values, table, as_mask(rows["roster"].iloc[0]))


def setups_with(setups: Frame, study: MeasuredStudy, id_: SetupId) -> Frame:
    """The setup of an id, as a frame of the same kind; empty where there is none."""
    parts = [key for key in PARTS if key != "pool"]
    held = [nw.col(key) == getattr(id_, key) for key in ("scenario", *parts)]
    held.append(_is_mask("pool", [id_.pool], study))
    native: Frame = nw.from_native(setups).filter(*held).to_native()  # type: ignore[call-overload]
    return native


def best_metrics(values: Mapping[Any, float], metrics: Sequence[str]) -> list[str]:
    """Those of the metrics that share the highest value; a metric without one is none of them."""
    known = {metric: values[metric] for metric in metrics if not math.isnan(values[metric])}
    return [metric for metric, value in known.items() if value == max(known.values())]


def members(measurements: pd.DataFrame, study: MeasuredStudy, id_: SetupId) -> pd.DataFrame:
    """The transfers of a setup's pool, the best first, with a column `candidate`.

    `performance` is the gain where the scenario ranks by it.
    """
    scenario = study.scenario(id_.scenario)
    ranked = ranked_measurements(study, measurements, id_.scenario)
    rows = ranked[
        (ranked[scenario.given] == id_.given)
        & (ranked["backbone"] == id_.backbone)
        & ranked[scenario.candidates].isin(id_.members(study))
    ]
    named = rows.assign(candidate=rows[scenario.candidates])
    return named.sort_values(["performance", "candidate"], ascending=[False, True]).reset_index(
        drop=True
    )


def pairs_of_candidates(performances: Array, scores: Array) -> pd.DataFrame:
    """How each two candidates stand: what Kendall's τ-b counts.

    Parameters
    ----------
    performances, scores : array, shape (n,)
        Of the pool's members.

    Returns
    -------
    pandas.DataFrame
        A row per pair: `first`, `second` (positions), `kind`: concordant where score and
        performance order them alike, discordant where they do not, tied where either is
        equal; `tied_performance`, `tied_score`: whether that one is.
    """
    first, second = np.triu_indices(len(performances), 1)
    by_performance = np.sign(performances[first] - performances[second])
    by_score = np.sign(scores[first] - scores[second])
    product = by_performance * by_score
    kind = np.select([product > 0, product < 0], [CONCORDANT, DISCORDANT], TIED)
    tied = {"tied_performance": by_performance == 0, "tied_score": by_score == 0}
    return pd.DataFrame({"first": first, "second": second, "kind": kind, **tied})


def fitted_line(performances: Array, scores: Array) -> tuple[float, float] | None:
    """Slope and intercept of the least-squares line of performance on score; none if constant."""
    if np.ptp(scores) == 0:
        return None
    line = stats.linregress(scores, performances)
    return float(line.slope), float(line.intercept)


def weights_of_candidates(
    performances: Array, scores: Array, *, by_performance: bool = False
) -> Array:
    """The weight of each candidate in weighted Kendall's τ_w: shape (n,), from 0 to 1.

    1 / (1 + rank) with rank 0 for the best: by performance and then score alone, or the mean of
    that and of the order by score and then performance.
    """
    everyone = np.ones((1, len(performances)))
    orders = order_weights(performances, scores, everyone)
    return np.asarray(orders[0][0] if by_performance else (orders[0] + orders[1])[0] / 2)


def chosen(scores: Array) -> NDArray[np.bool_]:
    """Which candidates a metric would pick: those with the highest score, shape (n,)."""
    return np.asarray(scores == scores.max())


def neighbours(setups: IntoFrame, study: MeasuredStudy, one: OneSetup) -> pd.DataFrame:
    """The setups that differ from one in a single part.

    Pools are compared by roster, so that with another given the candidates stay the same as
    far as they can; of other pools, those with one candidate more or fewer.

    Returns
    -------
    pandas.DataFrame
        A row per setup, ordered by component (measure, given, backbone, pool) and within it
        by measure, by name, and by the candidate that differs: `component`,
        `given`, `backbone`, `measure`, `pool` (mask), a column of values per metric.
    """
    metrics = metrics_of(setups)
    others = [_other(one.id, component) for component in ("given", "backbone", "measure")]
    same_roster = _is_mask("roster", [one.roster], study) & reduce(or_, others)
    wanted = same_roster | _other_pools(study, one.id)
    here = nw.col("scenario") == one.id.scenario
    frame = nw.from_native(setups).lazy().filter(here, wanted).select(*PARTS, *metrics)
    rows = collected(frame)
    rows["pool"] = as_masks(rows["pool"])
    text = dict.fromkeys(("given", "backbone", "measure"), "str")
    rows = rows.astype({**text, **dict.fromkeys(metrics, "float64")})
    component = _differing(rows, one.id)
    order = {name: index for index, name in enumerate(NEIGHBOURS)}
    rows.insert(0, "component", component)
    rows["place"] = rows["component"].map(order)
    rows["which"] = rows["measure"].map({key: index for index, key in enumerate(MEASURES)})
    rows["bit"] = rows["pool"].map(lambda pool: (pool ^ one.id.pool).bit_length())
    ordered = rows.sort_values(["place", "which", "given", "backbone", "bit"], ignore_index=True)
    return ordered.drop(columns=["place", "which", "bit"])


NEIGHBOURS = ("measure", "given", "backbone", "pool")


def _same(id_: SetupId, parts: Sequence[str]) -> nw.Expr:
    same: nw.Expr = reduce(and_, [nw.col(part) == getattr(id_, part) for part in parts])
    return same


def _other(id_: SetupId, component: str) -> nw.Expr:
    """Setups of another level of one component, the other two text components equal."""
    same = [part for part in ("given", "backbone", "measure") if part != component]
    other: nw.Expr = nw.col(component) != getattr(id_, component)
    return other & _same(id_, same)


def _other_pools(study: MeasuredStudy, id_: SetupId) -> nw.Expr:
    """Setups whose pool has one candidate more or fewer, all else equal."""
    count = len(study.names_of(id_.scenario).candidates)
    masks = [id_.pool ^ (1 << bit) for bit in range(count)]
    return _is_mask("pool", masks, study) & _same(id_, ("given", "backbone", "measure"))


def _is_mask(column: str, masks: Sequence[int], study: MeasuredStudy) -> nw.Expr:
    """Setups whose pool or roster is one of some masks, as a store writes them."""
    digits = study.pool_digits
    known = [f"{mask:0{digits}x}" for mask in masks] if digits else list(masks)
    among: nw.Expr = nw.col(column).is_in(known)
    return among


def _differing(rows: pd.DataFrame, id_: SetupId) -> list[str]:
    """Which component each neighbour differs in."""
    names = ["measure", "given", "backbone"]
    differs = [(rows[part] != getattr(id_, part)).to_numpy() for part in names]
    return list(np.select(differs, names, "pool")) if len(rows) else []


def largest_setup(setups: IntoFrame) -> SetupId | None:
    """The first setup, in the store's order, among those with the largest pool; none in none."""
    found = [_largest_of(part) for _, part in fetch(setups).parts(())]
    return max(found, key=lambda id_: id_.pool.bit_count()) if found else None


def _largest_of(rows: Rows) -> SetupId:
    """The first setup with the largest pool in one scenario."""
    sizes = rows.levels["pool_size"]
    largest = rows.of_level("pool_size", sizes[rows.counts.codes["pool_size"].max()])
    first = {name: largest.levels[name][largest.codes[name][0]] for name in ("scenario", *PARTS)}
    return SetupId(
        **{name: str(level) for name, level in first.items() if name != "pool"},
        pool=int(first["pool"]),
    )


def holds(slice_: Slice, id_: SetupId) -> bool:
    """Whether a setup is one of a slice's."""
    if id_.scenario not in slice_.scenario_names():
        return False
    parts = (
        (id_.given, slice_.givens),
        (id_.backbone, slice_.backbones),
        (id_.measure, slice_.measures),
    )
    low, high = slice_.sizes or slice_.all_sizes
    inside = id_.members(slice_.study)
    return (
        all(not levels or level in levels for level, levels in parts)
        and low <= len(inside) <= high
        and set(slice_.present) <= set(inside)
        and not set(slice_.absent) & set(inside)
        and (not slice_.covered or all_cover(slice_, id_))
    )
