"""Does a store say what SciPy says, and every table what its definition says?

Random setups are recomputed from the measurements, and random slices of every table by the
slow definitions, of the store and of small made-up studies; every difference is reported.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from setupscope.analysis.audit import (
    ablations,
    families,
    fragilities,
    maps,
    moves,
    orders,
    soundness,
    studies,
    sweeps,
    winners,
)
from setupscope.analysis.audit.differences import Compared, Difference
from setupscope.analysis.audit.made_up import KINDS, made_up
from setupscope.analysis.audit.setups import audit_setups
from setupscope.analysis.slices.slices import Slice
from setupscope.data.masks import as_masks, sizes_of
from setupscope.data.storage.opening import Store
from setupscope.data.study.measured import MeasuredStudy

__all__ = ["AUDITS", "Difference", "audit_made_up", "audit_setups", "audit_tables", "random_slices"]

MOST_SETUPS = 400
"""Setups of a slice that the slow definitions are given."""
QUERY_OF_LEADS = "scenario={scenario}&measure={measure}"

Audit = Callable[[Slice, pd.DataFrame], Compared]
TABLES: tuple[Audit, ...] = (
    winners.audit_win_rates,
    winners.audit_conclusion,
    winners.audit_leads,
    winners.audit_leave_one_out,
    winners.audit_flips,
    winners.audit_compare,
    families.audit_win_rates_by_family,
    families.audit_leave_one_family_out,
    families.audit_flips_by_family,
    maps.audit_map,
    fragilities.audit_fragility,
    moves.audit_before_after,
    orders.audit_pairs,
    orders.audit_scores,
    orders.audit_stability,
    orders.audit_ranks,
    orders.audit_agreement,
    orders.audit_importance,
    orders.audit_bradley_terry,
    orders.audit_find,
    soundness.audit_power,
    ablations.audit_candidates,
    sweeps.audit_sweep,
    studies.audit_improvements,
)
"""How each table is compared that takes no more than a slice and its setups."""


def random_slices(study: MeasuredStudy, rng: np.random.Generator, count: int) -> Iterator[Slice]:
    """Random slices of one scenario each: restrictions are drawn one by one."""

    def some(levels: tuple[str, ...]) -> tuple[str, ...]:
        if rng.random() > 0.4 or len(levels) < 2:
            return ()
        return tuple(rng.choice(levels, rng.integers(1, len(levels)), replace=False).tolist())

    names = [scenario.name for scenario in study.scenarios]
    for _ in range(count):
        chosen = Slice(study, scenarios=(str(rng.choice(names)),))
        low, high = chosen.all_sizes
        first, last = sorted(rng.integers(low, high + 1, 2).tolist())
        candidates = rng.permutation(chosen.accepted("with")).tolist()
        yield chosen.replace(
            givens=some(chosen.accepted("given")),
            backbones=some(chosen.accepted("backbone")),
            measures=some(chosen.accepted("measure")),
            sizes=(first, last) if rng.random() < 0.3 else None,
            present=tuple(candidates[:1]) if rng.random() < 0.3 else (),
            absent=tuple(candidates[1:3]) if rng.random() < 0.3 else (),
        )


def audit_tables(store: Store, rng: np.random.Generator, count: int) -> Compared:
    """Compares every table with its slow definition on random slices; None where all is right."""
    for slice_ in random_slices(store.study, rng, count):
        yield from _audit_slice(slice_, store, rng)
        yield from _audit_enough(slice_, store, rng)
    yield from studies.audit_summary(rng, count)
    yield from _audit_leads(store, rng)
    yield from soundness.audit_soundness(store, rng)


def _audit_slice(slice_: Slice, store: Store, rng: np.random.Generator) -> Compared:
    frame = slice_.narrow(store.setups()).df()
    if frame.empty:
        return
    few = frame.sample(min(MOST_SETUPS, len(frame)), random_state=rng)
    for audit in TABLES:
        yield from audit(slice_, few)
    if len(few) < len(frame):
        yield from orders.audit_importance(slice_, _of_few_rosters(frame, rng))
    yield from orders.audit_claim(slice_, few, rng)


def _audit_enough(slice_: Slice, store: Store, rng: np.random.Generator) -> Compared:
    frame = slice_.narrow(store.setups()).df()
    if len(frame):
        few = frame.sample(min(MOST_SETUPS, len(frame)), random_state=rng)
        yield from orders.audit_enough(slice_, few)


def _of_few_rosters(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """All setups of random rosters, about as many as the slow definitions are given."""
    rosters = frame["roster"].unique()
    few = max(1, MOST_SETUPS * len(rosters) // len(frame))
    return frame[frame["roster"].isin(rng.permutation(rosters)[:few])]


def _audit_leads(store: Store, rng: np.random.Generator) -> Compared:
    """The leads of the winner in each scenario whose jackknife is short enough to repeat."""
    for scenario in store.study.scenarios:
        measure = str(rng.choice(store.study.measures_of(scenario.name)))
        query = QUERY_OF_LEADS.format(scenario=scenario.name, measure=measure)
        slice_ = Slice.parse(query, store.study)
        frame = slice_.narrow(store.setups()).df()
        sizes = sizes_of(as_masks(frame["roster"]))
        if frame.loc[sizes == sizes.min(), "roster"].nunique() <= winners.MOST_SETS:
            yield from winners.audit_leads(slice_, frame)
            yield from soundness.audit_power(slice_, frame)


def audit_made_up(_: Store, rng: np.random.Generator, count: int) -> Compared:
    """Does the same for small studies, each of which holds what most studies do not.

    `count` says how many kinds of them are tried, at most all of `KINDS`.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for place in rng.permutation(len(KINDS))[:count]:
            store = made_up(KINDS[place], rng, Path(folder))
            whole = Slice(store.study, (store.study.scenarios[0].name,))
            for slice_ in (whole, *random_slices(store.study, rng, 1)):
                yield from _audit_slice(slice_, store, rng)
            yield from _audit_enough(whole, store, rng)
            yield from soundness.audit_soundness(store, rng)
            store.close()


AUDITS: dict[str, Callable[[Store, np.random.Generator, int], Compared]] = {
    "setups": audit_setups,
    "tables": audit_tables,
    "made-up tables": audit_made_up,
}
