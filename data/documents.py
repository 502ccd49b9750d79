"""What is in a file that a user named, if it is one: a file, of a sane size.

A mistake in a TOML file is one sentence with the file, the key and what is accepted.
"""

import dataclasses
import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from setupscope.data.errors import InputError, quoted, unknown
from setupscope.data.limits import MAX_DOCUMENT_BYTES

Kind = TypeVar("Kind")


def content_of(path: Path, most: int, advice: str = "") -> bytes:
    """The bytes of a file of at most so many.

    Raises
    ------
    InputError
        When it is no file (a folder, a device, a pipe), cannot be read, or is larger; `advice` is
        what to do then.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError(f"{path}: cannot be read (it is not a file)")
        if size > most:
            raise InputError(
                f"{path}: has {size / 1e6:,.0f} MB, but at most {most // 10**6} MB are read{advice}"
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error


def text_of(path: Path) -> str:
    """The UTF-8 text of a study's file, or of a manifest; raises as `content_of`."""
    try:
        return content_of(path, MAX_DOCUMENT_BYTES).decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text (byte {error.start})") from error


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file says; raises InputError where it cannot be read or is no TOML."""
    try:
        return tomllib.loads(text_of(path))
    except RecursionError as error:
        raise InputError(f"{path}: is nested too deeply") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is not valid TOML: {error}") from error


def validated(
    kind: TypeAdapter[Kind],
    content: Mapping[str, Any],
    where: str,
    whole: type,
    parts: Mapping[str, type],
) -> Kind:
    """What a parsed document describes.

    Parameters
    ----------
    kind : TypeAdapter
        Of the dataclass `whole`.
    content : mapping
        The document.
    where : str
        What messages call it.
    parts : mapping of str to type
        The dataclass of the entries of each list in it.

    Raises
    ------
    InputError
        When a key is missing, unknown or mistyped.
    """
    try:
        return kind.validate_json(json.dumps(content, default=str))
    except ValidationError as error:
        raise InputError(f"{where}: {_mistake(error, content, whole, parts)}") from error


def _mistake(
    error: ValidationError, content: Mapping[str, Any], whole: type, parts: Mapping[str, type]
) -> str:
    """The first mistake that pydantic found, in the words of the file."""
    first = error.errors()[0]
    *place, key = first["loc"]
    where = f"{_place(place, content)}key {quoted(key)}"
    match first["type"]:
        case "missing":
            return f"{where} is missing"
        case "unexpected_keyword_argument":
            named = [str(step) for step in place if step in parts]
            fields = dataclasses.fields(parts[named[-1]] if named else whole)
            return f"{_place(place, content)}{unknown('key', key, [f.name for f in fields])}"
        case "string_pattern_mismatch":
            return f"{where} is {quoted(first['input'])}, but must match {first['ctx']['pattern']}"
        case "value_error":
            return f"{_place(first['loc'], content)}{first['ctx']['error']}"
    return f"{where} is {quoted(first['input'])}: {first['msg'][0].lower()}{first['msg'][1:]}"


def _place(loc: Iterable[int | str], content: Mapping[str, Any]) -> str:
    """Where in the file a mistake stands, as the start of a sentence: "metrics 'leep', "."""
    words: list[str] = []
    index: Any = content
    for step in loc:
        index = index[step]
        name = index.get("key", index.get("name")) if isinstance(index, dict) else None
        words.append(f"[{step}]" if isinstance(step, str) else quoted(name or f"number {step + 1}"))
    return f"{' '.join(words)}: " if words else ""
