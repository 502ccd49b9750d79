"""Uploaded tables are read in a process of their own, which takes nothing with it."""

import gc
import os
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from setupscope.dashboard.uploads import process, worker
from setupscope.dashboard.uploads.messages import ScoresRequest, UploadedTable
from setupscope.dashboard.uploads.process import Spare
from setupscope.dashboard.uploads.upload import Upload
from setupscope.dashboard.uploads.worker import stay_in
from setupscope.data.importing.scores import ScoreColumns
from setupscope.data.readers.files import read_sheet
from setupscope.data.study.study_file import SHIPPED_STUDY

ASKED = ScoresRequest(kind="scores", name="Mine", lower_is_better=False, columns=ScoreColumns())
SCORES = b"source,target,score\nade,bdd,1\nade,camvid,2\nbdd,ade,3\n"


def running(process):
    return process.poll() is None


def test_a_table_is_read_and_understood():
    upload = Upload(SCORES, "scores.csv", SHIPPED_STUDY)
    assert upload.read.columns == ("source", "target", "score")
    reply = upload.summarize(ASKED)
    assert reply.error == ""
    assert (
        "scores",
        "3 of 272 transfers of segmentation, 0 of 342 transfers of classification",
    ) in (reply.lines)


def test_process_and_folder_end_with_the_upload():
    upload = Upload(SCORES, "scores.csv", SHIPPED_STUDY)
    process, place = upload._process._process, upload.place
    assert running(process)
    assert place.stat().st_mode & 0o077 == 0
    del upload
    gc.collect()
    assert not running(process)
    assert not place.exists()


@pytest.mark.parametrize("file_name", ["../../etc/passwd", "<b>x</b>.csv", "=1+1.csv", "a\nb.csv"])
def test_a_name_names_nothing_but_the_table(file_name):
    upload = Upload(b"source,target,score\nade,nowhere,1\n", file_name, SHIPPED_STUDY)
    assert sorted(path.name for path in upload.place.iterdir()) == ["held", "table"]
    assert "nowhere" in upload.summarize(ASKED).error


def test_what_takes_too_long_is_ended_and_said(monkeypatch):
    upload = Upload(SCORES, "scores.csv", SHIPPED_STUDY)
    monkeypatch.setattr(process, "UPLOAD_SECONDS", 0.05)
    assert upload.build(ASKED).error.startswith("scores.csv: takes more than")
    assert not upload.alive
    assert upload.build(ASKED).error.startswith("scores.csv: takes more than")


def test_a_small_file_that_unpacks_to_gigabytes_takes_no_memory_of_the_server():
    zeros = pa.table({"source": pa.array(["a" * 1000]).take(pa.array([0] * 1_000_000))})
    sink = pa.BufferOutputStream()
    pq.write_table(zeros, sink, compression="zstd")
    content = sink.getvalue().to_pybytes()
    assert len(content) < 10_000_000
    before = _memory()
    upload = Upload(content, "bomb.parquet", SHIPPED_STUDY)
    reply = upload.read if upload.read.error else upload.summarize(ASKED)
    assert reply.error.startswith("bomb.parquet: ")
    assert _memory() - before < 100e6


def _memory():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_who_leaves_while_it_is_scored_leaves_nothing_behind():
    upload = Upload(SCORES, "scores.csv", SHIPPED_STUDY)

    def leave(_done, _of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        upload.build(ASKED, leave)
    started = time.monotonic()
    assert not upload.alive
    other = Upload(SCORES, "scores.csv", SHIPPED_STUDY)
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
    monkeypatch.setattr(worker, "publish", lambda *_, **options: asked.update(options))
    (tmp_path / "scores.csv").write_bytes(SCORES)
    table = UploadedTable(file_name="scores.csv", folder=tmp_path, study=SHIPPED_STUDY)
    sheet = read_sheet(tmp_path / "scores.csv", None)
    worker.answer(sheet, table, ASKED.model_copy(update={"build": True}))
    assert asked["processes"] == 1


def test_what_is_written_on_the_way_is_written_in_the_private_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(Path.cwd())
    monkeypatch.setattr(tempfile, "tempdir", None)
    stay_in(tmp_path)
    with tempfile.TemporaryDirectory() as made:
        assert Path(made).parent == tmp_path == Path.cwd()
