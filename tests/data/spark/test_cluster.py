"""A real cluster writes the store of one machine, though a part of it is killed on the way."""

import os
import signal
import subprocess
import sys

import pytest

import setupscope.data.storage.parts
from builds import contents, stop_after
from setupscope.data.storage.building import build
from spark_cluster import executors, process, require_spark, standalone, until

MOST = 600
"""Setups in a part: 16 parts."""
DRIVER = f"""
import sys
import setupscope.data.storage.parts
from functools import partial
from pathlib import Path
from setupscope.data.spark.scoring import score_by
from setupscope.data.storage.building import build

setupscope.data.storage.parts.MAX_PART_SETUPS = {MOST}
build(
    Path(sys.argv[1]), Path(sys.argv[2]), score=partial(score_by, sys.argv[3]),
    on_resume=lambda *done: print("resumed", *done, flush=True),
    progress=lambda *done: print("done", *done, flush=True),
)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_killed_executor_costs_no_byte(small_study, tmp_path, monkeypatch):
    require_spark()
    monkeypatch.setattr(setupscope.data.storage.parts, "MAX_PART_SETUPS", MOST)
    build(small_study, tmp_path / "here", processes=1)
    with pytest.raises(KeyboardInterrupt):
        build(small_study, tmp_path / "there", processes=1, progress=stop_after(1000))
    (logs := tmp_path / "logs").mkdir()
    arguments = [sys.executable, "-c", DRIVER, small_study, tmp_path / "there"]
    with (
        standalone(logs) as (url, workers),
        process([*arguments, url], logs, stdout=subprocess.PIPE, text=True) as driver,
    ):
        assert driver.stdout.readline().startswith("resumed ")
        assert driver.stdout.readline().startswith("done")
        first, *_ = until(lambda: executors(workers))
        os.kill(first, signal.SIGKILL)
        assert driver.stdout.read().endswith("done 7279 7279\n")
        assert driver.wait() == 0
    here, there = (contents((tmp_path / name).resolve()) for name in ("here", "there"))
    assert here == there
