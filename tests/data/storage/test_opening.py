"""Opening a store: what it gives, and what it refuses."""

import shutil
import threading

import duckdb
import numpy as np
import pandas as pd
import pytest

import setupscope.data.storage.opening
from setupscope.data import open_store
from setupscope.data.errors import InputError
from setupscope.data.storage.building import build


@pytest.fixture
def link(tiny, tmp_path):
    """The link of a small store."""
    build(tiny, tmp_path / "store")
    return tmp_path / "store"


COLUMNS = [
    *("scenario", "given", "backbone", "measure", "pool_size"),
    *("pool", "roster", "covered", "outcome", "one", "two"),
]


@pytest.mark.parametrize("most_in_memory", [0, 5_000_000])
def test_setups_are_the_same_in_memory_and_read_in_place(link, monkeypatch, most_in_memory):
    monkeypatch.setattr(setupscope.data.storage.opening, "MAX_IN_MEMORY", most_in_memory)
    frame = open_store(link).setups().df()
    assert frame.columns.tolist() == COLUMNS
    part = pd.read_parquet(link / "setups" / "scenario=sets-source" / "part-0.parquet")
    found = frame.drop(columns="scenario").astype(dict.fromkeys(COLUMNS[1:4], str))
    pd.testing.assert_frame_equal(found, part.astype(dict.fromkeys(COLUMNS[1:4], str)))
    assert set(frame["scenario"]) == {"sets-source"}


def test_columns_have_the_types_of_the_design_and_values_are_null_where_undefined(link):
    setups = open_store(link).setups()
    types = dict(zip(setups.columns, map(str, setups.types), strict=True))
    assert types["pool_size"] == "TINYINT"
    assert types["pool"] == types["roster"] == types["covered"] == "BIGINT"
    assert types["outcome"] == "INTEGER"
    assert types["one"] == "FLOAT"
    assert not setups.df()[COLUMNS[:9]].isna().any().any()
    tied = setups.filter("given = 'y' AND pool = 7 AND measure = 'pearson'")
    assert tied.aggregate("count(*), count(one), count(two)").fetchall() == [(1, 1, 0)]


def test_outcomes_explain_every_setup(link):
    store = open_store(link)
    frame = store.setups().df().merge(store.outcomes(), on="outcome", validate="many_to_one")
    expected = frame[["one", "two"]].rank(axis=1, method="min", ascending=False)
    found = frame[["rank_one", "rank_two"]].astype(float)
    np.testing.assert_array_equal(found, expected)


def test_candidates_and_measurements_come_with_the_store(link):
    store = open_store(link)
    assert store.candidates()["candidate"].tolist() == ["a", "b", "c", "d", "e", "x"]
    assert len(store.measurements()) == 10
    assert store.study.title == "A tiny study"


def test_a_folder_copied_from_a_store_can_be_opened(link, tmp_path):
    copy = tmp_path / "a copy [1]"
    shutil.copytree(link, copy)
    assert open_store(copy).setup_count == 128


@pytest.mark.parametrize("name", ["order", "select", "at", "user"])
def test_metrics_may_be_named_like_words_of_sql(tiny, tmp_path, name):
    for path in (tiny, tiny.parent / "sets.csv"):
        path.write_text(path.read_text().replace("one", name))
    build(tiny, tmp_path / "store")
    assert name in open_store(tmp_path / "store").setups().columns


@pytest.mark.parametrize("name", ["2024-01-01", "0", "true"])
def test_scenarios_may_be_named_like_dates_and_numbers(tiny, tmp_path, monkeypatch, name):
    monkeypatch.setattr(setupscope.data.storage.opening, "MAX_IN_MEMORY", 0)
    tiny.write_text(tiny.read_text().replace("sets-source", name))
    build(tiny, tmp_path / "store")
    assert set(open_store(tmp_path / "store").setups().df()["scenario"]) == {name}


@pytest.mark.parametrize("name", ["O'Hara; DROP TABLE setups", "<b>", "a/b", "ü%2F", "n" * 300])
def test_names_are_data_and_nothing_else(tiny, tmp_path, name):
    table = tiny.parent / "sets.csv"
    table.write_text(table.read_text().replace("a,", f'"{name}",').replace(",y,", f",{name}y,"))
    build(tiny, tmp_path / "store")
    store = open_store(tmp_path / "store")
    assert name in set(store.candidates()["candidate"])
    assert f"{name}y" in set(store.setups().df()["given"])


def test_the_database_reaches_no_file_and_keeps_its_settings(link, tmp_path):
    cursor = open_store(link)._connection.cursor()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    for query in (
        f"FROM read_csv('{tmp_path}/secret.csv')",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
        "SET enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            cursor.execute(query)


def test_many_threads_can_ask_at_once(link):
    store = open_store(link)
    answers = []

    def ask():
        for _ in range(20):
            answers.append(store.setups().aggregate("count(*)").fetchall())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [[(128,)]] * 160


def test_a_missing_store_says_how_to_build_one(tmp_path):
    with pytest.raises(InputError, match="setupscope build --store"):
        open_store(tmp_path / "none")
    (tmp_path / "dangling").symlink_to("nowhere")
    with pytest.raises(InputError, match="there is no store"):
        open_store(tmp_path / "dangling")


def test_a_folder_that_is_no_store_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"manifest\.json: cannot be read"):
        open_store(tmp_path)


def test_a_truncated_part_and_a_changed_one_are_refused(link):
    part = link / "setups" / "scenario=sets-source" / "part-0.parquet"
    whole = part.read_bytes()
    part.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="build the store again"):
        open_store(link)
    part.write_bytes(whole[:-9] + b"?" + whole[-8:])
    with pytest.raises(InputError, match="changed since the manifest was written"):
        open_store(link)


def test_a_manifest_that_counts_other_setups_is_refused(link):
    path = link / "manifest.json"
    path.write_text(path.read_text().replace('"sets-source": 128', '"sets-source": 127'))
    with pytest.raises(InputError, match="its setups do not match its manifest"):
        open_store(link)


def test_no_progress_is_drawn_on_standard_output(link, monkeypatch):
    connections = []

    def in_a_notebook(place):
        connections.append(duckdb_connect(place))
        connections[-1].execute("SET enable_progress_bar = true")
        return connections[-1]

    duckdb_connect = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", in_a_notebook)
    open_store(link)
    drawn = "SELECT current_setting('enable_progress_bar')"
    assert connections[0].execute(drawn).fetchone() == (False,)
