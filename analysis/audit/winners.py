"""Do the tables of winners, leads and flips say what their definitions say?

Each function takes a slice and its setups, and compares a table row by row.
"""

from collections.abc import Mapping, Sequence
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
from setupscope.analysis.questions.compare import compare
from setupscope.analysis.questions.conclusion import conclusion, leads_of_winner
from setupscope.analysis.questions.flips import flips
from setupscope.analysis.questions.leave_one_out import leave_one_out
from setupscope.analysis.questions.wins import win_rates
from setupscope.analysis.resampling.bootstrap import weights_of
from setupscope.analysis.slices.slices import Slice
from setupscope.data.masks import as_masks

MOST_TOGETHER = 12
"""Givens up to which simultaneous intervals take every vector of signs, and no draws."""
MOST_SETS = 300
"""Sets of candidates up to which the jackknife is repeated set by set."""

Row = Mapping[Any, Any]


def draws(givens: int) -> slow.Array | None:
    """The draws behind every interval over so many givens; none where there are too few."""
    return weights_of(givens, 0)


def audit_win_rates(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """Counts, rates, their intervals and P(best)."""
    known, where = slice_.study.metric_keys, f"win-rates: {slice_}"
    expected = slow.win_rates(frame, known, known)
    of_givens = slow.given_rates(frame, known, known)
    first = _p_best(of_givens[slow.field(frame, known, known)].dropna())
    for row in win_rates(frame).to_dict("records"):
        metric = row["metric"]
        shares = of_givens[metric].dropna().to_numpy()
        low, high = slow.interval_of_share(shares, draws(len(shares)))
        wanted = {
            **expected.loc[metric],
            "low": low,
            "high": high,
            "p_best": first.get(metric, np.nan),
        }
        yield from compare_row(where, metric, row, wanted)


def _p_best(of_givens: pd.DataFrame) -> Mapping[Any, float]:
    weights = draws(len(of_givens))
    return {} if weights is None else dict(slow.p_best(of_givens, weights))


def audit_conclusion(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """The winner of each measure and of all, its lead over the next, and the verdict."""
    known = slice_.study.metric_keys
    by_measure: list[slow.Conclusion | None] = []
    for row in conclusion(frame).to_dict("records"):
        part = frame if row["measure"] == "all" else frame[frame["measure"] == row["measure"]]
        found = slow.conclude(part, known, known, draws, first=row["winner"])
        verdict = slow.overall_verdict(found, by_measure)
        by_measure.append(found)
        where = f"conclusion: {slice_}, {row['measure']}"
        if row["measure"] != "all":
            verdict = found.verdict if found else None
        yield compare_words(where, "verdict", row["verdict"], [verdict])
        yield from _concluded(where, part, known, row, found)


def _concluded(
    where: str,
    part: pd.DataFrame,
    known: Sequence[str],
    row: Row,
    found: slow.Conclusion | None,
) -> Compared:
    no_contest = len(part) - len(slow.contests(part, known, known))
    yield compare_numbers(where, "no_contest", row["no_contest"], no_contest)
    yield compare_words(where, "winner", row["winner"], found.winners if found else [None])
    if not found or row["winner"] not in found.winners:
        return
    rivals = [lead for lead in found.leads if not lead.partial]
    smallest = min(lead.lead for lead in rivals)
    seconds = {lead.metric: lead for lead in rivals if lead.lead - smallest <= slow.TIED}
    yield compare_words(where, "runner_up", row["runner_up"], seconds)
    if row["runner_up"] in seconds:
        second = seconds[row["runner_up"]]
        numbers = {"lead": second.lead, "p": second.p, "covered_givens": second.givens}
        numbers |= {"low": second.ends[0], "high": second.ends[1]}
        yield from compare_row(where, f"{row['winner']} over {second.metric}", row, numbers)


def audit_leads(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """Every lead of the winner, with all of its doubt."""
    known, where = slice_.study.metric_keys, f"leads: {slice_}"
    table = leads_of_winner(frame)
    first = str(table["winner"].iloc[0]) if len(table) else ""
    found = slow.conclude(frame, known, known, draws, first=first)
    yield compare_words(where, "winner", first or None, found.winners if found else [None])
    if not found or first not in found.winners:
        return
    field = [lead for lead in found.leads if not lead.partial]
    jointly = dict(zip([lead.metric for lead in field], slow.together(field), strict=True))
    leads = {lead.metric: lead for lead in found.leads if lead.givens}
    verdict = slow.overall_verdict(found, _by_measure(frame, known))
    yield compare_numbers(where, "number of leads", len(table), len(leads))
    for row in table.to_dict("records"):
        lead = leads[row["metric"]]
        what = f"{first} over {lead.metric}"
        yield compare_words(where, f"verdict on {what}", row["verdict"], [verdict])
        yield from compare_row(where, what, row, _numbers(lead))
        if lead.givens <= MOST_TOGETHER:
            low, high = jointly.get(lead.metric, slow.NULL)
            yield from compare_row(where, what, row, {"low_all": low, "high_all": high})


def _by_measure(frame: pd.DataFrame, known: Sequence[str]) -> list[slow.Conclusion | None]:
    parts = frame.groupby(frame["measure"].astype(str))
    return [slow.conclude(part, known, known, draws) for _, part in parts]


def _numbers(lead: slow.Lead) -> Mapping[str, float]:
    return {
        "lead": lead.lead,
        "low": lead.ends[0],
        "high": lead.ends[1],
        "p": lead.p,
        "half_width": lead.half_width,
        "partial": lead.partial,
        "covered_setups": lead.covered_setups,
        "covered_givens": lead.givens,
    }


def audit_leave_one_out(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """The winner and its lead without each given."""
    known, where = slice_.study.metric_keys, f"leave-one-out: {slice_}"
    expected = slow.leave_one_out(frame, known, known)
    for row in leave_one_out(frame).to_dict("records"):
        winners, lead = expected[row["given"]]
        what = f"without {row['given']}"
        yield compare_words(where, f"winner {what}", row["winner"], winners or [None])
        yield compare_numbers(where, f"lead {what}", row["lead"], lead)


def audit_flips(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """What each restriction changes, by how much, and how sure that is."""
    rows = flips(frame, slice_.study).dropna(subset="component").to_dict("records")
    left = [_restricted(slice_, frame, row) for row in rows]
    yield from compare_flips(f"flips: {slice_}", frame, slice_.study.metric_keys, rows, left)


def compare_flips(
    where: str,
    frame: pd.DataFrame,
    known: Sequence[str],
    rows: Sequence[Row],
    restricted: Sequence[pd.DataFrame],
) -> Compared:
    """The rows of a table of flips, against the setups that each restriction leaves."""
    complete = slow.field(frame, known, known)
    base = slow.conclude(frame, known, known, draws, complete)
    if base is None:
        yield compare_numbers(where, "number of restrictions", len(rows), 0)
        return
    leads = []
    for row, left in zip(rows, restricted, strict=True):
        rates = slow.field_rates(left, complete, known)
        leads.append(_ahead(left, rates, known, base.winners[0], row))
        yield from _flipped(where, left, rates, known, base.winners[0], row)
        yield from _led(where, leads[-1], row)
    yield from _jointly(where, rows, leads)


def _restricted(slice_: Slice, frame: pd.DataFrame, row: Row) -> pd.DataFrame:
    """The setups that a restriction leaves."""
    component, value = row["component"], row["value"]
    if component not in ("with", "without"):
        return frame[frame[component].astype(str) == str(value)]
    candidates = slice_.study.names_of(slice_.scenario_names()[0]).candidates
    bit = candidates.index(value)
    inside = np.array([pool >> bit & 1 == 1 for pool in as_masks(frame["pool"]).tolist()], bool)
    return frame.loc[inside if component == "with" else ~inside]


def _ahead(
    left: pd.DataFrame, rates: pd.Series, known: Sequence[str], old: str, row: Row
) -> slow.Lead | None:
    """The lead over the old winner of the best other metric, of those that tie the row's."""
    complete = [str(metric) for metric in rates.index]
    leads = [
        slow.lead_of(left, complete, known, (best, old), draws, complete)
        for best in slow.best_of(rates.drop(old))
    ]
    same = [lead for lead in leads if np.allclose(lead.ends, _ends(row), equal_nan=True)]
    return next(iter(same or leads), None)


def _ends(row: Row) -> tuple[float, float]:
    return float(row["low"]), float(row["high"])


def _flipped(
    where: str, left: pd.DataFrame, rates: pd.Series, known: Sequence[str], old: str, row: Row
) -> Compared:
    what, best = _named(row), slow.best_of(rates)
    flipped = bool(best) and old not in best
    yield from compare_row(where, what, row, {"setups": len(left), "flips": flipped})
    accepted = best if flipped else [old] if best else [None]
    yield compare_words(where, f"winner of {what}", row["winner"], accepted)
    if flipped:
        complete = [str(metric) for metric in rates.index]
        found = slow.conclude(left, complete, known, draws, complete)
        yield compare_words(where, f"verdict of {what}", row["verdict"], [found and found.verdict])


def _named(row: Row) -> str:
    return f"{row['component']} {row['value']}"


def _led(where: str, lead: slow.Lead | None, row: Row) -> Compared:
    if lead:
        numbers = {"by": lead.lead, "low": lead.ends[0], "high": lead.ends[1]}
        yield from compare_row(where, _named(row), row, numbers)


def _jointly(where: str, rows: Sequence[Row], leads: Sequence[slow.Lead | None]) -> Compared:
    """The intervals of all restrictions together."""
    known = [(row, lead) for row, lead in zip(rows, leads, strict=True) if lead]
    if len({given for _, lead in known for given in lead.of_givens.index}) > MOST_TOGETHER:
        return
    ends = slow.together([lead for _, lead in known])
    for (row, _), (low, high) in zip(known, ends, strict=True):
        yield from compare_row(where, _named(row), row, {"low_all": low, "high_all": high})


def audit_compare(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """One half of the setups against the other."""
    known, where = slice_.study.metric_keys, f"compare: {slice_}"
    half = as_masks(frame["pool"]) % 2 == 0
    first, second = frame[half], frame[~half]
    table = compare(first, second).to_dict("records")
    if not table:
        return
    rates = slow.rates_in_both(first, second, known, known)
    complete = slow.complete_in_both(first, second, known, known)
    means = [slow.field_rates(half, complete, known) for half in (first, second)]
    jointly = _jointly_different(rates, complete)
    for row in table:
        metric = row["metric"]
        one, other = rates[metric]
        givens = len(one.index.union(other.index))
        found = slow.difference_of(one, other, draws(givens))
        numbers = dict(zip(("difference", "low", "high"), found, strict=True))
        numbers |= {"rate_a": one.mean(), "rate_b": other.mean(), "tau": slow.tau(*means)}
        yield from compare_row(where, metric, row, numbers)
        if givens <= MOST_TOGETHER:
            low, high = jointly.get(metric, slow.NULL)
            yield from compare_row(where, metric, row, {"low_all": low, "high_all": high})


def _jointly_different(
    rates: Mapping[str, tuple[pd.Series, pd.Series]], complete: Sequence[str]
) -> Mapping[str, tuple[float, float]]:
    """The intervals of the differences of the field together."""
    ends = slow.differences_together([rates[metric] for metric in complete])
    return dict(zip(complete, ends, strict=True))
