"""Uploaded tables are read in a process of their own, which takes nothing with it."""

import errno
import gc
import os
import re
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from setupscope.dashboard.limits import UPLOAD_MEMORY
from setupscope.dashboard.uploads import process, upload, worker
from setupscope.dashboard.uploads.failures import CAUSES, explained
from setupscope.dashboard.uploads.messages import Reply, ScoresRequest, UploadedTables
from setupscope.dashboard.uploads.process import Spare
from setupscope.dashboard.uploads.upload import Upload
from setupscope.dashboard.uploads.worker import stay_in
from setupscope.data.errors import InputError
from setupscope.data.importing.scores import ScoreColumns
from setupscope.data.readers.files import read_sheet
from setupscope.data.study.study_file import SHIPPED_STUDY

ASKED = ScoresRequest(kind="scores", name="Mine", lower_is_better=False, columns=ScoreColumns())
SCORES = b"source,target,score\nade,bdd,1\nade,camvid,2\nbdd,ade,3\n"


def running(process):
    return process.poll() is None


def test_a_table_is_read_and_understood():
    brought = Upload([("scores.csv", SCORES)], SHIPPED_STUDY)
    assert brought.read.tables[0].columns == ("source", "target", "score")
    reply = brought.summarize(ASKED)
    assert reply.error == ""
    assert (
        "scores",
        "3 of 272 transfers of segmentation, 0 of 342 transfers of classification",
    ) in (reply.lines)


def test_process_and_folder_end_with_the_upload_and_the_memory_is_limited():
    brought = Upload([("scores.csv", SCORES)], SHIPPED_STUDY)
    process, place = brought._process._process, brought.place
    assert running(process)
    assert place.stat().st_mode & 0o077 == 0
    limits = Path(f"/proc/{process.pid}/limits")
    if limits.exists():
        assert re.search(rf"Max address space +{UPLOAD_MEMORY} ", limits.read_text())
    del brought
    gc.collect()
    assert not running(process)
    assert not place.exists()


@pytest.mark.parametrize("file_name", ["../../etc/passwd", "<b>x</b>.csv", "=1+1.csv", "a\nb.csv"])
def test_a_name_names_nothing_but_the_table(file_name):
    brought = Upload([(file_name, b"source,target,score\nade,nowhere,1\n")], SHIPPED_STUDY)
    assert sorted(path.name for path in brought.place.iterdir()) == ["held", "table-0"]
    assert "nowhere" in brought.summarize(ASKED).error


def working(monkeypatch, program):
    """Uploads are worked on by another program from now on."""
    monkeypatch.setattr(process, "WORKER", (sys.executable, "-P", "-c", program))
    monkeypatch.setattr(upload, "SPARE", Spare())


def slowed(code):
    """The worker with one second for each answer, which does something else first."""
    return f"""
import time
from setupscope.dashboard.uploads import worker
own = worker.proposed
def slow(*words):
    {code}
    return own(*words)
worker.UPLOAD_CPU_SECONDS, worker.proposed = 1, slow
worker.main()
"""


def names_one_cause(reply, cause):
    return reply.cause == cause and [c for c in CAUSES if CAUSES[c] in reply.error] == [cause]


def test_time_that_a_busy_machine_gives_to_others_counts_only_until_it_is_given_up(monkeypatch):
    working(monkeypatch, slowed("time.sleep(2.2)"))
    starved = Upload([("scores.csv", SCORES)], SHIPPED_STUDY)
    assert starved.summarize(ASKED).error == ""
    monkeypatch.setattr(process, "UPLOAD_WAIT_SECONDS", 0.05)
    assert names_one_cause(starved.build(ASKED), "busy")
    assert starved.failure(ASKED).cause == "busy"
    monkeypatch.undo()
    starved.try_again()
    assert starved.failure(ASKED).cause is None
    assert starved.summarize(ASKED).error == ""


def test_seconds_of_its_own_are_limited(monkeypatch):
    working(monkeypatch, slowed("while True: pass"))
    endless = Upload([("scores.csv", SCORES)], SHIPPED_STUDY)
    reply = endless.summarize(ASKED)
    assert names_one_cause(reply, "time")
    assert endless.summarize(ASKED) is reply


