"""A disk that fills up while a command writes leaves nothing half, and what was there before."""

import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from setupscope.dashboard.cli import exhibits
from setupscope.dashboard.cli.main import main
from setupscope.data.storage.building import build

REFUSED = "cannot be written (No space left on device)\n"


@pytest.fixture
def full(tiny, tmp_path, monkeypatch):
    """Runs a command where each file has room for nine bytes; a report is made of one file."""
    write_whole = Path.write_bytes

    def write(path, content):
        if tmp_path not in path.parents:
            return write_whole(path, content)
        path.write_text(content[:9].decode())
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    def run(words, *names):
        before = sorted(tmp_path.iterdir())
        with monkeypatch.context() as disk:
            disk.setattr(Path, "write_bytes", write)
            done = CliRunner().invoke(main, [*words.split(), *map(str, names)])
        assert sorted(tmp_path.iterdir()) == before
        return done.exit_code, done.stderr[-len(REFUSED) :]

    build(tiny, tmp_path / "store")
    made = SimpleNamespace(files={"a figure.svg": b"<svg></svg>"}, failed={})
    monkeypatch.setattr(exhibits, "contents", lambda *_: made)
    monkeypatch.setattr(exhibits, "can_render", lambda: False)
    return run


@pytest.mark.parametrize("words", ["table win-rates", "check"])
def test_a_file_that_does_not_fit_leaves_the_former_one(full, tmp_path, words):
    out = tmp_path / "out.md"
    for former in (None, "former"):
        if former:
            out.write_text(former)
        assert full(words, "--store", tmp_path / "store", "--out", out) == (2, REFUSED)
    assert out.read_text() == "former"


def test_a_report_that_does_not_fit_leaves_its_folder_empty(full, tmp_path):
    (tmp_path / "there").mkdir()
    for out in (tmp_path / "there", tmp_path / "new"):
        assert full("report", "--store", tmp_path / "store", "--out", out) == (2, REFUSED)
    assert list((tmp_path / "there").iterdir()) == []


def test_a_template_that_does_not_fit_is_not_there(full, tiny, tmp_path):
    out = tmp_path / "template.csv"
    assert full("add-metric", "--to", tiny, "--template", out) == (2, REFUSED)
