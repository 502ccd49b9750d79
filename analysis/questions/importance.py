"""What matters: how much of what decides between two metrics is each choice of setup?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.rows import Components, Integers, Metrics, Rows, Setups, fetch
from setupscope.analysis.questions.documentation import documented

LEVELS: Mapping[str, str] = {
    "given": "given",
    "backbone": "backbone",
    "measure": "measure",
    "pool": "roster",
}
"""Components, and what tells their levels apart; rosters stand for pools."""
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
        for component in LEVELS:
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
    alone, others : mapping of str to tuple of array
        For each component, which of its levels each setup has, shape (N,), and the weight of
        each level; the same of the combinations of all other components.
    weight : array, shape (N,)
        Of each setup, 1 in sum; each given weighs the same.
    crossed : bool
        Whether each given has all its rosters under every measure and backbone.
    """

    alone: Mapping[str, Groups]
    others: Mapping[str, Groups]
    weight: Numbers
    crossed: bool

    @classmethod
    def of(cls, part: Rows) -> "Design":
        """The design of some setups."""
        alone = {name: part.groups([key])[0] for name, key in LEVELS.items()}
        others = {
            name: part.groups([key for other, key in LEVELS.items() if other != name])[0]
            for name in LEVELS
        }
        setups = np.bincount(alone["given"])
        weight = 1 / (len(setups) * setups)[alone["given"]]
        crossed = bool((setups == _all_of(part, alone)).all())
        weighed = [
            {name: (group, _weights(group, weight)) for name, group in groups.items()}
            for groups in (alone, others)
        ]
        return cls(weighed[0], weighed[1], weight, crossed)


def _weights(group: Integers, weight: Numbers) -> Numbers:
    """The weight of each group."""
    return np.asarray(np.bincount(group, weight), np.float64)


def _all_of(part: Rows, alone: Mapping[str, Integers]) -> Integers:
    """How many setups each given has if none is missing: (G,)."""
    _, first = np.unique(part.groups(["given", "roster"])[0], return_index=True)
    rosters = np.bincount(alone["given"][first], minlength=part.givens)
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
    shares, weighed = {}, design.weight * sign
    for name in LEVELS:
        alone, others = (
            _explained(own[name], weighed, mean) / variance for own in (design.alone, design.others)
        )
        shares[name] = (alone, max(0.0, 1 - others), _chance(design, name))
    return shares, None


def _explained(groups: Groups, weighed: Numbers, mean: float) -> float:
    """Variance of the groups' means, from the weighed signs."""
    group, weight = groups
    if len(weight) < 2:
        return 0.0
    means = np.bincount(group, weighed) / weight
    return float((weight * (means - mean) ** 2).sum())


def _chance(design: Design, component: str) -> float:
    """What as many levels explain of a variance that has nothing to do with them."""
    if component != "pool":
        return np.nan
    levels = len(design.alone[component][1])
    return (levels - 1) / (len(design.weight) - 1)
