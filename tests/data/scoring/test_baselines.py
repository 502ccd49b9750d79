"""Baselines: what is known of the target alone, scored as a metric would be."""

import numpy as np
import pytest

from setupscope.analysis import win_rates
from setupscope.data import open_store
from setupscope.data.errors import InputError
from setupscope.data.storage.building import build
from setupscope.data.study.study import SHIPPED_STUDY


@pytest.fixture(scope="module")
def targets(shipped):
    """Setups of classification-target with baselines."""
    return shipped.with_baselines("classification-target")


def test_the_metrics_keep_their_values(shipped, targets):
    keys = ["given", "backbone", "measure", "pool"]
    stored = shipped.setups().filter("scenario = 'classification-target'").df()
    text = dict.fromkeys(keys[:3], str)
    there = stored.astype(text).set_index(keys).sort_index()
    again = targets.astype(text).set_index(keys).sort_index()
    metrics = list(shipped.study.metric_keys)
    assert again.columns.tolist() == [*there.columns, "others", "classes", "gbc_log"]
    np.testing.assert_array_equal(again[metrics], there[metrics])
    assert (again["covered"] == 2**8 - 1).all()


def test_a_logarithm_keeps_the_order_and_moves_pearson_as_known(targets):
    ranked = targets[targets["measure"] != "pearson"]
    np.testing.assert_allclose(ranked["gbc_log"], ranked["gbc"], atol=1e-6)
    pearson = targets[targets["measure"] == "pearson"]
    others = ["leep", "nleep", "logme", "hscore"]
    for key, expected in (("gbc", 0.16), ("gbc_log", 0.60)):
        rates = win_rates(pearson, [*others, key]).set_index("metric")["win_rate"]
        assert rates[key] == pytest.approx(expected, abs=0.005)


def test_the_mean_of_other_sources_is_that_of_pandas(shipped):
    from setupscope.data.scoring.baselines import add_baselines
    from setupscope.data.study.study import load_study
    from setupscope.data.study.transfers import read_transfers

    study = load_study(SHIPPED_STUDY)
    extended, with_scores = add_baselines(study, read_transfers(study, SHIPPED_STUDY.parent))
    frame = with_scores.table.to_pandas()
    assert extended.metric_keys == (*study.metric_keys, "others", "classes", "gbc_log")
    for row in frame.sample(20, random_state=1).to_dict("records"):
        same = (frame["target"] == row["target"]) & (frame["backbone"] == row["backbone"])
        same &= (frame["table"] == row["table"]) & (frame["source"] != row["source"])
        assert row["others"] == pytest.approx(frame.loc[same, "performance"].mean(), abs=1e-12)
        known = study.classes.get(row["target"])
        assert np.isnan(row["classes"]) if known is None else row["classes"] == -np.log(known)
        assert row["gbc_log"] == -np.log(-row["gbc"])


def test_classes_that_are_not_known_cover_nothing(shipped):
    frame = shipped.with_baselines("segmentation-target")
    assert frame["classes"].isna().all()
    assert (frame["covered"] == 0b10111111).all()


def test_scenarios_that_rank_sources_have_none(shipped):
    with pytest.raises(InputError, match="ranks sources"):
        shipped.with_baselines("segmentation-source")
    with pytest.raises(InputError, match="unknown scenario"):
        shipped.with_baselines("nowhere")


def test_a_study_without_baselines_has_its_setups(tiny, tmp_path):
    tiny.write_text(
        tiny.read_text()
        .replace('given = "target"', 'given = "source"')
        .replace('candidates = "source"', 'candidates = "target"')
    )
    rows = "".join(f"s{i},t{j},.{i}{j},{i},{j}\n" for i in range(3) for j in range(1, 5))
    (tiny.parent / "sets.csv").write_text("source,target,performance,one,two\n" + rows)
    build(tiny, tmp_path / "store")
    store = open_store(tmp_path / "store")
    assert len(store.with_baselines("sets-source")) == store.setup_count
