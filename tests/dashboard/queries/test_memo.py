"""The same question is asked once, and long ones say how far they are."""

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.queries import queries
from setupscope.dashboard.queries.memo import memoized
from setupscope.data import open_store
from setupscope.data.storage.building import build


def counted(monkeypatch, name):
    """How often a question is really asked."""
    calls = []
    ask = getattr(queries, name)
    monkeypatch.setattr(queries, name, lambda *a, **k: calls.append(a) or ask(*a, **k))
    return calls


def test_an_answer_is_kept_by_everything_that_was_asked(tiny, tmp_path, monkeypatch):
    build(tiny, tmp_path / "store")
    store = open_store(tmp_path / "store")
    calls = counted(monkeypatch, "table_of")
    queries, whole = memoized(), Slice(store.study)
    x, y = (Slice.parse(query, store.study) for query in ("given=x", "given=y"))
    first = queries.table_of(store, whole, "win-rates", (), 0, TableOptions())
    assert queries.table_of(store, Slice(store.study), "win-rates", (), 0, TableOptions()) is first
    assert len(calls) == 1
    for about in (
        (whole, "win-rates", (), 1, TableOptions()),
        (whole, "win-rates", ("measure",), 0, TableOptions()),
        (x, "win-rates", (), 0, TableOptions()),
        (whole, "compare", (), 0, TableOptions(x)),
        (whole, "compare", (), 0, TableOptions(y)),
    ):
        queries.table_of(store, *about)
    assert len(calls) == 6
    pd.testing.assert_frame_equal(first, memoized().table_of(store, whole, "win-rates"))
    assert len(calls) == 7


def test_a_long_table_says_how_far_it_is(tiny, tmp_path):
    build(tiny, tmp_path / "store")
    store, steps = open_store(tmp_path / "store"), []
    memoized(lambda *step: steps.append(step)).table_of(store, Slice(store.study), "enough")
    assert [done for done, _ in steps] == list(range(1, len(steps) + 1))
    assert {total for _, total in steps} == {len(steps)}
