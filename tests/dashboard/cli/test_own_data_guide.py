"""docs/own-data.md: the tables that it shows are read by its commands, which print what it says."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from own_data_tables import write_tables
from setupscope.dashboard.cli.main import main

TEXT = (Path(__file__).parents[3] / "docs" / "own-data.md").read_text(encoding="utf-8")
SHAPES = TEXT[TEXT.index("## Import tables of results") : TEXT.index("### Which options there are")]
BLOCK = re.compile(r"```\n(.*?)```", re.DOTALL)
NAMED = re.compile(r"`([\w.]+)`:\n\n```\n(.*?)```", re.DOTALL)
COMMAND = ".venv/bin/setupscope import "


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("tables")
    write_tables(path)
    return path


def test_the_tables_are_shown_as_they_are(folder):
    shown = NAMED.findall(SHAPES)
    assert len(shown) > 8
    for name, lines in shown:
        beginning = lines.removesuffix("\n").removesuffix("…").rstrip("\n")
        assert (folder / name).read_text().startswith(beginning), name


def commands():
    """Each command, and the lines that stand under it, if any do."""
    blocks = BLOCK.findall(SHAPES)
    for at, block in enumerate(blocks):
        if block.startswith(COMMAND):
            after = blocks[at + 1] if at + 1 < len(blocks) else ""
            said = after if re.match(r"\w+  |Note: |Error: ", after) else ""
            yield block.replace("\\\n", " "), [line for line in said.splitlines() if line != "…"]


@pytest.mark.parametrize(("command", "lines"), list(commands()))
def test_a_command_prints_what_the_guide_says(folder, monkeypatch, command, lines):
    monkeypatch.chdir(folder)
    words = shlex.split(command)[1:]
    done = CliRunner().invoke(main, [*words, "--dry-run"])
    printed = done.output.splitlines()
    assert [line for line in lines if line not in printed] == []
    assert (done.exit_code == 2) == any(line.startswith("Error: ") for line in lines)
