"""What a figure holds, whoever made it."""

import base64
import json
import re
from collections.abc import Iterator, Mapping

import numpy as np

SHOWN = ("type", "x", "y", "base", "text", "customdata", "error_x", "orientation")


def as_list(part):
    """Numbers that a figure holds in binary, as a list."""
    if "bdata" in part:
        numbers = np.frombuffer(base64.b64decode(part["bdata"]), part["dtype"]).tolist()
        return [None if number != number else number for number in numbers]
    return part


def read(spec):
    """A figure's JSON, with its numbers as lists."""
    return json.loads(spec, object_hook=as_list)


def shown(figure):
    """Numbers, order, texts and colours of the marks of a figure that was read."""
    return [
        {key: trace.get(key) for key in SHOWN}
        | {"colours": trace.get("marker", {}).get("color")}
        | {"opacity": trace.get("marker", {}).get("opacity")}
        for trace in figure["data"]
    ]


def texts(part) -> Iterator[str]:
    """Every text in a figure, or in a part of it."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from texts(value)


def hyphens_for_minus(figure):
    """The texts of a figure in which a hyphen stands for the minus of a number."""
    return [text for text in texts(figure["data"]) if re.search(r"(^|[\s(>])-\.?\d", text)]
