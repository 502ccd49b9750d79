"""What is said of a sweep: who leads from where on, how often random parts agree, and each step."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from by_hand import study
from setupscope.analysis.audit.made_up import KINDS, made_up
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.components.sweep_table import sweep_table
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.queries.sweep import choices_along, sweep_of
from setupscope.dashboard.text.sweep import sweep_sentence
from setupscope.dashboard.text.sweep_steps import at_step, axis_title, beyond, left_out, numbers
from setupscope.data.study.study import Fact

FACTS = (
    Fact("images", "most images", {"x": 38.0, "y": 1464.0}),
    Fact("hit_rate", "best before", {"x": 0.7, "y": 0.8}),
)
STUDY = replace(study(), facts=FACTS)
SCENARIO = STUDY.scenarios[0]
FIRST, SECOND, EVEN = (0.6, 0.4), (0.4, 0.6), (0.5, 0.5)


def unescaped(text):
    return text.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def swept(along, rates, *, decided=(), p_first=(), givens=7):
    """Steps 12, 13, ... of these win rates, or 1, 3, 10, ... where parts are random."""
    random = along in ("setups", "givens")
    steps = [1, 3, 10, 30, 100, 300] if random else range(12, 18)
    rows = []
    for place, (step, two) in enumerate(zip(steps, rates, strict=False)):
        for own, metric in enumerate(("m1", "m2")):
            first = p_first[place] if place < len(p_first) else None
            share = None if first is None else (first, 1 - first)[own]
            known = bool(decided) and not random
            band = (0.1, 0.9) if share is not None or known else (None, None)
            verdict = decided[place] if decided else None
            rows.append((step, metric, two[own], *band, two[own] == max(two), share, verdict))
    columns = ["step", "metric", "win_rate", "low", "high", "winner", "p_first", "decided"]
    table = pd.DataFrame(rows, columns=columns).astype({"decided": object, "p_first": float})
    return table.assign(along=along, setups=1200, givens=givens, reason=None)


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (
            swept("pool_size", [FIRST, SECOND, SECOND], decided=(False, True, True)),
            "**Two** leads from pools of 13 on; below, **One** does. The lead is clear at 2 of 3"
            " steps, at least for these models. Only one of the two leads clearly at some step.",
        ),
        (
            swept("pool_size", [FIRST, SECOND], decided=(True, True)),
            "**Two** leads at pools of 13; below, **One** does. The lead is clear at every step,"
            " at least for these models. Each of the two leads clearly at some step.",
        ),
        (
            swept("pool_size", [FIRST, FIRST], decided=(False, False)),
            "**One** leads at every pool size, 12 to 13. The lead is undecided at every step.",
        ),
        (
            swept("up_to_pool_size", [EVEN, FIRST], decided=(None, False)),
            "**One** leads at pools of up to 13; below, **One** and **Two** tie for the lead. The"
            " lead is undecided at the one step with at least 6 targets.",
        ),
        (
            swept("fact:images", [FIRST, EVEN, SECOND]),
            "**Two** leads at targets with up to 14 images; below, the winner changes: **One** at"
            " 12, **One** and **Two** at 13. No step has the 6 targets that an interval and a"
            " verdict need.",
        ),
        (
            swept("pool_size", [FIRST, SECOND] * 3),
            "**Two** leads at pools of 17; below, the winner changes 5 times. No step has the 6"
            " targets that an interval and a verdict need.",
        ),
        (swept("pool_size", [FIRST]), "There is only one step, so nothing can change along it."),
        (
            swept("setups", [FIRST] * 6, p_first=(0.6, 0.8, 0.96, 0.99, 1.0)),
            "With one random setup, **One** is first in 60.0 % of draws; with 10, in 96.0 %; with"
            " 100, in 100.0 %. From 10 setups on, it is first in at least 95 % of draws. Other"
            " targets or models are not drawn.",
        ),
        (
            swept("setups", [FIRST] * 6, p_first=(0.9, 0.94, 1.0, 1.0, 1.0)),
            "With one random setup, **One** is first in 90.0 % of draws; with 10, in 100.0 %. From"
            " 10 setups on, it is first in at least 95 % of draws. Other targets or models are not"
            " drawn.",
        ),
        (
            swept("givens", [FIRST] * 3, p_first=(1.0, 1.0)),
            "With one random target, **One** is first in 100.0 % of draws, and in at least 95 %"
            " with any larger number. Other targets or models are not drawn.",
        ),
        (
            swept("givens", [FIRST] * 3, p_first=(0.5, 0.6)),
            "With one random target, **One** is first in 50.0 % of draws; with 3, in 60.0 %. Short"
            " of all 10, it is never first in 95 % of draws. Other targets or models are not"
            " drawn.",
        ),
        (
            swept("setups", [EVEN] * 3, p_first=(0.5, 0.5)),
            "Over the whole slice, **One** and **Two** tie for the lead.",
        ),
    ],
)
def test_the_sentence_names_the_leader_the_change_and_the_doubt(table, text):
    assert unescaped(sweep_sentence(STUDY, SCENARIO, table)) == text


@pytest.mark.parametrize(
    ("table", "step", "text"),
    [
        (
            swept("pool_size", [FIRST, SECOND], decided=(False, True)),
            13,
            "In pools of 13, **Two** has the highest win rate, 60.0 % (95 % interval 10 to 90 %),"
            " 20.0 points ahead of One; clear, at least for these models. 1,200 setups over 7"
            " targets.",
        ),
        (
            swept("fact:images", [EVEN], givens=2),
            12,
            "For targets with up to 12 images, **One** and **Two** tie with the highest win rate,"
            " 50.0 %. 1,200 setups over 2 targets; too few for an interval.",
        ),
        (
            swept("setups", [FIRST] * 3, p_first=(0.7, 1.0)),
            1,
            "With 1 random setup, **One** is first in 70.0 % of draws; its win rate is 10 to 90 %"
            " in 95 % of them. Next is Two, first in 30.0 %.",
        ),
        (
            swept("setups", [FIRST] * 3, p_first=(0.7, 1.0)),
            3,
            "With 3 random setups, **One** is first in 100.0 % of draws; its win rate is 10 to"
            " 90 % in 95 % of them, and no other metric is ever first.",
        ),
        (
            swept("givens", [FIRST] * 3, p_first=(0.7, 1.0)),
            10,
            "With all 10 targets, **One** has the highest win rate, 60.0 %, 20.0 points ahead of"
            " Two. 1,200 setups over 7 targets.",
        ),
    ],
)
def test_a_step_names_its_winner_and_no_metric_that_is_never_first(table, step, text):
    assert unescaped(at_step(STUDY, SCENARIO, table, step)) == text


def test_numbers_are_short_and_told_apart():
    assert numbers([38, 1464, 3538984]) == ["38", "1,464", "3.539 million"]
    assert numbers([0.704, 0.76]) == ["0.704", "0.76"]
    assert numbers([5400000, 5400001]) == ["5,400,000", "5,400,001"]


def test_facts_are_counted_or_measured_and_givens_without_one_are_named():
    assert axis_title(STUDY, SCENARIO, "fact:images") == "targets with up to … images"
    assert axis_title(STUDY, SCENARIO, "fact:hit_rate") == "targets with hit rate up to …"
    said = left_out(STUDY, SCENARIO, "fact:images", ("x", "y"))
    assert said == "x and y are left out: the study does not state their images."
    assert left_out(STUDY, SCENARIO, "fact:images", ()) == ""
    many = left_out(STUDY, SCENARIO, "fact:images", tuple("abcdef"))
    assert many.startswith("6 targets are left out")
    assert (
        beyond(STUDY, SCENARIO)
        == "The steps go over all targets, whichever are chosen on the panel."
    )


def test_the_table_has_win_rates_or_how_often_each_is_first():
    rates = sweep_table(STUDY, SCENARIO, swept("pool_size", [FIRST, EVEN]))
    assert rates.columns.tolist() == [
        "pool size",
        "leads",
        "One (%)",
        "Two (%)",
        "setups",
        "targets",
    ]
    assert rates["leads"].tolist() == ["One", "One, Two"]
    assert rates["One (%)"].tolist() == [60, 50]
    drawn = sweep_table(STUDY, SCENARIO, swept("setups", [EVEN, FIRST, FIRST], p_first=(0.4, 0.7)))
    assert drawn["first"].tolist() == ["Two", "One", "One"]
    assert drawn["One (%)"].tolist() == [40, 70, 100]


def test_every_kind_of_study_has_its_words_at_every_step(tmp_path):
    for kind in KINDS:
        store = made_up(kind, np.random.default_rng(0), tmp_path)
        scenario = store.study.scenarios[0]
        slice_ = Slice(store.study, scenarios=(scenario.name,))
        for along in choices_along(slice_):
            table = sweep_of(Queries(store), slice_, along)
            assert sweep_sentence(store.study, scenario, table)
            steps = sorted(table["step"].dropna().unique())
            assert all(at_step(store.study, scenario, table, step) for step in steps)
            if steps:
                assert len(sweep_table(store.study, scenario, table)) == len(steps)
