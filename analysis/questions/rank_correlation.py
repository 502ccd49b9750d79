"""How alike are two rankings, many at a time?"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def tau_b(first: Numbers, second: Numbers) -> Numbers:
    """Kendall's τ-b of the same row of two arrays.

    Parameters
    ----------
    first, second : array, shape (N, q)
        Numbers that rank q things; equal is tied, NaN takes no part in its row.

    Returns
    -------
    array, shape (N,)
        −1 to 1; NaN where fewer than two things are ranked, or one ranking ties them all.

    Notes
    -----
    Kendall 1945, Biometrika 33(3):239–251. Counts are divided at once, so that equal rankings
    have exactly 1.
    """
    left, right = np.triu_indices(first.shape[1], 1)
    signs = [np.sign(ranked[:, left] - ranked[:, right]) for ranked in (first, second)]
    known = ~np.isnan(signs[0] + signs[1])
    one, other = (np.where(known, sign, 0.0) for sign in signs)
    untied = [np.abs(sign).sum(axis=1) for sign in (one, other)]
    length = np.sqrt(untied[0] * untied[1])
    nothing = np.full(len(first), np.nan)
    return np.asarray(np.divide((one * other).sum(axis=1), length, out=nothing, where=length > 0))
