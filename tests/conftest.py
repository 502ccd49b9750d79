"""Studies and stores that several tests stand on."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

from narrow_study import narrow_study
from s3_server import SECRETS, STORE, S3Server, serving
from setupscope.data import Store, open_store
from setupscope.data.pools import PoolRule
from setupscope.data.storage import urls
from setupscope.data.storage.building import build
from setupscope.data.storage.urls import Url
from setupscope.data.study.study_file import SHIPPED_STUDY
from several_studies import several

LONGEST = (
    *("browser/test_journey.py", "analysis/test_engines.py", "browser/test_own_metric.py"),
    *("browser/test_exports.py", "browser/test_addresses.py", "views/test_your_metric.py"),
)
"""Files that take the longest; they come first, so that no core waits for another at the end."""

BRIEF = ("segmentation-source", "classification-target", "classification-target-gain")
OTHER_SCENARIOS = re.compile(
    rf'^\[\[scenarios\]\]\nname = "(?!(?:{"|".join(BRIEF)})")(?:.+\n)+\n', re.MULTILINE
)

OTHER_PRESETS = re.compile(
    rf'^\[\[presets\]\]\n(?:.+\n)*slice = "scenario=(?!(?:{"|".join(BRIEF)})[&"])(?:.+\n)+\n',
    re.MULTILINE,
)

settings.register_profile("each-run", deadline=None, max_examples=20)
settings.register_profile("extended", deadline=None, max_examples=250)
settings.load_profile("each-run")

TOML = """
name = "tiny"
title = "A tiny study"
measures = ["pearson", "kendall", "weighted_kendall", "rel_at_1"]
pools = { leave_out = 2 }

[[tables]]
key = "sets"
file = "sets.csv"
task = "anything"

[[metrics]]
key = "one"
label = "One"

[[metrics]]
key = "two"
label = "Two"

[[scenarios]]
name = "sets-source"
table = "sets"
given = "target"
candidates = "source"
title = "Which source?"
question = "Which one?"
"""

CSV = """source,target,performance,one,two
a,x,0.1,1,-1
b,x,0.2,2,-3
c,x,0.3,3,-2
d,x,0.4,5,-5
e,x,0.5,4,-4
a,y,0.5,1,1
b,y,0.4,2,1
c,y,0.4,2,1
d,y,0.2,3,2
x,y,0.1,4,7
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest files first; the order within each stays."""
    items.sort(key=lambda item: _place(str(item.path)))


def _place(path: str) -> int:
    places = (place for place, name in enumerate(LONGEST) if path.endswith(name))
    return next(places, len(LONGEST))


@pytest.fixture
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """No main module for other processes to import; pages that were tested before leave theirs."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The TOML of a study with two givens, one of which is a candidate of the other."""
    return _write_tiny(tmp_path)


def _write_tiny(folder: Path) -> Path:
    (folder / "study.toml").write_text(TOML, encoding="utf-8")
    (folder / "sets.csv").write_text(CSV, encoding="utf-8")
    return folder / "study.toml"


@pytest.fixture(scope="session")
def tiny_builds(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """The folders of stores of that study, by how many candidates their pools leave out."""
    folder = tmp_path_factory.mktemp("tiny")
    study = _write_tiny(folder)
    rules = {most: PoolRule(leave_out=most) for most in (2, 1)}
    return {most: build(study, folder / f"{most}", rule=rule) for most, rule in rules.items()}


@pytest.fixture(scope="session")
def shipped_link(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The link of a store built from the shipped study."""
    link = tmp_path_factory.mktemp("shipped") / "store"
    build(SHIPPED_STUDY, link)
    return link


@pytest.fixture(scope="session")
def shipped(shipped_link: Path) -> Store:
    """The store of the shipped study."""
    return open_store(shipped_link)


@pytest.fixture(scope="session")
def small_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The TOML of the shipped study with pools that leave out at most one candidate."""
    return narrow_study(tmp_path_factory.mktemp("small") / "study")


@pytest.fixture(scope="session")
def small_link(small_study: Path) -> Path:
    """The link of a store built from that study: 7,279 setups, quickly."""
    link = small_study.parent.parent / "store"
    build(small_study, link)
    return link


@pytest.fixture(scope="session")
def small(small_link: Path) -> Store:
    """The store of that study."""
    return open_store(small_link)


@pytest.fixture(scope="session")
def brief_link(small_study: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The link of a store of three of its scenarios: of each task, by performance and by gain."""
    folder = tmp_path_factory.mktemp("brief") / "study"
    shutil.copytree(small_study.parent, folder)
    study = folder / small_study.name
    text, removed = OTHER_SCENARIOS.subn("", study.read_text(encoding="utf-8"))
    assert removed == 3
    study.write_text(OTHER_PRESETS.sub("", text), encoding="utf-8")
    build(study, folder.parent / "store")
    return folder.parent / "store"


@pytest.fixture(scope="session")
def brief(brief_link: Path) -> Store:
    """The store of those three scenarios."""
    return open_store(brief_link)


@pytest.fixture(scope="session")
def several_stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Store]:
    """Four small stores to be held beside each other, by the names of their studies."""
    return several(tmp_path_factory.mktemp("several"))


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    """A server that speaks S3, for all tests of a file."""
    with serving() as server:
        yield server


@pytest.fixture
def server(s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """That server with an empty bucket, and a cache of this test alone."""
    s3.clear()
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(urls, "MAX_ATTEMPTS", 1)
    monkeypatch.setenv("SETUPSCOPE_CACHE", str(tmp_path / "cache"))
    return s3


@pytest.fixture
def url(server: S3Server) -> Url:
    """Where a store is, or will be, on that server."""
    return Url(f"s3://{SECRETS}{STORE}?scheme=http&endpoint_override={server.endpoint}")
