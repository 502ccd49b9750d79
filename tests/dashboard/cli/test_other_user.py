"""Folders of another user, closed ones and ones that can be read only, end in one sentence."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import CSV, TOML
from setupscope import dashboard
from setupscope.data.storage.building import build

PROGRAM = Path(__file__).with_name("other_user.py")
WITHOUT_PRIVILEGES = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
NOBODY = 65534
READS_SECRETS = """
import sys
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
config._main_script_path = sys.argv[1]
config.get_config_options(force_reparse=True)
assert not secrets_singleton.load_if_toml_exists()
"""
"""What a server does at its first request."""
ENTRY = Path(dashboard.__file__).with_name("asgi.py")
DENIED = "Permission denied"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="only root of Linux can give folders away",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A study and stores that belong to another user: to be read, closed, or closed in part."""
    place = tmp_path_factory.mktemp("other")
    for name in ("open", "closed", "half"):
        (place / name).mkdir()
        (place / name / "study.toml").write_text(TOML, encoding="utf-8")
        (place / name / "sets.csv").write_text(CSV, encoding="utf-8")
        build(place / name / "study.toml", place / name / "store")
    (place / "mine").mkdir()
    (place / "half" / "sets.csv").chmod(0)
    for part in (place / "half" / "store.d").rglob("part-*"):
        part.chmod(0)
    for folder in ("open", "closed", "half"):
        for path in (place / folder, *(place / folder).rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    (place / "closed").chmod(0o700)
    return place


def ends(place, commands):
    """How commands end that are run in a folder of one's own, next to those of the other user."""
    done = subprocess.run(
        [*WITHOUT_PRIVILEGES, sys.executable, str(PROGRAM), str(place / "mine")],
        input=json.dumps([words.split() for words in commands]),
        env={**os.environ, "HOME": str(place / "closed"), "SETUPSCOPE_STORE": "store"},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(commands, json.loads(done.stdout), strict=True))


def test_folders_of_another_user_are_said_to_be_closed_by_every_command(place):
    imported = "--name x --metric a --score b --source s --target t --performance p"
    of_open = "--store ../open/store"
    commands = [
        *("build ../closed/study.toml", "build ../half/study.toml"),
        "build ../open/study.toml --store ../open/new",
        *(f"build ../open/study.toml --store ../{name}/store" for name in ("open", "closed")),
        *(
            f"{words} --store ../{name}/store"
            for name in ("closed", "half")
            for words in ("info", "table win-rates", "check", "report --out r", "dashboard")
        ),
        *(
            f"{words} {of_open} --out ../{name}/out.csv"
            for name in ("open", "closed")
            for words in ("table win-rates", "table setups", "report")
        ),
        *(f"figure win-rates {of_open} --out ../{name}/out.html" for name in ("open", "closed")),
        f"check {of_open} --out ../open/check.md",
        f"import ../closed/sets.csv {imported} --store new",
        f"import ../half/sets.csv {imported} --store new",
        f"import ../open/sets.csv {imported} --study ../closed/new --store new",
        "add-metric ../closed/sets.csv --name Z --to ../open/study.toml",
        "add-metric ../open/sets.csv --name Z --to ../closed/study.toml",
        "add-metric --to ../open/study.toml --template ../open/template.csv",
    ]
    for words, (code, said) in ends(place, [*commands, f"info {of_open}"]).items():
        if words.startswith("info --store ../open"):
            assert (code, said) == (0, ""), "what can be read is read"
            continue
        *usage, sentence = said.splitlines()
        assert code == 2, (words, said)
        assert DENIED in sentence or "is not readable" in sentence, (words, said)
        assert not usage or usage[0].startswith("Usage: "), (words, said)
        assert "build the store again" not in said, words
    left = {path.name for path in (place / "mine").rglob("*") if not path.is_dir()}
    assert left <= {"lock"}


def test_a_server_needs_nothing_of_the_home_of_who_starts_it(place):
    program = [*WITHOUT_PRIVILEGES, sys.executable, "-c", READS_SECRETS, str(ENTRY)]
    home = {**os.environ, "HOME": str(place / "closed")}
    assert subprocess.run(program, env=home, cwd=place / "mine", check=False).returncode == 0
