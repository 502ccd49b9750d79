"""Is the study sound? Each check in one row, held against what it has to pass."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
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
Record = dict[Hashable, Any]
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

    @cached_property
    def rows(self) -> Mapping[str, list[Record]]:
        """The rows of each table; those of an ablation are its winners."""
        tables = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: (table.winners if isinstance(table, Ablation) else table).to_dict("records")
            for name, table in tables.items()
        }

    def rows_of(self, name: str, found: Found) -> list[Record]:
        """The rows of a table that are of the same scenario and backbone as another row."""
        same = ("scenario", "backbone")
        return [row for row in self.rows[name] if all(row[key] == found[key] for key in same)]


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
    for check in ("candidates", "families"):
        found += _ablation(check, tables)
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
    for one in tables.rows["dispersion"]:
        numbers = {"value": one["tau"], "low": one["low"], "high": one["high"]}
        row = {**_row("dispersion", one), **numbers, "reference": ONE_LIST}
        yield {**row, "verdict": _judged(one["tau"], SOUND, WEAK, holds=one["tau"] < ONE_LIST)}


def _judged(value: float, yes: str, no: str, *, holds: bool) -> str | None:
    return None if np.isnan(value) else yes if holds else no


def _baselines(tables: SoundnessTables) -> Iterator[Row]:
    for one in tables.rows["against_baselines"]:
        row = {**_row(one["baseline"], one), "metric": one["metric"], "value": one["lead"]}
        ends = {"low": one["low"], "high": one["high"], "reference": 0.0}
        yield {**row, **ends, "verdict": one["outcome"]}


def _random(tables: SoundnessTables) -> Iterator[Row]:
    """The metric with the highest win rate against a random one."""
    places = against_random(tables.random_metric, tables.rates).to_dict("records")
    for one in tables.rows["random_metric"]:
        row = {**_row("random_metric", one), "reference": one["q95"]}
        known = [
            rate
            for rate in places
            if rate["backbone"] == one["backbone"] and not np.isnan(rate["win_rate"])
        ]
        if known:
            best = max(known, key=lambda rate: rate["win_rate"])
            row |= {"metric": best["metric"], "value": best["win_rate"], "reason": best["reason"]}
            row |= {"low": best["low"], "high": best["high"]}
            row |= {"verdict": _judged(best["low"], SURVIVES, WEAK, holds=best["place"] == ABOVE)}
        yield row


def _ablation(check: str, tables: SoundnessTables) -> Iterator[Row]:
    """The smallest lead of the winner without one of the candidates or families."""
    for one in _parts(tables):
        own = tables.rows_of(check, one)
        known = [found for found in own if not np.isnan(found["by"])]
        row = {**_row(check, one), "reference": 0.0}
        if not known:
            reasons = [found["reason"] for found in own if isinstance(found["reason"], str)]
            yield {**row, "reason": (reasons or [NO_FAMILY])[0]}
            continue
        smallest = -max(float(found["by"]) for found in known)
        row |= {"metric": known[0]["winner"], "value": smallest}
        yield {**row, "verdict": SURVIVES if smallest >= 0 else BEATEN}


def _parts(tables: SoundnessTables) -> Sequence[Found]:
    """Each backbone, and all of several."""
    keys = dict.fromkeys((rate["scenario"], rate["backbone"]) for rate in tables.rows["rates"])
    return [{"scenario": name, "backbone": backbone, "reason": None} for name, backbone in keys]


def _fidelity(tables: SoundnessTables) -> Iterator[Row]:
    for one in _parts(tables):
        winner = _winner(tables, one)
        row = {**_row("fidelity", winner), "reference": COIN}
        own = tables.rows_of("fidelity", one)
        for found in (found for found in own if found["metric"] == winner["winner"]):
            row |= {"metric": found["metric"], "value": found["wrong"], "reason": found["reason"]}
            row |= {"low": found["low"], "high": found["high"]}
            row |= {"verdict": _judged(found["high"], SOUND, WEAK, holds=found["high"] < COIN)}
        yield row


def _winner(tables: SoundnessTables, one: Found) -> Found:
    """The winner of a part, its next, and how large a lead would be clear."""
    return tables.rows_of("power", one)[0]


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
