"""What does the catalogue say of a public study: where its tables lie, and how they are read?

A recipe is a TOML file of its own. A mistake in it is one sentence with the file, the key and
what is accepted.
"""

import re
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from setupscope.data.documents import read_toml, validated
from setupscope.data.errors import InputError, quoted
from setupscope.data.study.study import STRICT, Key, Metric, Preset, ScenarioName, Text

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
RECIPES = Path(__file__).resolve().parent / "recipes"


@dataclass(frozen=True, config=STRICT)
class Lists:
    """A table that stands in the text of a file as lists of numbers, each after its name.

    Attributes
    ----------
    pattern : str
        Regular expression with the groups `name` and `numbers`; the first match of a name counts.
    names : tuple of str
        The lists that are taken, in the order of the table's rows.
    columns : tuple of str
        Header of the table: column of the lists' names, of the items' names, and of the numbers.
    items : tuple of str
        What the numbers of every list belong to, in their order.
    """

    pattern: Text
    names: tuple[Text, ...]
    columns: Annotated[tuple[Text, ...], Field(min_length=3, max_length=3)]
    items: tuple[Text, ...]


@dataclass(frozen=True, config=STRICT)
class RecipeFile:
    """A table: its name in messages and options, where it lies, its size and its SHA-256.

    `path` is relative to the recipe's address. Where the file there is no table but holds one as
    `lists`, size and SHA-256 are those of the table that is made of them.
    """

    name: Annotated[str, Field(pattern=r"^[\w.-]+$")]
    path: Text
    bytes: Annotated[int, Field(gt=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    lists: Lists | None = None


@dataclass(frozen=True, config=STRICT)
class RecipeTable:
    """A table of the study: its name, and the options by which `setupscope import` reads it.

    The rest is as in a study's table.
    """

    name: ScenarioName
    options: Text
    task: str = ""
    source_noun: str = ""
    target_noun: str = ""
    performance_label: str = ""


@dataclass(frozen=True, config=STRICT)
class Recipe:
    """A public study.

    Attributes
    ----------
    title, about, citation, licence, url : str
        What it is called, what is in it, how it is cited and may be used, and its paper's address.
    address : str
        Folder on the web, at a fixed commit, in which the files lie.
    files, tables : tuple
        What is downloaded, and the tables that are made of it.
    metrics : tuple of Metric
        Their names as people write them, by key; a metric that is left out keeps its column's name.
    aliases, presets, labels, families
        As in a study.
    """

    title: Text
    about: Text
    citation: Text
    licence: Text
    url: Text
    address: Text
    files: Annotated[tuple[RecipeFile, ...], Field(min_length=1)]
    tables: Annotated[tuple[RecipeTable, ...], Field(min_length=1)]
    metrics: tuple[Metric, ...] = ()
    aliases: Mapping[str, Key] = Field(default_factory=dict)
    presets: tuple[Preset, ...] = ()
    labels: Mapping[str, str] = Field(default_factory=dict)
    families: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """Size of its tables together."""
        return sum(file.bytes for file in self.files)


RECIPE = TypeAdapter(Recipe)
PARTS = {
    "files": RecipeFile,
    "tables": RecipeTable,
    "metrics": Metric,
    "presets": Preset,
    "lists": Lists,
}


def load_recipe(path: Path) -> Recipe:
    """The recipe of a TOML file.

    Raises
    ------
    InputError
        When the file cannot be read, is no TOML, or says something that is not accepted.
    """
    recipe = validated(RECIPE, read_toml(path), str(path), Recipe, PARTS)
    for mistake in _mistakes(path.stem, recipe):
        raise InputError(f"{path}: {mistake}")
    return recipe


def _mistakes(name: str, recipe: Recipe) -> Iterable[str]:
    if not NAME.fullmatch(name):
        yield f"name {quoted(name)} is not accepted: use letters from a to z, digits and -"
    if not _is_safe(recipe.address):
        yield f"address {quoted(recipe.address)} must begin with https:// and end with /"
    for file in recipe.files:
        if not re.fullmatch(r"[\w.-]+(/[\w.-]+)*", file.path) or ".." in file.path.split("/"):
            yield f"files {quoted(file.name)}: path {quoted(file.path)} must be below the address"
        yield from _pattern_mistakes(file)


def _pattern_mistakes(file: RecipeFile) -> Iterable[str]:
    if file.lists is None:
        return
    where = f"files {quoted(file.name)}: pattern {quoted(file.lists.pattern)}"
    try:
        groups = re.compile(file.lists.pattern).groupindex
    except re.error as error:
        yield f"{where} is no regular expression ({error})"
        return
    if not {"name", "numbers"} <= set(groups):
        yield f"{where} must have the groups name and numbers"


def _is_safe(address: str) -> bool:
    """Whether nobody between here and there can change what comes: https, or this machine."""
    parts = urlsplit(address)
    if not parts.hostname or not address.endswith("/") or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname))


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
