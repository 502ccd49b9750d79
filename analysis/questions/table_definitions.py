"""By which definitions may a printed value have been computed?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from setupscope.data.choices import ndcg_at, rel_at
from setupscope.data.measures import MEASURES

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Definition:
    """One way to compare scores with performances.

    Attributes
    ----------
    label : str
        The measure and its variant.
    of : callable
        From performances and scores (n,) to the value; NaN where there is none.
    measure : str, optional
        Key of the measure of Setupscope that it is.
    """

    label: str
    of: Callable[[Array, Array], float]
    measure: str | None = None


def _over_pool(
    of: Callable[[Array, Array, Array], Array], performances: Array, scores: Array
) -> float:
    """A function over many pools, of the one that holds everyone."""
    return float(of(performances, scores, np.ones((1, len(scores))))[0])


def _value(key: str, performances: Array, scores: Array) -> float:
    everyone = np.ones((1, len(scores)))
    return float(MEASURES[key].block(performances, scores[:, None], everyone)[0, 0])


def _tau_a(performances: Array, scores: Array) -> float:
    """Concordant less discordant pairs over all pairs, tied ones included."""
    first, second = np.triu_indices(len(scores), 1)
    signs = np.sign(performances[first] - performances[second])
    return float((signs * np.sign(scores[first] - scores[second])).mean())


def _tau_c(performances: Array, scores: Array) -> float:
    if np.ptp(performances) == 0 or np.ptp(scores) == 0:
        return np.nan
    return float(stats.kendalltau(performances, scores, variant="c")[0])


def _by_score(performances: Array, scores: Array) -> float:
    return _value("weighted_kendall_by_performance", scores, performances)


def _first_pick(performances: Array, scores: Array) -> float:
    """Rel@1 of the first candidate with the highest score."""
    defined = performances.min() >= 0 and performances.max() > 0
    return float(performances[scores.argmax()] / performances.max()) if defined else np.nan


def _regret(performances: Array, scores: Array) -> float:
    return -_value("regret_at_1", performances, scores)


def _relative_regret(performances: Array, scores: Array) -> float:
    return 1 - _value("rel_at_1", performances, scores)


def _of_measure(key: str, label: str = "") -> Definition:
    return Definition(label or MEASURES[key].label, partial(_value, key), key)


DEFINITIONS: Mapping[str, Definition] = {
    "pearson": _of_measure("pearson"),
    "spearman": _of_measure("spearman"),
    "kendall": _of_measure("kendall", "Kendall τ-b"),
    "weighted_kendall": _of_measure(
        "weighted_kendall", "weighted Kendall τ_w, mean of both rankings (SciPy's default)"
    ),
    "weighted_kendall_by_performance": _of_measure(
        "weighted_kendall_by_performance",
        "weighted Kendall τ_w, ranks by performance alone (SciPy's rank=None)",
    ),
    "weighted_kendall_by_score": Definition(
        "weighted Kendall τ_w, ranks by score alone (rank=None, scores first)", _by_score
    ),
    "kendall_a": Definition("Kendall τ-a, ties in the denominator", _tau_a),
    "kendall_c": Definition("Stuart's τ-c", _tau_c),
    "rel_at_1": _of_measure("rel_at_1", "Rel@1, mean of tied picks"),
    "rel_at_1_first": Definition("Rel@1, first of tied picks", _first_pick),
    "rel_at_3": _of_measure("rel_at_3"),
    "rel_at_5": Definition("Rel@5", partial(_over_pool, partial(rel_at, 5))),
    "regret_at_1": Definition("regret@1, in units of the performance", _regret, "regret_at_1"),
    "relative_regret_at_1": Definition("regret@1 over the best", _relative_regret),
    "top_1_hit": _of_measure("top_1_hit"),
    "top_3_hit": _of_measure("top_3_hit"),
    "ndcg_at_3": _of_measure("ndcg_at_3", "nDCG@3, linear gain"),
    "ndcg_at_5": Definition("nDCG@5, linear gain", partial(_over_pool, partial(ndcg_at, 5))),
    "ndcg": Definition("nDCG, linear gain", partial(_over_pool, partial(ndcg_at, 62))),
}
"""By key; of those that reproduce equally many cells, the first is named."""
LOWER_IS_BETTER = ("regret_at_1", "relative_regret_at_1")
