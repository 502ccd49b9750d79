"""Stores by URL on the command line: every command takes them, and none shows a secret."""

import pytest

import command_line
from s3_server import REFUSE, STORE
from setupscope.dashboard.cli.places import PathOrUrl
from setupscope.dashboard.server.fresh import look
from setupscope.data.pools import PoolRule
from setupscope.data.storage.copies import fetched
from setupscope.data.storage.manifest import read_manifest


def run(*words):
    found = command_line.run(*words)
    assert "hush" not in found.output
    return found.exit_code, found.output


def test_a_study_by_url_is_built_to_a_url_described_audited_and_asked(
    url, server, tiny, monkeypatch
):
    for file in (tiny, tiny.with_name("sets.csv")):
        server.put(f"bucket/folder/{file.name}", file.read_bytes())
    code, output = run("build", url.beside("study.toml").whole, "--store", url.whole)
    assert code == 0
    assert f"s3://{STORE}: 128 setups\n" in output
    monkeypatch.setenv("SETUPSCOPE_STORE", url.whole)
    code, output = run("info")
    assert code == 0
    assert f"store      s3://{STORE}\ncopy       " in output
    assert run("audit", "--setups", "1", "--slices", "0")[0] == 0
    code, output = run("table", "win-rates", "--store", url.whole)
    assert code == 0
    rows = output.partition("scenario,metric")[2]
    assert ",one," in rows
    assert ",two," in rows


def test_a_store_that_cannot_be_had_is_one_sentence_and_exit_code_2(url, server):
    for words in (("info",), ("audit",), ("table", "win-rates"), ("dashboard",)):
        code, output = run(*words, "--store", url.whole)
        said = f"Error: s3://{STORE}: there is no store; build one with: setupscope build --store"
        assert (code, output) == (2, f"{said} s3://{STORE}\n")
    server.fault = lambda method, place: REFUSE
    code, output = run("build", "--store", url.whole)
    assert code == 2
    assert output.startswith(f"Error: s3://{STORE}: the server refuses these credentials")
    assert output.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("info", "URL"),
        ("info", "--URL"),
        ("info", f"s3://key:hush/hush@{STORE}"),
        ("figure", "win-rates", "--out", "URL.pdf"),
    ],
)
def test_words_that_no_command_takes_are_shown_without_secrets(
    words, url, tiny_builds, monkeypatch
):
    monkeypatch.setenv("SETUPSCOPE_STORE", str(tiny_builds[2]))
    code, output = run(*(word.replace("URL", url.whole) for word in words))
    assert code == 2
    assert STORE in output


def test_commands_that_write_on_this_machine_refuse_urls(url, tiny, monkeypatch):
    words = ("import", tiny.with_name("sets.csv"), "--store", url.whole)
    assert run(*words) == (
        2,
        f"Error: s3://{STORE}: is a URL (--store takes a file or folder)\n",
    )
    monkeypatch.setenv("SETUPSCOPE_STORE", url.whole)
    code, output = run("add-metric", tiny.with_name("sets.csv"), "--name", "x", "--to", tiny)
    assert code == 2
    assert f"Error: s3://{STORE}: is a URL; write a store on this machine" in output


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("/a/one:/b/two", ["/a/one", "/b/two"]),
        ("s3://a/one?region=x /b/two", ["s3://a/one?region=x", "/b/two"]),
    ],
)
def test_a_variable_holds_several_stores(text, parts):
    assert PathOrUrl().split_envvar_value(text) == parts


def test_a_server_fetches_what_was_built_again_and_notes_once_why_it_cannot(
    url, server, tiny_builds
):
    server.lay(STORE, tiny_builds[2])
    link, told, notes = fetched(url, print), {}, []
    server.lay(STORE, tiny_builds[1])
    assert read_manifest(link.resolve()).rule == PoolRule(leave_out=2)
    look([url], fetched, told, notes.append)
    assert read_manifest(link.resolve()).rule == PoolRule(leave_out=1)
    assert notes == []
    server.fault = lambda method, place: REFUSE
    for _ in range(2):
        look([url], fetched, told, notes.append)
    (said,) = notes
    assert said.endswith("; the pages go on with what was fetched before")
    assert "hush" not in said
