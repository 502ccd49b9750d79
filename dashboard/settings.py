"""What does the command that serves tell the pages, which Streamlit runs?"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from setupscope.data.storage.places import STORE_VARIABLE, store_path

SERVED_VARIABLE = "SETUPSCOPE_SERVED"
"""The links of all stores that are served, as JSON."""
UPLOADS_VARIABLE, ALLOWED, LOCAL = "SETUPSCOPE_UPLOADS", "yes", "local"
"""Whether readers may upload tables: all of them, or those at this machine."""
NAMES_VARIABLE = "SETUPSCOPE_NAMES"
"""Names under which readers reach the server, as JSON."""
LOG_VARIABLE = "SETUPSCOPE_LOG_FORMAT"
"""How requests and pages are logged: text, json or none."""
METRICS_VARIABLE = "SETUPSCOPE_METRICS"
"""Whether counts are kept for Prometheus."""
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""Headers that a proxy adds to the requests of others."""


def serve_stores(links: Sequence[Path]) -> None:
    """Sets which stores the pages offer, the first one first."""
    os.environ[STORE_VARIABLE] = str(links[0])
    os.environ[SERVED_VARIABLE] = json.dumps([str(link) for link in links])


def served_stores() -> tuple[str, ...]:
    """The links of the stores that the pages offer; the default store's where none is set."""
    several = os.environ.get(SERVED_VARIABLE)
    return tuple(json.loads(several)) if several else (str(store_path()),)


def allow_uploads(whose: Literal["yes", "local", "no"]) -> None:
    """Sets whether readers may upload tables: all of them, those at this machine, or nobody."""
    os.environ[UPLOADS_VARIABLE] = whose


def uploads_allowed(headers: Mapping[str, str]) -> bool:
    """Whether the reader whose request has these headers may upload tables.

    A request that a proxy has passed on comes from another machine, whatever the address says.
    """
    whose = os.environ.get(UPLOADS_VARIABLE)
    return whose == ALLOWED or (whose == LOCAL and not any(name in headers for name in FORWARDED))


def name_server(names: Sequence[str]) -> None:
    """Sets the names under which readers reach the server, besides addresses."""
    os.environ[NAMES_VARIABLE] = json.dumps([name.casefold() for name in names])


def server_names() -> tuple[str, ...]:
    """The names under which readers reach the server, in lower case."""
    return tuple(json.loads(os.environ.get(NAMES_VARIABLE, "[]")))


def is_for_others(headers: Mapping[str, str]) -> bool:
    """Whether the server has names, or a proxy has passed on the request that has these headers.

    Folders of this machine are then nobody's business.
    """
    return bool(server_names()) or any(name in headers for name in FORWARDED)


def set_reports(log: str, metrics: bool) -> None:
    """Sets what the operator is told: lines of a log as text, json or none, and counts."""
    os.environ[LOG_VARIABLE] = log
    os.environ[METRICS_VARIABLE] = ALLOWED if metrics else "no"


def log_format() -> str:
    """How requests and pages are logged: text, json, or none."""
    return os.environ.get(LOG_VARIABLE, "none")


def metrics_wanted() -> bool:
    """Whether counts are kept for Prometheus."""
    return os.environ.get(METRICS_VARIABLE) == ALLOWED
