"""A store that is open while its files are built again, deleted or damaged."""

import os
import shutil
import threading

import numpy as np
import pytest

from setupscope.data import open_store
from setupscope.data.errors import InputError
from setupscope.data.pools import PoolRule
from setupscope.data.storage.building import build
from setupscope.data.storage.files import OpenFiles
from setupscope.data.storage.manifest import read_manifest
from setupscope.data.storage.opening import opened_with
from setupscope.data.storage.use import is_used, mark_as_used

IN_PLACE, IN_MEMORY = 0, 5_000_000


@pytest.fixture
def link(tiny, tmp_path):
    build(tiny, tmp_path / "store")
    return tmp_path / "store"


def everything(store):
    """All that a store can be asked."""
    name = store.study.scenarios[0].name
    count = store.manifest.counts[name]
    return {
        "setups": store.setups().order("given, backbone, measure, pool").fetchall(),
        "codes": store.outcome_codes(name).tolist(),
        "values": store.values_of(name)("two", 0, count).tobytes(),
        "tables": [frame.to_csv() for frame in (store.measurements(), store.outcomes())],
        "candidates": store.candidates()["label"].tolist(),
        "transfers": store.transfers().table.to_pylist(),
    }


@pytest.mark.parametrize("most", [IN_PLACE, IN_MEMORY])
def test_an_open_store_gives_the_same_answers_while_it_is_built_again_twice(link, tiny, most):
    store, expected = open_store(link, most), everything(open_store(link, most))
    for rule in (PoolRule(leave_out=1), PoolRule(leave_out=0)):
        build(tiny, link, rule=rule)
        assert everything(store) == expected
    assert open_store(link).setup_count < store.setup_count


def test_a_build_clears_a_former_one_away_once_nobody_reads_it(link, tiny):
    first, second = open_store(link), open_store(link)
    former = first.path
    build(tiny, link, rule=PoolRule(leave_out=1))
    first.close()
    build(tiny, link, rule=PoolRule(leave_out=0))
    assert former.exists()
    second.close()
    build(tiny, link, rule=PoolRule(leave_out=1))
    assert not former.exists()
    assert len([path for path in former.parent.iterdir() if path.is_dir()]) == 2


def test_a_folder_is_used_for_as_long_as_a_mark_is_held(tmp_path):
    assert not is_used(tmp_path)
    mark = mark_as_used(tmp_path)
    assert is_used(tmp_path)
    os.close(mark)
    assert not is_used(tmp_path)


def test_a_store_in_memory_needs_its_files_no_more(link):
    store, expected = open_store(link), everything(open_store(link))
    shutil.rmtree(store.path)
    assert everything(store) == expected


def test_a_store_in_place_says_that_its_files_are_gone(link):
    store = open_store(link, IN_PLACE)
    shutil.rmtree(store.path)
    with pytest.raises(InputError, match="was changed or removed while the store was open"):
        store.setups()
    assert len(store.candidates()) == 6


@pytest.mark.parametrize("most", [IN_PLACE, IN_MEMORY])
@pytest.mark.parametrize("damage", ["cut", "altered", "empty"])
def test_files_that_are_written_to_are_noticed(link, most, damage):
    store = open_store(link, most)
    for path in store.path.rglob("*.parquet"):
        whole = path.read_bytes()
        half = len(whole) // 2
        rest = {"cut": b"", "altered": b"x" * half, "empty": None}[damage]
        path.write_bytes(b"" if rest is None else whole[:half] + rest)
    name = store.study.scenarios[0].name
    asks = [
        store.measurements,
        store.outcomes,
        store.transfers,
        lambda: store.outcome_codes(name),
        lambda: store.values_of(name)("one", 0, 9),
        *([lambda: store.setups().fetchall()] if most == IN_PLACE else []),
    ]
    for ask in asks:
        with pytest.raises(InputError, match="build the store again"):
            ask()


def test_what_was_written_over_a_file_is_no_answer_though_it_can_be_read(tmp_path):
    place = tmp_path / "part"
    place.write_bytes(b"one")
    files = OpenFiles(tmp_path, ["part"])
    assert files.read("part", lambda file: file.read_at(3, 0)) == b"one"
    place.write_bytes(b"two")
    os.utime(place, (1, 1))
    with pytest.raises(InputError, match="was changed or removed while the store was open"):
        files.read("part", lambda file: file.read_at(3, 0))


def test_a_build_that_clears_away_what_is_just_opened_is_opened_in_its_place(link, tiny):
    tried = []

    def open_it(root):
        tried.append(root)
        if len(tried) == 1:
            build(tiny, link, rule=PoolRule(leave_out=1))
            shutil.rmtree(root)
        return read_manifest(root)

    assert opened_with(link, open_it, lambda *_: None).rule == PoolRule(leave_out=1)
    assert len(tried) == 2


def test_a_store_that_was_closed_says_so(link):
    store = open_store(link)
    read = store.values_of(store.study.scenarios[0].name)
    store.close()
    for ask in (store.setups, store.candidates, lambda: read("one", 0, 9)):
        with pytest.raises(InputError, match="was closed; open the store again"):
            ask()


def test_a_store_is_opened_at_once_while_it_is_built_again_and_again(tiny, tmp_path):
    link, over, failed = tmp_path / "store", threading.Event(), []
    build(tiny, link)

    def open_it():
        while not over.is_set():
            try:
                store = open_store(link)
                assert len(store.setups().fetchall()) == store.setup_count
            except Exception as error:
                failed.append(error)

    reader = threading.Thread(target=open_it)
    reader.start()
    for turn in range(3):
        build(tiny, link, rule=PoolRule(leave_out=turn % 3))
    over.set()
    reader.join()
    assert failed == []


def test_values_come_as_they_were_written_however_they_are_cut(link):
    store = open_store(link)
    (name,) = (scenario.name for scenario in store.study.scenarios)
    frame = store.setups().df()
    read = store.values_of(name)
    parts = [read("one", start, start + 50) for start in range(0, len(frame), 50)]
    np.testing.assert_array_equal(np.concatenate(parts), frame["one"].to_numpy(np.float32))
