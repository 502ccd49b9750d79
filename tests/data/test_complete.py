"""Files and folders appear only once they are complete, and what a killed run left is removed."""

import os
import subprocess
import sys

import pytest

from setupscope.data.complete import whole_file, whole_folder
from setupscope.data.errors import InputError


@pytest.mark.parametrize("whole", [whole_file, whole_folder])
def test_a_run_that_fails_leaves_nothing_and_what_was_there(whole, tmp_path):
    if whole is whole_file:
        (tmp_path / "out").write_text("former")
    else:
        (tmp_path / "out").mkdir()

    def interrupted():
        with whole(tmp_path / "out") as unfinished:
            (unfinished if whole is whole_file else unfinished / "part").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert whole is whole_folder or (tmp_path / "out").read_text() == "former"
    assert whole is whole_file or list((tmp_path / "out").iterdir()) == []


def test_what_is_complete_takes_the_place(tmp_path):
    (tmp_path / "file").write_text("former")
    with whole_file(tmp_path / "file") as unfinished:
        unfinished.write_text("new")
        assert (tmp_path / "file").read_text() == "former"
    with whole_folder(tmp_path / "new" / "folder") as unfinished:
        (unfinished / "part").write_text("whole")
    assert (tmp_path / "file").read_text() == "new"
    assert (tmp_path / "new" / "folder" / "part").read_text() == "whole"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "new"]


def test_a_killed_run_is_swept_and_one_that_goes_on_is_not(tmp_path):
    code = (
        "import sys, os; from pathlib import Path;"
        "from setupscope.data.complete import whole_file\n"
        "with whole_file(Path(sys.argv[1])) as place: place.write_text('half'); os.abort()"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path / "out"], capture_output=True)
    alive = tmp_path / f".out.unfinished-{os.getppid()}-abc"
    alive.mkdir()
    assert len(list(tmp_path.glob(".out.unfinished-*"))) == 2
    with whole_file(tmp_path / "out") as place:
        place.write_text("whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [alive.name, "out"]


def test_a_link_that_was_laid_is_not_followed(tmp_path):
    (tmp_path / "kept").write_text("kept")
    for name in (".out.unfinished", "out.unfinished"):
        (tmp_path / name).symlink_to(tmp_path / "kept")
    with whole_file(tmp_path / "out") as place:
        place.write_text("new")
    assert (tmp_path / "kept").read_text() == "kept"


def test_a_folder_has_no_place_for_a_file(tmp_path):
    with (
        pytest.raises(InputError, match="it exists and is not a file"),
        whole_file(tmp_path) as place,
    ):
        place.touch()
