"""Is the study sound? Each check in one row, held against what it has to pass."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from setupscope.analysis.frames.rows import Setups
from setupscope.analysis.questions.wins import win_rates
from setupscope.analysis.soundness.ablation import Ablation, candidate_ablation
from setupscope.analysis.soundness.against_baselines import BEATEN, SURVIVES, against_baselines
from setupscope.analysis.soundness.dispersion import dispersion
from setupscope.analysis.soundness.family_ablation import family_ablation
from setupscope.analysis.soundness.fidelity import fidelity
from setupscope.analysis.soundness.parts import by_backbone
from setupscope.analysis.soundness.power import power
from setupscope.analysis.soundness.random_metric import ABOVE, against_random, random_metric
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.transfers import Transfers

SOUND, WEAK, NULL = "sound", "weak", "null"
ONE_LIST = 0.8
"""Mean τ-b of true rankings from which one list serves nearly every given."""
COIN = 0.5
SAME_WINNER = 0.95
"""How often noise has to leave the winner."""
SHOWN_SIZE = 0.01
"""Of the assumed sizes of noise, the one that the check is about."""
NO_FAMILY = "the study names no family of these candidates"

Row = dict[str, object]
Found = Mapping[Any, Any]


@dataclass(frozen=True)
class SoundnessTables:
    """What the checks of one scenario found; each is the table of the function of its name.

    Attributes
    ----------
    dispersion, against_baselines, random_metric, fidelity, power : pandas.DataFrame
        As documented there.
    rates : pandas.DataFrame
        Of `win_rates`, with the metrics alone and a column `backbone`.
    candidates, families : Ablation
        Without each candidate, and without each family.
    """

    dispersion: pd.DataFrame
    against_baselines: pd.DataFrame
    random_metric: pd.DataFrame
    fidelity: pd.DataFrame
    power: pd.DataFrame
    rates: pd.DataFrame
    candidates: Ablation
    families: Ablation


def soundness_tables(
    study: MeasuredStudy, transfers: Transfers, scenario: str, setups: Setups, seed: int = 0
) -> SoundnessTables:
    """All checks of a scenario but that of seed noise, which takes ten times as long.

    Parameters
    ----------
    study, transfers
        The study as it is, without baselines, and what it measured.
    scenario : str
        One of its scenarios.
    setups : frame of setups
        Of the store that has the scenario's baselines as further metrics; see
        `setupscope.data.storage.derived.store_with_baselines`.
    seed : int
        Of all draws.

    Raises
    ------
    InputError
        When a given has too few candidates for a single pool, or the frame lacks a metric.
    """
    baselines = study.baseline_keys(scenario)
    metrics = study.metric_keys
    return SoundnessTables(
        dispersion=dispersion(study, transfers, scenario),
        against_baselines=against_baselines(setups, metrics, baselines, seed),
        random_metric=random_metric(study, transfers, scenario, seed=seed),
        fidelity=fidelity(study, transfers, scenario, seed),
        power=power(setups, metrics),
        rates=rates_by_backbone(setups, metrics, seed),
        candidates=candidate_ablation(setups, study, metrics),
        families=family_ablation(study, transfers, scenario, seed=seed),
    )


def rates_by_backbone(setups: Setups, metrics: tuple[str, ...], seed: int = 0) -> pd.DataFrame:
    """The table of `win_rates`, with `backbone` ("all" where there are several)."""
    found = []
    for levels, part in by_backbone(setups, metrics):
        table = win_rates(part, seed=seed)
        table.insert(1, "backbone", levels["backbone"])
        found.append(table)
    return pd.concat(found, ignore_index=True) if found else win_rates(setups, metrics)


def soundness(tables: SoundnessTables, noise: pd.DataFrame | None = None) -> pd.DataFrame:
    """What all checks of a scenario say, in one table.

    Parameters
    ----------
    tables : SoundnessTables
        What they found.
    noise : pandas.DataFrame, optional
        The table of `seed_noise`; without it, that check is left out.

    Returns
    -------
    pandas.DataFrame
        A row per backbone ("all" where there are several) and check: `scenario`, `backbone`;
        `check`; `metric` (the one concerned); `value`, `low`, `high`; `reference` (what the value
        is held against); `verdict`; `reason` of a null. By check:

        - "dispersion": mean τ-b of the true rankings of two givens, with its range (no
          interval); "sound" below .8, else "weak": one list serves nearly every given;
        - the key of a baseline: the lead of the best metric over it, with its interval;
          "survives", "beaten" or "undecided";
        - "random_metric": the highest win rate, with its interval, against the 95 % quantile of
          a random metric's; "survives" where the interval lies above it, else "weak";
        - "candidates", "families": the smallest lead of the winner with any one left out,
          below 0 where it loses; "survives" from 0 on, else "beaten";
        - "fidelity": share of large gaps in the winner's score that have the wrong sign, with
          its interval, against .5; "sound" where the interval is below, else "weak";
        - "seed_noise": how often the winner wins, against .95, with measured or assumed noise
          of .01; `low` is the 5 % quantile of its lead; "survives" from .95 on, else "weak";
        - "power": the smallest lead that would be clear with probability .8, against the
          winner's lead over the next; "sound" where it is no larger, else "weak".

        The verdict is "null" where the numbers are.
    """
    found = [*_dispersion(tables), *_baselines(tables), *_random(tables)]
    for check, ablation in (("candidates", tables.candidates), ("families", tables.families)):
        found += _ablation(check, ablation.winners, tables)
    found += [*_fidelity(tables), *(_noise(noise) if noise is not None else ()), *_power(tables)]
    return pd.DataFrame([_whole(row) for row in found], columns=COLUMNS)


COLUMNS = [
    *("scenario", "backbone", "check", "metric", "value", "low", "high"),
    *("reference", "verdict", "reason"),
]


def _whole(row: Row) -> Row:
    """A row with a null verdict where it has no verdict, and no reason where it has one."""
    verdict = row.get("verdict")
    known = isinstance(verdict, str)
    return {
        **row,
        "verdict": verdict if known else NULL,
        "reason": row["reason"] if not known else None,
    }


def _row(check: str, found: Found) -> Row:
    return {**{key: found[key] for key in ("scenario", "backbone", "reason")}, "check": check}


def _dispersion(tables: SoundnessTables) -> Iterator[Row]:
    for one in tables.dispersion.to_dict("records"):
        numbers = {"value": one["tau"], "low": one["low"], "high": one["high"]}
        row = {**_row("dispersion", one), **numbers, "reference": ONE_LIST}
        yield {**row, "verdict": _judged(one["tau"], SOUND, WEAK, holds=one["tau"] < ONE_LIST)}


def _judged(value: float, yes: str, no: str, *, holds: bool) -> str | None:
    return None if np.isnan(value) else yes if holds else no


def _baselines(tables: SoundnessTables) -> Iterator[Row]:
    for one in tables.against_baselines.to_dict("records"):
        row = {**_row(one["baseline"], one), "metric": one["metric"], "value": one["lead"]}
        ends = {"low": one["low"], "high": one["high"], "reference": 0.0}
        yield {**row, **ends, "verdict": one["outcome"]}


def _random(tables: SoundnessTables) -> Iterator[Row]:
    """The metric with the highest win rate against a random one."""
    places = against_random(tables.random_metric, tables.rates)
    for one in tables.random_metric.to_dict("records"):
        row = {**_row("random_metric", one), "reference": one["q95"]}
        own = _part(places, one).dropna(subset="win_rate")
        own = own.sort_values("win_rate", ascending=False, kind="stable")
        for best in own.head(1).to_dict("records"):
            row |= {"metric": best["metric"], "value": best["win_rate"], "reason": best["reason"]}
            row |= {"low": best["low"], "high": best["high"]}
            row |= {"verdict": _judged(best["low"], SURVIVES, WEAK, holds=best["place"] == ABOVE)}
        yield row


def _part(table: pd.DataFrame, found: Found) -> pd.DataFrame:
    same = (table["scenario"] == found["scenario"]) & (table["backbone"] == found["backbone"])
    found_there: pd.DataFrame = table.loc[same]
    return found_there


def _ablation(check: str, winners: pd.DataFrame, tables: SoundnessTables) -> Iterator[Row]:
    """The smallest lead of the winner without one of the candidates or families."""
    for one in _parts(tables):
        own = _part(winners, one)
        known = own.dropna(subset="by")
        row = {**_row(check, one), "reference": 0.0}
        if known.empty:
            reasons = own["reason"].dropna()
            yield {**row, "reason": reasons.iloc[0] if len(reasons) else NO_FAMILY}
            continue
        smallest = -float(known["by"].max())
        row |= {"metric": known["winner"].iloc[0], "value": smallest}
        yield {**row, "verdict": SURVIVES if smallest >= 0 else BEATEN}


def _parts(tables: SoundnessTables) -> Sequence[Found]:
    """Each backbone, and all of several."""
    keys = tables.rates[["scenario", "backbone"]].drop_duplicates()
    return keys.assign(reason=None).to_dict("records")


def _fidelity(tables: SoundnessTables) -> Iterator[Row]:
    for one in _parts(tables):
        winner = _winner(tables, one)
        own = _part(tables.fidelity, one)
        own = own[own["metric"] == winner["winner"]]
        row = {**_row("fidelity", winner), "reference": COIN}
        for found in own.to_dict("records"):
            row |= {"metric": found["metric"], "value": found["wrong"], "reason": found["reason"]}
            row |= {"low": found["low"], "high": found["high"]}
            row |= {"verdict": _judged(found["high"], SOUND, WEAK, holds=found["high"] < COIN)}
        yield row


def _winner(tables: SoundnessTables, one: Found) -> Found:
    """The winner of a part, its next, and how large a lead would be clear."""
    found: Found = _part(tables.power, one).to_dict("records")[0]
    return found


def _power(tables: SoundnessTables) -> Iterator[Row]:
    for one in _parts(tables):
        found = _winner(tables, one)
        row = {**_row("power", found), "metric": found["winner"], "value": found["smallest"]}
        row |= {"reference": found["lead"]}
        holds = found["lead"] >= found["smallest"]
        yield {**row, "verdict": _judged(found["smallest"], SOUND, WEAK, holds=holds)}


def _noise(noise: pd.DataFrame) -> Iterator[Row]:
    shown = noise[noise["size"].isna() | (noise["size"] == SHOWN_SIZE)]
    for one in shown.to_dict("records"):
        row = {**_row("seed_noise", one), "metric": one["winner"], "value": one["same"]}
        row |= {"low": one["lead_q05"], "reference": SAME_WINNER}
        holds = one["same"] >= SAME_WINNER
        yield {**row, "verdict": _judged(one["same"], SURVIVES, WEAK, holds=holds)}
