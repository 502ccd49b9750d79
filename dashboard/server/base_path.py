"""Beneath which path of its host do the pages stand?

Streamlit's option is the one place that holds it; a proxy passes it on as it is.
"""

import re

from streamlit import config

from setupscope.data import InputError
from setupscope.data.errors import quoted

BASE_PATH = "server.baseUrlPath"
SEGMENT = re.compile(r"(?!\.+$)[A-Za-z0-9._~-]+")


def parsed_base_path(text: str) -> str:
    """A base path as it is used: empty, or with a slash in front and none behind.

    Raises
    ------
    InputError
        When a part of it is empty, a dot, or has other signs than letters, digits and `._~-`.
    """
    parts = text.strip("/").split("/")
    if parts == [""]:
        return ""
    if not all(map(SEGMENT.fullmatch, parts)):
        raise InputError(
            f"--base-path {quoted(text)}: is no path; it takes letters, digits and ._~- between"
            " slashes, such as /setupscope"
        )
    return "/" + "/".join(parts)


def base_path() -> str:
    """The base path of this server, as `parsed_base_path` gives it."""
    return parsed_base_path(str(config.get_option(BASE_PATH)))
