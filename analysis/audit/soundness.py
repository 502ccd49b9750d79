"""Do the checks of a study say what their definitions say?

What is drawn is drawn once, and given to the definitions as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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
from setupscope.analysis.audit.winners import draws
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.soundness.ablation import candidate_ablation
from setupscope.analysis.soundness.against_baselines import against_baselines
from setupscope.analysis.soundness.dispersion import dispersion
from setupscope.analysis.soundness.family_ablation import family_ablation
from setupscope.analysis.soundness.fidelity import fidelity, fidelity_curve
from setupscope.analysis.soundness.power import MORE, power
from setupscope.analysis.soundness.random_metric import random_metric, random_scores
from setupscope.analysis.soundness.sampled import ALL, SampledBlock, measures_of, sampled_blocks
from setupscope.analysis.soundness.seed_noise import Rerun, seed_noise
from setupscope.data.storage.derived import store_with_baselines
from setupscope.data.storage.opening import Store
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.study import Study

DRAWS, POOLS = 2, 2
"""Random metrics, and pools of a given, that the slow definitions are given."""
MOST_SETUPS, MOST_DERIVED = 300, 1_000_000
"""Setups that the slow definitions are given, and that a scenario is scored again with."""
SOME = 7
"""Of how many changes of a mean value one is looked at."""
FLOAT32 = 1e-6
"""By how much means of values that are stored as float32 may differ."""

Row = Mapping[Any, Any]


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


def measurements_of(store: Store, scenario: str) -> pd.DataFrame:
    """The measurements of a scenario, as the slow definitions take them."""
    own, every = store.study.scenario(scenario), store.measurements()
    names = {own.given: "given", own.candidates: "candidate"}
    return ranked_by(
        store.study, scenario, every[every["table"] == own.table].rename(columns=names)
    )


def ranked_by(study: Study, scenario: str, measured: pd.DataFrame) -> pd.DataFrame:
    """Measurements with what candidates are ranked by as their performance."""
    own = study.scenario(scenario)
    if own.performance == "measured":
        return measured
    return slow.gains(measured, "candidate" if own.candidates == "source" else "given")


def parts_of(frame: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of each backbone, then all where it has several."""
    names = frame["backbone"].astype(str)
    levels = sorted(set(names))
    yield from ((level, frame[names == level]) for level in levels)
    if len(levels) > 1:
        yield ALL, frame


def _rows(table: pd.DataFrame, backbone: str) -> list[dict[Any, Any]]:
    return table[table["backbone"] == backbone].to_dict("records")


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
        for row in _rows(table, backbone):
            by_given = slow.wrong_signs(gaps[row["metric"]])
            low, high = slow.interval_of_share(by_given, draws(len(by_given)))
            wrong = float(by_given.mean()) if len(by_given) else np.nan
            expected = {"wrong": wrong, "low": low, "high": high}
            yield from compare_row(where, f"{row['metric']}, {backbone}", row, expected)
        for row in _rows(curve, backbone):
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


def _pools_of(study: MeasuredStudy, scenario: str, found: Sequence[SampledBlock]) -> slow.Pools:
    names = study.names_of(scenario).candidates
    return {
        (one.block.given, one.block.backbone): (
            [
                [names[bit] for bit, there in zip(one.block.bits, row, strict=True) if there]
                for row in one.members
            ],
            one.weight,
        )
        for one in found
    }


def _measures(study: Study, scenario: str) -> list[str]:
    return [measure.key for measure in measures_of(study, scenario)]


def audit_random_metric(store: Store, scenario: str, measurements: pd.DataFrame) -> Compared:
    """How often random scores win."""
    study, transfers = store.study, store.transfers()
    table = random_metric(study, transfers, scenario, DRAWS, POOLS)
    found = sampled_blocks(study, transfers, scenario, POOLS)
    random = [f"random {place}" for place in range(DRAWS)]
    more = _with_scores(study, scenario, measurements, found, random)
    metrics = study.metric_keys
    pools = slow.rescored(
        more, _pools_of(study, scenario, found), _measures(study, scenario), [*metrics, *random]
    )
    complete = slow.complete_in(pools, metrics)
    for backbone, part in parts_of(pools):
        shares = [slow.shares_of_pools(part, [*complete, own]) for own in random]
        rates = [own[name].mean() for own, name in zip(shares, random, strict=True)]
        expected = {"win_rate": float(np.mean(rates)), "q95": float(np.quantile(rates, 0.95))}
        for row in _rows(table, backbone) if complete and np.isfinite(rates).all() else ():
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
    pools, measures = _pools_of(study, scenario, found), _measures(study, scenario)
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
        for row in _rows(table, backbone):
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


