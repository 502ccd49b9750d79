"""Requests and pages are logged and counted, without anything that a reader brought or wrote."""

import json

import pytest
from streamlit.testing.v1 import AppTest

import event_loop
from setupscope.dashboard.monitoring import counts as counting
from setupscope.dashboard.server.request_log import CLOSED, RequestLog, metrics, place_of
from setupscope.dashboard.settings import set_reports

SECRETS = ("c0ffee-session", "salaries.csv", "private-0123456789ab", "10.9.8.7", "TRUTH", "tajne")
ASKED = (
    ("GET", "/b/", "scenario=tajne&store=private-0123456789ab"),
    ("PUT", "/b/_stcore/upload_file/c0ffee-session/salaries.csv", ""),
    ("GET", "/b/media/c0ffee-session.csv", "title=salaries.csv"),
    ("GET", "/b/salaries.csv", ""),
    ("GET", "/b/win-rates/tajne", ""),
    ("TRUTH", "/b/win-rates", "store=private-0123456789ab"),
    ("GET", "/tajne/healthz", ""),
)
PLACES = ("findings", "upload_file", "media", "other", "other", "win_rates", "other")


@pytest.fixture
def reports(monkeypatch):
    """Sets what is reported; counts begin anew."""
    monkeypatch.setenv("SETUPSCOPE_LOG_FORMAT", "none")
    monkeypatch.setenv("SETUPSCOPE_METRICS", "no")
    counting._counts.cache_clear()
    yield set_reports
    counting._counts.cache_clear()


async def answered(_, receive, send):
    await receive()
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def nothing_said(_, receive, send):
    """The end of a request whose sender has gone."""


def ask(app, method, path, query):
    async def receive():
        return {"type": "http.request"}

    async def send(_):
        pass

    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode()}
    headers = [(b"host", b"10.9.8.7"), (b"referer", b"http://s/?store=private-0123456789ab")]
    event_loop.run(RequestLog(app, "/b")(scope | {"headers": headers}, receive, send))


def counted():
    return event_loop.run(metrics(None)).body.decode()


def test_a_request_is_a_line_of_json(reports, capsys):
    reports("json", False)
    for asked in ASKED:
        ask(answered, *asked)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["place"] for line in lines] == [*PLACES]
    assert {line["method"] for line in lines} == {"GET", "PUT", "other"}
    assert all(set(line) == {"time", "event", "method", "place", "status", "ms"} for line in lines)
    assert {line["status"] for line in lines} == {204}


def test_a_line_of_text_begins_with_time_and_event(reports, capsys):
    reports("text", False)
    ask(nothing_said, *ASKED[0])
    time, event, *fields = capsys.readouterr().err.split()
    assert time.endswith("+00:00")
    assert event == "request"
    assert fields[:3] == ["method=GET", "place=findings", f"status={CLOSED}"]


def test_nothing_is_written_or_counted_unless_asked_for(reports, capsys):
    ask(answered, *ASKED[0])
    assert capsys.readouterr().err == ""
    answer = event_loop.run(metrics(None))
    assert (answer.status_code, answer.body) == (404, b"Counts are kept with --metrics alone.\n")


@pytest.mark.parametrize("form", ["json", "text"])
def test_neither_log_nor_counts_hold_what_a_reader_brought_or_wrote(reports, capsys, form):
    reports(form, True)
    for asked in ASKED:
        ask(answered, *asked)
    said = capsys.readouterr().err + counted()
    assert said.count("place=") >= len(ASKED)
    for secret in SECRETS:
        assert secret not in said
    assert "127.0.0.1" not in said


def test_requests_are_counted_by_place_and_status(reports):
    reports("none", True)
    for asked in ASKED:
        ask(answered, *asked)
    lines = counted().splitlines()
    assert 'setupscope_requests_total{place="other",status="204"} 3.0' in lines
    assert 'setupscope_request_seconds_count{place="win_rates"} 1.0' in lines
    assert "setupscope_readers 0.0" in lines


def test_a_websocket_is_a_reader_for_as_long_as_it_is_open(reports):
    reports("none", True)
    seen = []

    async def opened(_, receive, send):
        await send({"type": "websocket.accept"})
        seen.append("setupscope_readers 1.0" in counted_now().splitlines())

    def counted_now():
        return counting.counts().text().decode()

    async def say(_=None):
        return {}

    scope = {"type": "websocket", "path": "/b/_stcore/stream"}
    event_loop.run(RequestLog(opened, "/b")(scope, say, say))
    assert seen == [True]
    assert "setupscope_readers 0.0" in counted().splitlines()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (("websocket.accept", "websocket.close"), 101),
        (("websocket.close",), 403),
        ((), CLOSED),
    ],
)
def test_a_websocket_is_logged_as_open_or_refused_or_left(reports, capsys, said, status):
    reports("json", False)

    async def app(_, receive, send):
        for kind in said:
            await send({"type": kind})

    async def say(_=None):
        return {}

    event_loop.run(RequestLog(app, "")({"type": "websocket", "path": "/_stcore/stream"}, say, say))
    line = json.loads(capsys.readouterr().err)
    assert (line["place"], line["status"]) == ("stream", status)


def test_a_place_is_what_stands_beneath_the_base_path():
    assert place_of("/", "") == place_of("/b", "/b") == place_of("/b/", "/b") == "findings"
    assert place_of("/bb", "/b") == place_of("/win-rates", "/b") == "other"
    assert place_of("/b/_stcore/bidi-components/a/b.js", "/b") == "component"
    assert place_of("/b/static/js/index.js", "/b") == "static"
    assert place_of("/b/_stcore/health/more", "/b") == "other"


def a_page():
    import streamlit as st

    from setupscope.dashboard.session.page_log import page_logged

    with page_logged("stability"):
        how = st.text_input("how")
        if how == "rerun":
            st.session_state.how = ""
            st.rerun()
        if how == "fail":
            raise ValueError("tajne")


def test_a_page_is_logged_with_a_random_tag_of_its_session_and_how_it_ended(reports, capsys):
    reports("json", True)
    page = AppTest.from_function(a_page).run()
    page.text_input[0].set_value("fail").run()
    AppTest.from_function(a_page).run()
    said = capsys.readouterr().err
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert [line["end"] for line in lines] == ["done", "failed", "done"]
    assert {line["page"] for line in lines} == {"stability"}
    first, same, other = (line["session"] for line in lines)
    assert first == same != other
    assert len(bytes.fromhex(first)) == 4
    assert not any("tajne" in json.dumps(line) for line in lines)
    assert 'setupscope_page_seconds_count{end="failed",page="stability"} 1.0' in counted()
