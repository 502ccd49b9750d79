"""What does the command that serves tell the pages, which Streamlit runs?"""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from setupscope.data.storage.places import STORE_VARIABLE, store_path

SERVED_VARIABLE = "SETUPSCOPE_SERVED"
"""The links of all stores that are served, as JSON."""
UPLOADS_VARIABLE, ALLOWED = "SETUPSCOPE_UPLOADS", "yes"
"""Whether readers may upload tables."""


def serve_stores(links: Sequence[Path]) -> None:
    """Sets which stores the pages offer, the first one first."""
    os.environ[STORE_VARIABLE] = str(links[0])
    os.environ[SERVED_VARIABLE] = json.dumps([str(link) for link in links])


def served_stores() -> tuple[str, ...]:
    """The links of the stores that the pages offer; the default store's where none is set."""
    several = os.environ.get(SERVED_VARIABLE)
    return tuple(json.loads(several)) if several else (str(store_path()),)


def allow_uploads(allowed: bool) -> None:
    """Sets whether readers may upload tables."""
    os.environ[UPLOADS_VARIABLE] = ALLOWED if allowed else "no"


def uploads_allowed() -> bool:
    """Whether readers of this server may upload tables."""
    return os.environ.get(UPLOADS_VARIABLE) == ALLOWED
