"""What matters: how much of what decides between two metrics is each choice of setup?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Components, Integers, Metrics, Rows, Setups, fetch
from setupscope.analysis.questions.documentation import documented

MAIN = ("given", "backbone", "measure")
"""Components whose levels are crossed to cells; rosters stand for pools."""
SAME_EVERYWHERE = "the two metrics stand alike in every setup"
NO_SETUP = "no setup has a value of both"
INCOMPLETE = "a given lacks setups of some of its pools, measures and backbones"

Numbers = NDArray[np.float64]
Groups = tuple[Integers, Numbers]


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
        sign = np.sign(part.rankings.values[:, a] - part.rankings.values[:, b])[part.ranking]
        both = ~np.isnan(sign)
        design = whole if both.all() else Design.of(part.where(both))
        shares, reason = _importance(design, sign[both])
        for component in (*MAIN, "pool"):
            numbers = dict(zip(NUMBERS, shares.get(component, NOTHING), strict=True))
            named = {"a": part.metrics[a], "b": part.metrics[b], "component": component}
            yield {**named, **numbers, **common, "reason": reason}


NUMBERS = ("share", "total", "chance")
NOTHING = (np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class Design:
    """How some setups are made up.

    Attributes
    ----------
    cells, pools : tuple of array
        Which combination of given, backbone and measure, and which roster, each setup has,
        shape (N,); and the weight of each.
    main : mapping of str to tuple of array
        For given, backbone and measure, which level each cell has, and the levels' weights.
    others : mapping of str to tuple of array
        For the same of several levels, which combination of all other components each setup
        has, and their weights.
    weight : array, shape (N,)
        Of each setup, 1 in sum; each given weighs the same.
    crossed : bool
        Whether each given has all its rosters under every measure and backbone.
    """

    cells: Groups
    pools: Groups
    main: Mapping[str, Groups]
    others: Mapping[str, Groups]
    weight: Numbers
    crossed: bool

    @classmethod
    def of(cls, part: Rows) -> "Design":
        """The design of some setups."""
        given = part.groups(["given"])[0]
        setups = np.bincount(given)
        weight = 1 / (len(setups) * setups)[given]

        def weighed(group: Integers) -> Groups:
            return group, np.asarray(np.bincount(group, weight), np.float64)

        cells = weighed(part.groups(MAIN)[0])
        one_of_cell = np.zeros(len(cells[1]), np.int64)
        one_of_cell[cells[0]] = np.arange(len(part))
        levels = {name: weighed(part.groups([name])[0]) for name in MAIN}
        others = {
            name: weighed(part.groups([key for key in (*MAIN, "roster") if key != name])[0])
            for name in MAIN
            if len(levels[name][1]) > 1
        }
        return cls(
            cells,
            weighed(part.groups(["roster"])[0]),
            {name: (group[one_of_cell], weights) for name, (group, weights) in levels.items()},
            others,
            weight,
            bool((setups == _all_of(part, given)).all()),
        )


def _all_of(part: Rows, given: Integers) -> Integers:
    """How many setups each given has if none is missing: (G,)."""
    _, first = np.unique(part.groups(["given", "roster"])[0], return_index=True)
    rosters = np.bincount(given[first], minlength=part.givens)
    backbones, measures = (part.groups([name])[1] for name in ("backbone", "measure"))
    return np.asarray(rosters * backbones * measures)


def _importance(
    design: Design, sign: Numbers
) -> tuple[Mapping[str, tuple[float, float, float]], str | None]:
    """First order, total and chance by component, and why there is none."""
    if not len(sign):
        return {}, NO_SETUP
    mean = float((design.weight * sign).sum())
    variance = float((design.weight * (sign - mean) ** 2).sum())
    if variance < 1e-15:
        return {}, SAME_EVERYWHERE
    if not design.crossed:
        return {}, INCOMPLETE
    return {
        name: (alone / variance, max(0.0, 1 - others / variance), chance)
        for name, alone, others, chance in _explained_by(design, sign, mean, variance)
    }, None


def _explained_by(
    design: Design, sign: Numbers, mean: float, variance: float
) -> Iterator[tuple[str, float, float, float]]:
    """What each component explains alone, what all others explain, and chance."""
    weighed = design.weight * sign
    of_cells = np.asarray(np.bincount(design.cells[0], weighed), np.float64)
    for name, levels in design.main.items():
        others = design.others.get(name)
        rest = variance if others is None else _explained(others, weighed, mean)
        yield name, _explained(levels, of_cells, mean), rest, np.nan
    cells = (np.arange(len(of_cells)), design.cells[1])
    chance = (len(design.pools[1]) - 1) / (len(weighed) - 1)
    yield "pool", _explained(design.pools, weighed, mean), _explained(cells, of_cells, mean), chance


def _explained(groups: Groups, weighed: Numbers, mean: float) -> float:
    """Variance of the groups' means, from weighed signs."""
    group, weight = groups
    if len(weight) < 2:
        return 0.0
    means = np.bincount(group, weighed) / weight
    return float((weight * (means - mean) ** 2).sum())
