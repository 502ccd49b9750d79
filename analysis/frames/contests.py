"""Which metrics stand in every comparison of some setups, and which setups compare them?

A setup is a *contest* where at least two of the compared metrics have a score for every
member of its pool, and at least one of those has a value. A metric that covers every contest
is *complete*; the complete metrics are the *field*, among which winners are found.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.rankings import Rankings
from setupscope.analysis.frames.rows import Rows


def complete(rankings: Rankings, occurs: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each metric covers every contest, and there are some: (q,).

    Parameters
    ----------
    rankings : Rankings
        R rankings of q metrics.
    occurs : array of bool, shape (R,)
        Which of them the setups have.
    """
    compared = rankings.covered[rankings.contests & occurs]
    return np.asarray(compared.all(axis=0) & bool(len(compared)))


def field_of(part: Rows) -> tuple[str, ...]:
    """The metrics that are complete in some setups."""
    mask = complete(part.rankings, part.often > 0)
    return tuple(metric for metric, whole in zip(part.metrics, mask, strict=True) if whole)


def beside(metrics: Sequence[str], field: Sequence[str], metric: str) -> tuple[str, ...]:
    """The field and one metric more, in the order of all metrics."""
    return tuple(one for one in metrics if one in field or one == metric)


def in_field(part: Rows) -> Rows:
    """The contests among the complete metrics, with these metrics alone."""
    return among(part, field_of(part))


def among(part: Rows, metrics: tuple[str, ...]) -> Rows:
    """The contests that all of some metrics cover, with these metrics alone."""
    chosen = part.compare(metrics)
    return chosen.of_rankings(chosen.rankings.common_contests)
