"""Families: parts of givens and of pools, which overlap, beside the single restrictions."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from made_up import CANDIDATES, frame_of, setup
from setupscope.analysis import flip_test, flips, flips_by_family, leave_one_family_out, win_rates
from setupscope.analysis.audit import slow
from setupscope.analysis.audit.families import with_families
from setupscope.analysis.audit.made_up import KINDS as STUDIES
from setupscope.analysis.audit.made_up import made_up
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.fetched import fetch_frame
from setupscope.analysis.questions.agreement import agreement
from setupscope.analysis.questions.families import FAMILIES, families_of
from setupscope.analysis.questions.fragility import fragility
from setupscope.analysis.questions.restrictions import KINDS, restricted, win_rates_under
from setupscope.analysis.questions.verdicts import verdicts
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TABLES, table_of
from setupscope.data.errors import InputError
from setupscope.data.study.study import Study

SCENARIO = "segmentation-source"


@pytest.fixture(scope="module")
def whole(shipped):
    """A scenario under one measure, with families that overlap."""
    study = with_families(shipped.study, SCENARIO)
    return Slice.parse(f"scenario={SCENARIO}&measure=rel_at_1", study)


@pytest.fixture(scope="module")
def parts(shipped, whole):
    """Its setups, and those of each part by family, filtered one by one."""
    frame, names = whole.narrow(shipped.setups()).df(), whole.study.names_of(SCENARIO)
    return frame, slow.parts_by_family(frame, whole.study.families, names.givens, names.candidates)


def test_every_part_holds_the_setups_that_it_is_named_after(shipped, whole, parts):
    frame, expected = parts
    table = table_of("win-rates", whole, shipped.setups(), by=["family"])
    words = {"family": "", "without_family": "all but ", "pool_without_family": "pools without "}
    known = {f"{words[kind]}{name}": part for (kind, name), part in expected.items() if len(part)}
    assert set(table["family"]) == {*known}
    assert {"driving", "all but driving", "first half", "pools without aerial"} <= {*known}
    assert "pools without driving" not in known  # pools leave out four, driving has seven
    for label in ("driving", "all but first half", "pools without aerial"):
        found = table[table["family"] == label].drop(columns="family")
        own = win_rates(known[label], whole.study.metric_keys)
        pd.testing.assert_frame_equal(found.reset_index(drop=True), own, check_dtype=False)
    of_frame = table_of("win-rates", whole, frame, by=["family"])
    pd.testing.assert_frame_equal(of_frame, table, check_dtype=False)


def test_every_kind_of_part_is_cut_from_the_same_rows(shipped, whole, parts):
    frame, expected = parts
    [(_, rows)] = fetch(whole.narrow(shipped.setups())).parts(())
    for (kind, family), part in expected.items():
        cut = restricted(rows, whole.study, SCENARIO, kind, family)
        assert (len(cut), cut.givens) == (len(part), part["given"].nunique())
    of_driving = restricted(rows, whole.study, SCENARIO, "family", "driving")
    both = restricted(of_driving, whole.study, SCENARIO, "with", "ade")
    assert len(both) == len(whole.replace(present=("ade",)).narrow(expected["family", "driving"]))
    rates = win_rates_under(whole.narrow(shipped.setups()), whole.study, KINDS)
    assert set(rates["component"]) == {*KINDS} - {"backbone", "measure"}
    by_kind = {kind: rates[rates["component"] == kind] for kind in FAMILIES}
    for kind, table in by_kind.items():
        held = table.drop_duplicates("value").set_index("value")["setups"].to_dict()
        wanted = {f: len(part) for (own, f), part in expected.items() if own == kind and len(part)}
        assert held == wanted
        judged = verdicts(whole.narrow(shipped.setups()), whole.study, kind)
        assert set(judged["value"]) == {*wanted}
    assert len(frame)


def test_families_stand_beside_the_single_restrictions_and_change_none_of_them(shipped, whole):
    setups = whole.narrow(shipped.setups())
    without = replace(whole.study, families={})
    pd.testing.assert_frame_equal(flips(setups, whole.study), flips(setups, without))
    pd.testing.assert_frame_equal(flip_test(setups, whole.study), flip_test(setups, without))
    table = flips_by_family(setups, whole.study)
    assert set(table["component"]) == {*FAMILIES}
    pd.testing.assert_frame_equal(table, flips(setups, whole.study, kinds=FAMILIES))


def test_families_of_givens_are_levels_that_agree_or_not(shipped, whole, parts):
    _, expected = parts
    table = agreement(whole.narrow(shipped.setups()), whole.study, by=["family"])
    names = families_of(whole.study, SCENARIO, "family")
    assert len(table) == len(names) * (len(names) - 1) // 2
    known = whole.study.metric_keys
    rates = {
        name: slow.field_rates(expected["family", name], known, known) for name in [*names][:5]
    }
    for row in table.head(4).to_dict("records"):
        assert row["tau"] == pytest.approx(slow.tau(rates[row["level_a"]], rates[row["level_b"]]))


@pytest.mark.parametrize("name", [n for n, table in TABLES.items() if table.splits])
def test_a_study_without_families_says_how_to_name_one(small, name):
    study = replace(small.study, families={})
    slice_ = Slice.parse("scenario=classification-target&measure=kendall", study)
    with pytest.raises(InputError, match=r"names no family .*\[families\] in its file"):
        table_of(name, slice_, small.setups(), by=["family"])
    if name.endswith(("-by-family", "-family-out")):
        [row] = table_of(name, slice_, small.setups()).to_dict("records")
        assert "[families]" in row["reason"]
        assert row["setups"] == len(slice_.narrow(small.setups()))


def test_a_slice_without_setups_of_a_family_says_so(small):
    study, setups = small.study, small.setups()
    one = Slice.parse("scenario=classification-source&given=dtd&backbone=frozen", study)
    [row] = leave_one_family_out(one.narrow(setups), study).to_dict("records")
    assert row["reason"] == "no given of the slice is of a family that the study names"
    cifar = one.replace(givens=("cifar10", "cifar100"))
    [row] = leave_one_family_out(cifar.narrow(setups), study).to_dict("records")
    assert row["reason"] == "without this family the slice is empty"
    assert (row["family"], row["setups"], row["givens"]) == ("CIFAR", 0, 0)
    [row] = agreement(one.narrow(setups), study, by=["family"]).to_dict("records")
    assert row["reason"].startswith("fewer than two families")
    table = table_of("win-rates", one.replace(givens=("dtd",)), setups, by=["family"])
    assert set(table["family"]) == {"all but CIFAR", "all but fine-grained"}
    with pytest.raises(InputError, match="cannot be split by family"):
        table_of("leave-one-family-out", one, setups, by=["family"])
    with pytest.raises(InputError, match="not by both"):
        table_of("win-rates", one, setups, by=["family", "candidate"])


def test_a_family_of_all_names_or_of_none_is_no_part():
    names = SimpleNamespace(givens=("x", "y"), candidates=CANDIDATES)
    named = {"all": ("x", "y"), "none": ("z",), "one": ("x", "a", "b")}
    study = SimpleNamespace(
        families=named,
        names_of=lambda _: names,
        families_among=lambda own: Study.families_among(SimpleNamespace(families=named), own),
    )
    frame = frame_of([setup("x", 1, 0, 0, pool=3), setup("y", 0, 1, 0, pool=28)])
    table = flips_by_family(frame, study).dropna(subset="component")
    found = set(zip(table["component"], table["value"], table["setups"], strict=True))
    assert found == {
        ("family", "one", 1),
        ("without_family", "one", 1),
        ("pool_without_family", "one", 1),
    }


@pytest.mark.parametrize(
    "kind", [kind for kind in STUDIES if "given" in kind.name or "gap" in kind.name]
)
def test_givens_whose_setups_are_all_left_out_stop_no_question(kind, tmp_path):
    store = made_up(kind, np.random.default_rng(0), tmp_path)
    scenario = store.study.scenarios[0].name
    study = with_families(store.study, scenario)
    frame = Slice(study, (scenario,), covered=True).narrow(store.setups())
    for ask in (flips, flips_by_family, fragility):
        fetched = fetch_frame(frame, study.metric_keys)
        pd.testing.assert_frame_equal(ask(frame, study), ask(fetched, study), check_dtype=False)
