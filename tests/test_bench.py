"""The bench of readers speaks with a real server, and asks for what no cache holds."""

import asyncio
import os
import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.processes import can_measure, cpu_seconds, family, memory
from bench.random_slices import RandomSlices
from bench.reader import Reader
from serving import serving
from setupscope.analysis.slices.slices import Slice


def test_a_reader_without_a_browser_is_answered(small_link):
    async def read(address):
        async with Reader(address) as reader:
            opened = await reader.open()
            turned = await reader.go("win-rates", "scenario=segmentation-source&measure=kendall")
            undone = await reader.press(turned.buttons["Reset"])
            return opened, turned, undone

    # In a thread of its own: a browser of another test may have a loop in this one.
    with serving(small_link) as (address, _), ThreadPoolExecutor(1) as thread:
        answers = thread.submit(lambda: asyncio.run(read(address))).result()
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
    assert cpu_seconds(mother) >= cpu_seconds(os.getpid()) > 0
    assert memory(mother) > memory(os.getpid()) > 50e6
