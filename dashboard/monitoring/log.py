"""How is an event told to the operator, in one line?"""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from setupscope.dashboard.settings import log_format

Fields = Mapping[str, str | int]


def _as_json(fields: Fields) -> str:
    return json.dumps(fields, ensure_ascii=False)


def _as_text(fields: Fields) -> str:
    first, *others = fields.values()
    names = list(fields)[2:]
    return " ".join([str(first), str(others[0]), *map("{}={}".format, names, others[1:])])


FORMATS: Mapping[str, Callable[[Fields], str]] = {"json": _as_json, "text": _as_text}


def write(event: str, **fields: str | int) -> None:
    """Writes a line to standard error: time in UTC, event, fields; nothing unless asked for.

    What is written is for callers to choose: words of this product, numbers, and random tags.
    """
    form = FORMATS.get(log_format())
    if form is not None:
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        sys.stderr.write(form({"time": time, "event": event, **fields}) + "\n")
        sys.stderr.flush()
