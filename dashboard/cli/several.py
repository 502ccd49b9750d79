"""Which stores does a command hold beside each other?"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from setupscope.dashboard.cli.places import opened
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.resolve import RECIPES
from setupscope.dashboard.queries.queries import Beside, Queries
from setupscope.data import InputError, Store
from setupscope.data.storage.urls import Url


def open_several(
    paths: Sequence[Path | Url], open_: Callable[[Path | Url | None], Store] = opened
) -> tuple[Store, Beside]:
    """The first store, or the default one, and what gives the others."""
    first, *others = [open_(path) for path in paths or (None,)]
    asked = {store.digest: Queries(store) for store in others if store.digest != first.digest}
    if len(asked) < len(others):
        raise InputError("two of the stores have the same content (accepted: each once)")
    return first, lambda: asked


def with_all(exhibit: Exhibit, beside: Beside) -> Exhibit:
    """The exhibit with all stores that were named, unless it names some by their digests.

    Raises
    ------
    InputError
        When it is about one store, but several are named.
    """
    digests = tuple(beside())
    recipe = RECIPES[exhibit.kind].get(exhibit.name)
    if digests and recipe is not None and "beside" not in recipe.takes:
        raise InputError(
            f"{exhibit.kind} {exhibit.name} is about one study, but there are"
            f" {len(digests) + 1} stores (accepted: one --store)"
        )
    return replace(exhibit, beside=exhibit.beside or digests)
