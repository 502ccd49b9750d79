"""Can an exhibit be made as it is asked for, and what is it called?"""

from collections.abc import Mapping, Sequence

from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.recipes.recipe import FigureRecipe, TableRecipe
from setupscope.dashboard.export.recipes.tables import TABLES
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.labels import BY_FAMILY
from setupscope.data import InputError
from setupscope.data.errors import listed, unknown

RECIPES: Mapping[str, Mapping[str, FigureRecipe | TableRecipe]] = {FIGURE: FIGURES, TABLE: TABLES}
"""By kind of exhibit, then by its name."""


def resolved(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """The exhibit with what it left out, so that it can be made and made again.

    Raises
    ------
    InputError
        When there is none of that name, it does not take an option that it was given, or
        the slice does not have what it shows.
    """
    recipe = _recipe(exhibit)
    refuse_options(exhibit, recipe.takes)
    return recipe.resolve(queries, exhibit)


def refuse_options(exhibit: Exhibit, takes: Sequence[str]) -> None:
    """Raises InputError where an exhibit was given an option that it does not take."""
    for option in exhibit.options():
        if option not in takes:
            accepted = f"accepted: {listed(takes)}" if takes else "it takes none"
            raise InputError(f"{exhibit.kind} {exhibit.name} does not take --{option} ({accepted})")


def title_of(exhibit: Exhibit) -> str:
    """What an exhibit is called before it is given a name."""
    by = exhibit.by[0] if exhibit.by else ""
    part = BY_FAMILY.get(by, f"by {by.replace('_', ' ')}" if by else "")
    return f"{_recipe(exhibit).title.removesuffix(' by')} {part}".rstrip()


def _recipe(exhibit: Exhibit) -> FigureRecipe | TableRecipe:
    known = RECIPES[exhibit.kind]
    if exhibit.name not in known:
        raise InputError(unknown(exhibit.kind, exhibit.name, known))
    return known[exhibit.name]
