"""Every figure of the pages.

One way for screen, file and command line, so that they show the same numbers in the same
order and colours.
"""

from collections.abc import Mapping

from setupscope.analysis.questions.families import FAMILIES, FAMILY
from setupscope.analysis.questions.restrictions import WITH, WITHOUT
from setupscope.analysis.tables import CANDIDATE
from setupscope.dashboard.export.exhibit import TABLE, Exhibit
from setupscope.dashboard.export.recipes import (
    across,
    agreement,
    baselines,
    before_after,
    claim,
    compare,
    enough,
    flips,
    found,
    fragility,
    importance,
    leave_one_out,
    margins,
    pairs,
    setup,
    soundness,
    specification,
    stability,
    standing,
    sweep,
    values,
    win_rates,
    winner_map,
)
from setupscope.dashboard.export.recipes.recipe import FigureRecipe
from setupscope.dashboard.export.recipes.tables import TABLES

FIGURES: Mapping[str, FigureRecipe] = {
    recipe.name: recipe
    for module in (
        *(win_rates, baselines, values, leave_one_out, setup, compare, flips),
        *(soundness, stability, agreement, importance, enough, pairs, margins, specification),
        *(standing, fragility, winner_map, before_after, sweep, found, claim, across),
    )
    for recipe in module.FIGURES
}
"""Every figure, by name."""


SPLIT_OF = {WITH: CANDIDATE, WITHOUT: CANDIDATE, **dict.fromkeys(FAMILIES, FAMILY)}
"""By which component a table is split that holds the parts of a kind."""


def numbers_behind(exhibit: Exhibit) -> Exhibit:
    """The table with the numbers of a figure: of its measure or its pair alone if it has one.

    Of all pairs where only setups count that all compared metrics cover.
    """
    recipe, slice_ = FIGURES[exhibit.name], exhibit.slice_
    by_family = recipe.families and {*exhibit.by} & {*FAMILIES}
    table = TABLES[recipe.families if by_family else recipe.table]
    if exhibit.measure and "measure" not in table.takes:
        slice_ = slice_.replace(measures=(exhibit.measure,))
    # Where all compared metrics must cover a setup, the pair alone would have more setups.
    if recipe.pair and not slice_.covered:
        slice_ = slice_.replace(metrics=exhibit.shown)
    options = {key: values for key, values in exhibit.options().items() if key in table.takes}
    if recipe.kinds:
        options.pop("by", None)
    elif "by" in options:
        options["by"] = tuple(SPLIT_OF.get(kind, kind) for kind in options["by"])
    return Exhibit.from_options(TABLE, table.name, slice_, options, exhibit.seed)
