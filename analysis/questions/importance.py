"""What matters: how much of what decides between two metrics is each choice of setup?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Metrics, Numbers, Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.resampling.bootstrap import TOLERANCE

MAIN = ("given", "backbone", "measure")
"""Components whose levels are crossed to cells; rosters stand for pools."""
SAME_EVERYWHERE = "the two metrics stand alike in every setup"
NO_SETUP = "no setup has a value of both"
INCOMPLETE = "a given lacks setups of some of its pools, measures and backbones"


@documented
def importance(setups: Setups, metrics: Metrics = None, by: Components = ()) -> pd.DataFrame:
    """Shares of the variance of who beats whom, component by component.

    {parameters}

    Returns
    -------
    pandas.DataFrame
        Four rows per scenario, part and pair of metrics:

        - `scenario`, the components of `by`, `a`, `b`: metrics, in the study's order;
        - `component`: given, backbone, measure, pool (told apart by roster);
        - `share`: first-order importance, 0 to 1: what the component alone explains of the
          variance of +1 where `a` has the higher value, −1 where `b` has, 0 where they tie;
          each given weighs the same;
        - `total`: total importance, 0 to 1: what is left of that variance when all other
          components are known;
        - `chance`: for the pool, the share that as many levels would explain by chance;
          null for the others;
    {counted}

        `share` and `total` are null where the variance is 0, and where a given lacks a setup,
        with values of both metrics, of one of its pools under a measure and backbone.

    {raises}

    Notes
    -----
    Sobol 1993 (Mathematical Modelling and Computational Experiments 1(4):407–414); Homma and
    Saltelli 1996 (Reliability Engineering and System Safety 52(1):1–17). Where givens are
    candidates, a given stands in its rosters, and the two are not crossed.
    """
    rows = fetch(setups, metrics, by)
    found = [{**levels, **row} for levels, part in rows.parts(by) for row in _table(part)]
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


COLUMNS = ("a", "b", "component", "share", "total", "chance", "setups", "givens", "reason")


def _table(part: Rows) -> Iterator[dict[str, object]]:
    common = {"setups": len(part), "givens": part.givens}
    pairs = list(combinations(range(len(part.metrics)), 2))
    for (a, b), (shares, reason) in zip(pairs, _of_pairs(part, pairs), strict=True):
        for component in (*MAIN, "pool"):
            numbers = dict(zip(NUMBERS, shares.get(component, NOTHING), strict=True))
            named = {"a": part.metrics[a], "b": part.metrics[b], "component": component}
            yield {**named, **numbers, **common, "reason": reason}


NUMBERS = ("share", "total", "chance")
NOTHING = (np.nan, np.nan, np.nan)
Shares = Mapping[str, tuple[float, float, float]]
"""First order, total and chance by component."""


@dataclass(frozen=True)
class Design:
    """How some setups are made up.

    Attributes
    ----------
    rows : Rows
        The setups.
    weight : array, shape (G,)
        Of each setup of a given; 1 in sum, so that each given weighs the same.
    several : tuple of str
        Those of given, backbone and measure that have several levels.
    rosters : int
        How many there are.
    crossed : bool
        Whether each given has all its rosters under every measure and backbone.
    """

    rows: Rows
    weight: Numbers
    several: tuple[str, ...]
    rosters: int
    crossed: bool

    @classmethod
    def of(cls, rows: Rows) -> "Design":
        """The design of some setups."""
        often, has = rows.setups_of_givens, rows.rosters_of_givens()
        weight = np.divide(1, often * rows.givens, out=np.zeros(len(often)), where=often > 0)
        levels = {name: rows.level_count(name) for name in MAIN}
        all_of = has.sum(axis=0) * levels["backbone"] * levels["measure"]
        return cls(
            rows=rows,
            weight=weight,
            several=tuple(name for name, count in levels.items() if count > 1),
            rosters=int(has.any(axis=1).sum()),
            crossed=bool((often == all_of).all()),
        )

    def explained(
        self, signs: Sequence[Numbers], means: Sequence[float], names: Sequence[Sequence[str]]
    ) -> Numbers:
        """What of the variance of each sign groups that share some components explain.

        Returns
        -------
        array, shape (names, signs)
        """
        found = np.zeros((len(names), len(signs)))
        counted = [place for place, group in enumerate(names) if "roster" not in group]
        by_pool = [place for place, group in enumerate(names) if "roster" in group]
        pieces = [(self.rows, counted), *((piece, by_pool) for piece, _ in self.rows.by_rosters())]
        for rows, places in pieces:
            groupings = [rows.grouping(names[place]) for place in places]
            masses = rows.sums(np.ones(len(rows.rankings.values)), groupings, self.weight)
            for column, (sign, mean) in enumerate(zip(signs, means, strict=True)):
                sums = rows.sums(sign, groupings, self.weight)
                for place, mass, own in zip(places, masses, sums, strict=True):
                    found[place, column] += _explained(mass, own, mean)
        return found


def _of_pairs(part: Rows, pairs: Sequence[tuple[int, int]]) -> list[tuple[Shares, str | None]]:
    """The shares of each pair of metrics, and why there are none."""
    values = part.rankings.values
    signs = [np.sign(values[:, a] - values[:, b]) for a, b in pairs]
    setups = [part.of_rankings(~np.isnan(sign)) for sign in signs]
    whole = [place for place, rows in enumerate(setups) if rows is part]
    found = dict(zip(whole, _importance(Design.of(part), [signs[n] for n in whole]), strict=True))
    for place, rows in enumerate(setups):
        if rows is not part:
            (found[place],) = _importance(Design.of(rows), [np.nan_to_num(signs[place])])
    return [found[place] for place in range(len(pairs))]


def _importance(design: Design, signs: Sequence[Numbers]) -> list[tuple[Shares, str | None]]:
    """The shares of each sign, and why there are none."""
    if not len(design.rows):
        return [({}, NO_SETUP)] * len(signs)
    moments = [_moments(design, sign) for sign in signs]
    reasons = [SAME_EVERYWHERE if variance < 1e-15 else None for _, variance in moments]
    if not design.crossed:
        return [({}, reason or INCOMPLETE) for reason in reasons]
    if all(reasons):
        return [({}, reason) for reason in reasons]
    known = [place for place, reason in enumerate(reasons) if not reason]
    shares = _shares(design, [signs[n] for n in known], [moments[n] for n in known])
    found = dict(zip(known, shares, strict=True))
    return [(found.get(place, {}), reason) for place, reason in enumerate(reasons)]


def _moments(design: Design, sign: Numbers) -> tuple[float, float]:
    """Mean and variance of a sign over the setups."""
    rows, cells = design.rows, [design.rows.grouping(MAIN)]
    mean = float(rows.sums(sign, cells, design.weight)[0].sum())
    return mean, float(rows.sums((sign - mean) ** 2, cells, design.weight)[0].sum())


def _shares(
    design: Design, signs: Sequence[Numbers], moments: Sequence[tuple[float, float]]
) -> list[Shares]:
    """The shares of signs whose mean and variance are known."""
    components = (*design.several, "roster")
    names = [(name,) for name in components] + [_all_but(name) for name in components]
    explained = design.explained(signs, [mean for mean, _ in moments], names)
    alone, others = np.split(explained / [variance for _, variance in moments], 2)
    chance = (design.rosters - 1) / (len(design.rows) - 1)
    found: list[Shares] = []
    for own, rest in zip(alone.T.tolist(), others.T.tolist(), strict=True):
        shares = dict.fromkeys((*MAIN, "pool"), (0.0, 0.0, np.nan))
        for name, first, other in zip(components, own, rest, strict=True):
            by_chance = chance if name == "roster" else np.nan
            numbers = (_settled(first), _settled(1 - other), by_chance)
            shares["pool" if name == "roster" else name] = numbers
        found.append(shares)
    return found


def _all_but(name: str) -> tuple[str, ...]:
    return tuple(key for key in (*MAIN, "roster") if key != name)


def _settled(share: float) -> float:
    """A share; what rounding leaves of none is none."""
    return share if share > TOLERANCE else 0.0


def _explained(mass: Numbers, weighed: Numbers, mean: float) -> float:
    """What groups add to the variance of the groups' means, from weighed signs."""
    if not mass.all():
        there = mass > 0
        mass, weighed = mass[there], weighed[there]
    apart = weighed / mass
    apart -= mean
    apart *= apart
    apart *= mass
    return float(apart.sum())
