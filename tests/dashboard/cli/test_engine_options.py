"""Commands that have Spark do the work; Spark itself is pretended, or missing."""

from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from pretend_spark import Session
from setupscope.dashboard.cli.main import main
from setupscope.data import open_store
from setupscope.data.spark import scoring, session

NOWHERE = "spark://127.0.0.1:1"


def run(*words):
    return CliRunner().invoke(main, list(map(str, words)))


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


@pytest.mark.parametrize("command", [["build"], ["table", "win-rates"], ["dashboard"]])
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
    study = [tiny, "--leave-out", "0"] if command == ["build"] else []
    result = run(*command, *study, "--store", store, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert store.resolve() == former
    open_store(store)
