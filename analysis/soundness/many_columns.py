"""What are a measure's values where one of its two sides takes hundreds of turns?

A random metric is many columns of scores beside the same performances, a rerun many columns
of performances beside the same scores. Sums over pairs of candidates are one product for all
columns together: with P the 0/1 matrix of pools by pairs and X of pairs by columns, P · X.
"""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from setupscope.data.measures import TINY, Measure

Array = NDArray[np.float64]
Side = Literal["scores", "performances"]
AT_ONCE = 50
"""Columns whose weights are computed together: they stay in the cache of one core."""


def values_of_columns(
    measure: Measure, held: Array, columns: Array, members: Array, varied: Side
) -> NDArray[np.float32]:
    """Values of a measure in every pool for each of many columns.

    Parameters
    ----------
    measure : Measure
        The evaluation measure.
    held : array, shape (n,)
        Performance of each candidate, or its score where performances vary; finite.
    columns : array, shape (n, k)
        Its scores, or its performances; finite.
    members : array, shape (N, n)
        1 where the candidate is in the pool, else 0.
    varied : {"scores", "performances"}
        What the columns are.

    Returns
    -------
    array of float32, shape (N, k)
        As a store would hold them: NaN where the measure is undefined.
    """
    if not columns.shape[1]:
        return np.empty((len(members), 0), np.float32)
    fast = FAST.get(measure.key)
    if fast is None or (measure.key == "rel_at_1" and varied == "scores" and _ties(columns)):
        values = _one_by_one(measure, held, columns, members, varied)
    else:
        values = fast(held, columns, members, varied)
    if measure.is_correlation:
        values[np.abs(values) < TINY] = 0.0
    return values.astype(np.float32)


def _one_by_one(
    measure: Measure, held: Array, columns: Array, members: Array, varied: Side
) -> Array:
    if varied == "scores":
        return measure.block(held, columns, members)
    each = [measure.block(own, held[:, None], members)[:, 0] for own in columns.T]
    return np.stack(each, axis=1)


def _ties(columns: Array) -> bool:
    ordered = np.sort(columns, axis=0)
    return bool((ordered[1:] == ordered[:-1]).any())


def _pearson(held: Array, columns: Array, members: Array, _: Side) -> Array:
    first, second, both = _pairs(members)
    a = _scaled(held[first] - held[second])
    s = _scaled(columns[first] - columns[second])
    spread = np.sqrt(both @ (a * a))[:, None] * np.sqrt(both @ (s * s))
    return _ratio(both @ (a[:, None] * s), spread)


def _kendall(held: Array, columns: Array, members: Array, _: Side) -> Array:
    first, second, both = _pairs(members)
    a, s = np.sign(held[first] - held[second]), np.sign(columns[first] - columns[second])
    untied = np.sqrt((both @ (a * a))[:, None] * (both @ (s * s)))
    return _ratio(both @ (a[:, None] * s), untied)


def _weighted_kendall(held: Array, columns: Array, members: Array, _: Side) -> Array:
    parts = [columns[:, start : start + AT_ONCE] for start in range(0, columns.shape[1], AT_ONCE)]
    return np.concatenate([_few_weighted(held, part, members) for part in parts], axis=1)


def _few_weighted(held: Array, columns: Array, members: Array) -> Array:
    """The mean of τ_w under the two orders: (N, k)."""
    a = np.sign(np.subtract.outer(held, held))[:, :, None]
    s = np.sign(columns[:, None, :] - columns[None, :, :])
    concordance, untied_a = _over_pool(members, a * s), _over_pool(members, np.abs(a))
    untied_s = _over_pool(members, np.abs(s)) if _ties(columns) else _others(members)
    taus = []
    for order in (_before(a, s), _before(s, a)):
        weights = _over_pool(members, order)
        weights += 1
        np.divide(members[:, :, None], weights, out=weights)
        spread = np.sqrt(_dot(weights, untied_a)) * np.sqrt(_dot(weights, untied_s))
        taus.append(_ratio(_dot(weights, concordance), spread))
    return (taus[0] + taus[1]) / 2


