"""How large would a lead have to be here, to be found clear?"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from setupscope.analysis.frames.rows import Metrics, Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.lead_errors import LeadErrors, lead_errors
from setupscope.analysis.questions.shares import RankedSetups, ranked_metrics
from setupscope.analysis.resampling.bootstrap import LEVEL
from setupscope.analysis.soundness.parts import by_backbone

POWER = 0.8
"""How likely the lead is to be found clear."""
MORE = 5
ONE_GIVEN = "one given is too few for a standard error"


@documented
def power(setups: Setups, metrics: Metrics = None) -> pd.DataFrame:
    """The smallest lead that would be clear with probability .8, here and with more data.

    {parameters}

    Returns
    -------
    pandas.DataFrame
        A row per scenario, backbone ("all" where there are several) and metric of the field
        besides the winner, the smallest lead first:

        - `scenario`, `backbone`, `winner`, `metric`;
        - `lead`: of the winner over the metric, 0 to 1;
        - `se`: its standard error over givens and candidates; `se_givens`, `se_candidates`:
          its two parts, of which the second is the whole where givens are candidates too;
        - `smallest`: the smallest lead that would be clear with probability .8:
          (t at .975 + t at .8) · `se`, with one degree of freedom less than the fewer of givens
          and free candidates;
        - `more_givens`, `more_candidates`: what it would be with 5 givens more, with 5
          candidates more; where givens are candidates, 5 more are both, and the two are equal;
        - `givens`, `candidates` (those that pools leave out);
        - `reason`: why a number is null, else null.

        One row with a reason alone where no metric wins.

    {raises}

    Notes
    -----
    Of a two-sided test at 5 %; a lead of more than 1 cannot be: nothing would be clear.
    """
    parts = by_backbone(setups, metrics)
    found = [{**levels, **row} for levels, part in parts for row in _table(part)]
    return pd.DataFrame(found, columns=["scenario", "backbone", *COLUMNS])


COLUMNS = (
    *("winner", "metric", "lead", "se", "se_givens", "se_candidates"),
    *("smallest", "more_givens", "more_candidates", "givens", "candidates", "reason"),
)


def _table(part: Rows) -> Iterator[dict[str, object]]:
    setups = RankedSetups.of(part, {})
    shares = setups.field_shares()
    if setups.why_no_winner():
        yield {"givens": len(shares.givens), "reason": setups.why_no_winner()}
        return
    winner, *others = ranked_metrics(shares.rates).tolist()
    errors, why = lead_errors(part, shares, winner, others)
    for place, other in enumerate(others):
        row = {"winner": shares.metrics[winner], "metric": shares.metrics[other]}
        row |= {"lead": float(shares.rates[winner] - shares.rates[other])}
        numbers = {"givens": len(shares.givens), "reason": why or ONE_GIVEN}
        yield {**row, **(numbers if errors is None else _numbers(errors, place))}


def _numbers(errors: LeadErrors, place: int) -> dict[str, object]:
    both = (MORE, MORE) if errors.are_givens else None
    return {
        "se": float(errors.total[place]),
        "se_givens": float(np.sqrt(errors.of_givens[place])),
        "se_candidates": float(np.sqrt(errors.of_candidates[place])),
        "smallest": _smallest(errors, place, (0, 0)),
        "more_givens": _smallest(errors, place, both or (MORE, 0)),
        "more_candidates": _smallest(errors, place, both or (0, MORE)),
        "givens": errors.givens,
        "candidates": errors.free,
        "reason": None,
    }


def _smallest(errors: LeadErrors, place: int, more: tuple[int, int]) -> float:
    freedom = errors.freedom(*more)
    if freedom < 1:
        return np.nan
    quantiles = stats.t.ppf([(1 + LEVEL) / 2, POWER], freedom)
    return float(np.sum(quantiles) * errors.with_more(*more)[place])
