"""Builds: complete or not at all, one at a time, the same from the same input."""

import os
import random
import signal
import subprocess
import sys
import threading
import time

import pandas as pd
import pytest
from filelock import FileLock

import setupscope.data.storage.building
from setupscope.data import open_store
from setupscope.data.errors import InputError
from setupscope.data.pools import PoolRule
from setupscope.data.storage.building import build, ensure, is_current
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

SETUPSCOPE = [sys.executable, "-c", "from setupscope.dashboard.cli.main import main; main()"]


def builds(link):
    return sorted(p.name for p in link.with_name(link.name + ".d").iterdir() if p.name != "lock")


def test_a_store_holds_the_study_and_its_tables_as_they_were(tiny, tmp_path):
    root = build(tiny, tmp_path / "store")
    for name in ("study.toml", "sets.csv"):
        assert (root / "study" / name).read_bytes() == (tiny.parent / name).read_bytes()
    again = build(root / "study" / "study.toml", tmp_path / "again")
    assert open_store(again).digest == open_store(root).digest


def test_the_rule_given_is_used_and_recorded(tiny, tmp_path):
    build(tiny, tmp_path / "store", rule=PoolRule(min_pool=5))
    store = open_store(tmp_path / "store")
    assert store.study.pools == PoolRule(min_pool=5)
    assert store.setup_count == 2 * 4


def test_the_measures_given_are_used_and_kept_when_the_store_is_made_current(tiny, tmp_path):
    link = tmp_path / "store"
    build(tiny, link, measures=("regret_at_1", "spearman"))
    assert open_store(link).study.measures == ("regret_at_1", "spearman")
    assert is_current(tiny, link)
    table = tiny.parent / "sets.csv"
    table.write_text(table.read_text().replace("0.5", "0.6"))
    assert ensure(tiny, link)
    assert open_store(link).study.measures == ("regret_at_1", "spearman")


def test_progress_is_told_up_to_the_end(tiny, tmp_path):
    told = []
    build(tiny, tmp_path / "store", progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (128, 128)
    assert len(told) > 1


def test_the_order_of_rows_does_not_matter(tiny, tmp_path):
    table = tiny.parent / "sets.csv"
    build(tiny, tmp_path / "one")
    header, *rows = table.read_text().splitlines(keepends=True)
    random.Random(4).shuffle(rows)
    table.write_text(header + "".join(rows))
    build(tiny, tmp_path / "two")
    one, two = (open_store(tmp_path / name).setups().df() for name in ("one", "two"))
    pd.testing.assert_frame_equal(one, two, check_exact=True)


def test_a_failed_build_leaves_the_former_store_and_no_rest(tiny, tmp_path, monkeypatch):
    link = tmp_path / "store"
    build(tiny, link)
    before = link.resolve()

    def broken(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(setupscope.data.storage.building, "describe", broken)
    with pytest.raises(InputError, match="No space left on device"):
        build(tiny, link)
    assert link.resolve() == before
    assert builds(link) == [before.name]
    open_store(link)


def test_a_reader_keeps_the_store_it_opened_while_another_is_built(tiny, tmp_path, monkeypatch):
    import setupscope.data.storage.opening

    monkeypatch.setattr(setupscope.data.storage.opening, "MAX_IN_MEMORY", 0)
    link = tmp_path / "store"
    build(tiny, link)
    reader = open_store(link)
    build(tiny, link, rule=PoolRule(leave_out=0))
    assert reader.setups().aggregate("count(*)").fetchall() == [(128,)]
    assert open_store(link).setup_count == 8


def test_mistakes_in_the_input_reach_no_folder(tiny, tmp_path):
    (tiny.parent / "sets.csv").write_text("nonsense")
    with pytest.raises(InputError):
        build(tiny, tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_a_folder_in_the_way_is_refused_and_untouched(tiny, tmp_path):
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "thesis.tex").touch()
    with pytest.raises(InputError, match="is in the way"):
        build(tiny, tmp_path / "store")
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["thesis.tex"]


def test_a_store_is_rebuilt_only_when_study_or_measurements_changed(tiny, tmp_path):
    link = tmp_path / "store"
    assert not is_current(tiny, link)
    assert ensure(tiny, link)
    assert not ensure(tiny, link)
    build(tiny, link, rule=PoolRule(leave_out=1))
    assert not ensure(tiny, link)
    tiny.write_text(tiny.read_text().replace("A tiny study", "A small study"))
    assert ensure(tiny, link)
    store = open_store(link)
    assert store.manifest.study == load_study(tiny).with_rule(PoolRule(leave_out=1))


@pytest.mark.parametrize("name", ["manifest.json", "outcomes.parquet"])
def test_a_damaged_store_means_a_new_build(tiny, tmp_path, name):
    link = tmp_path / "store"
    build(tiny, link)
    (link / name).write_text("{")
    assert ensure(tiny, link)
    open_store(link)


def test_a_second_build_waits_and_says_so(tiny, tmp_path):
    link = tmp_path / "store"
    link.with_name("store.d").mkdir()
    lines = threading.Event()
    with FileLock(link.with_name("store.d") / "lock"):
        second = threading.Thread(target=build, args=(tiny, link), kwargs={"on_wait": lines.set})
        second.start()
        assert lines.wait(10)
        time.sleep(0.2)
        assert not link.exists()
    second.join(20)
    assert open_store(link).setup_count == 128


def test_two_builds_at_once_from_the_command_line_both_succeed(tiny, tmp_path):
    link = tmp_path / "store"
    link.with_name("store.d").mkdir()
    command = [*SETUPSCOPE, "build", str(tiny), "--store", str(link)]
    with FileLock(link.with_name("store.d") / "lock"):
        waiting = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        for process in waiting:
            assert "waiting" in process.stderr.readline()
    for process in waiting:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert len(builds(link)) == 2
    open_store(link)


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.2, 0.4, 0.6, 0.8])
def test_a_build_killed_at_any_moment_leaves_the_previous_store_whole(tmp_path, tiny, seconds):
    link = tmp_path / "store"
    build(tiny, link)
    before = open_store(link)
    command = [*SETUPSCOPE, "build", str(SHIPPED_STUDY), "--store", str(link)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    # From the moment on at which the build has a folder of its own.
    while len(builds(link)) == 1 and process.poll() is None:
        time.sleep(0.002)
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    killed = process.wait() == -signal.SIGKILL
    after = open_store(link)
    if killed and after.digest == before.digest:
        assert after.path == before.path
        pd.testing.assert_frame_equal(after.setups().df(), before.setups().df())
    else:
        assert after.setup_count == 901_367
    build(tiny, link)
    assert open_store(link).digest == before.digest
    assert len(builds(link)) == 2