def _before(first: Array, second: Array) -> Array:
    """Whether j comes before i by (first, second, index), highest first: (n_j, n_i, k or 1)."""
    if (first != 0).sum() == first.size - first.shape[0] * first.shape[2]:
        return (first > 0).astype(np.float64)
    by_index = np.tri(len(first), k=-1, dtype=bool).T[:, :, None]
    before = np.where(first != 0, first > 0, np.where(second != 0, second > 0, by_index))
    return before.astype(np.float64)


def _over_pool(members: Array, pairs: Array) -> Array:
    """Sum over the pool's members j of a number of each pair: (N, n), (n_j, n_i, k) to (N, n_i, k).

    The numbers are whole, so that sums are exact in any order.
    """
    candidates, _, columns = pairs.shape
    sums = members @ pairs.reshape(candidates, -1)
    return np.asarray(sums.reshape(len(members), candidates, columns))


def _others(members: Array) -> Array:
    """How many others each member has in its pool: (N, n, 1)."""
    return np.asarray((members.sum(axis=1, keepdims=True) - members)[:, :, None])


def _dot(left: Array, right: Array) -> Array:
    return np.asarray(np.einsum("nik,nik->nk", left, right))


def _rel_at_1(held: Array, columns: Array, members: Array, varied: Side) -> Array:
    if varied == "scores":
        best, chosen = _highest(held[:, None], members, held), _highest(columns, members, held)
        lowest = -_highest(-held[:, None], members, -held)
    else:
        inside = members > 0
        scores = np.where(inside, held, -np.inf)
        picked = (inside & (scores == scores.max(axis=1, keepdims=True))).astype(np.float64)
        chosen = picked @ columns / picked.sum(axis=1, keepdims=True)
        best, lowest = _highest(columns, members), -_highest(-columns, members)
    defined = np.broadcast_to((lowest >= 0) & (best > 0), chosen.shape)
    ratio = np.divide(chosen, best, out=np.full(chosen.shape, np.nan), where=defined)
    return np.asarray(ratio.clip(max=1.0))


def _highest(columns: Array, members: Array, numbers: Array | None = None) -> Array:
    """The highest number of each column among a pool's members: (n, k), (N, n) to (N, k).

    With `numbers` (n,), that of the member which is highest in the column.
    """
    order = np.argsort(columns, axis=0, kind="stable")
    inside = members > 0
    found = np.empty((len(members), columns.shape[1]))
    for place in order:
        own = np.take_along_axis(columns, place[None], 0)[0] if numbers is None else numbers[place]
        np.copyto(found, own, where=inside[:, place])
    return found


def _pairs(members: Array) -> tuple[NDArray[np.intp], NDArray[np.intp], Array]:
    """The pairs of candidates, and whether both are in each pool: (N, pairs)."""
    first, second = np.triu_indices(members.shape[1], 1)
    return first, second, members[:, first] * members[:, second]


def _scaled(differences: Array) -> Array:
    """Differences over the largest of their column."""
    largest = np.abs(differences).max(axis=0)
    return np.asarray(differences / np.where(largest > 0, largest, 1.0))


def _ratio(numerator: Array, denominator: Array) -> Array:
    undefined = np.full(numerator.shape, np.nan)
    quotient = np.divide(numerator, denominator, out=undefined, where=denominator > 0)
    return np.asarray(quotient.clip(-1.0, 1.0))


FAST: dict[str, Callable[[Array, Array, Array, Side], Array]] = {
    "pearson": _pearson,
    "kendall": _kendall,
    "weighted_kendall": _weighted_kendall,
    "rel_at_1": _rel_at_1,
}
"""By the key of a measure; another measure takes its columns one by one."""
