"""Baselines: what is known without the metrics, scored as a metric would be."""

import numpy as np
import pytest

from setupscope.analysis import Slice, conclusion, win_rates
from setupscope.data.errors import InputError
from setupscope.data.storage.derived import store_with_baselines
from setupscope.data.study.baselines import baseline_study, with_baselines
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study
from setupscope.data.study.transfers import read_transfers

KEYS = ["given", "backbone", "measure", "pool"]


@pytest.fixture(scope="module")
def study():
    return load_study(SHIPPED_STUDY)


@pytest.fixture(scope="module")
def transfers(study):
    return read_transfers(study, SHIPPED_STUDY.parent)


@pytest.fixture(scope="module")
def targets(shipped):
    """A store of classification-target with its baselines."""
    return store_with_baselines(shipped, "classification-target")


def rates(store, query, *metrics):
    slice_ = Slice.parse(query, store.study).replace(metrics=metrics)
    table = win_rates(slice_.narrow(store.setups()), slice_.metric_keys())
    return table.set_index("metric")["win_rate"]


def test_the_metrics_keep_their_values(shipped, targets):
    text = dict.fromkeys(KEYS[:3], str)
    stored = shipped.setups().filter("scenario = 'classification-target'").df()
    there = stored.astype(text).set_index(KEYS).sort_index()
    again = targets.setups().df().astype(text).set_index(KEYS).sort_index()
    metrics = list(shipped.study.metric_keys)
    baselines = [b.key for b in shipped.study.baselines_of("classification-target")]
    assert again.columns.tolist() == [*there.columns, *baselines]
    np.testing.assert_array_equal(again[metrics], there[metrics])
    assert (again["covered"] == 2 ** len([*metrics, *baselines]) - 1).all()


def test_a_logarithm_keeps_the_order_and_moves_pearson_as_known(shipped, targets):
    frame = targets.setups().df()
    ranked = frame[frame["measure"] != "pearson"]
    np.testing.assert_allclose(ranked["gbc_log"], ranked["gbc"], atol=1e-6)
    query = "scenario=classification-target&measure=pearson"
    for key, expected in (("gbc", 0.16), ("gbc_log", 0.60)):
        found = rates(shipped, query, "leep", "nleep", "logme", "hscore", key)
        assert found[key] == pytest.approx(expected, abs=0.005)


def test_a_fixed_list_does_what_the_literature_says(shipped):
    query = "scenario=classification-source&backbone="
    metrics = shipped.study.metric_keys
    both = [rates(shipped, query + part, *metrics, "static_ranker") for part in BACKBONES]
    assert [round(found["static_ranker"], 3) for found in both] == [0.577, 0.156]
    assert [round(found["nleep"], 3) for found in both] == [0.347, 0.738]
    sources = rates(shipped, "scenario=segmentation-source", *metrics, "static_ranker")
    assert sources[["static_ranker", "logme"]].round(3).tolist() == [0.154, 0.445]


BACKBONES = ("fine-tuned", "frozen")


def test_a_conclusion_with_a_fixed_list_is_undecided_where_all_weights_are_trained(shipped):
    query = "scenario=classification-source&backbone=fine-tuned"
    metrics = (*shipped.study.metric_keys, "static_ranker")
    slice_ = Slice.parse(query, shipped.study).replace(metrics=metrics)
    last = conclusion(slice_.narrow(shipped.setups()), metrics).iloc[-1]
    assert (last["winner"], last["runner_up"]) == ("static_ranker", "nleep")
    assert last[["lead", "low", "high"]].astype(float).round(3).tolist() == [0.231, -0.213, 0.641]
    assert last["verdict"] == "undecided"


@pytest.mark.parametrize("scenario", ["classification-source", "segmentation-source"])
def test_the_static_ranker_is_what_its_definition_says(study, transfers, scenario):
    frame = with_baselines(study, transfers, scenario).table.to_pandas()
    for row in frame.sample(20, random_state=1).to_dict("records"):
        same = frame[frame["backbone"] == row["backbone"]]
        own = same[same["source"] == row["source"]].set_index("target")["performance"]
        gaps = [
            own[other] - same[same["target"] == other]["performance"].mean()
            for other in own.index.drop(row["target"])
        ]
        assert row["static_ranker"] == pytest.approx(np.mean(gaps), abs=1e-12)


def test_what_is_known_of_targets_is_what_its_definition_says(study, transfers):
    frame = with_baselines(study, transfers, "classification-target").table.to_pandas()
    (classes,) = [fact for fact in study.facts if fact.key == "few_classes"]
    for row in frame.sample(20, random_state=1).to_dict("records"):
        same = (frame["target"] == row["target"]) & (frame["backbone"] == row["backbone"])
        same &= frame["source"] != row["source"]
        mean = frame.loc[same, "performance"].mean()
        assert row["other_sources"] == pytest.approx(mean, abs=1e-12)
        assert row["few_classes"] == -np.log(classes.values[row["target"]])
        assert row["gbc_log"] == -np.log(-row["gbc"])


@pytest.mark.parametrize(
    ("scenario", "key", "sign"),
    [
        ("classification-source", "parameters", 1),
        ("segmentation-source", "training_images", 1),
        ("segmentation-target-gain", "few_classes", -1),
    ],
)
def test_a_fact_scores_a_candidate_by_its_logarithm(study, transfers, scenario, key, sign):
    side = study.scenario(scenario).candidates
    (fact,) = [fact for fact in study.facts if fact.key == key]
    frame = with_baselines(study, transfers, scenario).table.to_pandas()
    for name, scores in frame.groupby(side)[key]:
        known = sign * np.log(fact.values[name]) if name in fact.values else np.nan
        np.testing.assert_array_equal(scores, np.full(len(scores), known))


def test_the_facts_and_families_of_the_shipped_study_name_what_was_measured(study, transfers):
    names = {name for side in ("source", "target") for name in transfers.table[side].to_pylist()}
    for fact in study.facts:
        assert set(fact.values) <= names
    assert set().union(*study.families.values()) <= names


def test_a_fact_that_is_known_of_no_candidate_is_no_baseline(shipped):
    keys = [b.key for b in shipped.study.baselines_of("segmentation-source")]
    assert "parameters" not in keys
    assert "many_classes" in keys


def test_a_source_on_one_target_has_no_list_to_stand_on(study, transfers):
    own = transfers.table.to_pandas().query("table == 'segmentation' and target == 'ade'")
    alone = type(transfers)(transfers.table.take(own.index.to_list()))
    frame = with_baselines(study, alone, "segmentation-source").table.to_pandas()
    assert frame["static_ranker"].isna().all()


def test_a_scenario_that_is_unknown_is_named(study, shipped):
    with pytest.raises(InputError, match="unknown scenario 'nowhere'"):
        baseline_study(study, "nowhere")
    with pytest.raises(InputError, match="unknown scenario 'nowhere'"):
        store_with_baselines(shipped, "nowhere")
