"""The same question is asked once, and long ones say how far they are."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pandas as pd
import pytest

from own_studies import patchy
from setupscope.analysis import importance, pairs, win_rates
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.queries import queries as module
from setupscope.dashboard.queries.answer import answer_of
from setupscope.dashboard.queries.memo import Memo
from setupscope.dashboard.queries.queries import Queries
from setupscope.data import open_store
from setupscope.data.storage.building import build


class Counting(Memo):
    """A memo that lists what is really asked."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def __call__(self, key, ask):
        return super().__call__(key, lambda: self.asked.append(key) or ask())


@pytest.fixture
def store(tiny, tmp_path):
    build(tiny, tmp_path / "store")
    return open_store(tmp_path / "store")


def test_an_answer_is_kept_by_everything_that_was_asked(store):
    memo = Counting()
    queries, whole = Queries(store, memo), Slice(store.study)
    x, y = (Slice.parse(query, store.study) for query in ("given=x", "given=y"))
    first = queries.table(whole, "win-rates")
    again = queries.table(Slice(store.study), "win-rates", (), seed=0)
    pd.testing.assert_frame_equal(again, first)
    assert len(memo.asked) == 1
    for about in (
        (whole, "win-rates", (), 1),
        (whole, "win-rates", ("measure",)),
        (x, "win-rates"),
        (whole, "compare", (), 0, TableOptions(x)),
        (whole, "compare", (), 0, TableOptions(y)),
    ):
        queries.table(*about)
    assert len(memo.asked) == 6
    pd.testing.assert_frame_equal(first, Queries(store).table(whole, "win-rates"))


def test_the_setups_of_a_slice_are_narrowed_once_for_all_who_ask_at_a_time(store, monkeypatch):
    narrowed, together, whole = [], Barrier(4), Slice(store.study)
    rows_of = module.rows_of

    def narrow_once(*asked):
        narrowed.append(asked)
        Event().wait(0.02)
        return rows_of(*asked)

    def ask(seed):
        together.wait(5)
        return Queries(store).rates(whole, "", seed)

    monkeypatch.setattr(module, "rows_of", narrow_once)
    with ThreadPoolExecutor(4) as threads:
        tables = list(threads.map(ask, range(4)))
    assert len(narrowed) == 1
    for seed, table in enumerate(tables):
        expected = win_rates(store.setups().df(), ["one", "two"], seed=seed)
        pd.testing.assert_frame_equal(table, expected)


def test_one_run_takes_an_answer_out_of_the_cache_once_and_works_on_it_once(store):
    cache = Counting()
    queries, whole = Queries(store, cache), Slice(store.study)
    one = answer_of(queries, whole)
    asked = len(cache.asked)
    cache.clear()
    assert answer_of(queries, Slice(store.study)) is one
    assert answer_of(queries, whole, seed=1) is not one
    assert queries.rates(whole) is queries.rates(whole)
    assert answer_of(Queries(store, cache), whole) is not one
    assert len(cache.asked) > asked


def test_setups_that_all_must_cover_are_fetched_for_the_metrics_compared(tmp_path):
    store = open_store(patchy(tmp_path))
    queries, query = Queries(store), "scenario=sets-source&covered=all"
    for metrics in (["one", "two"], ["one", "mine"], ["one", "two", "three", "mine"]):
        slice_ = Slice.parse(f"{query}&metrics={','.join(metrics)}", store.study)
        frame = slice_.narrow(store.setups()).df()
        pd.testing.assert_frame_equal(queries.rates(slice_), win_rates(frame, metrics))


@pytest.mark.parametrize("question", [pairs, importance])
def test_two_of_the_metrics_are_compared_over_the_setups_of_the_slice(tmp_path, question):
    store = open_store(patchy(tmp_path))
    slice_ = Slice.parse("scenario=sets-source&covered=all", store.study)
    frame = slice_.narrow(store.setups()).df()
    found = Queries(store).of_pair(slice_, question.__name__, ("one", "two"))
    pd.testing.assert_frame_equal(found, question(frame, ["one", "two"]))


def test_each_question_has_answers_of_its_own(store):
    memo, whole = Counting(), Slice(store.study)
    queries = Queries(store, memo)
    first = queries.margins(whole, "one", "two", "pearson")
    assert first is not queries.density(whole, "one", "two", "pearson")
    assert queries.margins(whole, "two", "one", "pearson") is not first
    assert [name for name, *_ in memo.asked] == ["margins", "density", "margins"]


def test_a_memo_forgets_the_oldest_answers():
    memo = Memo(most=2)
    for number in (1, 2, 3):
        memo((number,), lambda number=number: [number])
    assert memo((3,), lambda: None) == [3]
    assert memo((1,), lambda: ["anew"]) == ["anew"]


def test_a_long_table_says_how_far_it_is(store):
    steps = []
    queries = Queries(store, progress=lambda *step: steps.append(step))
    queries.table(Slice(store.study), "enough")
    assert [done for done, _ in steps] == list(range(1, len(steps) + 1))
    assert {total for _, total in steps} == {len(steps)}
