"""How do the files of a recipe come, and are they what it says?"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from setupscope.data.catalogue.download import download
from setupscope.data.catalogue.lists import table_of
from setupscope.data.catalogue.recipe import Recipe, RecipeFile
from setupscope.data.documents import content_of
from setupscope.data.errors import InputError, listed
from setupscope.data.limits import MAX_TABLE_BYTES


@contextmanager
def fetched(
    recipe: Recipe, folder: Path | None, progress: Callable[[int], None]
) -> Iterator[dict[str, Path]]:
    """The tables of a recipe by their names, in a folder of their own that is gone afterwards.

    Parameters
    ----------
    recipe : Recipe
        Names the files.
    folder : Path, optional
        Takes them from this folder, in which they lie as in the repository that the recipe names,
        or under their names in the recipe; by default they are downloaded.
    progress : callable
        Called with the bytes that came, again and again.

    Raises
    ------
    InputError
        When a file does not come, or is not the one that the recipe describes.
    """
    tables = {file.name: _table(recipe, file, folder, progress) for file in recipe.files}
    with TemporaryDirectory(ignore_cleanup_errors=True) as place:
        for name, content in tables.items():
            (Path(place) / name).write_bytes(content)
        yield {name: Path(place) / name for name in tables}


def _table(
    recipe: Recipe, file: RecipeFile, folder: Path | None, progress: Callable[[int], None]
) -> bytes:
    if folder is None:
        where = recipe.address + file.path
        most = MAX_TABLE_BYTES if file.lists else file.bytes
        content, is_whole = _downloaded(where, most, progress), False
    else:
        path, is_whole = _found(file, folder)
        content, where = content_of(path, MAX_TABLE_BYTES), str(path)
    if file.lists and not is_whole:
        content = table_of(content.decode(errors="replace"), file.lists, where)
    _check(content, file, where)
    return content


def _downloaded(address: str, most: int, progress: Callable[[int], None]) -> bytes:
    try:
        return download(address, most, progress)
    except InputError as error:
        raise InputError(f"{error}; --from FOLDER takes files that you have") from error


def _found(file: RecipeFile, folder: Path) -> tuple[Path, bool]:
    """Where a file lies in a folder, and whether it is the table itself."""
    if not folder.is_dir():
        raise InputError(f"{folder}: is not a folder")
    for place, is_whole in ((folder / file.name, True), (folder / file.path, not file.lists)):
        if place.is_file():
            return place, is_whole
    raise InputError(f"{folder}: has no file {listed(dict.fromkeys((file.name, file.path)))}")


def _check(content: bytes, file: RecipeFile, where: str) -> None:
    digest = hashlib.sha256(content).hexdigest()
    if digest != file.sha256:
        made = "the table that is made of it" if file.lists else "it"
        raise InputError(
            f"{where}: is not the file that the recipe describes: {made} has {len(content):,} bytes"
            f" and SHA-256 {digest}, but {file.bytes:,} bytes and {file.sha256} are expected"
        )
