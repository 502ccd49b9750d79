"""What some tables ask besides a slice."""

from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.export.recipes import across, baselines, presets, soundness

WHOLE = (
    *(*soundness.FIGURES, *soundness.TABLES, *baselines.FIGURES, *presets.TABLES),
    *(*across.FIGURES, *across.TABLES),
)
OF_WHOLE = {recipe.name for recipe in WHOLE}
"""Figures and tables of a whole scenario, or of one with its baselines."""

OF_TWO = ("compare", "before-after")
"""Figures and tables of two slices."""

OF_CLAIM = ("claim", "claim-margins")
"""Figures and tables of a claim."""


def evidence(slice_):
    """What shows a claim: the first given under one measure, which leaves others to compare."""
    givens = slice_.accepted("given")[:1]
    return slice_.replace(measures=slice_.study.measures[:1], givens=givens)


def options_of(name, slice_):
    """As options of an exhibit."""
    better, worse = slice_.metric_keys()[:2]
    shown = evidence(slice_).link()
    return {
        **{name: {"against": slice_.link()} for name in OF_TWO},
        **{name: {"better": better, "worse": worse, "shows": shown} for name in OF_CLAIM},
    }.get(name, {})


def table_options(name, slice_):
    """As `table_of` takes them."""
    better, worse = slice_.metric_keys()[:2]
    shown = evidence(slice_)
    return TableOptions(slice_ if name in OF_TWO else None, better, worse, shown)
