"""How long did a page take, and for which reader?"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import ScriptControlException, StopException

from setupscope.dashboard.monitoring.counts import counts
from setupscope.dashboard.monitoring.log import write

TAG = "tag in the log"
DONE, SUPERSEDED, FAILED = "done", "superseded", "failed"


def session_tag() -> str:
    """Eight random hex digits for this visit, which nothing else of the session follows from."""
    return str(st.session_state.setdefault(TAG, secrets.token_hex(4)))


@contextmanager
def page_logged(page: str) -> Iterator[None]:
    """Logs and counts the page that is made within: done, superseded by a click, or failed."""
    tag = session_tag()  # at the end, a look at the session would stop a superseded run again
    start, end = time.monotonic(), FAILED
    try:
        yield
        end = DONE
    except ScriptControlException as how:
        end = DONE if isinstance(how, StopException) else SUPERSEDED
        raise
    finally:
        seconds = time.monotonic() - start
        write("page", page=page, end=end, ms=round(1000 * seconds), session=tag)
        if (held := counts()) is not None:
            held.page(page, end, seconds)
