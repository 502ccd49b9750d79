"""Could a whole specification curve lie to one side by chance?"""

import numpy as np
import pandas as pd

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.specification import SIDES
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS
from setupscope.analysis.resampling.sign_flips import sign_flip_p

FEW_FAVOUR = f"fewer than {FEWEST_GIVENS} givens favour one of the two"
COLUMNS = ("p", "setups", "givens", "reason")


@documented
def specification_test(setups: Setups, a: str, b: str, seed: int = 0) -> pd.DataFrame:
    """Is one metric ahead in more setups of the specification curve than labels swapped by chance?

    {parameters}
    a, b : str
        Keys of the two metrics.

    Returns
    -------
    pandas.DataFrame
        A row per scenario: `scenario`, `a`, `b`; `ahead`, `ties`, `behind` as in `ahead`; `p`:
        two-sided, the share of all ways to swap the two labels, given by given, under which the
        share of setups in which one is ahead less that of those in which it is behind lies as far
        from 0 or further; exact up to 40 givens, else from 100,000 draws; null where fewer than
        6 givens favour either; `setups` (in which both have a value), `givens` (that have some),
        `reason` of a null.

    Raises
    ------
    InputError
        When a metric is unknown.

    Notes
    -----
    After the joint test of Simonsohn, Simmons and Nelson 2020 (Nature Human Behaviour
    4:1208–1214). Setups of one given are no independent trials, so they are swapped together.
    """
    found = []
    for levels, part in fetch(setups, (a, b)).parts(()):
        found.append({**levels, "a": a, "b": b, **_row(part, seed)})
    return pd.DataFrame(found, columns=["scenario", "a", "b", *SIDES, *COLUMNS])


def _row(part: Rows, seed: int) -> dict[str, object]:
    """From how often a is ahead, tied and behind within each given."""
    ordered, counts = part.rankings.values, part.counts
    sign = np.sign(ordered[:, 0] - ordered[:, 1])
    given, count = counts.codes["given"], len(part.levels["given"])
    sides = np.array(
        [counts.sums(given, count, (sign == side).astype(np.float64)) for side in (1, 0, -1)]
    )
    total = float(sides.sum())
    by_given = (sides[0] - sides[2]) / max(total, 1.0)
    p = float(sign_flip_p(by_given[:, None], seed)[0])
    shares = (sides.sum(axis=1) / total if total else np.full(3, np.nan)).tolist()
    known = {"setups": int(total), "givens": int((sides.sum(axis=0) > 0).sum())}
    reason = FEW_FAVOUR if np.isnan(p) else None
    return {**dict(zip(SIDES, shares, strict=True)), "p": p, **known, "reason": reason}
