"""The audit finds what is wrong, and nothing where all is right."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from setupscope.analysis import Slice
from setupscope.analysis.audit import (
    ablations,
    families,
    fragilities,
    maps,
    moves,
    orders,
    soundness,
    sweeps,
    winners,
)
from setupscope.analysis.audit.audit import audit_made_up, audit_setups, audit_tables
from setupscope.analysis.audit.made_up import KINDS

MIXED = 849
"""A seed that draws gaps, ties, one given, many names and uneven givens first."""
COLUMNS = {
    (winners, "win_rates"): "win_rate wins low p_best covered_givens",
    (winners, "conclusion"): "lead high p no_contest",
    (winners, "leads_of_winner"): "lead low p half_width low_all covered_setups",
    (winners, "leave_one_out"): "lead",
    (winners, "flips"): "by high low_all setups",
    (winners, "compare"): "difference low high_all tau",
    (families, "win_rates_by_family"): "win_rate setups",
    (families, "leave_one_family_out"): "lead",
    (families, "flips_by_family"): "by high low_all setups",
    (maps, "winner_map"): "win_rate lead half_width setups",
    (fragilities, "fragility"): "lead",
    (moves, "before_after"): "rate_before place_after lead_after",
    (orders, "pairs"): "losses improvement",
    (orders, "scores"): "q75",
    (orders, "stability"): "stability groups",
    (orders, "ranks"): "mean_rank friedman_p cd",
    (orders, "importance"): "share total",
    (orders, "agreement"): "tau",
    (orders, "enough"): "tau same_winner",
    (orders, "bradley_terry"): "theta low probability",
    (sweeps, "sweep"): "win_rate low high p_first setups",
    (soundness, "power"): "lead se_candidates smallest more_givens",
}
"""What the audit compares, by the table that is wrong."""
WORDS = {
    "conclusion": ("winner", "runner_up", "verdict"),
    "leads_of_winner": ("verdict",),
    "flips": ("winner",),
    "leave_one_out": ("winner",),
}


@pytest.mark.extended
def test_the_shipped_store_and_its_tables_are_what_their_definitions_say(shipped):
    compared = [*audit_setups(shipped, np.random.default_rng(1), 60)]
    compared += audit_tables(shipped, np.random.default_rng(2), 4)
    assert len(compared) > 2000
    assert [str(difference) for difference in compared if difference] == []


@pytest.mark.parametrize(
    "count", [len(KINDS) // 4, pytest.param(len(KINDS), marks=pytest.mark.extended)]
)
def test_tables_of_every_kind_of_made_up_study_are_what_their_definitions_say(small, count):
    compared = [*audit_made_up(small, np.random.default_rng(MIXED), count)]
    assert len(compared) > 600 * count
    assert [str(difference) for difference in compared if difference] == []


def test_made_up_studies_hold_what_most_studies_do_not():
    tables = {kind.name: kind.transfers(np.random.default_rng(0)) for kind in KINDS}
    assert tables["gaps"].isna().any().sum() == 2
    assert tables["one-gap"].isna().sum().sum() == 1
    assert tables["negative"]["performance"].min() < 0
    assert tables["ties"]["copy"].equals(tables["ties"]["good"])
    assert {table["target"].nunique() for table in tables.values()} >= {1, 3, 5, 6}


def test_a_wrong_value_in_the_store_is_reported(shipped, monkeypatch):
    frame = shipped.setups().limit(20).df()
    frame.loc[:, "logme"] += np.float32(1e-3)
    monkeypatch.setattr(shipped, "setups", lambda: duckdb.from_df(frame))
    found = [d for d in audit_setups(shipped, np.random.default_rng(0), 20) if d]
    assert len(found) == 20
    assert all(difference.what == "logme" for difference in found)
    assert "but by definition" in str(found[0])


@pytest.fixture(scope="module")
def nine_givens(small):
    """A slice of 9 givens that is audited as a whole."""
    query = "scenario=classification-source&backbone=fine-tuned&measure=rel_at_1"
    slice_ = Slice.parse(query, small.study)
    return slice_, slice_.narrow(small.setups()).df()


AUDITED = {"leads_of_winner": "leads", "winner_map": "map"}


@pytest.mark.parametrize("column", ["value_b", "margin"])
def test_a_wrong_number_in_a_list_of_setups_is_reported(nine_givens, monkeypatch, column):
    right = orders.find_setups
    assert not any(orders.audit_find(*nine_givens))

    def wrong(*words):
        table, count = right(*words)
        return table.assign(**{column: table[column].astype(float) + 1e-6}), count + 1

    monkeypatch.setattr(orders, "find_setups", wrong)
    found = [difference for difference in orders.audit_find(*nine_givens) if difference]
    assert {difference.what.split(" of ")[0] for difference in found} == {column, "number"}


def audit_of(module, name):
    return getattr(module, f"audit_{AUDITED.get(name, name)}")


def found_wrong(patch, module, name, change, slice_, frame):
    """What is reported of a table after a change of it."""
    right = getattr(module, name)
    assert not any(audit_of(module, name)(slice_, frame))

    def wrong(*words, **options) -> pd.DataFrame:
        return change(right(*words, **options))

    patch.setattr(module, name, wrong)
    return [difference for difference in audit_of(module, name)(slice_, frame) if difference]


@pytest.mark.parametrize(("module", "name"), COLUMNS)
def test_a_wrong_number_in_any_table_is_reported(nine_givens, monkeypatch, module, name):
    columns = COLUMNS[module, name].split()

    def change(table):
        return table.assign(**{column: table[column].astype(float) + 1e-6 for column in columns})

    found = found_wrong(monkeypatch, module, name, change, *nine_givens)
    named = {column for column in columns for difference in found if column in difference.what}
    assert named == {*columns}
    assert all(any(column in difference.what for column in columns) for difference in found)


@pytest.mark.parametrize("name", WORDS)
def test_a_wrong_word_in_any_table_is_reported(nine_givens, monkeypatch, name):
    for column in WORDS[name]:

        def change(table, column=column):
            return table.assign(**{column: "nobody"})

        with monkeypatch.context() as patch:
            found = found_wrong(patch, winners, name, change, *nine_givens)
        assert found
        assert all(column in difference.what for difference in found)


SCENARIO = "classification-target"
CHECKS = {
    "dispersion": ("tau", "low", "pairs"),
    "fidelity": ("wrong", "high"),
    "fidelity_curve": ("gap", "points", "low", "pairs"),
    "random_metric": ("win_rate", "q95"),
    "seed_noise": ("same", "lead_q05"),
    "against_baselines": ("lead", "high", "half_width", "baseline_rate"),
}
"""What the audit of checks compares that start from the measurements."""


def audits_of_checks(store):
    """The audit of each of them, over one scenario."""
    rng, measurements = np.random.default_rng(0), soundness.measurements_of(store, SCENARIO)
    of_gaps = soundness.audit_fidelity
    return {
        "dispersion": lambda: soundness.audit_dispersion(store, SCENARIO, measurements),
        "fidelity": lambda: of_gaps(store, SCENARIO, measurements),
        "fidelity_curve": lambda: of_gaps(store, SCENARIO, measurements),
        "random_metric": lambda: soundness.audit_random_metric(store, SCENARIO, measurements),
        "seed_noise": lambda: soundness.audit_seed_noise(store, SCENARIO, rng),
        "against_baselines": lambda: soundness.audit_against_baselines(store, SCENARIO, rng),
    }


@pytest.mark.parametrize("name", CHECKS)
def test_a_wrong_number_of_any_check_is_reported(small, monkeypatch, name):
    audit, right = audits_of_checks(small)[name], getattr(soundness, name)
    columns = CHECKS[name]
    assert not any(audit())

    def wrong(*words, **options):
        table = right(*words, **options)
        return table.assign(**{column: table[column].astype(float) + 1e-6 for column in columns})

    monkeypatch.setattr(soundness, name, wrong)
    found = [difference for difference in audit() if difference]
    assert {c for c in columns for difference in found if c in difference.what} == {*columns}


@pytest.mark.parametrize(("table", "column"), [("winners", "by"), ("values", "mean_without")])
def test_a_wrong_number_of_what_is_left_out_is_reported(
    small, nine_givens, monkeypatch, table, column
):
    measurements = soundness.measurements_of(small, SCENARIO)

    def audits():
        rng = np.random.default_rng(0)
        yield [*ablations.audit_candidates(*nine_givens)]
        yield [*ablations.audit_families(small, SCENARIO, measurements, rng)]

    assert all(found and not any(found) for found in audits())

    def changed(right):
        def wrong(*words, **options):
            found = right(*words, **options)
            own = getattr(found, table)
            return found._replace(**{table: own.assign(**{column: own[column] + 1e-4})})

        return wrong

    for name in ("candidate_ablation", "family_ablation"):
        monkeypatch.setattr(ablations, name, changed(getattr(ablations, name)))
    for found in audits():
        differences = [difference for difference in found if difference]
        assert differences
        assert all(column in difference.what for difference in differences)
