"""Commands that have Spark do the work; Spark itself is pretended, or missing."""

import re
from contextlib import contextmanager

import pytest

from command_line import run
from pretend_spark import Session
from setupscope.data import open_store
from setupscope.data.spark import scoring, session

NAMED_BY_CHANCE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""What Plotly calls a figure in a document."""
NOWHERE = "spark://127.0.0.1:1"


@pytest.fixture
def pretended(monkeypatch):
    """The masters of the sessions that were begun."""
    begun = []

    @contextmanager
    def begin(master=""):
        begun.append(master)
        yield Session()

    monkeypatch.setattr(session, "spark_session", begin)
    monkeypatch.setattr(scoring, "spark_session", begin)
    return begun


def test_a_build_by_spark_has_the_same_files(tiny, tmp_path, pretended):
    for place, options in (("here", []), ("there", ["--engine", "spark", "--master", "local[3]"])):
        result = run("build", tiny, "--store", tmp_path / place, *options)
        assert result.exit_code == 0, result.output
    here, there = (open_store(tmp_path / place).manifest for place in ("here", "there"))
    assert here == there
    assert pretended == ["local[3]"]


@pytest.mark.parametrize("name", ["win-rates", "conclusion", "scores", "flips", "setups"])
def test_a_table_by_spark_is_that_of_this_machine(tiny, tmp_path, pretended, name):
    run("build", tiny, "--store", tmp_path / "store")
    words = "table", name, "--store", tmp_path / "store"
    expected = run(*words)
    found = run(*words, "--engine", "spark")
    assert (found.exit_code, found.stdout) == (0, expected.stdout)
    assert pretended == [""]


@pytest.mark.parametrize(
    "words",
    [("check",), ("figure", "map"), ("figure", "win-rates", "--slice", "measure=kendall")],
    ids=["statement", "map", "win rates"],
)
def test_a_file_by_spark_is_that_of_this_machine(tiny, tmp_path, pretended, words):
    run("build", tiny, "--store", tmp_path / "store")
    for place, options in (("here.html", []), ("there.html", ["--engine", "spark"])):
        out = "--store", tmp_path / "store", "--out", tmp_path / place
        result = run(*words, *out, *options)
        assert result.exit_code == 0, result.output
    here, there = (
        NAMED_BY_CHANCE.sub("", (tmp_path / place).read_text(encoding="utf-8"))
        for place in ("here.html", "there.html")
    )
    assert here == there
    assert pretended == [""]


@pytest.mark.parametrize(
    "command",
    [
        ["build"],
        ["table", "win-rates"],
        ["figure", "win-rates", "--out", "win-rates.html"],
        ["report", "--out", "appendix"],
        ["check"],
        ["dashboard"],
    ],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--master", "local"], "add --engine spark"),
        (["--engine", "spark", "--master", "here:7077"], "unknown Spark master 'here:7077'"),
        (["--engine", "spark", "--master", NOWHERE], f"{NOWHERE}: no Spark master answers there"),
    ],
)
def test_what_is_wrong_is_one_sentence(tiny, tmp_path, monkeypatch, command, options, said):
    store = tmp_path / "store"
    run("build", tiny, "--store", store)
    former = store.resolve()
    monkeypatch.setattr(session, "require_installed", lambda: None)
    monkeypatch.chdir(tmp_path)
    study = [tiny, "--leave-out", "0"] if command == ["build"] else []
    result = run(*command, *study, "--store", store, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert store.resolve() == former
    assert not (tmp_path / "win-rates.html").exists()
    assert not (tmp_path / "appendix").exists()
    open_store(store)
