"""Wheel, sdist and editable install give one package, whatever lies in the folder of their user."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import setupscope as ss
from setupscope import analysis, data
from setupscope.data.storage.places import default_store
from system_browser import CHROME

ROOT = Path(__file__).parent.parent
FOLDERS = ("analysis", "dashboard", "data")
SMALL = "scenario=classification-target&given=vgg16&backbone=frozen&measure=kendall"
IMPORTS = """
import pkgutil, sys, setupscope
scripts = ("views", "app", "asgi", "rendering.worker")
for module in pkgutil.walk_packages(setupscope.__path__, "setupscope."):
    if not module.name.startswith(tuple(f"setupscope.dashboard.{name}" for name in scripts)):
        __import__(module.name)
assert not {"data", "analysis", "dashboard"} & set(sys.modules)
files = [module.__file__ for name, module in sys.modules.items() if name.startswith("setupscope")]
assert len(files) == len(set(files)) > 100
print(len(setupscope.open_store().setups()))
"""


def run(*words, cwd=ROOT, **environment):
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment or None,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel that is built from the sdist, as an index's visitors get it."""
    folder = tmp_path_factory.mktemp("dist")
    hatch = (sys.executable, "-m", "hatchling", "build")
    run(*hatch, "-t", "sdist", "-d", folder)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as sdist:
        sdist.extractall(folder, filter="data")
    unpacked = next(path for path in folder.iterdir() if path.is_dir())
    run(*hatch, "-t", "wheel", "-d", folder, cwd=unpacked)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The folder of the programs of a fresh environment with that wheel."""
    environment = tmp_path_factory.mktemp("fresh") / "venv"
    uv = (sys.executable, "-m", "uv", "--quiet")
    run(*uv, "venv", "--python", sys.executable, environment)
    pip = (*uv, "pip", "install", "--python", environment / "bin" / "python")
    run(*pip, "--require-hashes", "-r", ROOT / "requirements" / "run.txt")
    run(*pip, "--no-deps", wheel)
    return environment / "bin"


@pytest.fixture
def crowded(tmp_path):
    """A folder of a user whose own modules have the names of ours, and of a library we need."""
    for name in ("data.py", "analysis/__init__.py", "dashboard.py", "kaleido.py"):
        path = tmp_path / "crowded" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"raise RuntimeError('this is the own {name} of a user')\n")
    return tmp_path / "crowded"


def environment_of(folder, **more):
    """Variables of a user whose data folder lies elsewhere."""
    home = folder.parent / "home"
    home.mkdir()
    return {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "PATH": "/usr/bin:/bin", **more}


def test_the_wheel_holds_what_the_checkout_holds(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {
        f"setupscope/{path.relative_to(ROOT)}"
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.parts[-2:-1] != ("store",)
    }
    expected = {name for name in expected if not name.startswith("setupscope/data/store")}
    assert names == expected | {"setupscope/__init__.py"}


def test_a_wheel_works_beside_modules_of_the_same_names(installed, crowded):
    own = environment_of(crowded)
    run(installed / "setupscope", "build", "--leave-out", "1", cwd=crowded, **own)
    counted = int(run(installed / "python", "-c", IMPORTS, cwd=crowded, **own))
    table = (installed / "setupscope", "table", "win-rates", "--slice", SMALL)
    assert "logme" in run(*table, cwd=crowded, **own)
    link = crowded.parent / "home" / "data" / "setupscope" / "store"
    assert link.is_symlink()
    assert len(ss.open_store(link).setups()) == counted
    if CHROME:
        figure = (installed / "setupscope", "figure", "win-rates", "--slice", SMALL)
        run(*figure, "--out", "figure.pdf", cwd=crowded, **own)
        assert (crowded / "figure.pdf").read_bytes().startswith(b"%PDF")


def test_an_editable_install_works_beside_modules_of_the_same_names(shipped_link, crowded):
    own = environment_of(crowded, SETUPSCOPE_STORE=str(shipped_link))
    counted = int(run(sys.executable, "-c", IMPORTS, cwd=crowded, **own))
    assert counted == ss.open_store(shipped_link).setup_count
    table = (Path(sys.executable).with_name("setupscope"), "table", "win-rates", "--slice", SMALL)
    assert "logme" in run(*table, cwd=crowded, **own)


def test_the_default_store_lies_in_the_checkout_or_with_the_users_data(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_store(ROOT) == ROOT / "data" / "store"
    assert default_store(tmp_path / "site-packages" / "setupscope").name == "store"
    if sys.platform == "linux":
        assert default_store(tmp_path) == tmp_path / "setupscope" / "store"


def test_a_notebook_gets_every_question_and_the_store():
    assert set(dir(ss)) >= {*analysis.__all__, *data.__all__}
    assert ss.win_rates is analysis.win_rates
    assert ss.open_store is data.open_store
    with pytest.raises(AttributeError, match="no attribute 'winrates'"):
        _ = ss.winrates
