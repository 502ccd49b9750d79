"""Do the tables of pairs, values and ranks say what their definitions say?

Each function takes a slice and its setups, and compares a table row by row.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from setupscope.analysis.audit import slow
from setupscope.analysis.audit.differences import (
    Compared,
    compare_numbers,
    compare_row,
    compare_words,
)
from setupscope.analysis.questions.agreement import agreement
from setupscope.analysis.questions.bradley_terry import bradley_terry
from setupscope.analysis.questions.claim import claim
from setupscope.analysis.questions.claim_margins import claim_margins, shown_margins
from setupscope.analysis.questions.claim_verdict import claim_verdict
from setupscope.analysis.questions.enough import enough
from setupscope.analysis.questions.find_setups import FOUND_ORDERS, find_setups
from setupscope.analysis.questions.importance import importance
from setupscope.analysis.questions.pairs import pairs
from setupscope.analysis.questions.ranks import ranks
from setupscope.analysis.questions.scores import scores
from setupscope.analysis.questions.stability import stability
from setupscope.analysis.slices.slices import Slice
from setupscope.data.masks import as_masks
from setupscope.data.measures import MEASURES

AGREEING = ("given", "backbone", "measure", "pool_size")
DUELS = 1e-6
"""By how much strengths may differ, relatively."""
LISTED = 20
"""Setups of a list that are compared."""
NULL = dict.fromkeys(("share", "total", "chance"), np.nan)


def audit_pairs(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """Who beats whom, how often and by how much."""
    known = slice_.study.metric_keys
    for row in pairs(frame).to_dict("records"):
        rates, margin = slow.pair(frame, known, row["a"], row["b"])
        expected = dict(zip(("wins", "ties", "losses", "undefined"), rates, strict=True))
        expected["mean_margin"] = margin
        expected["improvement"] = slow.improvement(frame, known, row["a"], row["b"])
        yield from compare_row(f"pairs: {slice_}", f"{row['a']} against {row['b']}", row, expected)


def audit_scores(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """How the values of each metric are distributed."""
    for row in scores(frame).to_dict("records"):
        expected = dict(slow.scores(frame[frame["measure"] == row["measure"]], row["metric"]))
        if not MEASURES[str(row["measure"])].is_correlation:
            expected["share_not_positive"] = np.nan
        what = f"{row['metric']} under {row['measure']}"
        yield from compare_row(f"scores: {slice_}", what, row, expected)


def audit_stability(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """How alike setups rank the metrics that differ in one component alone."""
    known = slice_.study.metric_keys
    if len(slow.field(frame, known, known)) < 2:
        return
    for row in stability(frame).to_dict("records"):
        component = row["component"]
        if frame[{"pool": "roster"}.get(component, component)].nunique() > 1:
            expected = slow.stability(frame, known, component)
            yield from compare_row(f"stability: {slice_}", component, row, expected)


def audit_ranks(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """Mean ranks, Friedman's p and Nemenyi's difference."""
    known = slice_.study.metric_keys
    means, (p, cd) = slow.mean_ranks(frame, known), slow.friedman(frame, known)
    for row in ranks(frame).to_dict("records"):
        expected = {"mean_rank": means[row["metric"]], "friedman_p": p, "cd": cd}
        yield from compare_row(f"ranks: {slice_}", row["metric"], row, expected)


def audit_importance(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """What matters for who beats whom."""
    for (a, b), part in importance(frame).groupby(["a", "b"]):
        expected = slow.importance(frame, str(a), str(b))
        for row in part.to_dict("records"):
            what = f"{row['component']} for {a} against {b}"
            wanted = expected.get(row["component"], NULL)
            yield from compare_row(f"importance: {slice_}", what, row, wanted)


def audit_agreement(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """How alike two levels rank the metrics that are complete in the slice."""
    known = slice_.study.metric_keys
    complete = slow.field(frame, known, known)
    rates = {
        (component, str(level)): slow.field_rates(part, complete, known)
        for component in AGREEING
        for level, part in frame.groupby(frame[component].astype(str))
    }
    table = agreement(frame, slice_.study, by=AGREEING)
    for row in table.dropna(subset="level_a").to_dict("records"):
        both = [rates[row["component"], str(row[level])] for level in ("level_a", "level_b")]
        what = f"tau of {row['level_a']} and {row['level_b']}"
        yield compare_numbers(f"agreement: {slice_}", what, row["tau"], slow.tau(*both))


def audit_enough(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """Two setups against two others; the same draws, since they are the first."""
    known = slice_.study.metric_keys
    row = enough(frame).iloc[0]
    if row["unit"] == "setups" and row["n"] == 2:
        parts = ["given", "backbone", "measure", "pool_size", "pool"]
        places = {measure: index for index, measure in enumerate(MEASURES)}
        coded = frame.assign(measure=frame["measure"].astype(str).map(places))
        coded = coded.astype({"given": str, "backbone": str}).sort_values(parts)
        expected = slow.enough_setups(coded, known, 2, 0)
        yield from compare_row(f"enough: {slice_}", "2 setups", row.to_dict(), expected)


def audit_claim(slice_: Slice, frame: pd.DataFrame, rng: np.random.Generator) -> Compared:
    """How the setups like a random one speak on two random metrics."""
    known = slice_.study.metric_keys
    if len(known) < 2:
        return
    better, worse = rng.choice(known, 2, replace=False).tolist()
    shown = frame.sample(1, random_state=rng)
    expected = slow.claim(frame, shown, known, better, worse)
    table = claim(frame, shown, better, worse)
    for row in table.to_dict("records"):
        what = f"{better} over {worse}, {row['component']}"
        yield from compare_row(f"claim: {slice_}", what, row, expected[row["component"]])
    found = claim_verdict(table)
    verdict = slow.claim_verdict(frame, shown, known, better, worse)
    what = f"verdict on {better} over {worse}"
    yield compare_words(f"claim: {slice_}", what, found and found.verdict, [verdict])
    others = slow.comparable(frame, shown, known, better, worse)["all"]
    yield from _margins_around(f"claim: {slice_}", frame, shown, others, (better, worse))


def _margins_around(
    where: str,
    frame: pd.DataFrame,
    shown: pd.DataFrame,
    others: list[dict[Hashable, Any]],
    pair: tuple[str, str],
) -> Compared:
    """The margin shown, and how many comparable setups lie below, at and above 0."""
    for row in shown_margins(shown, *pair).to_dict("records"):
        own = shown[shown["measure"].astype(str) == row["measure"]]
        apart = own[pair[0]].astype(float) - own[pair[1]].astype(float)
        yield compare_numbers(where, f"margin under {row['measure']}", row["margin"], apart.mean())
    bins = claim_margins(frame, shown, *pair)
    middle = np.sign(bins["low"].astype(float) + bins["high"].astype(float))
    apart = [float(row[pair[0]]) - float(row[pair[1]]) for row in others]
    for name, sign in (("below", -1), ("at", 0), ("above", 1)):
        count = int(bins.loc[middle == sign, "setups"].sum())
        expected = sum(1 for margin in apart if np.sign(margin) == sign)
        yield compare_numbers(where, f"margins {name} 0", count, expected)


def audit_find(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """The setups in which one of two metrics is ahead, in every order under every measure."""
    if len(slice_.study.metric_keys) < 2:
        return
    a, b = slice_.study.metric_keys[:2]
    for measure, own in frame.groupby(frame["measure"].astype(str)):
        for order in FOUND_ORDERS:
            expected = slow.find_setups(own, a, b, order)
            table, count = find_setups(frame, a, b, order, LISTED, str(measure))
            where = f"find: {slice_}, {measure}, {order}"
            yield compare_numbers(where, "number of setups", count, len(expected))
            yield from _found(where, table, expected.head(LISTED), (a, b))


def _found(
    where: str, table: pd.DataFrame, expected: pd.DataFrame, pair: tuple[str, str]
) -> Compared:
    """The listed margins in order; setups with equal ones may come in any."""
    ids = ["given", "backbone", "pool"]
    pools = pd.Series(as_masks(expected["pool"]), expected.index, name="pool")
    of_setup = expected.set_index([expected["given"].astype(str), "backbone", pools])
    yield compare_numbers(where, "number of rows", len(table), len(expected))
    wanted = expected["margin"].tolist()
    for row, margin in zip(table.to_dict("records"), wanted, strict=False):
        what = f"setup {tuple(row[name] for name in ids)}"
        yield compare_numbers(where, f"margin of {what}", row["margin"], margin)
        key = tuple(row[name] for name in ids)
        if key in of_setup.index:
            values = of_setup.loc[[key]].iloc[0]
            numbers = {"value_a": values[pair[0]], "value_b": values[pair[1]]}
            yield from compare_row(where, what, row, numbers)


def audit_bradley_terry(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """The strength of each metric in its duels."""
    known = slice_.study.metric_keys
    expected = slow.bradley_terry(frame, known, known)
    for row in bradley_terry(frame).to_dict("records"):
        numbers = expected.get(row["metric"], {"theta": np.nan, "probability": np.nan})
        where, what = f"bradley-terry: {slice_}", row["metric"]
        for column, wanted in numbers.items():
            # Far from 0 the likelihood is nearly flat.
            yield compare_numbers(where, f"{column} of {what}", row[column], wanted, DUELS)
