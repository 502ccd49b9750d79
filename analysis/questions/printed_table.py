"""What is computed in place of a printed table, by one definition and under one backbone?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.questions.table_definitions import DEFINITIONS, LOWER_IS_BETTER
from setupscope.data.measures import MEASURES
from setupscope.data.pools import SMALLEST_POOL
from setupscope.data.scoring.blocks import Block

Array = NDArray[np.float64]
SCALES = (1.0, 100.0)
ROUNDINGS = ("rounded", "cut off")
CLOSE = 1e-9
"""By how much a value may be beyond half a unit of the last digit."""
FITTING = 0.5
"""Share of cells, also of those beyond chance, that a definition has to reproduce to fit."""


@dataclass(frozen=True)
class Found:
    """A definition with its options, and what it gives.

    Attributes
    ----------
    key : str
        Of the definition.
    values : array, shape (metrics, givens)
        On the scale of the table, in the directions chosen.
    same : array of bool, shape (metrics, givens)
        The cells that come out.
    scale, rounding, turned, by_chance
        As in `TableCheck.definitions`.
    """

    key: str
    values: Array
    same: NDArray[np.bool_]
    scale: float
    rounding: str
    turned: tuple[str, ...]
    by_chance: float

    @property
    def count(self) -> int:
        """How many cells come out."""
        return int(self.same.sum())

    def row(self, of: "Evaluation") -> dict[str, object]:
        """The row of `TableCheck.definitions`."""
        cells = int((~np.isnan(of.numbers)).sum())
        beyond = self.count - self.by_chance >= FITTING * (cells - self.by_chance)
        return {
            "backbone": of.backbone,
            "definition": self.key,
            "label": DEFINITIONS[self.key].label,
            "scale": self.scale,
            "rounding": self.rounding,
            "reversed": ",".join(self.turned),
            "cells": cells,
            "reproduced": self.count,
            "by_chance": self.by_chance,
            "fits": bool(self.count >= FITTING * cells and beyond and self.count > self.by_chance),
        }


@dataclass(frozen=True)
class Evaluation:
    """A printed table beside what was measured under one backbone."""

    printed: pd.DataFrame
    blocks: Mapping[str, Block]
    keys: tuple[str, ...]
    backbone: str
    candidates: tuple[str, ...]

    @cached_property
    def metrics(self) -> list[str]:
        """Keys of the metrics that are printed."""
        return list(dict.fromkeys(self.printed["metric"]))

    @cached_property
    def givens(self) -> list[str]:
        """The givens that are printed."""
        return list(dict.fromkeys(self.printed["given"]))

    @cached_property
    def numbers(self) -> Array:
        """The printed numbers, NaN where there is none: (metrics, givens)."""
        return self._grid("printed")

    @cached_property
    def _unit(self) -> Array:
        """A unit of the last printed digit: (metrics, givens)."""
        return np.asarray(10.0 ** -self._grid("decimals"))

    def _grid(self, column: str) -> Array:
        grid = np.full((len(self.metrics), len(self.givens)), np.nan)
        grid[self._rows, self._columns] = self.printed[column]
        return grid

    @cached_property
    def _rows(self) -> list[int]:
        place = {metric: index for index, metric in enumerate(self.metrics)}
        return [place[metric] for metric in self.printed["metric"]]

    @cached_property
    def _columns(self) -> list[int]:
        place = {given: index for index, given in enumerate(self.givens)}
        return [place[given] for given in self.printed["given"]]

    def best_of(self, key: str) -> Found:
        """The scale and the rounding under which a definition reproduces the most cells."""
        ways = [self.values(key, self.metrics, sign) for sign in (1.0, -1.0)]
        tried = [self._found(key, ways, *option) for option in product(SCALES, ROUNDINGS)]
        return max(tried, key=lambda found: found.count)

    def _found(self, key: str, ways: Sequence[Array], scale: float, rounding: str) -> Found:
        each = [scale * values for values in ways]
        same = [self._same(values, rounding) for values in each]
        turn = same[1].sum(axis=1) > same[0].sum(axis=1)
        values = np.where(turn[:, None], each[1], each[0])
        shifts = [np.roll(values, by, axis=1) for by in range(1, len(self.givens))]
        chance = [self._same(shifted, rounding).sum() for shifted in shifts]
        return Found(
            key,
            values,
            self._same(values, rounding),
            scale,
            rounding,
            tuple(key for key, turned in zip(self.metrics, turn, strict=True) if turned),
            float(np.mean(chance)) if chance else 0.0,
        )

    def _same(self, values: Array, rounding: str) -> NDArray[np.bool_]:
        """Which cells come out at the digits that are printed."""
        unit = self._unit
        if rounding == "rounded":
            return np.asarray(np.abs(values - self.numbers) <= unit / 2 + CLOSE)
        beyond = np.abs(values) - np.abs(self.numbers)
        alike = (np.sign(values) == np.sign(self.numbers)) | (np.abs(self.numbers) < unit)
        return np.asarray(alike & (beyond >= -CLOSE) & (beyond < unit - CLOSE))

    def values(
        self,
        key: str,
        metrics: Sequence[str],
        signs: float | Array = 1.0,
        *,
        givens: Sequence[str] = (),
        without: int | None = None,
    ) -> Array:
        """The values of metrics by a definition, of pools that may leave one candidate out."""
        turned = np.broadcast_to(signs, (len(metrics),))
        return np.array(
            [
                [
                    self._value(key, self.blocks[given], metric, sign, without)
                    for given in givens or self.givens
                ]
                for metric, sign in zip(metrics, turned, strict=True)
            ]
        )

    def _value(
        self, key: str, block: Block, metric: str, sign: float, without: int | None
    ) -> float:
        scores = block.scores[:, self.keys.index(metric)]
        inside = ~np.isnan(scores) & (block.bits != (-1 if without is None else without))
        if inside.sum() < SMALLEST_POOL:
            return np.nan
        return DEFINITIONS[key].of(block.performances[inside], sign * scores[inside])

    def cells(self, found: Found) -> pd.DataFrame:
        """The rows of `TableCheck.cells`."""
        rows, columns = self._rows, self._columns
        return self.printed[["metric", "given", "printed", "text"]].assign(
            computed=found.values[rows, columns], reproduced=found.same[rows, columns]
        )

    def printed_winner(self, found: Found) -> str | None:
        """The metric with the best printed mean; of those that are printed for every given."""
        whole = ~np.isnan(self.numbers).any(axis=1)
        means = np.where(whole, self.numbers.mean(axis=1) * _better(found.key), -np.inf)
        best = np.flatnonzero(means >= means.max() - CLOSE)
        return self.metrics[best[0]] if len(best) == 1 and whole.any() else None

    def ranked(self, found: Found) -> pd.DataFrame:
        """The rows of `TableCheck.metrics`."""
        baselines = [key for key in self.keys if key not in self.known]
        beside = found.scale * self.values(found.key, baselines)
        kept = np.array([not np.isnan(own).any() for own in beside], bool)
        names = [*self.metrics, *(key for key, keep in zip(baselines, kept, strict=True) if keep)]
        means = [own.mean() for own in (*found.values, *beside[kept])]
        printed = [*self.numbers.mean(axis=1), *[np.nan] * int(kept.sum())]
        sign = _better(found.key)
        best_in = [*_shares(sign * found.values).sum(axis=1)]
        best_in += [
            _shares(sign * np.vstack([found.values, own]))[-1].sum() for own in beside[kept]
        ]
        table = pd.DataFrame(
            {
                "metric": names,
                "baseline": [name not in self.known for name in names],
                "printed": printed,
                "computed": means,
                "best_in": best_in,
            }
        )
        order = (table["computed"] * sign).fillna(-np.inf)
        return table.loc[order.sort_values(ascending=False, kind="stable").index].reset_index(
            drop=True
        )

    @cached_property
    def known(self) -> set[str]:
        """Keys of the metrics that are printed."""
        return set(self.metrics)

    def changed(self, found: Found, winner: str | None) -> Iterator[dict[str, object]]:
        """The rows of `TableCheck.changes`; none where the table has no single winner."""
        if winner is None:
            return
        signs = np.where(np.isin(self.metrics, found.turned), -1.0, 1.0)
        for key in self._other_measures(found.key):
            values = self.values(key, self.metrics, signs)
            if not np.isnan(values).all():
                yield self._change("measure", key, values, key, winner)
        for given in self.givens if len(self.givens) > 1 else []:
            left = found.values[:, [one != given for one in self.givens]]
            yield self._change("given", given, left, found.key, winner)
        for bit, name in enumerate(self.candidates):
            values = self.values(found.key, self.metrics, signs, without=bit)
            if any(bit in block.bits for block in self.blocks.values()):
                yield self._change("candidate", name, values, found.key, winner)

    def _other_measures(self, key: str) -> list[str]:
        """Keys of the definitions that are measures of Setupscope, but for one."""
        same = DEFINITIONS[key].measure
        return [one for one, of in DEFINITIONS.items() if of.measure in MEASURES and one != same]

    def _change(
        self, component: str, level: str, values: Array, key: str, winner: str
    ) -> dict[str, object]:
        valued = values[:, ~np.isnan(values).all(axis=0)] * _better(key)
        shares = _shares(valued)
        means = valued.mean(axis=1)
        best = np.nanmax(means, initial=-np.inf)
        winners = [
            name for name, mean in zip(self.metrics, means, strict=True) if mean >= best - CLOSE
        ]
        return {
            "component": component,
            "level": level,
            "winner": ",".join(winners),
            "holds": winner in winners,
            "setups": valued.shape[1],
            "best": float(shares[self.metrics.index(winner)].sum()),
        }


def _better(key: str) -> float:
    """1 where a higher value is better, else −1."""
    return -1.0 if key in LOWER_IS_BETTER else 1.0


def _shares(values: Array) -> Array:
    """1/k of each given to each of its k best: (metrics, givens)."""
    known = np.where(np.isnan(values), -np.inf, values)
    best = (known >= known.max(axis=0) - CLOSE) & np.isfinite(known)
    return np.asarray(best / np.maximum(best.sum(axis=0), 1))
