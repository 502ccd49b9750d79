"""Do two parts of the setups rank the metrics alike?"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Metrics, Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.families import FAMILY
from setupscope.analysis.questions.leads import Array
from setupscope.analysis.questions.rank_correlation import tau_b
from setupscope.analysis.questions.restrictions import WITH, WITHOUT, Restrictions
from setupscope.analysis.questions.shares import RankedSetups
from setupscope.analysis.questions.wins import parts_of
from setupscope.data.errors import InputError, unknown
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.vocabulary import COMPONENTS

CANDIDATE = "candidate"
COMPARED = (*COMPONENTS, CANDIDATE, FAMILY)
"""Components whose levels can be compared.

Those of a candidate are the pools with and without it; those of a family, the families of givens.
"""
KINDS = {CANDIDATE: (WITH, WITHOUT)}
"""The restrictions to a component's levels, where they are not named as the component is."""
ONE_LEVEL = "the slice has one level of it"
ONE_FAMILY = "fewer than two families of givens have some of its setups, but not all"
TOO_FEW_METRICS = "fewer than 2 metrics have a win rate in both"
ALL_TIED = "all metrics have the same win rate in one of the two"


@documented
def agreement(
    setups: Setups, study: MeasuredStudy, metrics: Metrics = None, by: Components = ()
) -> pd.DataFrame:
    """How alike every two levels of a component rank the metrics.

    Metrics that do not cover all contests of the scenario are left out; see `win_rates`.

    {parameters}
    study : MeasuredStudy
        Whose setups these are; it names the candidates.
    by : sequence of str
        Components whose levels are compared: given, backbone, measure, pool_size, candidate, and
        family, which compares the families of givens; by default all but the last two.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, component and two of its levels, in the levels' order:

        - `scenario`, `component`;
        - `level_a`, `level_b`: the levels; for a candidate "with NAME" and "without NAME";
        - `tau`: Kendall τ-b of the metrics' win rates at the one and at the other, −1 to 1;
          null where fewer than two metrics have both, or one level has all metrics tied;
        - `setups`, `givens`: how many the two levels have together; setups that two families
          share count in each;
        - `reason`: why `tau` is null, else null.

        One row with a reason alone where the slice has one level of a component. Empty where
        the frame is.

    {raises}

    See Also
    --------
    compare : the same of any two slices.
    """
    for component in by:
        if component not in COMPARED:
            raise InputError(unknown("component", component, COMPARED))
    chosen = tuple(dict.fromkeys(by)) or COMPONENTS
    found = [
        {**levels, **row}
        for levels, part in fetch(setups, metrics).parts(())
        for row in _table(part, study, str(levels["scenario"]), chosen)
    ]
    return pd.DataFrame(found, columns=["scenario", *COLUMNS])


COLUMNS = ("component", "level_a", "level_b", "tau", "setups", "givens", "reason")


def agreement_of_slices(
    setups: Setups, against: Setups, metrics: Metrics = None, names: tuple[str, str] = ("a", "b")
) -> pd.DataFrame:
    """How alike two slices rank the metrics that cover all contests of both.

    Parameters
    ----------
    setups, against : frame of setups
        The two slices. Scenarios that both have are compared with each other; if there is
        none, every scenario of the one with every scenario of the other.
    metrics : sequence of str, optional
        Keys of the metrics compared; by default all that the first frame has.
    names : tuple of str
        What the two are called.

    Returns
    -------
    pandas.DataFrame
        As `agreement` does, without `component`: a row per two scenarios; `scenario` is the
        first's. Empty where either frame is.
    """
    first = parts_of(setups, metrics)
    second = parts_of(against, first[0].metrics if first else metrics)
    found = []
    for a, b in matched(first, second):
        field = common_field(a, b)
        tau, reason = correlation(a.among(field).rates, b.among(field).rates)
        counts = {"setups": a.setups + b.setups, "givens": len(clusters(a) | clusters(b))}
        named = {**a.levels, "level_a": names[0], "level_b": names[1]}
        found.append({**named, "tau": tau, **counts, "reason": reason})
    return pd.DataFrame(found, columns=["scenario", *COLUMNS[1:]])


