"""Before the first reader comes, Findings is answered."""

import logging

import pytest

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session import warm
from setupscope.dashboard.session.cache import shared_queries
from setupscope.dashboard.session.stores import first_store
from setupscope.dashboard.settings import serve_stores


@pytest.fixture
def asked(monkeypatch):
    """What is computed, in order: the names of the questions."""
    found = []
    for name in ("evidence", "table"):
        whole = getattr(Queries, name).__wrapped__

        def question(queries, *args, _name=name, _whole=whole, **kwargs):
            found.append(_name)
            return _whole(queries, *args, **kwargs)

        monkeypatch.setattr(Queries, name, question)
    return found


def test_what_findings_asks_first_is_there_already(small, caplog):
    serve_stores([small.path])
    with caplog.at_level(logging.WARNING):
        warm.answer_findings()
    assert "ScriptRunContext" not in caplog.text
    queries = shared_queries(first_store())
    for scenario in small.study.scenarios:
        slice_ = Slice(small.study, (scenario.name,))
        key = ("evidence", f"{small.digest} {slice_}", "0")
        assert queries.cache(key, lambda: pytest.fail("asked again")).verdict


def test_a_large_store_is_only_opened(small, asked, monkeypatch):
    serve_stores([small.path])
    monkeypatch.setattr(warm, "MAX_IN_MEMORY", 1)
    warm.answer_findings()
    assert asked == []


def test_a_store_that_cannot_be_opened_is_left_to_the_page(tmp_path, asked):
    serve_stores([tmp_path / "none"])
    warm.answer_findings()
    assert asked == []
