"""What is left out, against slices, and against stores of what is left."""

from dataclasses import replace

import numpy as np
import pyarrow.compute as pc
import pytest

from made_up import NAMED, frame_of, setup
from planted import FAMILIES, planted
from setupscope.analysis import Slice, win_rates
from setupscope.analysis.soundness.ablation import candidate_ablation
from setupscope.analysis.soundness.family_ablation import family_ablation
from setupscope.data.pools import PoolRule
from setupscope.data.storage.derived import derived_store
from setupscope.data.study.transfers import Transfers


def means(frame, metric, measure):
    own = frame[frame["measure"] == measure]
    return own[metric].astype(float).groupby(own["given"].astype(str)).mean().mean()


def test_a_candidate_left_out_is_the_slice_without_it(small):
    scenario = Slice.parse("scenario=classification-source", small.study)
    found = candidate_ablation(scenario.narrow(small.setups()), small.study)
    whole = scenario.narrow(small.setups()).df()
    for name in ("vgg16", "xception"):
        query = f"scenario=classification-source&without={name}"
        left = Slice.parse(query, small.study).narrow(small.setups())
        rates = win_rates(left).set_index("metric")["win_rate"]
        row = found.winners.query("left_out == @name and backbone == 'all'").iloc[0]
        assert row["winner"] == row["without"] == rates.idxmax() == "nleep"
        assert row["by"] == pytest.approx(rates.drop("nleep").max() - rates["nleep"])
        assert (row["stays"], row["candidates"], row["givens"]) == (True, 18, 9)
        own = found.values.query("left_out == @name and backbone == 'all'")
        assert len(own) == 4 * 5
        for value in own.to_dict("records"):
            expected = [means(f, value["metric"], value["measure"]) for f in (whole, left.df())]
            numbers = [value["mean"], value["mean_without"]]
            assert numbers == pytest.approx(expected, abs=1e-6)
            assert value["change"] == numbers[1] - numbers[0]


def test_backbones_stand_apart_and_together(small):
    setups = small.setups().filter("scenario = 'classification-source'")
    found = candidate_ablation(setups, small.study)
    for table in found:
        assert table["backbone"].unique().tolist() == ["fine-tuned", "frozen", "all"]
    alone = candidate_ablation(setups.filter("backbone = 'frozen'"), small.study)
    both = found.values.query("backbone == 'frozen'")["change"].tolist()
    assert alone.values["change"].tolist() == pytest.approx(both)


def test_a_winner_that_lives_on_one_candidate_goes_with_it():
    """Pools with candidate a (bit 0) are won by `one`, those without it by `two`."""
    rows = [setup(g, 0.9, 0.2, 0.0, pool=p) for g in "uvwxyz" for p in (3, 5, 7)]
    rows += [setup(g, 0.1, 0.4, 0.0, pool=6) for g in "uvwxyz"]
    found = candidate_ablation(frame_of(rows), NAMED)
    row = found.winners.set_index("left_out").loc["a"]
    assert (row["winner"], row["without"], row["stays"], row["by"]) == ("one", "two", False, 1)
    changes = found.values.query("left_out == 'a'").set_index("metric")["change"]
    assert changes["one"] == pytest.approx(0.1 - 0.7)
    assert changes["two"] == pytest.approx(0.4 - 0.25)


def test_where_no_pool_leaves_one_out_or_nobody_wins_it_says_so():
    frame = frame_of([setup(g, 0.9, 0.2, 0.0) for g in "uvw"])
    found = candidate_ablation(frame, NAMED)
    assert found.values.empty
    reasons = found.winners["reason"].tolist()
    assert reasons == ["no part of the slice can be restricted any further"] or not reasons
    alone = candidate_ablation(frame, NAMED, ["one"])
    assert alone.winners["reason"].tolist() == ["only one metric is compared"]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_left_out_is_a_study_without_it(family):
    study, transfers = planted("winner", 3)
    found = family_ablation(study, transfers, "sets-source")
    kept = Transfers(transfers.table.filter(~pc.field("source").isin(list(FAMILIES[family]))))
    frames = [
        derived_store(study, own, f"{family} {place}").setups().df()
        for place, own in enumerate((transfers, kept))
    ]
    rates = win_rates(frames[1]).set_index("metric")["win_rate"]
    row = found.winners.set_index("left_out").loc[family]
    assert row["winner"] == win_rates(frames[0]).set_index("metric")["win_rate"].idxmax()
    assert row["by"] == pytest.approx(rates.drop("one").max() - rates["one"])
    assert row["candidates"] == 10 - len(FAMILIES[family])
    for value in found.values.query("left_out == @family").to_dict("records"):
        expected = [means(frame, value["metric"], value["measure"]) for frame in frames]
        assert [value["mean"], value["mean_without"]] == pytest.approx(expected, abs=1e-6)


def test_a_family_that_leaves_too_few_or_that_nobody_names_has_no_numbers():
    study, transfers = planted("winner", 0)
    many = {"most": tuple(f"s{i:02}" for i in range(8)), "others": ("x", "y")}
    found = family_ablation(replace(study, families=many), transfers, "sets-source")
    assert found.winners["left_out"].tolist() == ["most"]
    assert found.winners["reason"].iloc[0].startswith("fewer than 3 candidates")
    assert np.isnan(found.winners["by"].iloc[0])
    assert found.values.empty
    nobody = family_ablation(replace(study, families={}), transfers, "sets-source")
    assert nobody.winners.empty
    assert nobody.values.empty


def test_givens_that_have_too_few_candidates_left_are_left_out():
    study, transfers = planted("winner", 0)
    rare = ~((pc.field("target") == "t00") & ~pc.field("source").isin(["s00", "s01", "s05", "s06"]))
    found = family_ablation(
        replace(study, pools=PoolRule(leave_out=1)),
        Transfers(transfers.table.filter(rare)),
        "sets-source",
    )
    givens = found.winners.set_index("left_out")["givens"]
    assert givens.to_dict() == {"first": 11, "second": 12}