def matched(
    first: Sequence[RankedSetups], second: Sequence[RankedSetups]
) -> list[tuple[RankedSetups, RankedSetups]]:
    """Which parts of two slices are compared: those of one scenario; all where none is shared."""
    every = [(a, b) for a in first for b in second]
    same = [(a, b) for a, b in every if a.levels["scenario"] == b.levels["scenario"]]
    return same or every


def common_field(first: RankedSetups, second: RankedSetups) -> tuple[str, ...]:
    """The metrics that cover every contest of two parts; none where neither has contests.

    A part without contests leaves out only those that cover none of its setups.
    """
    parts = (first, second)
    if not any(part.field for part in parts):
        return ()
    fields = [part.field or part.covering for part in parts]
    return tuple(metric for metric in fields[0] if metric in fields[1])


def clusters(part: RankedSetups) -> set[tuple[str, str]]:
    """The givens of a part, told apart by scenario."""
    return {(str(part.levels["scenario"]), given) for given in part.givens}


def correlation(first: Array, second: Array) -> tuple[float, str | None]:
    """Kendall τ-b of two arrays of win rates, shape (q,) each; and why there is none."""
    tau = float(correlations(first[None], second[None])[0])
    return tau, _why_not(first, second) if np.isnan(tau) else None


def correlations(first: Array, second: Array) -> Array:
    """Kendall τ-b of the same rows of two arrays of win rates: (N, q) to (N,)."""
    # Means of equal shares may differ in their last digit.
    return tau_b(first.round(12), second.round(12))


def _why_not(first: Array, second: Array) -> str:
    both = ~np.isnan(first) & ~np.isnan(second)
    return ALL_TIED if both.sum() > 1 else TOO_FEW_METRICS


def _table(
    part: Rows, study: MeasuredStudy, scenario: str, chosen: Sequence[str]
) -> Iterator[dict[str, object]]:
    kinds = [kind for name in chosen for kind in KINDS.get(name, (name,))]
    found = Restrictions.of(part, study, scenario, kinds)
    for component in chosen:
        pairs = list(_pairs(found, component))
        if pairs:
            yield from _rows(found, component, pairs)
        else:
            whole = {"setups": len(part), "givens": part.givens}
            reason = ONE_FAMILY if component == FAMILY else ONE_LEVEL
            yield {"component": component, **whole, "reason": reason}


def _rows(
    found: Restrictions, component: str, pairs: Sequence[tuple[int, int]]
) -> Iterator[dict[str, object]]:
    rates = found.rates
    a, b = np.array(pairs).T
    left = found.setups[a] + found.setups[b]
    for (one, other), tau, setups in zip(
        pairs, correlations(rates[a], rates[b]), left, strict=True
    ):
        yield {
            "component": component,
            "level_a": _level(found.names[one]),
            "level_b": _level(found.names[other]),
            "tau": float(tau),
            "setups": int(setups.sum()),
            "givens": int((setups > 0).sum()),
            "reason": _why_not(rates[one], rates[other]) if np.isnan(tau) else None,
        }


def _pairs(found: Restrictions, component: str) -> Iterator[tuple[int, int]]:
    """Positions of every two levels of a component."""
    if component == CANDIDATE:
        index = {name: place for place, name in enumerate(found.names)}
        inside = [name for key, name in found.names if key == WITH]
        yield from ((index[WITH, name], index[WITHOUT, name]) for name in inside)
    else:
        own = [place for place, (key, _) in enumerate(found.names) if key == component]
        yield from combinations(own, 2)


def _level(name: tuple[str, str | int]) -> str:
    component, value = name
    return f"{component} {value}" if component in (WITH, WITHOUT) else str(value)
