"""How few givens, or candidates, have to be taken away until the winner no longer wins?"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Metrics, Rows, Setups
from setupscope.analysis.questions.candidate_sets import CandidateSets, largest_sets
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.leads import Array
from setupscope.analysis.questions.shares import GivenShares, RankedSetups, ranked_metrics
from setupscope.analysis.resampling.bootstrap import TOLERANCE
from setupscope.analysis.slices.queries import encoded
from setupscope.data.study.measured import MeasuredStudy

GIVENS, CANDIDATES = "givens", "candidates"
NONE_TAKES_IT = "no choice of them takes the win"
NONE_LEFT_OUT = "no candidate can be left out and every given kept"
ONE_GIVEN = "there is only one given"


@documented
def fragility(
    setups: Setups, study: MeasuredStudy, metrics: Metrics = None, by: Components = ()
) -> pd.DataFrame:
    """The winner's lead when those givens, or candidates, are taken away that favour it most.

    Winners are found among the metrics that cover all contests of the part; see `win_rates`.

    {parameters}
    study : MeasuredStudy
        Whose setups these are; it names the candidates.
    by : sequence of str
        Components whose levels are parts: backbone, measure, pool_size.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part, unit and number taken away, from none:

        - `scenario`, the components of `by`;
        - `unit`: givens, or candidates, which are taken out of all pools;
        - `removed`: how many are taken away; of givens up to all but one, of candidates up to
          as many as leave every given with setups;
        - `left_out`: their names, those that leave the winner the smallest lead, as the value
          of a key of a query;
        - `winner`, `rival`: the winner of the whole part, and the metric that comes closest to
          it, or is the furthest ahead of it, in what is left;
        - `lead`: win rate of the winner less that of the rival, −1 to 1;
        - `wins`: whether the winner is still among the best; a tie takes no win;
        - `fewest`: the smallest number that takes the win; null where none does;
        - `kept`: how many have to be kept so that the winner wins whichever these are, as far as
          they can be left out;
        - `exact`: whether all choices of that many were compared; else candidates are taken
          away one after another, the most favourable first, so that `fewest` is an upper bound;
        - `setups`, `givens`: how many are left;
        - `reason`: why `fewest` is null, else null.

        A row with a reason alone where no metric wins, and for a unit of which none can be taken
        away. Empty where the frame is.

    {raises}

    Notes
    -----
    Exact for givens: the lead over a rival is a mean of its leads within givens, so that no choice
    of k givens leaves less than dropping the k largest; the smallest over rivals is taken for
    each k.
    """
    found: list[dict[str, object]] = []
    for levels, part in fetch(setups, metrics, by).parts(by):
        found += [{**levels, **row} for row in _table(part, study, str(levels["scenario"]))]
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


COLUMNS = (
    *("unit", "removed", "left_out", "winner", "rival", "lead", "wins"),
    *("fewest", "kept", "exact", "setups", "givens", "reason"),
)


@dataclass(frozen=True)
class Step:
    """What is left when some givens or candidates are taken away.

    Attributes
    ----------
    left_out : tuple of str
        Their names.
    rival : int
        Position of the metric that the winner leads by the least.
    lead : float
        That lead.
    setups, givens : int
        How many are left.
    """

    left_out: tuple[str, ...]
    rival: int
    lead: float
    setups: int
    givens: int


def _table(part: Rows, study: MeasuredStudy, scenario: str) -> Iterator[dict[str, object]]:
    """The rows of both units."""
    setups = RankedSetups.of(part, {})
    nothing = setups.why_no_winner()
    if nothing:
        common = {"setups": setups.setups, "givens": len(setups.givens)}
        yield from ({"unit": unit, **common, "reason": nothing} for unit in (GIVENS, CANDIDATES))
        return
    shares = setups.field_shares()
    yield from _rows(GIVENS, shares, list(_of_givens(setups, shares)), ONE_GIVEN)
    sets = largest_sets(part, study.names_of(scenario).candidates, shares.metrics)
    steps = list(_of_candidates(shares, sets))
    yield from _rows(CANDIDATES, shares, steps, NONE_LEFT_OUT, sets.candidates, sets.exact)


def _rows(
    unit: str,
    shares: GivenShares,
    steps: list[Step],
    alone: str,
    of: int | None = None,
    exact: bool = True,
) -> Iterator[dict[str, object]]:
    """A row per step; `of` how many units there are, by default the givens."""
    winner = shares.metrics[_winner(shares)]
    fewest = next((place for place, step in enumerate(steps) if step.lead < 0), None)
    count = len(shares.givens) if of is None else of
    kept = count - (len(steps) - 1 if fewest is None else fewest - 1)
    reason = None if fewest else (NONE_TAKES_IT if len(steps) > 1 else alone)
    common = {"fewest": fewest, "kept": kept, "exact": exact, "reason": reason}
    for removed, step in enumerate(steps):
        row = {"unit": unit, "removed": removed, "left_out": encoded(step.left_out)}
        row |= {"winner": winner, "rival": shares.metrics[step.rival], "lead": step.lead}
        left = {"setups": step.setups, "givens": step.givens}
        yield {**row, "wins": step.lead >= 0, **common, **left}


def _winner(shares: GivenShares) -> int:
    return int(ranked_metrics(shares.rates)[0])


def _of_givens(setups: RankedSetups, shares: GivenShares) -> Iterator[Step]:
    """The smallest lead that each number of givens taken away can leave."""
    ahead, rivals = leads_over(shares.shares, _winner(shares))
    held = np.bincount(setups.given, setups.times, len(setups.givens)).astype(np.int64)
    of_given = dict(zip(setups.givens, held.tolist(), strict=True))
    order = np.argsort(-ahead, axis=0, kind="stable")
    # From the smallest up, so that what is left is added up and never taken off.
    sums = np.cumsum(np.take_along_axis(ahead, order, 0)[::-1], axis=0)[::-1]
    left = settled(sums / np.arange(len(sums), 0, -1)[:, None])
    for removed, own in enumerate(left):
        place = int(own.argmin())
        names = tuple(shares.givens[index] for index in order[:removed, place])
        setups_left = setups.setups - sum(of_given[name] for name in names)
        givens_left = len(setups.givens) - removed
        yield Step(names, int(rivals[place]), float(own[place]), setups_left, givens_left)


def _of_candidates(shares: GivenShares, sets: CandidateSets) -> Iterator[Step]:
    """The smallest lead that each number of candidates taken away leaves, as far as was looked."""
    ahead, rivals = leads_over(sets.shares, _winner(shares))
    left = settled(ahead.mean(axis=-2))
    closest = left.min(axis=1)
    for size in range(int(sets.sizes.max()) + 1):
        of_size = np.flatnonzero(sets.sizes == size)
        place = int(of_size[closest[of_size].argmin()])
        rival = int(left[place].argmin())
        counts = int(sets.setups[place].sum()), int((sets.setups[place] > 0).sum())
        yield Step(sets.names_of(place), int(rivals[rival]), float(closest[place]), *counts)


def leads_over(shares: Array, winner: int) -> tuple[Array, NDArray[np.intp]]:
    """What a metric is ahead of each other: shares (..., k) to (..., k − 1), and who these are."""
    rivals = np.delete(np.arange(shares.shape[-1]), winner)
    return shares[..., [winner]] - shares[..., rivals], rivals


def settled(leads: Array) -> Array:
    """Leads, with those that are 0 to 12 digits at 0."""
    return np.where(np.abs(leads) <= TOLERANCE, 0.0, leads)
