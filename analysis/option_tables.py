"""Which tables need more than a slice, and what do they refuse?"""

from collections.abc import Sequence

import pandas as pd
from narwhals.typing import IntoFrame

from setupscope.analysis.frames.rows import Setups
from setupscope.analysis.questions.agreement import agreement, agreement_of_slices
from setupscope.analysis.questions.before_after import before_after
from setupscope.analysis.questions.claim import claim
from setupscope.analysis.questions.compare import compare
from setupscope.analysis.questions.winner_map import winner_map
from setupscope.data.errors import InputError
from setupscope.data.study.measured import MeasuredStudy


def agreement_table(
    setups: Setups,
    metrics: Sequence[str],
    by: Sequence[str],
    study: MeasuredStudy,
    against: IntoFrame | None,
    names: tuple[str, str],
) -> pd.DataFrame:
    """Agreement of the levels of components, or of two slices."""
    if against is None:
        return agreement(setups, study, metrics, by)
    if by:
        raise InputError(
            "agreement compares the levels of --by or two slices; leave out --by or --against"
        )
    return agreement_of_slices(setups, against, metrics, names)


def compare_table(
    setups: Setups,
    metrics: Sequence[str],
    by: Sequence[str],
    against: IntoFrame | None,
    seed: int,
) -> pd.DataFrame:
    """Two slices side by side."""
    if by:
        raise InputError("compare cannot be split; leave out --by")
    if against is None:
        raise InputError("compare needs a second slice: --against QUERY")
    return compare(setups, against, metrics, seed)


def map_table(
    setups: Setups,
    metrics: Sequence[str],
    by: Sequence[str],
    study: MeasuredStudy,
    axes: tuple[str, ...] = ("given", "measure"),
    seed: int = 0,
) -> pd.DataFrame:
    """The map of two components, and a third for panels."""
    asked = tuple(by or axes)
    if len(asked) not in (2, 3):
        raise InputError(
            f"map cannot be split by {len(asked)}; it needs two components, and takes a third for"
            " panels: --by ROWS --by COLUMNS [--by PANELS]"
        )
    rows, columns, panels = (*asked, "")[:3]
    return winner_map(setups, study, metrics, rows, columns, panels, seed)


def before_after_table(
    setups: Setups,
    metrics: Sequence[str],
    by: Sequence[str],
    against: IntoFrame | None,
    seed: int,
    metrics_before: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The former slice beside the present one."""
    if by:
        raise InputError("before-after cannot be split; leave out --by")
    if against is None:
        raise InputError("before-after needs the former slice: --against QUERY")
    return before_after(against, setups, metrics, seed, metrics_before)


def claim_table(
    setups: Setups,
    metrics: Sequence[str],
    by: Sequence[str],
    shows: IntoFrame | None,
    better: str,
    worse: str,
) -> pd.DataFrame:
    """How comparable setups speak on a claim."""
    if shows is None or not better or not worse:
        raise InputError("claim needs --better METRIC, --worse METRIC and --shows SETUP-OR-QUERY")
    return claim(setups, shows, better, worse, by)
