"""Made-up studies are told for what they are, and each row for what it is held against."""

from dataclasses import replace

import pandas as pd
import pytest

from planted import NOISE, fact_of, planted
from setupscope.analysis.soundness.seed_noise import seed_noise
from setupscope.analysis.soundness.soundness import COLUMNS, soundness, soundness_tables
from setupscope.data.storage.derived import derived_store, store_with_baselines

SCENARIO = "sets-source"
FEW, MANY = 2, 20
CHECKS = (
    *("dispersion", "static_ranker", "random_metric", "candidates", "families", "fidelity"),
    *("seed_noise", "power"),
)


def checked(kind, seed, **fields):
    """The verdicts on a made-up study, by check."""
    study, transfers = planted(kind, seed, **fields)
    store = derived_store(study, transfers, f"{kind} {seed}")
    derived = store_with_baselines(store, SCENARIO)
    tables = soundness_tables(store.study, transfers, SCENARIO, derived.setups())
    noise = seed_noise(study, transfers, SCENARIO, 20, 20)
    return soundness(tables, noise).set_index("check")


def is_told(kind, verdicts):
    """Whether a study is taken for what it is."""
    if kind == "one list":
        return (verdicts["static_ranker"], verdicts["dispersion"]) == ("beaten", "weak")
    if kind == "noise":
        return verdicts["random_metric"] == "weak"
    return set(verdicts) == {"survives", "sound"}


@pytest.mark.parametrize("kind", NOISE)
@pytest.mark.parametrize(
    ("seeds", "needed"),
    [(FEW, FEW), pytest.param(MANY, MANY - 1, marks=pytest.mark.extended)],
    ids=["few", "many"],
)
def test_a_study_is_told_for_what_it_is(kind, seeds, needed):
    told = [is_told(kind, checked(kind, seed)["verdict"]) for seed in range(seeds)]
    assert sum(told) >= needed


def test_every_check_has_a_row_and_says_what_it_is_held_against():
    table = checked("winner", 1)
    assert table.index.tolist() == [*CHECKS]
    assert [*table.reset_index()[COLUMNS].columns] == COLUMNS
    assert table["value"].notna().all()
    assert table["reason"].isna().all()
    assert table["metric"].drop("dispersion").tolist() == ["one"] * 7
    references = table["reference"].drop(["random_metric", "power"]).to_dict()
    assert references == {
        "dispersion": 0.8,
        "static_ranker": 0,
        "candidates": 0,
        "families": 0,
        "fidelity": 0.5,
        "seed_noise": 0.95,
    }
    assert table.loc["power", "value"] < table.loc["power", "reference"]
    assert table.loc["random_metric", "low"] > table.loc["random_metric", "reference"]


def test_a_fact_is_a_check_and_what_is_not_known_is_null_with_its_reason():
    size = fact_of("size", {f"s{i:02}": float(i) for i in range(10)})
    study, transfers = planted("winner", 0)
    study = replace(study, facts=(size, fact_of("unknown", {"s00": 1.0})), families={})
    store = derived_store(study, transfers, "facts")
    derived = store_with_baselines(store, SCENARIO)
    tables = soundness_tables(store.study, transfers, SCENARIO, derived.setups())
    table = soundness(tables).set_index("check")
    assert table.loc["size", ["metric", "verdict"]].tolist() == ["one", "survives"]
    assert table.loc["unknown", "verdict"] == "null"
    assert table.loc["unknown", "reason"].startswith("the baseline has no number")
    assert table.loc["families", "reason"] == "the study names no family of these candidates"
    assert "seed_noise" not in table.index


def test_backbones_stand_apart_and_together(small):
    scenario = "classification-source"
    derived = store_with_baselines(small, scenario)
    tables = soundness_tables(small.study, small.transfers(), scenario, derived.setups())
    table = soundness(tables)
    by_check = table.groupby("check")["backbone"].apply(list)
    assert by_check["dispersion"] == ["fine-tuned", "frozen"]
    assert set(by_check.drop("dispersion").map(len)) == {3}
    assert {"static_ranker", "random_metric", "power"} <= {*by_check.index}
    again = soundness_tables(small.study, small.transfers(), scenario, derived.setups())
    pd.testing.assert_frame_equal(soundness(again), table)


def test_few_givens_have_null_verdicts_and_reasons():
    study, transfers = planted("winner", 0)
    few = transfers.table.filter(
        [t in ("t00", "t01", "t02") for t in transfers.table["target"].to_pylist()]
    )
    transfers = replace(transfers, table=few)
    store = derived_store(study, transfers, "few givens")
    derived = store_with_baselines(store, SCENARIO)
    table = soundness(soundness_tables(store.study, transfers, SCENARIO, derived.setups()))
    table = table.set_index("check")
    for check in ("static_ranker", "random_metric", "fidelity"):
        assert table.loc[check, ["verdict", "reason"]].tolist() == ["null", "fewer than 6 givens"]
