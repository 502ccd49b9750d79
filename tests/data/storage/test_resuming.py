"""A killed build: what it has finished is not done again, and nobody sees that it was killed."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time

import pytest

import setupscope.data.scoring.processes
import setupscope.data.storage.notes
import setupscope.data.storage.parts
from builds import contents, stop_after
from setupscope.data import open_store
from setupscope.data.pools import PoolRule
from setupscope.data.scoring.scoring import score_group
from setupscope.data.storage.building import build

pytestmark = pytest.mark.usefixtures("own_main")
SETUPS = 7279
MOST = 300
"""Setups in a part: 20 parts."""

KILLED = """
import multiprocessing, os, sys
import setupscope.data.storage.parts
from pathlib import Path
from setupscope.data.storage.building import build

def progress(done, total):
    if done > int(sys.argv[3]):
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        os.kill(os.getpid(), 9)

setupscope.data.storage.parts.MAX_PART_SETUPS = {most}
build(Path(sys.argv[1]), Path(sys.argv[2]), progress=progress, processes=2)
"""


@pytest.fixture(autouse=True)
def many_parts(monkeypatch):
    monkeypatch.setattr(setupscope.data.storage.parts, "MAX_PART_SETUPS", MOST)


@pytest.fixture
def scored(monkeypatch):
    """How many setups are scored."""
    found = []

    def counted(group):
        found.append(group.setups)
        return score_group(group)

    monkeypatch.setattr(setupscope.data.scoring.processes, "score_group", counted)
    return found


@pytest.fixture(scope="module")
def whole_link(small_study, tmp_path_factory):
    """The link of a build that was not killed."""
    link = tmp_path_factory.mktemp("whole") / "store"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(setupscope.data.storage.parts, "MAX_PART_SETUPS", MOST)
        build(small_study, link)
    return link


@pytest.fixture
def whole(whole_link):
    """The bytes of every file of it."""
    return contents(whole_link.resolve())


def stopped(study, link, setups):
    with pytest.raises(KeyboardInterrupt):
        build(study, link, progress=stop_after(setups))


def folders(link):
    return sorted(p.name for p in link.with_name(link.name + ".d").iterdir() if p.is_dir())


def test_parts_are_many_and_sort_as_their_rows_do(whole, whole_link, small):
    parts = [path for path in whole if path.parent.name.startswith("scenario=")]
    assert len(parts) > 15
    of_one = sorted(path.name for path in parts if "classification-source" in str(path))
    assert of_one == [f"part-{number}.parquet" for number in range(len(of_one))]
    order = "scenario, given, backbone, measure, pool_size, pool"
    stores = (open_store(whole_link), small)
    one, other = (store.setups().order(order).df() for store in stores)
    assert one.equals(other)


@pytest.mark.parametrize("seed", range(3))
def test_it_goes_on_where_it_was_stopped_and_gives_the_same_bytes(
    small_study, tmp_path, scored, whole, seed
):
    setups = random.Random(seed).randrange(SETUPS)
    link = tmp_path / "store"
    stopped(small_study, link, setups)
    assert not link.exists()
    scored.clear()
    resumed, told = [], []
    root = build(
        small_study,
        link,
        progress=lambda done, _: told.append(done),
        on_resume=lambda *numbers: resumed.append(numbers),
    )
    assert contents(root) == whole
    assert sum(scored) <= SETUPS - setups + MOST
    done = SETUPS - sum(scored)
    assert resumed == ([(done, SETUPS)] if done else [])
    assert told[0] > done
    assert told[-1] == SETUPS
    assert folders(link) == [root.name]


def test_it_can_be_stopped_again_and_again_and_leaves_no_process(small_study, tmp_path, whole):
    link = tmp_path / "store"
    for setups, processes in ((1000, 1), (2000, 2), (2100, 1)):
        with pytest.raises(KeyboardInterrupt):
            build(small_study, link, progress=stop_after(setups), processes=processes)
        assert multiprocessing.active_children() == []
    assert contents(build(small_study, link)) == whole


def test_a_kill_ends_its_processes_and_another_number_of_them_goes_on(
    small_study, tmp_path, scored, whole
):
    link = tmp_path / "store"
    setups = random.Random().randrange(1000, SETUPS - 1000)
    command = [sys.executable, "-c", KILLED.format(most=MOST), small_study, link, str(setups)]
    killed = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    assert killed.returncode == -signal.SIGKILL
    scored.clear()
    assert contents(build(small_study, link)) == whole, setups
    assert sum(scored) <= SETUPS - setups + MOST
    children = [int(pid) for pid in killed.stdout.split()]
    assert len(children) == 2
    assert all(gone(pid) for pid in children)


def gone(pid, seconds=10):
    """Whether a process ends soon."""
    for _ in range(seconds * 100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


def damage(note_or_part):
    note_or_part.write_bytes(note_or_part.read_bytes()[:-1])


@pytest.mark.parametrize("where", ["*/setups/*/*", "*.notes/*"])
def test_a_part_that_is_not_whole_is_scored_again_with_all_that_follow(
    small_study, tmp_path, scored, whole, where
):
    link = tmp_path / "store"
    stopped(small_study, link, 3000)
    places = link.with_name("store.d").glob(where)
    damage(min(place for place in places if "segmentation-source" in str(place)))
    scored.clear()
    assert contents(build(small_study, link)) == whole
    assert sum(scored) >= SETUPS - MOST


def test_parts_of_other_versions_are_scored_again(small_study, tmp_path, scored, monkeypatch):
    link = tmp_path / "store"
    with monkeypatch.context() as patch:
        patch.setattr(setupscope.data.storage.notes, "versions", lambda: {"numpy": "2.0"})
        stopped(small_study, link, 3000)
    scored.clear()
    build(small_study, link)
    assert sum(scored) == SETUPS


def test_a_build_of_other_contents_removes_the_rest(small_study, tmp_path, tiny, scored):
    link = tmp_path / "store"
    stopped(small_study, link, 3000)
    build(tiny, link)
    assert len(folders(link)) == 1
    scored.clear()
    build(small_study, link)
    assert sum(scored) == SETUPS


def test_a_finished_build_is_never_gone_on_from(small_study, tmp_path, scored):
    link = tmp_path / "store"
    for _ in range(2):
        scored.clear()
        build(small_study, link)
        assert sum(scored) == SETUPS


def test_the_former_store_stays_while_a_build_is_stopped_and_goes_on(small_study, tmp_path, tiny):
    link = tmp_path / "store"
    build(tiny, link)
    before = contents(link.resolve())
    stopped(small_study, link, 3000)
    assert contents(link.resolve()) == before
    build(small_study, link)
    assert open_store(link).setup_count == SETUPS


def test_a_large_block_is_cut_into_parts(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(setupscope.data.storage.parts, "MAX_PART_SETUPS", 1)
    monkeypatch.setattr(setupscope.data.scoring.row_groups, "ROW_GROUP", 5)
    root = build(tiny, tmp_path / "store", rule=PoolRule(min_pool=3))
    assert len(list(root.rglob("part-*.parquet"))) == 2 * 4 * 4
    assert open_store(tmp_path / "store").setup_count == 128
