"""Places on the command line: paths, and URLs where these are accepted."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from setupscope.dashboard.cli.progress import Bar
from setupscope.data import Store
from setupscope.data.errors import InputError
from setupscope.data.storage.copies import Fetch, fetched
from setupscope.data.storage.places import place_named
from setupscope.data.storage.urls import Url, is_url

PATIENCE = 1.0
"""Seconds after which a command says how much it has fetched."""


class PathOrUrl(click.ParamType[Path | Url]):
    """A path, or a URL such as s3://bucket/store."""

    name = "path"

    def convert(
        self, value: str | Path | Url, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | Url:
        """What the text names; raises InputError where it is no URL, but begins as one does."""
        return place_named(value) if isinstance(value, str) and is_url(value) else _as_given(value)

    def split_envvar_value(self, rv: str) -> Sequence[str]:
        """Paths have colons between them; URLs, which hold colons, have spaces."""
        return rv.split() if "://" in rv else rv.split(os.path.pathsep)


def _as_given(value: str | Path | Url) -> Path | Url:
    return Path(value) if isinstance(value, str) else value


class LocalPath(click.Path):
    """A path of this machine, where a URL is not accepted."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """The path; raises InputError for a URL."""
        if isinstance(value, str) and is_url(value):
            what = "a path" if param is None else param.opts[0]
            raise InputError(f"{Url(value)}: is a URL ({what} takes a file or folder)")
        return super().convert(value, param, ctx)


def fetch(place: Path | Url, how: Fetch = fetched) -> Path:
    """Where a store is on this machine, once it was fetched; that is shown."""
    if isinstance(place, Path):
        return place
    with Bar("Fetching", "B", wait=PATIENCE) as bar:
        return how(place, bar.update)


def opened(place: Path | Url | None, open_: Callable[..., Store] | None = None) -> Store:
    """A store that `open_` opens, by default `open_store`; what it takes to fetch it is shown."""
    from setupscope.data.storage.opening import open_store

    with Bar("Fetching", "B", wait=PATIENCE) as bar:
        return (open_ or open_store)(place, progress=bar.update)
