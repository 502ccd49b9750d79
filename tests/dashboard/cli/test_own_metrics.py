"""A metric of one's own, from the command line to a store on which all works."""

import re

import numpy as np
import pandas as pd
import pytest

from command_line import run, succeeded
from own_studies import MANY, many
from setupscope.analysis import win_rates
from setupscope.data import open_store
from setupscope.data.storage.building import build
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

FOLDER = SHIPPED_STUDY.parent
LABELS = {"leep": "LEEP", "nleep": "NLEEP", "logme": "LogME", "hscore": "HScore", "gbc": "GBC"}
COMPONENTS = ["given", "backbone", "measure", "pool"]


@pytest.fixture(scope="module")
def added(small_study, tmp_path_factory):
    """Stores of the small study with a copy of LogME, a perfect and a random metric more."""
    folder = tmp_path_factory.mktemp("added")
    tables = [pd.read_csv(FOLDER / f"{name}.csv") for name in ("segmentation", "classification")]
    rows = pd.concat(tables)
    random = np.random.default_rng(0).normal(size=len(rows))
    text = {}
    for name, scores in {
        "copy": rows["logme"],
        "perfect": rows["performance"],
        "random": random,
    }.items():
        own = rows[["source", "target", "backbone"]].assign(score=scores)
        own["backbone"] = own["backbone"].fillna("unstated")
        own.to_csv(folder / f"{name}.csv", index=False)
        words = ("--to", small_study, "--name", name.title(), "--store", folder / name)
        text[name] = succeeded("add-metric", folder / f"{name}.csv", *words)
    return folder, text


def test_a_copy_of_a_metric_ties_with_it_everywhere_and_is_warned_about(added):
    folder, text = added
    setups = open_store(folder / "copy").setups()
    assert setups.filter("copy IS DISTINCT FROM logme").df().empty
    assert (
        "LogME and Copy order the setups almost identically (rank correlation 1.000"
        in text["copy"].stderr
    )
    rates = win_rates(setups).pivot_table("win_rate", "scenario", "metric")
    assert (rates["copy"] == rates["logme"]).all()


def test_a_perfect_metric_is_best_alone_or_tied_in_every_setup_but_those_by_gain(added):
    folder, _ = added
    best = "greatest(leep, nleep, logme, hscore, gbc)"
    setups = open_store(folder / "perfect").setups().filter("scenario NOT LIKE '%-gain'")
    assert setups.filter(f"perfect IS NULL AND {best} IS NOT NULL OR perfect < {best}").df().empty


def test_a_random_metric_loses(added):
    folder, text = added
    rates = win_rates(open_store(folder / "random").setups())
    best = rates.loc[rates.groupby("scenario")["win_rate"].idxmax()]
    assert not (best["metric"] == "random").any()
    said = "Random leads in none of 6 scenarios: it is the best of 6 metrics in"
    assert said in text["random"].stdout


def test_everything_else_of_the_study_stays_and_the_study_can_be_built_again(
    added, small, tmp_path
):
    folder, _ = added
    study, original = load_study(folder / "copy.study" / "study.toml"), small.study
    assert study.metrics[:-1] == original.metrics
    assert study.scenarios == original.scenarios
    assert study.labels == original.labels
    own = open_store(folder / "copy")
    columns = ", ".join([*COMPONENTS, *LABELS])
    mine, theirs = (store.setups().project(columns).df() for store in (own, small))
    pd.testing.assert_frame_equal(mine, theirs, check_exact=True)
    build(folder / "copy.study" / "study.toml", tmp_path / "again")
    assert open_store(tmp_path / "again").digest == own.digest


def test_missing_scores_are_allowed_named_and_scored_on_the_pools_that_they_cover(tmp_path):
    rows = pd.read_csv(FOLDER / "segmentation.csv")
    rows = rows[rows["source"] != "coco"].rename(columns={"logme": "score"})
    rows[["source", "target", "score"]].to_csv(tmp_path / "part.csv", index=False)
    words = ("add-metric", tmp_path / "part.csv", "--name", "Part")
    tried = succeeded(*words, "--dry-run")
    assert "256 of 272 transfers of segmentation" in tried.stdout
    assert "Part lacks 16 of 272 scores in segmentation ('coco' → 'ade'" in tried.stdout
    assert not (tmp_path / "own").exists()
    succeeded(*words, "--store", tmp_path / "own")
    setups = open_store(tmp_path / "own").setups().filter("scenario = 'segmentation-source'")
    covered = setups.filter("covered & 32 > 0").df()
    assert f"it covers {len(covered):,} of 171,156 setups of segmentation-source" in tried.stdout
    assert (covered["part"] == covered["logme"]).all()
    assert setups.filter("covered & 32 = 0 AND part IS NOT NULL").df().empty


def test_a_long_table_of_many_metrics_is_one_command(tmp_path):
    link, text = many(tmp_path)
    store = open_store(link)
    assert store.manifest.counts == {"many-source": 4 * 11 * 386, "many-target": 4 * 10 * 562}
    assert [metric.label for metric in store.study.metrics] == MANY
    assert "transfers  110 of 110" in text


def test_a_study_that_lists_its_metrics_in_one_line_gets_one_more(tmp_path, tiny):
    text = tiny.read_text(encoding="utf-8")
    listed = 'metrics = [ { key = "one", label = "One" }, # kept\n { key = "two", label = "Two" } ]'
    parts = re.split(r"\[\[metrics\]\]\n.*\n.*\n\n", text)
    tiny.write_text(f"{listed}\n{''.join(parts)}", encoding="utf-8")
    scores = pd.read_csv(tiny.parent / "sets.csv").rename(columns={"one": "score"})
    scores.to_csv(tmp_path / "scores.csv", index=False)
    succeeded(
        *("add-metric", tmp_path / "scores.csv", "--to", tiny, "--name", "Third one"),
        *("--store", tmp_path / "own"),
    )
    study = load_study(tmp_path / "own.study" / "study.toml")
    assert study.metric_keys == ("one", "two", "third_one")
    assert "# kept" in (tmp_path / "own.study" / "study.toml").read_text(encoding="utf-8")


def test_a_template_never_writes_over_a_file(tmp_path):
    path = tmp_path / "fill.csv"
    succeeded("add-metric", "--template", path)
    path.write_text("filled in")
    assert run("add-metric", "--template", path).exit_code == 2
    assert path.read_text() == "filled in"
