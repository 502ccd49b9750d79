"""What a reader sees, and the log holds, of an error that nobody expected."""

import logging
import re
from unittest.mock import patch

import duckdb
import pytest
from streamlit import config
from streamlit.elements import exception
from streamlit.proto.Exception_pb2 import Exception as Shown
from streamlit.testing.v1 import AppTest

from setupscope.dashboard.server.uncaught import WITHOUT_ID, say_uncaught
from setupscope.data import InputError

SHOWN = re.compile(r"Something went wrong here \(id ([0-9a-f]{6})\)\. Reload the page")


pytestmark = pytest.mark.usefixtures("as_served")


def page_that_raises():
    import streamlit as st

    st.write("before")
    raise ZeroDivisionError("secret of the page")


def fragment_that_raises():
    import streamlit as st

    @st.fragment
    def part():
        raise ZeroDivisionError("secret of the page")

    part()
    st.write("after")


def dialog_that_raises():
    import streamlit as st

    @st.dialog("Title")
    def part():
        raise ZeroDivisionError("secret of the page")

    part()


def callback_that_raises():
    import streamlit as st

    def press():
        raise ZeroDivisionError("secret of the page")

    st.button("Press", on_click=press)


@pytest.mark.parametrize(
    "script", [page_that_raises, fragment_that_raises, dialog_that_raises, callback_that_raises]
)
def test_the_page_has_a_sentence_with_an_id_and_the_log_the_traceback_beside_it(script, caplog):
    page = AppTest.from_function(script).run()
    if page.button:
        page.button[0].click().run()
    assert not page.exception
    (error,) = page.error
    name = SHOWN.match(error.value)[1]
    assert "secret" not in error.value
    (record,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert f"(id {name})" in record.getMessage()
    assert record.exc_info is None
    assert "File " in record.getMessage()
    assert record.getMessage().endswith("\nZeroDivisionError\n")


def test_a_mistake_in_the_input_says_itself_and_needs_no_log(caplog):
    def script():
        from setupscope.data import InputError

        raise InputError("store: was *closed*; open the store again")

    page = AppTest.from_function(script).run()
    assert [error.value.replace("\\", "") for error in page.error] == [
        "store: was *closed*; open the store again"
    ]
    assert not page.exception
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


def test_a_store_that_has_gone_is_named_as_such(monkeypatch):
    said = []
    monkeypatch.setattr("streamlit.error", lambda text, **_: said.append(text))
    assert say_uncaught(duckdb.IOException("No files found"))
    assert say_uncaught(InputError("no"))
    assert said[0].startswith("The store can no longer be read (id ")


def test_an_error_before_a_page_runs_has_a_text_of_ours():
    with patch.object(config, "get_option", lambda _: "none"):
        shown = Shown()
        exception.marshall(shown, ValueError("secret"), apply_show_error_details=True)
    assert shown.message == WITHOUT_ID
    assert "secret" not in str(shown)
