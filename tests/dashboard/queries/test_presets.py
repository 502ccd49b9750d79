"""Setups as papers use them: in the panel, on a page, and in a table, each with its conclusion."""

from dataclasses import replace

import pandas as pd
import pytest

from setupscope.analysis import conclusion
from setupscope.analysis.slices.queries import KEYS
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.presets import presets_of, presets_table, stored_presets
from setupscope.dashboard.queries.queries import Queries
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study
from setupscope.data.vocabulary import SLICE_KEYS

PRESETS = load_study(SHIPPED_STUDY).presets


def test_the_keys_of_presets_are_those_of_queries_without_the_stamps_of_links():
    assert [*SLICE_KEYS, "v", "store"] == list(KEYS)


def test_each_preset_has_the_winner_of_its_setups(small):
    table = presets_table(Queries(small), Slice(small.study)).set_index("preset")
    assert set(table.index) == {preset.label for preset in PRESETS}
    for preset in PRESETS:
        row, slice_ = table.loc[preset.label], Slice.parse(preset.slice, small.study)
        setups = slice_.narrow(small.setups()).df()
        assert row["setups"] == len(setups) > 0
        best = setups[list(small.study.metric_keys)]
        won = best.eq(best.max(axis=1), axis=0).astype(float)
        rates = won.div(won.sum(axis=1), axis=0).groupby(setups["given"]).mean().mean()
        assert row["winner"] in rates.index[rates > rates.max() - 1e-9]
        first, second = rates.nlargest(2)
        assert row["lead"] == pytest.approx(first - second)
        assert row["givens"] == setups["given"].nunique()
        verdict = conclusion(setups)["verdict"].iloc[-1]
        assert row["verdict"] == verdict or (row["givens"] < 6 and pd.isna(row["verdict"]))


def test_the_presets_of_a_store_are_read_once_and_those_of_a_scenario_are_among_them(small):
    read = stored_presets(small)
    assert all(one is again for one, again in zip(read, stored_presets(small), strict=True))
    assert read == presets_of(small.study)
    for name in (one.name for one in small.study.scenarios):
        of_it = [one for one in read if one.slice_.scenario_names()[0] == name]
        assert stored_presets(small, name) == of_it


def test_what_a_store_does_not_have_of_a_preset_is_said(brief):
    fewer = replace(brief.study, measures=("kendall",))
    said = {one.preset.key: one.reason for one in presets_of(fewer)}
    assert said == {"gbc": "", "leep": "the store is built without measure 'pearson'"}


def test_a_pick_in_the_panel_takes_the_setups_of_a_paper_and_keeps_the_metrics(opened, small_link):
    page = opened(small_link, "win_rates", scenario="segmentation-target", metrics="leep,gbc")
    choice = page.widget("selectbox", "Setups as in")
    assert choice.value is None
    choice.set_value("nleep")
    address = page.run().address
    assert address["scenario"] == "classification-source"
    assert address["measure"] == "pearson,kendall,rel_at_1"
    assert address["size"] == "19-19"
    assert address["metrics"] == "leep,gbc"
    assert page.widget("selectbox", "Setups as in").value == "nleep"
