"""Every page of a study of nine metrics, one of which saturates: its scores tie, or are equal."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from setupscope.dashboard.cli.main import main
from setupscope.dashboard.session.pages import PAGES
from setupscope.data import open_store

SOURCES = [f"net{k}" for k in range(6)]
TARGETS = [f"set{k}" for k in range(7)]
METRICS = [f"metric {k}" for k in range(8)]
OWN = os.environ.get("SETUPSCOPE_HEAVY", "")
"""A store to try instead."""


@pytest.fixture(scope="module")
def heavy(tmp_path_factory):
    """Its metric `saturated` is 1 for most sources, and for all of them on two targets."""
    if OWN:
        return Path(OWN)
    folder, draw = tmp_path_factory.mktemp("heavy"), np.random.default_rng(5)
    rows = pd.MultiIndex.from_product([SOURCES, TARGETS], names=["source", "target"]).to_frame()
    rows["accuracy"] = draw.uniform(0.4, 0.9, len(rows)).round(2)
    for name in METRICS:
        rows[name] = (rows["accuracy"] + draw.normal(0, 0.3, len(rows))).round(1)
    rows["saturated"] = np.minimum(1, rows["accuracy"] + draw.uniform(0, 0.6, len(rows)))
    rows.loc[rows["target"].isin(TARGETS[:2]), "saturated"] = 1.0
    rows.to_csv(folder / "heavy.csv", index=False)
    words = "--name heavy --source source --target target --performance accuracy"
    where = ["import", str(folder / "heavy.csv"), "--store", str(folder / "store")]
    where += ["--leave-out", "1", "--only", "source"]
    done = CliRunner().invoke(main, [*where, *words.split()])
    assert done.exit_code == 0, done.output
    return folder / "store"


def test_constant_scores_have_no_correlation_there(heavy):
    if OWN:
        pytest.skip("another store is tried")
    setups = open_store(heavy).setups().df()
    ranked = setups[(setups["scenario"] == "heavy-source") & setups["given"].isin(TARGETS[:2])]
    of_order = ranked["measure"] != "rel_at_1"
    assert ranked.loc[of_order, "saturated"].isna().all()
    assert ranked.loc[~of_order, "saturated"].notna().all()


@pytest.mark.parametrize(
    "page",
    [
        page if place % 3 == 1 else pytest.param(page, marks=pytest.mark.extended)
        for place, page in enumerate(PAGES)
    ],
)
def test_each_page_shows_it(opened, heavy, page):
    for scenario in [one.name for one in open_store(heavy).study.scenarios]:
        shown = opened(heavy, page, scenario=scenario)
        assert shown.headers
        assert not shown.app.error, shown.app.error[0].value
        assert shown.problems == ""
