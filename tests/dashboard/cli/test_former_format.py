"""A store of the former format is refused, and building it again mends it."""

import json
import shutil

import pytest
from click.testing import CliRunner

from setupscope.dashboard.cli.main import main
from setupscope.data import InputError, open_store
from setupscope.data.storage.manifest import FORMAT, MANIFEST


@pytest.fixture
def former(small_link, tmp_path):
    """The link of a store as a former version left it."""
    build = tmp_path / "store.d" / small_link.resolve().name
    shutil.copytree(small_link.resolve(), build)
    (tmp_path / "store").symlink_to(build.relative_to(tmp_path))
    path = build / MANIFEST
    content = json.loads(path.read_text(encoding="utf-8")) | {"format": FORMAT - 1}
    path.write_text(json.dumps(content), encoding="utf-8")
    return tmp_path / "store"


def test_a_store_of_the_former_format_says_what_to_do_and_a_build_does_it(former, small_study):
    with pytest.raises(InputError, match=rf"format '{FORMAT - 1}'.*reads format {FORMAT}.*again"):
        open_store(former)
    run = CliRunner().invoke(main, ["dashboard", "--store", str(former)])
    assert run.exit_code == 2
    assert "build it again" in run.output
    done = CliRunner().invoke(main, ["build", str(small_study), "--store", str(former)])
    assert done.exit_code == 0
    assert open_store(former).manifest.format == FORMAT