def test_a_process_that_dies_loses_nothing_of_the_table(monkeypatch):
    working(monkeypatch, "raise SystemExit(3)")
    unread = Upload([("scores.csv", SCORES)], SHIPPED_STUDY)
    assert names_one_cause(unread.read, "died")
    assert names_one_cause(unread.summarize(ASKED), "died")
    monkeypatch.undo()
    unread.try_again()
    assert unread.read.tables[0].columns == ("source", "target", "score")


@pytest.mark.parametrize(
    ("error", "cause"), [(MemoryError(), "memory"), (OSError(errno.EFBIG, "large"), "size")]
)
def test_the_worker_says_which_limit_it_met(tmp_path, monkeypatch, capsys, error, cause):
    monkeypatch.setattr(worker, "limit_seconds", lambda: None)
    with worker.answering(tmp_path):
        raise error
    said = Reply.model_validate_json(capsys.readouterr().out)
    assert names_one_cause(explained(said, "scores.csv"), cause)


def test_a_small_file_that_unpacks_to_gigabytes_takes_no_memory_of_the_server():
    zeros = pa.table({"source": pa.array(["a" * 1000]).take(pa.array([0] * 1_000_000))})
    sink = pa.BufferOutputStream()
    pq.write_table(zeros, sink, compression="zstd")
    content = sink.getvalue().to_pybytes()
    assert len(content) < 10_000_000
    before = _memory()
    brought = Upload([("bomb.parquet", content)], SHIPPED_STUDY)
    reply = brought.read if brought.read.error else brought.summarize(ASKED)
    assert reply.error.startswith("bomb.parquet: ")
    assert reply.cause in {None, "memory"}
    assert _memory() - before < 100e6


def _memory():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_who_leaves_while_it_is_scored_leaves_nothing_behind():
    brought = Upload([("scores.csv", SCORES)], SHIPPED_STUDY)

    def leave(_done, _of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        brought.build(ASKED, leave)
    started = time.monotonic()
    assert not brought._process.alive
    other = Upload([("scores.csv", SCORES)], SHIPPED_STUDY)
    assert other.summarize(ASKED).error == ""
    assert time.monotonic() - started < 30


def test_a_process_stands_ready_for_one_reader_and_no_more():
    spare = Spare()
    spare.prepare()
    ready = spare._ready
    spare.prepare()
    assert spare.take() is ready
    other = spare.take()
    assert other is not ready
    for taken in (ready, other):
        assert taken.alive
        taken.end()


def test_a_process_that_has_ended_is_given_to_nobody():
    spare = Spare()
    spare.prepare()
    spare._ready.end()
    taken = spare.take()
    assert taken.alive
    taken.end()
    spare.prepare()
    spare._ready.end()
    spare.prepare()
    assert spare._ready.alive


def test_an_upload_is_scored_in_its_own_process_alone(tmp_path, monkeypatch):
    asked = {}
    monkeypatch.setattr(worker, "limit_seconds", lambda: None)
    monkeypatch.setattr(worker, "publish", lambda *_, **options: asked.update(options))
    (tmp_path / "scores.csv").write_bytes(SCORES)
    table = UploadedTables(file_names=("scores.csv",), folder=tmp_path, study=SHIPPED_STUDY)
    sheet = read_sheet(tmp_path / "scores.csv", None)
    worker.answer([sheet], table, ASKED.model_copy(update={"build": True}))
    assert asked["processes"] == 1


def test_what_is_written_on_the_way_is_written_in_the_private_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(Path.cwd())
    monkeypatch.setattr(tempfile, "tempdir", None)
    stay_in(tmp_path)
    with tempfile.TemporaryDirectory() as made:
        assert Path(made).parent == tmp_path == Path.cwd()


def test_a_full_disk_is_said_wherever_it_is_met(monkeypatch, tmp_path, capsys):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        read = Upload([("scores.csv", SCORES)], SHIPPED_STUDY).read
    assert read.error.startswith("scores.csv: cannot be kept on this server (No space left")
    with monkeypatch.context() as patched:
        patched.setattr("setupscope.dashboard.uploads.folder.mkdtemp", full)
        with pytest.raises(InputError, match="cannot be kept on this server"):
            Upload([("scores.csv", SCORES)], SHIPPED_STUDY)
    monkeypatch.setattr(worker, "limit_seconds", lambda: None)
    with worker.answering(tmp_path):
        full()
    reply = Reply.model_validate_json(capsys.readouterr().out)
    assert "disk is full" in explained(reply, "scores.csv").error
