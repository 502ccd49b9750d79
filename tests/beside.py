"""What some tables ask besides a slice."""

from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.export.recipes import baselines, soundness

OF_WHOLE = {recipe.name for recipe in (*soundness.FIGURES, *soundness.TABLES, *baselines.FIGURES)}
"""Figures and tables of a whole scenario, or of one with its baselines."""

OF_TWO = ("compare", "before-after")
"""Figures and tables of two slices."""


def options_of(name, slice_):
    """As options of an exhibit."""
    better, worse = slice_.metric_keys()[:2]
    shown = slice_.replace(measures=slice_.study.measures[:1]).link()
    return {
        **{name: {"against": slice_.link()} for name in OF_TWO},
        "claim": {"better": better, "worse": worse, "shows": shown},
    }.get(name, {})


def table_options(name, slice_):
    """As `table_of` takes them."""
    better, worse = slice_.metric_keys()[:2]
    shown = slice_.replace(measures=slice_.study.measures[:1])
    return TableOptions(slice_ if name in OF_TWO else None, better, worse, shown)
