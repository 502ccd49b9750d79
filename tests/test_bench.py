"""The bench of readers speaks with a real server, and asks for what no cache holds."""

import json
import os
import random
import re
from pathlib import Path

import pytest

import event_loop
from bench.processes import busy_seconds, can_measure, cpu_seconds, family, memory
from bench.random_slices import RandomSlices
from bench.reader import Reader
from bench.report import Section, others, put
from serving import serving
from setupscope.analysis.slices.slices import Slice


def test_a_reader_without_a_browser_is_answered(small_link):
    async def read(address):
        async with Reader(address) as reader:
            opened = await reader.open()
            turned = await reader.go("win-rates", "scenario=segmentation-source&measure=kendall")
            undone = await reader.press(turned.buttons["Reset"])
            return opened, turned, undone

    with serving(small_link) as (address, _):
        answers = event_loop.run(read(address))
    for answer in answers:
        assert not answer.errors
        assert 0 < answer.first < answer.whole


def test_no_slice_is_asked_for_twice(small):
    slices = RandomSlices(small.study, random.Random(1))
    queries = [next(slices) for _ in range(200)]
    assert len(set(queries)) == 200
    for query in queries:
        Slice.parse(query, small.study)


@pytest.mark.skipif(not can_measure(), reason="needs /proc")
def test_what_a_process_started_counts_as_its_own():
    mother = os.getppid()
    assert os.getpid() in family(mother)
    own = cpu_seconds(os.getpid())  # first: it grows while it is looked at
    assert cpu_seconds(mother) >= own > 0
    assert memory(mother) > memory(os.getpid()) > 50e6


@pytest.mark.skipif(not can_measure(), reason="needs /proc")
def test_what_others_use_is_what_the_machine_uses_beside_the_bench(monkeypatch):
    assert others((0.0, 5.0, 2.0), (10.0, 25.0, 7.0)) == 1.5
    assert others((0.0, 5.0, 2.0), (10.0, 8.0, 6.0)) == 0
    before = busy_seconds()
    sum(range(10**7))
    assert busy_seconds() > before


def test_each_part_puts_a_section_into_one_report(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("bench.report.LOOK", 0)
    monkeypatch.setattr("bench.report.others", lambda *_: 0.9)
    report = tmp_path / "bench.json"
    put(report, "build", {"seconds": 1})
    with Section("tables", report) as figures:
        figures["stores"] = [1, 2]
    with pytest.raises(ZeroDivisionError), Section("pages", report):
        _ = 1 / 0
    found = json.loads(report.read_text(encoding="utf-8"))
    assert list(found) == ["build", "tables"]
    assert found["tables"]["stores"] == [1, 2]
    if can_measure():
        assert not found["tables"]["quiet"]
        assert "TIMES BY THE CLOCK ARE WORTHLESS" in capsys.readouterr().out


def test_every_part_that_make_runs_writes_its_section():
    root = Path(__file__).parents[1]
    line = re.search(r"for part in ([a-z ]+);", (root / "Makefile").read_text(encoding="utf-8"))
    parts = line[1].split()
    assert set(parts) == {path.stem[6:] for path in (root / "tests" / "bench").glob("bench_*.py")}
    for part in parts:
        text = (root / "tests" / "bench" / f"bench_{part}.py").read_text(encoding="utf-8")
        assert f'Section("{part}", asked.json)' in text
