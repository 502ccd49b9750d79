"""What matters: how much of what decides between two metrics is each choice of setup?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Grouping, Metrics, Numbers, Rows, Setups
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
    whole = Design.of(part)
    for a, b in combinations(range(len(part.metrics)), 2):
        sign = np.sign(part.rankings.values[:, a] - part.rankings.values[:, b])
        both = part.of_rankings(~np.isnan(sign))
        design = whole if both is part else Design.of(both)
        shares, reason = _importance(design, np.nan_to_num(sign))
        for component in (*MAIN, "pool"):
            numbers = dict(zip(NUMBERS, shares.get(component, NOTHING), strict=True))
            named = {"a": part.metrics[a], "b": part.metrics[b], "component": component}
            yield {**named, **numbers, **common, "reason": reason}


NUMBERS = ("share", "total", "chance")
NOTHING = (np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class Design:
    """How some setups are made up, and how a sign of each is added up.

    Attributes
    ----------
    rows : Rows
        The setups.
    weight : array, shape (G,)
        Of each setup of a given; 1 in sum, so that each given weighs the same.
    cells, pools : Grouping
        Setups of the same given, backbone and measure, and of the same roster.
    main : mapping of str to Grouping
        Setups of the same given, of the same backbone, and of the same measure.
    others : mapping of str to Grouping
        For the same of several levels: setups that differ in nothing else.
    masses : mapping of str to array
        By names of components, the weight of each such group.
    crossed : bool
        Whether each given has all its rosters under every measure and backbone.
    """

    rows: Rows
    weight: Numbers
    cells: Grouping
    pools: Grouping
    main: Mapping[str, Grouping]
    others: Mapping[str, Grouping]
    masses: Mapping[tuple[str, ...], Numbers]
    crossed: bool

    @classmethod
    def of(cls, rows: Rows) -> "Design":
        """The design of some setups."""
        often = rows.setups_of_givens
        weight = np.divide(1, often * rows.givens, out=np.zeros(len(often)), where=often > 0)
        main = {name: rows.grouping([name]) for name in MAIN}
        others = {
            name: rows.grouping([key for key in (*MAIN, "roster") if key != name])
            for name in MAIN
            if rows.level_count(name) > 1
        }
        cells, pools = rows.grouping(MAIN), rows.grouping(["roster"])
        groupings = [cells, pools, *main.values(), *others.values()]
        masses = rows.sums(np.ones(len(rows.rankings.values)), groupings, weight)
        named = {grouping.names: mass for grouping, mass in zip(groupings, masses, strict=True)}
        crossed = bool((often == _all_of(rows)).all())
        return cls(rows, weight, cells, pools, main, others, named, crossed)

    @property
    def chance(self) -> float:
        """The share of the variance that as many rosters as there are explain by chance."""
        rosters = int((self.masses[self.pools.names] > 0).sum())
        return (rosters - 1) / (len(self.rows) - 1)


def _all_of(rows: Rows) -> NDArray[np.int64]:
    """How many setups each given has if none is missing: (G,)."""
    rosters = rows.rosters_of_givens().sum(axis=0)
    return np.asarray(rosters * rows.level_count("backbone") * rows.level_count("measure"))


def _importance(
    design: Design, sign: Numbers
) -> tuple[Mapping[str, tuple[float, float, float]], str | None]:
    """First order, total and chance by component, and why there is none."""
    if not len(design.rows):
        return {}, NO_SETUP
    mean = float(design.rows.sums(sign, [design.cells], design.weight)[0].sum())
    squares = (sign - mean) ** 2
    variance = float(design.rows.sums(squares, [design.cells], design.weight)[0].sum())
    if variance < 1e-15:
        return {}, SAME_EVERYWHERE
    if not design.crossed:
        return {}, INCOMPLETE
    found = _explained_by(design, sign, mean, variance)
    return {
        name: (_settled(alone / variance), _settled(1 - others / variance), chance)
        for name, alone, others, chance in found
    }, None


def _settled(share: float) -> float:
    """A share; what rounding leaves of none is none."""
    return share if share > TOLERANCE else 0.0


def _explained_by(
    design: Design, sign: Numbers, mean: float, variance: float
) -> Iterator[tuple[str, float, float, float]]:
    """What each component explains alone, what all others explain, and chance."""
    groupings = [design.cells, design.pools, *design.main.values(), *design.others.values()]
    sums = design.rows.sums(sign, groupings, design.weight)
    explained = {
        grouping.names: _explained(design.masses[grouping.names], own, mean)
        for grouping, own in zip(groupings, sums, strict=True)
    }
    for name, levels in design.main.items():
        others = design.others.get(name)
        rest = variance if others is None else explained[others.names]
        yield name, explained[levels.names], rest, np.nan
    yield "pool", explained[design.pools.names], explained[design.cells.names], design.chance


def _explained(mass: Numbers, weighed: Numbers, mean: float) -> float:
    """Variance of the groups' means, from weighed signs."""
    there = mass > 0
    if there.sum() < 2:
        return 0.0
    means = weighed[there] / mass[there]
    return float((mass[there] * (means - mean) ** 2).sum())
