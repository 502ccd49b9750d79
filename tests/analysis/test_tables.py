"""Tables by name: split by any component, and the same as their functions."""

import numpy as np
import pandas as pd
import pytest

import data.opening
from analysis import win_rates
from analysis.slices import Slice
from analysis.tables import SPLITS, TABLES, table_of
from data import open_store
from data.errors import InputError
from data.outcomes import OutcomeCodes, ranks

QUERY = "scenario=classification-target&size=8-9&metrics=leep,nleep,gbc"


@pytest.fixture(scope="module")
def slice_(shipped):
    return Slice.parse(QUERY, shipped.study)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("component", SPLITS)
def test_every_table_can_be_split_by_every_component(shipped, slice_, name, component):
    if (name, component) == ("leave-one-out", "given"):
        with pytest.raises(InputError, match="cannot be split by given"):
            table_of(name, slice_, shipped.setups(), by=[component])
        return
    whole = table_of(name, slice_, shipped.setups())
    table = table_of(name, slice_, shipped.setups(), by=[component])
    assert set(table.columns) == {*whole.columns, component}
    assert {"setups", "givens", "reason"} <= set(table.columns)
    assert len(table) >= len(whole) - (component == "measure")
    assert table[component].notna().all()


def test_a_candidate_splits_setups_into_those_with_it_and_those_without(shipped, slice_):
    table = table_of("win-rates", slice_, shipped.setups(), by=["candidate"])
    with_dtd = Slice.parse(QUERY + "&with=dtd", shipped.study)
    expected = win_rates(with_dtd.narrow(shipped.setups()), with_dtd.metric_keys())
    found = table[table["candidate"] == "with dtd"].drop(columns="candidate")
    pd.testing.assert_frame_equal(found.reset_index(drop=True), expected)
    assert len(table) == 9 * 2 * 3


@pytest.mark.parametrize("name", TABLES)
def test_every_table_of_an_empty_slice_is_empty_with_its_columns(shipped, name):
    empty = Slice.parse("scenario=segmentation-source&with=coco&without=coco", shipped.study)
    table = table_of(name, empty, shipped.setups())
    assert table.empty
    full = table_of(name, Slice.parse(QUERY, shipped.study), shipped.setups())
    assert table.columns.tolist() == full.columns.tolist()
    assert table_of(name, empty, shipped.setups(), by=["candidate"]).empty


@pytest.mark.parametrize("name", TABLES)
def test_one_setup_earns_a_stated_answer(shipped, name):
    query = "scenario=segmentation-source&given=ade&measure=kendall&size=16"
    one = Slice.parse(query, shipped.study)
    table = table_of(name, one, shipped.setups())
    assert len(one.narrow(shipped.setups()).df()) == 1
    assert len(table)
    numbers = table.select_dtypes("number").columns.difference(["setups", "givens"])
    assert (table[numbers].notna().all(axis=1) | table["reason"].notna()).all()


@pytest.mark.parametrize("name", TABLES)
def test_the_same_seed_gives_the_same_bytes_on_one_thread_and_on_two(shipped, monkeypatch, name):
    texts = set()
    for threads in (1, 2):
        monkeypatch.setattr(data.opening, "MOST_THREADS", threads)
        monkeypatch.setattr("os.cpu_count", lambda: 2)
        store = open_store(shipped.path)
        assert store.setups().query("s", "SELECT current_setting('threads')").fetchall() == [
            (threads,)
        ]
        texts.add(table_of(name, Slice(store.study), store.setups(), seed=3).to_csv())
    texts.add(table_of(name, Slice(shipped.study), shipped.setups().df(), seed=3).to_csv())
    assert len(texts) == 1


@pytest.mark.parametrize("name", TABLES)
def test_fourteen_metrics_are_compared_in_91_pairs(shipped, name):
    frame = shipped.setups().filter("scenario = 'classification-target' AND pool_size = 8").df()
    names = [f"m{i:02}" for i in range(14)]
    values = np.random.default_rng(5).integers(0, 6, (len(frame), 14)).astype(np.float32)
    wide = frame.drop(columns=list(shipped.study.metric_keys))
    wide = wide.assign(**dict(zip(names, values.T, strict=True)), covered=2**14 - 1)
    wide["outcome"] = OutcomeCodes().encode(ranks(values))
    named = {"study": shipped.study} if TABLES[name].names_candidates else {}
    table = TABLES[name].function(wide, **named)
    if name == "pairs":
        assert len(table) == 91
        np.testing.assert_allclose(table[["wins", "ties", "losses", "undefined"]].sum(axis=1), 1)
    if name == "win-rates":
        assert table["wins"].sum() == pytest.approx(len(frame))
    assert len(table)


def test_unknown_tables_and_components_are_named(shipped, slice_):
    with pytest.raises(InputError, match="unknown table 'win-rate'; did you mean 'win-rates'"):
        table_of("win-rate", slice_, shipped.setups())
    with pytest.raises(InputError, match="unknown component 'pool'"):
        table_of("win-rates", slice_, shipped.setups(), by=["pool"])
