"""Which measures say how well a metric's scores agree with the performances?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from setupscope.data.choices import hit_at, ndcg_at, regret_at_1, rel_at, rel_at_1
from setupscope.data.correlations import (
    kendall,
    pearson,
    spearman,
    weighted_kendall,
    weighted_kendall_by_performance,
)

Array = NDArray[np.float64]
MetricFunction = Callable[[Array, Array, Array], Iterable[Array]]
TINY = 1e-12
"""A correlation below it is 0."""


@dataclass(frozen=True)
class Measure:
    """An evaluation measure: how scores are compared with performances over a pool.

    Attributes
    ----------
    key, label, html, latex : str
        Its name in the store, in plain text, in figures and in LaTeX.
    low, high : float
        The ends of its range.
    direction : {"higher", "lower"}
        Which end says that the metric predicts well.
    is_correlation : bool
        Whether 0 means that scores say nothing of performances.
    about : str
        What a value says, in one sentence.
    reference : str
        The source of the method.
    of_metrics : callable
        From performances (n,), scores (n, q) and members (N, n) to the values (N,) of each metric.
    needs_ratio : bool
        Whether it divides one performance by another, which means nothing where candidates are
        ranked by gain.
    """

    key: str
    label: str
    html: str
    latex: str
    low: float
    high: float
    direction: Literal["higher", "lower"]
    is_correlation: bool
    about: str
    reference: str
    of_metrics: MetricFunction = field(compare=False)
    needs_ratio: bool = False

    def block(self, performances: Array, scores: Array, members: Array) -> Array:
        """Values of every metric in every pool of one block.

        Parameters
        ----------
        performances : array, shape (n,)
            Measured performance of each candidate; finite.
        scores : array, shape (n, q)
            Score of each candidate by each metric, higher predicting better; finite.
        members : array, shape (N, n)
            1 where the candidate is in the pool, else 0.

        Returns
        -------
        array of float64, shape (N, q)
            Within [low, high], correlations below 1e-12 being 0; NaN where the measure is
            undefined in that pool.
        """
        columns = np.ascontiguousarray(scores.T).T
        values = np.stack([*self.of_metrics(performances, columns, members)], axis=1)
        if self.is_correlation:
            # Sums that cancel leave less than that; float32 would keep it, and break a tie.
            values[np.abs(values) < TINY] = 0.0
        return values


def each_alone(
    of_metric: Callable[[Array, Array, Array], Array],
    performances: Array,
    scores: Array,
    members: Array,
) -> Iterator[Array]:
    """A function of one metric's scores (n,), for every metric."""
    return (of_metric(performances, column, members) for column in scores.T)


MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure(
            key="pearson",
            label="Pearson r",
            html="Pearson <i>r</i>",
            latex=r"Pearson $r$",
            low=-1,
            high=1,
            direction="higher",
            is_correlation=True,
            about="How close scores and performances lie to one straight line: 1 where it rises, −1"
            " where it falls, 0 where there is none.",
            reference="Pearson 1895, Proceedings of the Royal Society of London 58:240–242",
            of_metrics=pearson,
        ),
        Measure(
            key="spearman",
            label="Spearman ρ",
            html="Spearman <i>ρ</i>",
            latex=r"Spearman $\rho$",
            low=-1,
            high=1,
            direction="higher",
            is_correlation=True,
            about="Pearson r of the ranks of scores and performances, ties having their mean rank:"
            " 1 is the same ranking, −1 the reverse.",
            reference="Spearman 1904, American Journal of Psychology 15(1):72–101",
            of_metrics=spearman,
        ),
        Measure(
            key="kendall",
            label="Kendall τ",
            html="Kendall <i>τ</i>",
            latex=r"Kendall $\tau$",
            low=-1,
            high=1,
            direction="higher",
            is_correlation=True,
            about="Pairs of candidates that scores and performances order alike, less those that"
            " they order oppositely, over all pairs, with a correction for ties: 1 is the same"
            " ranking, −1 the reverse.",
            reference="Kendall 1945, Biometrika 33(3):239–251 (τ-b)",
            of_metrics=kendall,
        ),
        Measure(
            key="weighted_kendall",
            label="weighted Kendall τ_w",
            html="weighted Kendall <i>τ</i><sub>w</sub>",
            latex=r"weighted Kendall $\tau_w$",
            low=-1,
            high=1,
            direction="higher",
            is_correlation=True,
            about="Kendall τ with a weight for each candidate that falls with its rank, so that"
            " agreement on the best ones counts most; the mean of ranks by performance and ranks by"
            " score (SciPy's default): 1 is the same ranking, −1 the reverse.",
            reference="Vigna 2015, Proceedings of WWW 2015:1166–1176",
            of_metrics=weighted_kendall,
        ),
        Measure(
            key="weighted_kendall_by_performance",
            label="weighted Kendall τ_w by performance",
            html="weighted Kendall <i>τ</i><sub>w</sub> by performance",
            latex=r"weighted Kendall $\tau_w$ by performance",
            low=-1,
            high=1,
            direction="higher",
            is_correlation=True,
            about="Kendall τ with a weight for each candidate that falls with its rank by"
            " performance alone (SciPy's rank=None): 1 is the same ranking, −1 the reverse.",
            reference="Vigna 2015, Proceedings of WWW 2015:1166–1176",
            of_metrics=weighted_kendall_by_performance,
        ),
        Measure(
            key="rel_at_1",
            label="Rel@1",
            html="Rel@1",
            latex="Rel@1",
            low=0,
            high=1,
            direction="higher",
            is_correlation=False,
            about="Performance of the candidate with the highest score over the best performance in"
            " the pool: 1 where the metric picks the best.",
            reference="Li et al. 2021, CVPR 2021:2663–2673",
            of_metrics=rel_at_1,
            needs_ratio=True,
        ),
        Measure(
            key="rel_at_3",
            label="Rel@3",
            html="Rel@3",
            latex="Rel@3",
            low=0,
            high=1,
            direction="higher",
            is_correlation=False,
            about="The best performance among the three candidates with the highest scores over the"
            " best performance in the pool: 1 where the best is among them.",
            reference="Li et al. 2021, CVPR 2021:2663–2673",
            of_metrics=partial(each_alone, partial(rel_at, 3)),
            needs_ratio=True,
        ),
        Measure(
            key="regret_at_1",
            label="−regret@1",
            html="−regret@1",
            latex="$-$regret@1",
            low=-np.inf,
            high=0,
            direction="higher",
            is_correlation=False,
            about="Performance of the candidate with the highest score less the best performance in"
            " the pool: 0 where the metric picks the best; the regret with its sign turned, so that"
            " higher is better.",
            reference="Renggli et al. 2022, CVPR 2022 (there over the best performance)",
            of_metrics=partial(each_alone, regret_at_1),
        ),
        Measure(
            key="top_1_hit",
            label="top-1 hit",
            html="top-1 hit",
            latex="top-1 hit",
            low=0,
            high=1,
            direction="higher",
            is_correlation=False,
            about="1 where the candidate with the highest score is a best one, else 0; the share of"
            " best ones among tied highest scores.",
            reference="Deshpande and Karypis 2004, ACM TOIS 22(1):143–177",
            of_metrics=partial(each_alone, partial(hit_at, 1)),
        ),
        Measure(
            key="top_3_hit",
            label="top-3 hit",
            html="top-3 hit",
            latex="top-3 hit",
            low=0,
            high=1,
            direction="higher",
            is_correlation=False,
            about="1 where a best candidate is among the three with the highest scores, else 0; the"
            " chance of it where scores tie for the third place.",
            reference="Deshpande and Karypis 2004, ACM TOIS 22(1):143–177",
            of_metrics=partial(each_alone, partial(hit_at, 3)),
        ),
        Measure(
            key="ndcg_at_3",
            label="linear nDCG@3",
            html="linear nDCG@3",
            latex="linear nDCG@3",
            low=0,
            high=1,
            direction="higher",
            is_correlation=False,
            about="Performances of the three candidates with the highest scores, each over log2(1 +"
            " place), as a share of the most that there can be: 1 where the three best are ranked"
            " as they should be. The gain is the performance itself.",
            reference="Järvelin and Kekäläinen 2002, ACM TOIS 20(4):422–446",
            of_metrics=partial(each_alone, partial(ndcg_at, 3)),
            needs_ratio=True,
        ),
    )
}
"""Every measure that a study can name, by key."""