def audit_families(
    store: Store, scenario: str, measurements: pd.DataFrame, rng: np.random.Generator
) -> Compared:
    """Who wins, and what the values are, without two candidates that are called a family."""
    names = store.study.names_of(scenario).candidates
    family = tuple(rng.choice(names, 2, replace=False).tolist())
    study = replace(store.study, families={"two": family})
    transfers, where = store.transfers(), f"families: {scenario} without {', '.join(family)}"
    ablation = family_ablation(study, transfers, scenario, POOLS)
    left = measurements[~measurements["candidate"].isin(family)]
    sizes = left.groupby(["given", "backbone"])["candidate"].transform("size")
    left = left[sizes >= max(3, study.pools.min_pool or 0)]
    if ablation.winners["by"].isna().all() or left.empty:
        return
    before = _rescored_again(study, store, scenario, measurements)
    metrics = slow.complete_in(before, study.metric_keys)
    after = _rescored_again(study, store, scenario, left)
    yield from _audit_left(where, ablation.winners, (before, after), metrics)
    for row in ablation.values.dropna(subset="change").to_dict("records"):
        means = [
            slow.mean_values(dict(parts_of(own))[row["backbone"]], row["metric"], row["measure"])
            for own in (before, after)
        ]
        expected = {"mean": means[0], "mean_without": means[1], "change": means[1] - means[0]}
        what = f"{row['metric']} under {row['measure']}, {row['backbone']}"
        for column, wanted in expected.items():
            yield compare_numbers(where, f"{column} of {what}", row[column], wanted, FLOAT32)


def _rescored_again(
    study: MeasuredStudy, store: Store, scenario: str, kept: pd.DataFrame
) -> pd.DataFrame:
    """The pools of some of the measurements under the study's pool rule."""
    own, every = study.scenario(scenario), store.transfers().table
    keys = set(zip(kept["given"], kept["candidate"], kept["backbone"], strict=True))
    sides = (every[name].to_pylist() for name in (own.given, own.candidates, "backbone"))
    mask = [key in keys for key in zip(*sides, strict=True)]
    transfers = replace(store.transfers(), table=every.filter(mask))
    found = sampled_blocks(study, transfers, scenario, POOLS)
    names = sorted(set(kept["candidate"]))
    pools = {
        (one.block.given, one.block.backbone): (
            [
                [names[bit] for bit, there in zip(one.block.bits, row, strict=True) if there]
                for row in one.members
            ],
            one.weight,
        )
        for one in found
    }
    return slow.rescored(kept, pools, _measures(study, scenario), study.metric_keys)


def _audit_left(
    where: str,
    table: pd.DataFrame,
    pools: tuple[pd.DataFrame, pd.DataFrame],
    metrics: Sequence[str],
) -> Compared:
    before, after = (dict(parts_of(own)) for own in pools)
    for row in table.dropna(subset="by").to_dict("records"):
        backbone, old = row["backbone"], row["winner"]
        winners = slow.best_of(slow.shares_of_pools(before[backbone], metrics).mean())
        yield compare_words(where, f"winner, {backbone}", old, winners)
        rates = slow.shares_of_pools(after[backbone], metrics).mean()
        by = float(rates.drop(old).max() - rates[old])
        yield compare_numbers(where, f"by, {backbone}", row["by"], by)
        yield compare_numbers(where, f"stays, {backbone}", row["stays"], by <= slow.TIED)


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
        for row in _rows(table, backbone):
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
        for row in _rows(table, backbone):
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


def audit_candidates(slice_: Slice, frame: pd.DataFrame) -> Compared:
    """Who wins, and what the values are, without each candidate."""
    known = slice_.study.metric_keys
    ablation = candidate_ablation(frame, slice_.study)
    names = slice_.study.names_of(slice_.scenario_names()[0]).candidates
    for backbone, part in parts_of(frame):
        complete = slow.field(part, known, known)
        for row in _rows(ablation.winners.dropna(subset="left_out"), backbone):
            bit = names.index(row["left_out"])
            left = part[[not pool >> bit & 1 for pool in part["pool"].tolist()]]
            rates = slow.field_rates(left, complete, known)
            where, what = f"candidates: {slice_}, {backbone}", f"without {row['left_out']}"
            if rates.notna().all():
                by = float(rates.drop(row["winner"]).max() - rates[row["winner"]])
                yield from compare_row(where, what, row, {"by": by, "stays": by <= slow.TIED})
        for row in _rows(ablation.values.dropna(subset="change"), backbone)[::SOME]:
            yield from _audit_values(f"candidates: {slice_}, {backbone}", part, names, row)


def _audit_values(where: str, part: pd.DataFrame, names: Sequence[str], row: Row) -> Compared:
    own = part[part["measure"] == row["measure"]]
    bit = names.index(row["left_out"])
    left = own[[not pool >> bit & 1 for pool in own["pool"].tolist()]]
    means = []
    for frame in (own, left):
        values = frame[row["metric"]].astype(np.float64)
        means.append(float(values.groupby(frame["given"].astype(str)).mean().mean()))
    what = f"{row['metric']} under {row['measure']} without {row['left_out']}"
    for column, wanted in (("mean", means[0]), ("mean_without", means[1])):
        yield compare_numbers(where, f"{column} of {what}", row[column], wanted, FLOAT32)
