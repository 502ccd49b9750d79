"""All setups of two metrics, by their margin."""

import pandas as pd

from setupscope.analysis.questions.one_setup import OneSetup
from setupscope.analysis.questions.specification import Curve
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.caption_parts import (
    COLOURS,
    drawn,
    names_of_pair,
    of_whole,
    title,
)
from setupscope.dashboard.export.recipes.colours import colours_of
from setupscope.dashboard.export.recipes.defaults import pair_of, resolve_pair, the_setup
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, TableRecipe, Words
from setupscope.dashboard.figures.figure import Properties
from setupscope.dashboard.figures.specification import bins_for, specification_curve
from setupscope.dashboard.figures.theme import Look
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.head_to_head import curve_sentence, curve_test
from setupscope.dashboard.text.numbers import quantity
from setupscope.data import InputError
from setupscope.data.study.setup_ids import SetupId


def curve_of(queries: Queries, exhibit: Exhibit) -> Curve:
    """The margins of the two metrics of an exhibit in order, and what lies where along them."""
    return queries.curve(exhibit.slice_, *pair_of(exhibit), bins_for(_levels(exhibit)))


def _setups(queries: Queries, exhibit: Exhibit) -> pd.DataFrame:
    return curve_of(queries, exhibit).setups


def _levels(exhibit: Exhibit) -> int:
    slice_ = exhibit.slice_
    low, high = slice_.sizes or slice_.all_sizes
    fields = {"given": slice_.givens, "backbone": slice_.backbones, "measure": slice_.measures}
    return high - low + 1 + sum(len(own or slice_.accepted(key)) for key, own in fields.items())


def _linked_margin(one: OneSetup, exhibit: Exhibit) -> float | None:
    """By how much the first metric is ahead in a setup; none where one has no value."""
    a, b = exhibit.shown
    margin = one.values[a] - one.values[b]
    return margin if margin == margin else None


def _resolve(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics, and the setup that is marked if one is named."""
    one = resolve_pair(queries, exhibit)
    if one.setup:
        scenario = SetupId.parse(one.setup, queries.study).scenario
        if scenario != scenario_of(one.slice_).name:
            raise InputError(f"the marked setup belongs to {scenario}, but the slice does not")
        the_setup(queries, one)
    if _setups(queries, one).empty:
        raise InputError("no setup of this slice gives both metrics a value")
    return one


def _draw(queries: Queries, exhibit: Exhibit, look: Look) -> Properties:
    curve, colours = curve_of(queries, exhibit), colours_of(exhibit, look)
    linked = _linked_margin(the_setup(queries, exhibit), exhibit) if exhibit.setup else None
    tables = curve.setups, curve.levels
    return specification_curve(queries.study, *tables, exhibit.shown, colours, look, linked)


def _caption(queries: Queries, exhibit: Exhibit) -> Words:
    curve = curve_of(queries, exhibit)
    return [
        title(exhibit, f"Specification curve of {names_of_pair(queries.store, exhibit)}"),
        curve_sentence(queries.study, curve.shares.iloc[0], curve.levels),
        curve_test(queries.study, queries.specification_test(exhibit.slice_, *pair_of(exhibit))),
        drawn(
            exhibit,
            f"Top: margins of {len(curve.setups)} setups, evenly spaced among all setups in the"
            " order of their margins. Bottom: where the setups of each choice lie along the curve;"
            " stronger shades mean more setups. Margins under different measures have different"
            " units.",
        ),
        drawn(exhibit, COLOURS),
        f"Over {quantity(queries.setup_count(exhibit.slice_), 'setup')}.",
    ]


FIGURES = (
    FigureRecipe(
        "specification",
        "Specification curve",
        _draw,
        _resolve,
        _caption,
        "specification",
        ("shown", "setup"),
    ),
)
TABLES = (
    TableRecipe(
        "specification",
        "Specification curve",
        _setups,
        resolve_pair,
        ("shown",),
        of_whole(_caption),
    ),
)
