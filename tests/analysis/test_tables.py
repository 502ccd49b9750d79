"""Tables by name: split by any component, and the same as their functions."""

import numpy as np
import pandas as pd
import pytest

import setupscope.data.storage.opening
from beside import OF_TWO, table_options
from engines import assert_same
from setupscope.analysis import claim, win_rates
from setupscope.analysis.questions.claim import shown_in
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import SPLITS, TABLES, TableOptions, table_of
from setupscope.data import open_store
from setupscope.data.errors import InputError
from setupscope.data.scoring.outcomes import OutcomeCodes, ranks

QUERY = "scenario=classification-target&size=8-9&metrics=leep,nleep,gbc"


@pytest.fixture(scope="module")
def slice_(shipped):
    return Slice.parse(QUERY, shipped.study)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("component", SPLITS)
def test_every_table_can_be_split_by_every_component(shipped, slice_, name, component):
    setups, options = (
        shipped.setups(),
        table_options(name, Slice(shipped.study, ("classification-target",), sizes=(7, 7))),
    )
    unsplit = {("leave-one-out", "given"), ("leave-one-family-out", "given")}
    unsplit |= {("leave-one-family-out", "family")}
    if name in (*OF_TWO, "map") or (name, component) in unsplit:
        with pytest.raises(InputError, match=r"cannot be split|unknown component"):
            table_of(name, slice_, setups, by=[component], options=options)
        return
    whole = table_of(name, slice_, setups, options=options)
    table = table_of(name, slice_, setups, by=[component], options=options)
    if not TABLES[name].splits:
        assert table.columns.tolist() == whole.columns.tolist()
        assert set(table["component"]) == {component}
        return
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
    options = table_options(name, Slice(shipped.study, ("classification-target",), sizes=(7, 7)))
    table = table_of(name, empty, shipped.setups(), options=options)
    full = table_of(name, Slice.parse(QUERY, shipped.study), shipped.setups(), options=options)
    assert table.columns.tolist() == full.columns.tolist()
    if name == "claim":
        assert set(table["reason"]) == {"the slice holds no comparable setup"}
        return
    assert table.empty
    if name not in (*OF_TWO, "map"):
        assert table_of(name, empty, shipped.setups(), by=["candidate"], options=options).empty


@pytest.mark.parametrize("name", TABLES)
def test_one_setup_earns_a_stated_answer(shipped, name):
    query = "scenario=segmentation-source&given=ade&measure=kendall&size=16"
    one = Slice.parse(query, shipped.study)
    table = table_of(
        name,
        one,
        shipped.setups(),
        options=table_options(name, Slice(shipped.study, ("classification-target",), sizes=(7, 7))),
    )
    assert len(one.narrow(shipped.setups()).df()) == 1
    assert len(table)
    numbers = table.select_dtypes("number").columns.difference(["setups", "givens"])
    assert (table[numbers].notna().all(axis=1) | table["reason"].notna()).all()


# What moved is made of two other tables, which are tried.
@pytest.mark.parametrize("name", [name for name in TABLES if name != "before-after"])
def test_the_same_seed_gives_the_same_bytes_on_one_thread_and_on_two(shipped, monkeypatch, name):
    texts = set()
    for threads in (1, 2):
        monkeypatch.setattr(setupscope.data.storage.opening, "MAX_THREADS", threads)
        monkeypatch.setattr("os.cpu_count", lambda: 2)
        store = open_store(shipped.path)
        assert store.setups().query("s", "SELECT current_setting('threads')").fetchall() == [
            (threads,)
        ]
        options = table_options(name, Slice(store.study, ("classification-target",), sizes=(7, 7)))
        table = table_of(name, Slice(store.study), store.setups(), (), 3, options)
        texts.add(table.to_csv())
    options = table_options(name, Slice(shipped.study, ("classification-target",), sizes=(7, 7)))
    frame = shipped.setups().df()
    assert_same(table_of(name, Slice(shipped.study), frame, (), 3, options), table, name)
    assert len(texts) == 1


