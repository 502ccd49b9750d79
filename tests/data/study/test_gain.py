"""Gain: what a transfer gains over the other sources on its target, and setups ranked by it."""

from io import StringIO

import numpy as np
import pandas as pd
import pytest

from setupscope.analysis import Slice, conclusion, scores, win_rates
from setupscope.analysis.audit.setups import audit_setups
from setupscope.analysis.questions.one_setup import members
from setupscope.analysis.slices.facets import facets
from setupscope.data.errors import InputError
from setupscope.data.scoring.blocks import blocks
from setupscope.data.storage.building import build
from setupscope.data.storage.opening import open_store
from setupscope.data.study.baselines import with_baselines
from setupscope.data.study.gain import gain, ranked_transfers
from setupscope.data.study.setup_ids import SetupId
from setupscope.data.study.study_file import load_study
from setupscope.data.study.transfers import read_transfers

ROWS = """source,target,backbone,performance
a,x,frozen,.5
b,x,frozen,.3
c,x,frozen,.1
a,x,full,.9
b,x,full,.7
a,y,full,.2
b,y,full,.6
"""
GAIN = """
[[scenarios]]
name = "sets-gain"
table = "sets"
given = "source"
candidates = "target"
performance = "gain"
title = "Which target gains?"
question = "Which one?"
"""
TARGETS = """source,target,performance,one,two
a,x,.1,1,-1
a,y,.5,2,-3
a,z,.3,3,-2
b,x,.4,5,-5
b,y,.3,4,-4
b,z,.9,1,1
"""


@pytest.fixture
def small_gain(tiny):
    """The TOML of a study that ranks three targets by gain, and nothing else."""
    text = tiny.read_text(encoding="utf-8")
    tiny.write_text(text[: text.index("[[scenarios]]")] + GAIN, encoding="utf-8")
    (tiny.parent / "sets.csv").write_text(TARGETS, encoding="utf-8")
    return tiny


def read(study_file):
    study = load_study(study_file)
    return study, read_transfers(study, study_file.parent)


def test_a_gain_is_the_performance_less_the_mean_of_the_other_sources():
    table = pd.read_csv(StringIO(ROWS)).assign(table="t")
    expected = [0.5 - 0.2, 0.3 - 0.3, 0.1 - 0.4, 0.9 - 0.7, 0.7 - 0.9, 0.2 - 0.6, 0.6 - 0.2]
    assert gain(table).tolist() == pytest.approx(expected, abs=1e-11)


def test_equal_gains_of_different_targets_are_equal():
    """.3 less .2 is not .9 less .8 in floating point."""
    table = pd.DataFrame({"table": "t", "backbone": "b", "source": ["a", "b"] * 2})
    table = table.assign(target=["x", "x", "y", "y"], performance=[0.3, 0.2, 0.9, 0.8])
    gains = gain(table)
    assert gains[0] == gains[2] != 0.3 - 0.2
    for factor in (1e-200, 1e200):
        scaled = gain(table.assign(performance=factor * table["performance"]))
        assert scaled.tolist() == pytest.approx((factor * gains).tolist(), rel=1e-9)


def test_the_same_performance_everywhere_gains_exactly_nothing():
    table = pd.read_csv(StringIO(ROWS)).assign(table="t", performance=0.1)
    assert gain(table).tolist() == [0] * len(table)
    assert gain(table.assign(performance=0.0)).tolist() == [0] * len(table)


def test_without_another_source_a_gain_is_unknown_and_the_study_is_refused(small_gain):
    (small_gain.parent / "sets.csv").write_text(TARGETS + "b,w,.1,1,1\n", encoding="utf-8")
    study, transfers = read(small_gain)
    assert gain(transfers.table.to_pandas()).isna().sum() == 1
    with pytest.raises(InputError, match=r"target 'w' \(unstated\) has no source besides 'b'"):
        list(blocks(study, transfers, "sets-gain"))


def test_candidates_are_ranked_by_gain_and_measured_performances_stay(small_gain):
    study, transfers = read(small_gain)
    (a, b) = blocks(study, transfers, "sets-gain")
    assert a.performances.tolist() == pytest.approx([-0.3, 0.2, -0.6])
    assert b.performances.tolist() == pytest.approx([0.3, -0.2, 0.6])
    assert transfers.table["performance"].to_pylist() == [0.1, 0.5, 0.3, 0.4, 0.3, 0.9]
    kept = with_baselines(study, transfers, "sets-gain").table.to_pandas()
    assert kept["performance"].tolist() == transfers.table["performance"].to_pylist()
    assert kept["other_sources"].tolist() == pytest.approx([0.4, 0.3, 0.9, 0.1, 0.5, 0.3])


def test_a_scenario_of_measured_performances_has_them(tiny):
    study, transfers = read(tiny)
    assert ranked_transfers(study, transfers, "sets-source") == transfers.of_table("sets")


def test_its_setups_have_no_measure_that_needs_a_ratio(small_gain, tmp_path):
    build(small_gain, tmp_path / "store")
    store = open_store(tmp_path / "store")
    assert store.study.measures_of("sets-gain") == ("pearson", "kendall", "weighted_kendall")
    frame = store.setups().df()
    assert frame["measure"].astype(str).unique().tolist() == [
        "pearson",
        "kendall",
        "weighted_kendall",
    ]
    assert store.manifest.counts == {"sets-gain": 2 * 3}
    kendall = frame[frame["measure"] == "kendall"].set_index("given")["one"]
    assert kendall.to_dict() == pytest.approx({"a": -1 / 3, "b": -1 / 3})


