"""Do the checks of a study say what their definitions say?

What is drawn is drawn once, and given to the definitions as it is.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from setupscope.analysis.audit import slow
from setupscope.analysis.audit.ablations import audit_families
from setupscope.analysis.audit.differences import (
    Compared,
    compare_row,
    compare_words,
)
from setupscope.analysis.audit.measured import (
    DRAWS,
    POOLS,
    Row,
    measurements_of,
    measures_in,
    parts_of,
    pools_of,
    ranked_by,
    rows_of,
)
from setupscope.analysis.audit.winners import draws
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.soundness.against_baselines import against_baselines
from setupscope.analysis.soundness.dispersion import dispersion
from setupscope.analysis.soundness.fidelity import fidelity, fidelity_curve
from setupscope.analysis.soundness.power import MORE, power
from setupscope.analysis.soundness.random_metric import random_metric, random_scores
from setupscope.analysis.soundness.sampled import SampledBlock, sampled_blocks
from setupscope.analysis.soundness.seed_noise import Rerun, seed_noise
from setupscope.data.storage.derived import store_with_baselines
from setupscope.data.storage.opening import Store
from setupscope.data.study.measured import MeasuredStudy

MOST_SETUPS, MOST_DERIVED = 300, 1_000_000
"""Setups that the slow definitions are given, and that a scenario is scored again with."""


def audit_soundness(store: Store, rng: np.random.Generator) -> Compared:
    """Every check of one random scenario that starts from the measurements."""
    scenario = str(rng.choice([one.name for one in store.study.scenarios]))
    measurements = measurements_of(store, scenario)
    yield from audit_dispersion(store, scenario, measurements)
    yield from audit_fidelity(store, scenario, measurements)
    yield from audit_random_metric(store, scenario, measurements)
    yield from audit_seed_noise(store, scenario, rng)
    yield from audit_families(store, scenario, measurements, rng)
    yield from audit_against_baselines(store, scenario, rng)


def audit_dispersion(store: Store, scenario: str, measurements: pd.DataFrame) -> Compared:
    """How alike the true rankings are."""
    table = dispersion(store.study, store.transfers(), scenario)
    for row in table.to_dict("records"):
        taus = slow.taus(measurements[measurements["backbone"] == row["backbone"]])
        expected: dict[str, float] = {"pairs": len(taus)}
        if taus:
            expected |= {"tau": sum(taus) / len(taus), "low": min(taus), "high": max(taus)}
        yield from compare_row(f"dispersion: {scenario}", row["backbone"], row, expected)


def audit_fidelity(store: Store, scenario: str, measurements: pd.DataFrame) -> Compared:
    """Large gaps with the wrong sign, and the mean gaps of each bin."""
    study, transfers, where = store.study, store.transfers(), f"fidelity: {scenario}"
    table, curve = (ask(study, transfers, scenario) for ask in (fidelity, fidelity_curve))
    for backbone, part in parts_of(measurements):
        gaps = {metric: slow.gaps(part, metric) for metric in study.metric_keys}
        for row in rows_of(table, backbone):
            by_given = slow.wrong_signs(gaps[row["metric"]])
            low, high = slow.interval_of_share(by_given, draws(len(by_given)))
            wrong = float(by_given.mean()) if len(by_given) else np.nan
            expected = {"wrong": wrong, "low": low, "high": high}
            yield from compare_row(where, f"{row['metric']}, {backbone}", row, expected)
        for row in rows_of(curve, backbone):
            own = gaps[row["metric"]]
            own = own[(own["score"] >= row["from_gap"]) & (own["score"] < row["to_gap"])]
            yield from _audit_bin(f"{where}, {backbone}", row, own)


def _audit_bin(where: str, row: Row, own: pd.DataFrame) -> Compared:
    by_given = own.groupby("given")["gap"].mean().to_numpy(np.float64)
    weights = draws(len(by_given))
    low, high = slow.NULL if weights is None else slow.interval(by_given, weights)
    means = own.groupby("given")[["score", "gap", "points"]].mean().mean()
    expected = {"gap": means["gap"], "low": low, "high": high, "pairs": len(own)}
    expected |= {"points": means["points"], "score_gap": means["score"]}
    yield from compare_row(where, f"{row['metric']} from {row['from_gap']}", row, expected)


def audit_random_metric(store: Store, scenario: str, measurements: pd.DataFrame) -> Compared:
    """How often random scores win."""
    study, transfers = store.study, store.transfers()
    table = random_metric(study, transfers, scenario, DRAWS, POOLS)
    found = sampled_blocks(study, transfers, scenario, POOLS)
    random = [f"random {place}" for place in range(DRAWS)]
    more = _with_scores(study, scenario, measurements, found, random)
    metrics = study.metric_keys
    pools = slow.rescored(
        more,
        pools_of(study.names_of(scenario).candidates, found),
        measures_in(study, scenario),
        [*metrics, *random],
    )
    complete = slow.complete_in(pools, metrics)
    for backbone, part in parts_of(pools):
        shares = [slow.shares_of_pools(part, [*complete, own]) for own in random]
        rates = [own[name].mean() for own, name in zip(shares, random, strict=True)]
        expected = {"win_rate": float(np.mean(rates)), "q95": float(np.quantile(rates, 0.95))}
        for row in rows_of(table, backbone) if complete and np.isfinite(rates).all() else ():
            yield from compare_row(f"random metric: {scenario}", backbone, row, expected)


def _with_scores(
    study: MeasuredStudy,
    scenario: str,
    measurements: pd.DataFrame,
    found: Sequence[SampledBlock],
    random: Sequence[str],
) -> pd.DataFrame:
    """The measurements with the scores of random metrics."""
    names = study.names_of(scenario).candidates
    rows = []
    for one, scores in zip(found, random_scores(found, len(random)), strict=True):
        for bit, own in zip(one.block.bits, scores, strict=True):
            rows.append((one.block.given, one.block.backbone, names[bit], *own))
    keys = ["given", "backbone", "candidate"]
    return measurements.merge(pd.DataFrame(rows, columns=[*keys, *random]), on=keys)


def audit_seed_noise(store: Store, scenario: str, rng: np.random.Generator) -> Compared:
    """Who wins where performances are moved."""
    study, transfers = store.study, store.transfers()
    table = seed_noise(study, transfers, scenario, DRAWS, POOLS)
    found = sampled_blocks(study, transfers, scenario, POOLS)
    pools, measures = (
        pools_of(study.names_of(scenario).candidates, found),
        measures_in(study, scenario),
    )
    rerun = Rerun.of(study, transfers, scenario, DRAWS, 0)
    own = study.scenario(scenario)
    names = {own.given: "given", own.candidates: "candidate"}
    rows = rerun.transfers.table.to_pandas().rename(columns=names)
    bounds = study.table(own.table).performance_bounds or (-np.inf, np.inf)
    whole = slow.rescored(ranked_by(study, scenario, rows), pools, measures, study.metric_keys)
    metrics = slow.complete_in(whole, study.metric_keys)
    if len(metrics) < 2:
        return
    for name, size, errors in [rerun.sizes[rng.integers(len(rerun.sizes))]]:
        moved = []
        for draw in range(DRAWS):
            performance = rows["performance"] + errors * rerun.noise[:, draw]
            other = ranked_by(study, scenario, rows.assign(performance=performance.clip(*bounds)))
            moved.append(slow.rescored(other, pools, measures, metrics))
        own_rows = table[
            (table["noise"] == name) & (table["size"].isna() | (table["size"] == size))
        ]
        yield from _audit_moved(
            f"seed noise: {scenario}, {name} {size}", own_rows, metrics, whole, moved
        )


def _audit_moved(
    where: str,
    table: pd.DataFrame,
    metrics: Sequence[str],
    whole: pd.DataFrame,
    moved: Sequence[pd.DataFrame],
) -> Compared:
    for backbone, part in parts_of(whole):
        before = slow.shares_of_pools(part, metrics).mean()
        each = [dict(parts_of(own))[backbone] for own in moved]
        after = [slow.shares_of_pools(own, metrics).mean() for own in each]
        for row in rows_of(table, backbone):
            if before.isna().any():
                continue
            winners = slow.best_of(before)
            yield compare_words(where, "winner", row["winner"], winners)
            if row["winner"] in winners:
                yield from compare_row(where, backbone, row, _moved(after, row["winner"]))


def _moved(after: Sequence[pd.Series], winner: str) -> Mapping[str, float]:
    leads = [float(rates[winner] - rates.drop(winner).max()) for rates in after]
    best = [slow.best_of(rates) for rates in after]
    same = [1 / len(own) if winner in own else 0 for own in best]
    q05 = float(np.quantile(leads, 0.05))
    return {"same": float(np.mean(same)), "lead": float(np.mean(leads)), "lead_q05": q05}


def audit_against_baselines(store: Store, scenario: str, rng: np.random.Generator) -> Compared:
    """The best metric against each baseline, where not too much has to be scored again."""
    if store.manifest.counts[scenario] > MOST_DERIVED:
        return
    derived = store_with_baselines(store, scenario)
    whole = derived.setups().df()
    frame = whole.sample(min(MOST_SETUPS, len(whole)), random_state=rng)
    own, known = store.study.metric_keys, derived.study.metric_keys
    baselines = [one.key for one in store.study.baselines_of(scenario)]
    table = against_baselines(frame, own, baselines)
    for backbone, part in parts_of(frame):
        complete = slow.field(part, own, known) if len(own) > 1 else list(own)
        for row in rows_of(table, backbone):
            if isinstance(row["metric"], str):
                yield from _audit_baseline(
                    f"baselines: {scenario}, {backbone}", part, complete, known, row
                )
    derived.close()


def _audit_baseline(
    where: str, part: pd.DataFrame, complete: Sequence[str], known: Sequence[str], row: Row
) -> Compared:
    name, group = row["baseline"], [*complete, row["baseline"]]
    rates = slow.field_rates(part, group, known)
    best = slow.best_of(rates[list(complete)])
    yield compare_words(where, f"metric beside {name}", row["metric"], best)
    if row["metric"] not in best:
        return
    ahead = rates[row["metric"]] >= rates[name] - slow.TIED
    pair = (row["metric"], name) if ahead else (name, row["metric"])
    lead = slow.lead_of(part, group, known, pair, draws, group)
    sign = 1 if ahead else -1
    low, high = sorted(sign * end for end in lead.ends)
    expected = {"lead": sign * lead.lead, "low": low, "high": high, "p": lead.p}
    expected |= {"half_width": lead.half_width, "baseline_rate": rates[name]}
    expected |= {"covered_setups": lead.covered_setups, "covered_givens": lead.givens}
    yield from compare_row(where, name, row, expected)
    verdict = slow.verdict([lead])
    yield compare_words(where, f"verdict on {name}", row["verdict"], [verdict])


def audit_power(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """The smallest lead that would be clear, and its standard error's parts."""
    known, table = slice_.study.metric_keys, power(frame)
    for backbone, part in parts_of(frame):
        complete = slow.field(part, known, known)
        for row in rows_of(table, backbone):
            if isinstance(row["winner"], str):
                pair = row["winner"], row["metric"]
                lead = slow.lead_of(part, known, known, pair, draws, complete)
                expected = _power(part, lead)
                yield from compare_row(f"power: {slice_}, {backbone}", f"{pair}", row, expected)


def _power(part: pd.DataFrame, lead: slow.Lead) -> Mapping[str, float]:
    of_candidates, free = slow.jackknife(part, lead.by_setup)
    of_givens = slow.standard_error(lead.by_given) ** 2 if lead.givens > 1 else np.nan
    together = bool((part["roster"] != part["pool"]).any())
    found = {"lead": lead.lead, "smallest": np.nan}
    if np.isnan(of_candidates) or np.isnan(of_givens):
        return found
    found |= {"se_givens": np.sqrt(of_givens), "se_candidates": np.sqrt(of_candidates)}
    for column, more in (
        ("smallest", (0, 0)),
        ("more_givens", (MORE, 0)),
        ("more_candidates", (0, MORE)),
    ):
        givens, candidates = (MORE, MORE) if together and any(more) else more
        square = of_candidates * free / (free + candidates)
        square += 0 if together else of_givens * lead.givens / (lead.givens + givens)
        freedom = min(lead.givens + givens, free + candidates) - 1
        se = float(np.sqrt(square))
        found[column] = slow.smallest_clear(se, freedom) if freedom else np.nan
    return found
