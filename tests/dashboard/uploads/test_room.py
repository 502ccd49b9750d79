"""So many uploads, studies and processes have room, and those who wait hear how many come first."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from in_process import InProcess
from setupscope.dashboard.limits import MAX_IDLE_BYTES, UPLOADS_AT_ONCE
from setupscope.dashboard.text.explanations import tables_before
from setupscope.dashboard.uploads import room, upload
from setupscope.dashboard.uploads.room import Idle, Room
from setupscope.dashboard.uploads.upload import Upload
from setupscope.data import InputError
from setupscope.data.study.study_file import SHIPPED_STUDY
from uploads_at_once import uploads_at_once

SCORES = [("scores.csv", b"source,target,score\nade,bdd,1\nade,camvid,2\nbdd,ade,3\n")]


class Holder:
    ended = False

    def end(self):
        self.ended = True


@pytest.fixture
def in_process(monkeypatch):
    """Uploads are worked on here."""

    class Ready:
        take = InProcess

    monkeypatch.setattr(upload, "SPARE", Ready)


def test_there_is_room_for_so_many_and_for_so_many_bytes():
    one, other, own = Holder(), Holder(), Room(2, 100)
    assert own.take(one, 60)
    assert not own.take(other, 50)
    assert own.take(other, 40)
    assert not own.take(Holder(), 0)
    assert own.take(Holder(), 40, instead_of=other)


def test_a_place_is_free_once_its_holder_has_gone_or_gives_it_back():
    one, own = Holder(), Room(1, 100)
    assert own.take(one, 100)
    own.leave(one)
    assert own.take(Holder(), 100)  # which is gone at once
    assert own.take(one, 1)


def test_of_the_processes_that_stand_by_the_one_asked_longest_ago_ends():
    processes, idle = [Holder() for _ in range(4)], Idle(3, 10**12)
    for process in (*processes[:3], processes[0], processes[3]):
        idle.keep(process, 0)
    assert [process.ended for process in processes] == [False, True, False, False]


def test_processes_with_large_tables_stand_by_only_as_far_as_memory_allows():
    processes, idle = [Holder() for _ in range(9)], Idle(9, MAX_IDLE_BYTES)
    for process in processes:
        idle.keep(process, 48 * 10**6)
    assert 1 <= sum(not process.ended for process in processes) <= 2
    assert not processes[-1].ended


def test_a_process_that_has_answered_stands_by_among_so_many(in_process, monkeypatch):
    monkeypatch.setattr(upload, "IDLE", Idle(1, 10**12))
    ended = []
    monkeypatch.setattr(InProcess, "end", lambda process: ended.append(process))
    first, second = (Upload(SCORES, SHIPPED_STUDY) for _ in range(2))
    assert ended == [first._process]
    assert second.read.error == ""


def test_a_table_for_which_the_machine_has_no_memory_waits_with_a_sentence(
    in_process, monkeypatch, tmp_path
):
    (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable:   300000 kB\n")
    monkeypatch.setattr(room, "MEMORY", tmp_path / "meminfo")
    assert Upload(SCORES, SHIPPED_STUDY).read.error == ""
    (tmp_path / "memory.max").write_text("400000000\n")
    (tmp_path / "memory.current").write_text("300000000\n")
    monkeypatch.setattr(room, "GROUP", tmp_path)
    brought = Upload(SCORES, SHIPPED_STUDY)
    assert brought.read.error.startswith(
        "scores.csv: needs more memory than is free on this server now."
    )
    monkeypatch.undo()
    monkeypatch.setattr(upload, "SPARE", type("Ready", (), {"take": InProcess}))
    brought.try_again()
    assert brought.read.error == ""


def test_more_uploads_than_have_room_are_refused_and_those_that_are_there_stay(
    in_process, monkeypatch
):
    monkeypatch.setattr(upload, "UPLOADS", Room(1, 10**6))
    first = Upload(SCORES, SHIPPED_STUDY)
    with pytest.raises(InputError, match="holds as many tables as it can; try again"):
        Upload(SCORES, SHIPPED_STUDY)
    assert first.read.error == ""
    first.release()
    assert Upload(SCORES, SHIPPED_STUDY).read.error == ""


def test_who_waits_hears_how_many_come_first(in_process, monkeypatch):
    heard = []
    with ThreadPoolExecutor(1) as other, upload.TURNS.turn():
        waits = other.submit(Upload, SCORES, SHIPPED_STUDY, waiting=heard.append)
        while not heard:
            pass
    assert waits.result().read.error == ""
    assert (heard[0], heard[-1]) == (UPLOADS_AT_ONCE, 0)
    assert tables_before(1) == "Another table is being worked on; yours is next."
    assert tables_before(3).startswith("3 tables come before yours")
    monkeypatch.setattr(upload, "MAX_WAITING", 0)
    assert "as many tables wait already as may" in Upload(SCORES, SHIPPED_STUDY).read.error


def test_uploads_at_once_are_all_scored(in_process, tiny):
    came = uploads_at_once(6, tiny, "sets.csv", "one")
    assert came.errors == [""] * 6
    assert len(came.setups) == 1
    assert came.before == 5


@pytest.mark.extended
def test_thirty_uploads_at_once_are_all_scored_by_few_processes(small_study):
    came = uploads_at_once(30, small_study)
    assert came.errors == [""] * 30
    assert came.alive <= 6