@pytest.mark.parametrize("name", TABLES)
def test_fourteen_metrics_are_compared_in_91_pairs(shipped, name):
    frame = shipped.setups().filter("scenario = 'classification-target' AND pool_size = 8").df()
    names = [f"m{i:02}" for i in range(14)]
    values = np.random.default_rng(5).integers(0, 6, (len(frame), 14)).astype(np.float32)
    wide = frame.drop(columns=list(shipped.study.metric_keys))
    wide = wide.assign(**dict(zip(names, values.T, strict=True)), covered=2**14 - 1)
    wide["outcome"] = OutcomeCodes().encode(ranks(values))
    if name == "claim":
        table = claim(wide, wide.head(3), "m00", "m13")
        assert table["comparable"].max() > 0
        return
    beside = {"study": shipped.study, "against": wide if name in OF_TWO else None}
    beside |= {"names": ("a", "b"), "seed": 0, "by": (), "metrics": names}
    takes = {*TABLES[name].takes, "by", "metrics"}
    table = TABLES[name].function(
        wide, **{key: value for key, value in beside.items() if key in takes}
    )
    if name == "pairs":
        assert len(table) == 91
        np.testing.assert_allclose(table[["wins", "ties", "losses", "undefined"]].sum(axis=1), 1)
    if name == "win-rates":
        assert table["wins"].sum() == pytest.approx(len(frame))
    assert len(table)


def test_what_a_table_lacks_is_asked_for(shipped, slice_):
    setups = shipped.setups()
    with pytest.raises(InputError, match="compare needs a second slice: --against"):
        table_of("compare", slice_, setups)
    with pytest.raises(InputError, match="before-after needs the former slice: --against"):
        table_of("before-after", slice_, setups)
    with pytest.raises(InputError, match="claim needs --better METRIC, --worse METRIC and --shows"):
        table_of("claim", slice_, setups, options=TableOptions(better="leep"))
    with pytest.raises(InputError, match="leave out --by or --against"):
        table_of("agreement", slice_, setups, ["measure"], options=TableOptions(against=slice_))


def test_agreement_of_two_slices_names_both_as_queries(shipped, slice_):
    options = TableOptions(against=Slice(shipped.study, ("classification-target",)))
    row = table_of("agreement", slice_, shipped.setups(), options=options).iloc[0]
    assert row["level_a"] == str(slice_)
    assert row["level_b"] == "scenario=classification-target"


def test_a_claim_is_shown_by_a_setup_or_by_the_slice_that_holds_it_alone(shipped):
    study, setups = shipped.study, shipped.setups()
    whole = Slice(study, ("segmentation-source",))
    mask = 2**17 - 1 - 2  # all but the given, whose bit is the second
    tables = [
        table_of(
            "claim", whole, setups, options=TableOptions(None, "leep", "gbc", shown_in(text, study))
        )
        for text in (
            f"segmentation-source/bdd/unstated/kendall/{mask:x}",
            "scenario=segmentation-source&given=bdd&measure=kendall&size=16",
        )
    ]
    pd.testing.assert_frame_equal(*tables)
    assert tables[0].set_index("component").loc["measure", "comparable"] == 3


def test_long_tables_say_how_far_they_are_and_can_be_ended(shipped, slice_):
    steps = []
    table_of("enough", slice_, shipped.setups(), progress=lambda *step: steps.append(step))
    assert steps == [(done, 12 + 9) for done in range(1, 12 + 9 + 1)]
    parts = []
    table_of("pairs", slice_, shipped.setups(), ["candidate"], progress=lambda *p: parts.append(p))
    assert parts == [(done, 18) for done in range(18)]

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        table_of("enough", slice_, shipped.setups(), progress=stop)


def test_unknown_tables_and_components_are_named(shipped, slice_):
    with pytest.raises(InputError, match="unknown table 'win-rate'; did you mean 'win-rates'"):
        table_of("win-rate", slice_, shipped.setups())
    with pytest.raises(InputError, match="unknown component 'pool'"):
        table_of("win-rates", slice_, shipped.setups(), by=["pool"])
