"""What a shell hears from a command that could not do all that it was asked."""

import os
import subprocess
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import CliRunner

from serving import COMMAND
from setupscope.dashboard.cli.errors import Commands
from setupscope.dashboard.cli.main import main

RENAME = "rename it, or use a link with another name"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_what_cannot_be_written_is_said_in_one_sentence(small_link):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "info", "--store", small_link],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 1
    assert done.stderr == "Error: standard output: No space left on device\n"


def test_a_reader_that_has_gone_ends_a_command_without_a_word(small_link):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*COMMAND, "table", "setups", "--store", small_link],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize(("encoding", "written"), [("ascii", "? ?"), ("latin-1", "± ?")])
def test_letters_that_standard_output_does_not_have_are_replaced(encoding, written):
    @click.group(cls=Commands)
    def group():
        """Commands."""

    @group.command()
    def say():
        """Says what few encodings have."""
        print("± τ")

    done = CliRunner(charset=encoding).invoke(group, ["say"])
    assert (done.exit_code, done.stdout) == (0, f"{written}\n")


@pytest.mark.parametrize("name", ["pipe", "zero", "folder"])
def test_what_is_no_file_is_refused_before_it_is_read(name, tmp_path):
    places = {"pipe": tmp_path / "pipe", "zero": Path("/dev/zero"), "folder": tmp_path}
    os.mkfifo(places["pipe"])
    done = CliRunner().invoke(main, ["build", str(places[name]), "--store", str(tmp_path / "s")])
    assert done.exit_code == 2
    assert done.stderr.endswith("cannot be read (it is not a file)\n")


def test_a_manifest_that_is_a_pipe_is_refused_before_it_is_read(tmp_path):
    os.mkfifo(tmp_path / "manifest.json")
    done = CliRunner().invoke(main, ["info", "--store", str(tmp_path)])
    assert done.exit_code == 2
    assert done.stderr.endswith("manifest.json: cannot be read (it is not a file)\n")


def test_a_manifest_that_is_nested_without_end_is_damaged(tmp_path):
    (tmp_path / "manifest.json").write_text("[" * 200_000)
    done = CliRunner().invoke(main, ["info", "--store", str(tmp_path)])
    assert done.exit_code == 2
    assert "manifest.json: is damaged; build the store again" in done.stderr


def test_a_store_that_has_gone_meanwhile_is_named_in_one_sentence():
    @click.group(cls=Commands)
    def group():
        """Commands."""

    @group.command()
    def ask():
        """Asks for a file that is not there."""
        duckdb.sql("FROM read_parquet('/nowhere/part-0.parquet')").fetchall()

    done = CliRunner().invoke(group, ["ask"])
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert "the store can no longer be read" in done.stderr


def test_names_that_are_not_utf_8_are_refused_by_every_command(tmp_path, monkeypatch):
    bad = os.fsdecode(os.fsencode(tmp_path) + b"/b\xff")
    for words in (["info", "--store", bad], ["build", bad], ["import", bad, "--name", "x"]):
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 2
        assert done.stderr == f"Error: {tmp_path}/b\\xff: is not UTF-8; {RENAME}\n"
    monkeypatch.setenv("SETUPSCOPE_STORE", bad)
    assert CliRunner().invoke(main, ["info"]).exit_code == 2
    monkeypatch.setenv("SETUPSCOPE_STORE", str(tmp_path / "größer"))
    assert "there is no store" in CliRunner().invoke(main, ["info"]).stderr


def test_a_working_directory_that_is_gone_is_said_to_be(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    done = CliRunner().invoke(main, ["info"])
    assert done.exit_code == 2
    assert done.stderr == ("Error: the working directory is gone; change to one that is there\n")
