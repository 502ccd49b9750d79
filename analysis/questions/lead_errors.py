"""How large are the two parts of a lead's standard error, over givens and over candidates?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from setupscope.analysis.frames.contests import among
from setupscope.analysis.frames.rows import Rows, compact
from setupscope.analysis.questions.shares import GivenShares, Tally
from setupscope.analysis.resampling.bootstrap import t_quantile
from setupscope.analysis.resampling.jackknife import Candidates, candidates_of

Array = NDArray[np.float64]


@dataclass(frozen=True)
class LeadErrors:
    """Standard errors of k leads of one metric.

    Attributes
    ----------
    of_givens, of_candidates : array, shape (k,)
        Their squares, over givens with candidates held, and over sets of candidates.
    givens, free : int
        Givens, and candidates that some pools leave out.
    are_givens : bool
        Whether givens are candidates too, so that sets of candidates cover both roles.
    """

    of_givens: Array
    of_candidates: Array
    givens: int
    free: int
    are_givens: bool

    @property
    def total(self) -> Array:
        """Standard error over givens and candidates: (k,)."""
        return self.with_more(0, 0)

    def with_more(self, givens: int, candidates: int) -> Array:
        """What the standard error would be with so many more givens or candidates: (k,)."""
        of_candidates = self.of_candidates * (self.free / (self.free + candidates))
        if self.are_givens:
            return np.asarray(np.sqrt(of_candidates))
        of_givens = self.of_givens * (self.givens / (self.givens + givens))
        return np.asarray(np.sqrt(of_candidates + of_givens))

    def freedom(self, givens: int = 0, candidates: int = 0) -> int:
        """Degrees of freedom of the errors, with so many more givens or candidates."""
        return min(self.givens + givens, self.free + candidates) - 1


def lead_errors(
    slice_: Rows, shares: GivenShares, winner: int, others: Sequence[int] | NDArray[np.intp]
) -> tuple[LeadErrors | None, str | None]:
    """The standard errors of the leads of one metric, or why candidates cannot be resampled.

    Parameters
    ----------
    slice_ : Rows
        All setups of a slice.
    shares : GivenShares
        How its metrics share the contests that all of them cover.
    winner, others : int
        Positions of metrics.

    Returns
    -------
    tuple
        The errors, none below two givens; and a reason, or none.
    """
    part = among(slice_, shares.metrics)
    candidates = candidates_of(part, slice_)
    givens = len(shares.givens)
    if candidates.reason or givens < 2:
        return None, candidates.reason
    by_given, of_sets = (
        of[:, [winner]] - of[:, others] for of in (shares.shares, rates_of_sets(part, candidates))
    )
    return (
        LeadErrors(
            of_givens=by_given.var(axis=0, ddof=1) / givens,
            of_candidates=candidates.variance(of_sets),
            givens=givens,
            free=candidates.free,
            are_givens=candidates.are_givens,
        ),
        None,
    )


def half_widths(errors: LeadErrors) -> Array:
    """T · SE of each lead: (k,)."""
    return t_quantile(errors.freedom()) * errors.total


def rates_of_sets(part: Rows, candidates: Candidates) -> Array:
    """Win rates over contests with each set of candidates, each given weighing the same.

    Parameters
    ----------
    part : Rows
        Contests of k metrics, all of which cover them.

    Returns
    -------
    array, shape (sets, k)
    """
    tally = Tally.of(part.rankings, range(len(part.metrics)))
    sets = part.of_rosters(candidates.smallest)
    if sets.even:
        # Each given weighs the same in the sums already.
        columns = np.column_stack([tally.units, tally.contest])
        sums = sets.whole_sums(columns, ("roster",))
        return np.asarray(sums[:, :-1] / (tally.unit * sums[:, -1:]))
    by_set = sets.grouping(("given", "roster"))
    given, roster = by_set.codes["given"], by_set.codes["roster"]
    roster, _ = compact(roster, len(sets.levels["roster"]))
    columns = np.column_stack([tally.units, tally.contest])
    sums = np.zeros((int(given.max()) + 1, candidates.count, columns.shape[1]))
    sums[given, roster] = sets.whole_sums(columns, by_set.names)
    held = sums[:, :, -1:]
    total = (sums[:, :, :-1] / (tally.unit * np.maximum(held, 1))).sum(axis=0)
    return np.asarray(total / (held > 0).sum(axis=0))
