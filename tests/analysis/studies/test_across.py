"""Several studies at once: what they share, what is listed only, and what a summary is made of."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from engines import ENGINES, assert_same
from setupscope.analysis import across, matched_metrics, overlaps, winners_across
from setupscope.analysis.audit import slow
from setupscope.analysis.questions.conclusion import conclusion
from setupscope.analysis.questions.improvement import improvement
from setupscope.data.errors import InputError
from several_studies import ALIASES

PAIR = ("one", "two")
SHARED = ("pearson", "kendall")
"""The measures that all of the studies have."""


def of_pair(table, pair=PAIR):
    return table[(table["a"] == pair[0]) & (table["b"] == pair[1])].set_index("row")


def by_hand(stores, pair=PAIR):
    """Estimates and variances of the studies, given by given, by the names of the studies."""
    found = {}
    for name, store in stores.items():
        keys = [key if key in store.study.metric_keys else "uno" for key in pair]
        frame = store.setups().df()
        parts = frame[frame["measure"].isin(SHARED)].groupby("scenario", observed=True)
        scenarios = [
            slow.adjusted(by_given)
            for _, part in parts
            if len(by_given := slow.improvements_of_givens(part, store.study.metric_keys, *keys))
            > 5
        ]
        if scenarios:
            means, variances = zip(*scenarios, strict=True)
            found[name] = np.mean(means), sum(variances) / len(scenarios) ** 2
    return found


@pytest.mark.parametrize("pair", [*combinations(("one", "two", "three"), 2)])
def test_the_summary_counts_each_study_once(held, stores, pair):
    table = of_pair(across(held, ALIASES), pair)
    expected = by_hand(stores, pair)
    own = table.loc["study"].set_index("study")
    for name, (mean, variance) in expected.items():
        assert own.loc[name, "improvement"] == pytest.approx(mean, abs=1e-12)
        assert own.loc[name, "se"] == pytest.approx(np.sqrt(variance), abs=1e-12)
    summary = table.loc["summary"]
    assert summary["studies"] == len(expected) == 3
    wanted = slow.summary(*zip(*expected.values(), strict=True))
    for name, number in wanted.items():
        found = summary["improvement" if name == "mean" else name]
        assert found == pytest.approx(number, abs=1e-9), name
    assert own["weight"].sum() == pytest.approx(1)


def test_scenarios_say_what_two_metrics_alone_say(held):
    table = of_pair(across(held, ALIASES, measures=["kendall"])).loc["scenario"]
    for name, (setups, _) in held.items():
        first = "uno" if name == "gamma" else "one"
        own = setups.filter("measure = 'kendall'").df()
        expected = improvement(own, first, "two")
        found = table[table["study"] == name].sort_values("scenario")
        for column in ("improvement", "low", "high"):
            np.testing.assert_allclose(found[column], expected[column], atol=1e-12)


def test_scenarios_with_fewer_than_six_givens_are_listed_only(held):
    table = of_pair(across(held, ALIASES))
    rare = table[table["scenario"] == "rare-source"].iloc[0]
    assert (rare["givens"], rare["reason"]) == (3, "fewer than 6 givens")
    assert 0 <= rare["improvement"] <= 1
    assert np.isnan(rare["se"])
    studies = table.loc["study"].set_index("study")
    assert studies.loc["alpha", "scenarios"] == 2
    assert studies.loc["delta", "reason"] == "fewer than 6 givens"
    assert np.isnan(studies.loc["delta", "weight"])


def test_without_its_alias_a_metric_is_left_out_and_said_to_be(held):
    table = across(held)
    assert table.loc[table["study"] == "gamma", "a"].unique().tolist() == ["two"]
    summary = of_pair(table).loc["summary"]
    assert (summary["studies"], summary["reason"]) == (2, "fewer than 3 studies")
    assert np.isnan(summary["improvement"])
    named = matched_metrics({name: study for name, (_, study) in held.items()})
    assert named.loc[named["state"] == "left out", ["study", "key"]].to_numpy().tolist() == [
        ["gamma", "uno"]
    ]
    matched = matched_metrics({name: study for name, (_, study) in held.items()}, ALIASES)
    assert set(matched["state"]) == {"matched"}
    assert matched.set_index(["metric", "study"]).loc[("one", "gamma"), "key"] == "uno"


def test_two_metrics_of_a_study_are_never_one(held):
    with pytest.raises(InputError, match="alpha has two metrics that count as one: one and two"):
        across(held, {"two": "one"})


def test_only_measures_that_all_have_count(held):
    two = {name: held[name] for name in ("alpha", "gamma")}
    every, few = across(two, ALIASES), across(held, ALIASES).dropna(subset=["study"])
    keys = ["study", "scenario", "a", "b"]
    both = every.merge(few, on=keys, suffixes=("", "_few"))
    assert (both["improvement"] != both["improvement_few"]).any()
    named = across(two, ALIASES, measures=SHARED)
    both = named.merge(few, on=keys, suffixes=("", "_few"))
    np.testing.assert_array_equal(both["improvement"], both["improvement_few"])


def test_without_a_measure_in_common_there_is_nothing_but_the_reason(held):
    table = across(held, ALIASES, measures=["rel_at_1"])
    assert set(table["reason"]) == {"the studies share no measure"}
    assert table["improvement"].isna().all()


def test_one_study_alone_is_listed(held):
    table = across({"alpha": held["alpha"]})
    assert set(table.loc[table["row"] == "summary", "reason"]) == {"fewer than 3 studies"}
    assert table.loc[table["row"] == "scenario", "improvement"].notna().all()


def test_a_study_counts_once(held, stores):
    twice = {"here": held["alpha"], "there": (stores["alpha"].setups(), stores["alpha"].study)}
    with pytest.raises(InputError, match="here and there are stores of one study, alpha"):
        across(twice)


def test_names_in_common_are_found(held):
    table = overlaps({name: study for name, (_, study) in held.items()})
    assert table.to_dict("records") == [
        {
            "study": "alpha",
            "other": "gamma",
            "side": side,
            "shared": count,
            "names": ", ".join(f"{letter}{number}" for number in range(count)),
        }
        for side, letter, count in (("source", "a", 5), ("target", "at", 7))
    ]


def test_winners_are_those_of_each_scenario_among_common_metrics(held):
    pair = {name: held[name] for name in ("alpha", "beta")}
    table = winners_across(pair)
    for (name, scenario), part in table.groupby(["study", "scenario"]):
        frame = held[name][0].filter(f"scenario = '{scenario}'").df()
        own = frame[frame["measure"].isin(SHARED)]
        expected = conclusion(own, ["one", "two", "three"], ["measure"])
        expected = expected[expected["measure"] != "all"].set_index("measure")
        found = part.set_index("measure")
        assert set(found.index) == set(SHARED)
        for measure in SHARED:
            for column in ("winner", "runner_up", "verdict"):
                assert_equal(found.loc[measure, column], expected.loc[measure, column])


def assert_equal(one, other):
    assert one == other or (pd.isna(one) and pd.isna(other))


def test_winners_have_the_keys_that_the_studies_share(held):
    table = winners_across(held, ALIASES)
    assert "uno" not in {*table["winner"], *table["runner_up"]}
    alone = winners_across(held, metrics=["one"])
    assert set(alone["reason"]) == {"the studies have fewer than two metrics in common"}
    assert alone["winner"].isna().all()


@pytest.mark.parametrize("engine", ["pandas", "polars"])
def test_every_engine_says_the_same(stores, held, engine):
    frames = {name: (ENGINES[engine](stores[name]), study) for name, (_, study) in held.items()}
    assert_same(across(frames, ALIASES), across(held, ALIASES), "across")
    assert_same(winners_across(frames, ALIASES), winners_across(held, ALIASES), "winners_across")
