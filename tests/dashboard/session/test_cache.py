"""All readers share the answers about a store, save about one that is private."""

from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from setupscope.analysis import win_rates
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries import queries
from setupscope.dashboard.queries.memo import Memo
from setupscope.dashboard.queries.pickled import Pickled
from setupscope.dashboard.session import cache
from setupscope.dashboard.session.private_study import PrivateStudy
from setupscope.dashboard.uploads.folder import PrivateFolder
from setupscope.data import open_store


@pytest.fixture
def empty(monkeypatch):
    """Caches that hold nothing yet."""
    monkeypatch.setattr(cache, "RECENT", Memo())
    monkeypatch.setattr(cache, "LASTING", Pickled(2**20))


@pytest.fixture
def asked(monkeypatch):
    """What is really computed."""
    found = []

    def counted(*about, **how):
        found.append(about)
        return win_rates(*about, **how)

    monkeypatch.setattr(queries, "win_rates", counted)
    return found


def test_what_one_reader_asked_is_there_for_all(small, empty, asked):
    whole = Slice(small.study)
    first = cache.queries_of(small).rates(whole)
    first["wins"] = 0
    again = cache.queries_of(small).rates(whole)
    assert len(asked) == 1
    assert again["wins"].sum() > 0


def test_an_answer_that_is_no_longer_recent_is_still_there(small, empty, asked):
    whole = Slice(small.study)
    first = cache.queries_of(small).rates(whole)
    cache.RECENT.clear()
    pd.testing.assert_frame_equal(cache.queries_of(small).rates(whole), first)
    assert len(asked) == 1


def test_a_private_store_leaves_nothing_in_the_caches_of_all(small, small_link, empty, asked):
    own = PrivateStudy(open_store(small_link), small_link, PrivateFolder(), None, ())
    whole = Slice(own.store.study)
    with ThreadPoolExecutor(1) as outside:  # a file is made where no session is known
        outside.submit(lambda: cache.queries_of(own.store).rates(whole)).result()
    cache.queries_of(own.store).rates(whole)
    assert len(asked) == 1
    assert (len(cache.LASTING), cache.RECENT._answers) == (0, {})
    cache.queries_of(small).rates(Slice(small.study))
    assert len(asked) == 2


def superseded_run():
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from setupscope.dashboard.session.cache import RECENT
    from setupscope.dashboard.session.supersession import stop_if_superseded

    stop_if_superseded()
    st.session_state["first"] = True
    get_script_run_ctx().script_requests.request_stop()
    RECENT(("a long answer",), lambda: "made")
    st.session_state["second"] = True


def test_a_run_that_is_superseded_computes_nothing_more():
    run = AppTest.from_function(superseded_run).run()
    assert "first" in run.session_state
    assert "second" not in run.session_state
    made = cache.RECENT(("a long answer",), lambda: "made now")
    assert made == "made now"


def run_superseded_meanwhile(store):
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from setupscope.analysis.slices.slices import Slice
    from setupscope.dashboard.session.cache import queries_of

    def progress(done, of):
        st.session_state["done"] = (done, of)
        if done == 2:
            get_script_run_ctx().script_requests.request_stop()
        follow(done, of)

    queries = queries_of(store)
    follow, queries._progress = queries._progress, progress
    queries.table(Slice(store.study), "enough")
    st.session_state["made"] = True


def test_a_long_table_stops_where_it_is_when_its_run_is_superseded(small, empty):
    run = AppTest.from_function(run_superseded_meanwhile, kwargs={"store": small}).run(timeout=30)
    done, of = run.session_state["done"]
    assert (done, "made" in run.session_state) == (2, False)
    assert of > done
    assert len(cache.LASTING) == 0