def test_the_target_no_longer_explains_the_performance(shipped):
    study, transfers = shipped.study, shipped.transfers()
    for scenario in ("segmentation-target", "classification-target"):
        for name, most in ((scenario, 1.0), (f"{scenario}-gain", 1e-20)):
            table = ranked_transfers(study, transfers, name).to_pandas()
            means = table.groupby(["backbone", "target"])["performance"].mean()
            assert means.groupby("backbone").var().max() <= most
            assert name.endswith("gain") or means.groupby("backbone").var().min() > 0.01


@pytest.mark.parametrize(
    ("scenario", "rates", "runner_up", "lead"),
    [
        (
            "classification-target-gain",
            {"hscore": 0.383, "leep": 0.209, "logme": 0.185, "gbc": 0.136, "nleep": 0.087},
            "leep",
            (0.174, -0.082, 0.426, 0.170),
        ),
        (
            "segmentation-target-gain",
            {"hscore": 0.411, "logme": 0.240, "leep": 0.235, "gbc": 0.087, "nleep": 0.027},
            "logme",
            (0.171, -0.137, 0.472, 0.244),
        ),
    ],
)
def test_the_known_results_come_out(shipped, scenario, rates, runner_up, lead):
    setups = Slice(shipped.study, (scenario,)).narrow(shipped.setups())
    found = win_rates(setups).set_index("metric")["win_rate"].astype(float)
    assert found.round(3).to_dict() == rates
    whole = conclusion(setups).iloc[-1]
    assert (whole["winner"], whole["runner_up"], whole["verdict"]) == (
        "hscore",
        runner_up,
        "undecided",
    )
    doubt = whole[["lead", "low", "high", "p"]].astype(float).tolist()
    assert doubt == pytest.approx(lead, abs=1e-3)


def test_gbc_predicts_which_target_is_easy_and_not_which_gains(shipped):
    means = []
    for scenario in ("classification-target", "classification-target-gain"):
        slice_ = Slice.parse(f"scenario={scenario}&measure=kendall", shipped.study)
        table = scores(slice_.narrow(shipped.setups())).set_index("metric")
        means.append(round(float(table.loc["gbc", "mean"]), 2))
    assert means == [0.72, 0.02]


def test_a_slice_names_measures_that_its_scenarios_have(shipped):
    study = shipped.study
    by_gain = "scenario=segmentation-target-gain&measure="
    every = Slice.parse(by_gain + "pearson,kendall,weighted_kendall", study)
    assert every == Slice(study, ("segmentation-target-gain",))
    assert "3 measures" in every.caption()
    assert "targets ranked by gain for 17 sources" in every.caption()
    for refused in ("rel_at_1", "kendall,rel_at_1"):
        with pytest.raises(InputError, match="measure 'rel_at_1' divides performances, which"):
            Slice.parse(by_gain + refused, study)
    kept, problems = Slice.read(by_gain + "kendall,rel_at_1", study)
    assert kept.measures == ("kendall",)
    assert len(problems) == 1
    with pytest.raises(InputError, match="unknown measure 'rel'"):
        Slice.parse(by_gain + "rel", study)


def test_a_measure_of_other_scenarios_leaves_those_out_that_lack_it(shipped):
    ratios = Slice.parse("measure=rel_at_1", shipped.study)
    left = [one.scenario_names()[0] for one in ratios.by_scenario()]
    assert left == [s.name for s in shipped.study.scenarios if s.performance == "measured"]
    both = Slice.parse("measure=kendall,rel_at_1", shipped.study).by_scenario()
    assert {one.measures_in(one.scenario_names()[0]) for one in both} == {
        ("kendall", "rel_at_1"),
        ("kendall",),
    }
    assert set(win_rates(ratios.narrow(shipped.setups()))["scenario"]) == set(left)


@pytest.mark.parametrize("query", ["", "&measure=kendall&with=coco", "&without=ade&size=15-16"])
def test_counts_beside_choices_are_those_of_the_frame(shipped, query):
    slice_ = Slice.parse(f"scenario=segmentation-target-gain{query}", shipped.study)
    frame, counts = slice_.narrow(shipped.setups()).df(), facets(slice_)
    assert counts.total == len(frame)
    assert counts.present["bdd"] == (frame["pool"].to_numpy() >> 1 & 1).sum()
    assert list(counts.levels["measure"]) == ["kendall", "pearson", "weighted_kendall"]


def test_a_setup_shows_gains_and_has_no_ratio(shipped):
    text = "classification-target-gain/vgg16/frozen/{}/1ff"
    id_ = SetupId.parse(text.format("kendall"), shipped.study)
    shown = members(shipped.measurements(), shipped.study, id_)
    table = shipped.measurements().query("table == 'classification' and backbone == 'frozen'")
    for row in shown.to_dict("records"):
        on_target = table[table["target"] == row["target"]].set_index("source")["performance"]
        others = on_target.drop("vgg16").mean()
        assert row["performance"] == pytest.approx(on_target["vgg16"] - others, abs=1e-10)
    assert shown["performance"].is_monotonic_decreasing
    with pytest.raises(InputError, match="unknown measure of a setup 'rel_at_1'"):
        SetupId.parse(text.format("rel_at_1"), shipped.study)


def test_the_audit_finds_what_scipy_finds(small_gain, tmp_path):
    build(small_gain, tmp_path / "store")
    found = list(audit_setups(open_store(tmp_path / "store"), np.random.default_rng(0), 6))
    assert len(found) == 12
    assert not any(found)
