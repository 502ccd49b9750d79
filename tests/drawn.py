"""What a figure holds, whoever made it."""

import base64
import json

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
