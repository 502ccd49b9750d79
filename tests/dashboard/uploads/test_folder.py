"""What one reader brought is gone with the process, however that ends."""

import os
import signal
import subprocess
import sys
import tempfile

import pytest

from setupscope.dashboard.uploads.folder import PREFIX, PrivateFolder, sweep

HOLDS = """
from setupscope.dashboard.uploads.folder import PrivateFolder
folder = PrivateFolder()
(folder.path / "table").write_text("private")
"""
SERVES = "from setupscope.dashboard.cli.main import main; main()"
WAITS = 'print("Setupscope is ready"); input()'


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder of temporary files, for this process and those that it starts."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def started(code, *words):
    command = [sys.executable, "-u", "-c", HOLDS + code, *map(str, words)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline().startswith("Setupscope is ready")
    return process


def ended(process, number):
    process.send_signal(number)
    process.communicate(timeout=30)
    return process.returncode


def left(temporary):
    return [path for path in temporary.iterdir() if path.name.startswith(PREFIX)]


def age(path):
    os.utime(path, (0, 0), follow_symlinks=False)


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGTERM,
        *(pytest.param(one, marks=pytest.mark.extended) for one in (signal.SIGINT, signal.SIGHUP)),
    ],
)
def test_a_server_that_is_asked_to_end_leaves_nothing(temporary, small_link, number):
    server = started(SERVES, "dashboard", "--store", small_link)
    assert len(left(temporary)) == 1
    assert ended(server, number) == 0
    assert left(temporary) == []


def test_what_a_killed_process_left_is_swept_and_what_is_in_use_is_not(temporary):
    killed, alive = started(WAITS), started(WAITS)
    ended(killed, signal.SIGKILL)
    mine = PrivateFolder()
    assert len(left(temporary)) == 3
    sweep()
    assert len(left(temporary)) == 3  # a new one may be about to be locked
    for path in left(temporary):
        age(path)
    sweep()
    assert len(left(temporary)) == 2
    assert mine.path in left(temporary)
    ended(alive, signal.SIGKILL)
    sweep()
    assert left(temporary) == [mine.path]
    mine.remove()


def test_what_only_looks_like_ours_is_left_alone(temporary):
    kept = temporary / "kept"
    kept.mkdir()
    (kept / "file").write_text("kept")
    (temporary / f"{PREFIX}link").symlink_to(kept)
    (temporary / f"{PREFIX}file").write_text("kept")
    for path in [kept, *left(temporary)]:
        age(path)
    sweep()
    assert sorted(path.name for path in kept.iterdir()) == ["file"]
    assert len(left(temporary)) == 2
