"""Which public studies does the catalogue have, and which of them are here?"""

from dataclasses import dataclass
from pathlib import Path

from setupscope.data.catalogue.recipe import RECIPES, Recipe, load_recipe
from setupscope.data.errors import InputError, unknown
from setupscope.data.storage.places import DEFAULT_STORE, catalogue_store
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study


@dataclass(frozen=True)
class Entry:
    """A study of the catalogue.

    Attributes
    ----------
    name, about, licence, citation : str
        What it is called on the command line, what is in it, and how it may be used and cited.
    origin : str
        Where its tables lie.
    bytes : int
        Size of its tables together.
    store : Path
        Where its store is, once it was fetched.
    """

    name: str
    about: str
    licence: str
    citation: str
    origin: str
    bytes: int
    store: Path

    @property
    def is_here(self) -> bool:
        """Whether its store was built."""
        return self.store.exists()


def recipe_names() -> list[str]:
    """Names of the recipes, in alphabetical order."""
    return sorted(path.stem for path in RECIPES.glob("*.toml"))


def recipe_file(name: str) -> Path:
    """The file of a recipe: of the catalogue by its name, or any other by its path.

    Raises
    ------
    InputError
        When there is none.
    """
    own = Path(name)
    if own.suffix == ".toml":
        return own
    if name not in recipe_names():
        known = unknown("study", name, [shipped().name, *recipe_names()])
        raise InputError(f"{known}; a recipe of your own is named by its file, ending in .toml")
    return RECIPES / f"{name}.toml"


def entries() -> list[Entry]:
    """The studies of the catalogue: the shipped one, then those of the recipes."""
    names = recipe_names()
    return [shipped(), *(_entry(name, load_recipe(RECIPES / f"{name}.toml")) for name in names)]


def shipped() -> Entry:
    """The study that ships."""
    study = load_study(SHIPPED_STUDY)
    size = sum((SHIPPED_STUDY.parent / table.file).stat().st_size for table in study.tables)
    return Entry(
        study.name,
        study.title,
        study.licence,
        study.citation,
        "ships with Setupscope",
        size,
        DEFAULT_STORE,
    )


def _entry(name: str, recipe: Recipe) -> Entry:
    return Entry(
        name,
        recipe.about,
        recipe.licence,
        recipe.citation,
        recipe.address,
        recipe.bytes,
        catalogue_store(name),
    )
