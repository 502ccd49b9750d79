"""What does a page say of an error that nobody expected?

A sentence with an id, which stands in the server's log beside the traceback, without the error's
own message.
"""

import logging
import secrets

import duckdb
import streamlit as st
from streamlit.elements import exception

from setupscope.dashboard.monitoring.failures import frames
from setupscope.dashboard.text.markdown import escaped
from setupscope.data.errors import InputError, sentence

LOG = logging.getLogger("setupscope")
SAID_TWICE = "Uncaught app execution"
"""What Streamlit logs of the same error, without the id."""
ADVICE = "Reload the page; if that does not help, tell who runs this server."
WITHOUT_ID = "Something went wrong here. The server's log says what; reload the page."


def say_uncaught(error: Exception) -> bool:
    """Shows what a page, a part of one, or a callback raised; for Streamlit: that it is shown.

    A mistake in the input has a sentence of its own.
    """
    if isinstance(error, InputError):
        st.error(escaped(sentence(error)), icon=":material/error:")
        return True
    name = secrets.token_hex(3)
    LOG.error("Something went wrong (id %s)\n%s", name, frames(error))
    st.error(f"{_what(error)} (id {name}). {ADVICE}", icon=":material/error:")
    return True


def _what(error: Exception) -> str:
    gone = isinstance(error, duckdb.IOException)
    return "The store can no longer be read" if gone else "Something went wrong here"


def speak_for_streamlit() -> None:
    """Has Streamlit log no such error a second time, nor call one what its own text does.

    Its own text is left to errors before a page runs.
    """
    exception._GENERIC_UNCAUGHT_EXCEPTION_TEXT = WITHOUT_ID  # type: ignore[misc]
    logging.getLogger("streamlit.error_util").addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    return record.msg != SAID_TWICE
