"""How many setups each metric covers, against a count of the setups themselves."""

import numpy as np
import pytest

from own_studies import patchy
from setupscope.analysis.slices.coverage import coverage
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import table_of
from setupscope.data import open_store

QUERIES = (
    "",
    "size=5",
    "size=4-5&with=s2",
    "without=s1",
    "with=s1",
    "given=t3&without=s2",
    "measure=kendall,rel_at_1&given=t0,t3&size=6",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return open_store(patchy(tmp_path_factory.mktemp("patchy")))


def counted(frame, metrics, known):
    """Setups of a frame that all of some metrics cover, by their bits."""
    need = sum(1 << known.index(metric) for metric in metrics)
    return int((np.asarray(frame["covered"], np.int64) & need == need).sum())


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_covered_is_what_the_setups_say(store, query):
    known = list(store.study.metric_keys)
    slice_ = Slice.parse(f"scenario=sets-source&{query}".rstrip("&"), store.study)
    frame = slice_.narrow(store.setups()).df()
    found = coverage(slice_, "sets-source")
    assert found.setups == len(frame) > 0
    assert found.of == {metric: counted(frame, [metric], known) for metric in known}
    covers = [metric for metric in known if found.of[metric]]
    assert found.together == counted(frame, covers, known)
    assert found.field == field_of_masks(frame, known)
    some = [m for m in covers if found.of[m] < len(frame)]
    assert found.partial == tuple(m for m in some if m not in found.field)
    assert found.absent == tuple(m for m in known if not found.of[m])


@pytest.mark.parametrize("metrics", [("mine", "one"), ("mine",), ("one", "two")])
def test_the_field_is_that_of_the_metrics_compared(store, metrics):
    known = list(store.study.metric_keys)
    slice_ = Slice(store.study, ("sets-source",), metrics=metrics)
    frame = slice_.narrow(store.setups()).df()
    expected = field_of_masks(frame, known, slice_.metric_keys())
    assert coverage(slice_, "sets-source").field == expected


def field_of_masks(frame, known, metrics=None):
    """Metrics that cover every setup that two or more of them cover, from the stored masks."""
    compared = list(metrics or known)
    covers = {m: (frame["covered"] & 1 << known.index(m)) > 0 for m in compared}
    contests = sum(covers.values()) > 1
    return tuple(m for m in compared if contests.any() and covers[m][contests].all())


def test_a_scenario_without_scores_and_its_transpose_are_counted_too(store):
    whole = Slice(store.study)
    frame = store.setups().df()
    for scenario in whole.scenario_names():
        here = frame[frame["scenario"] == scenario]
        found = coverage(whole, scenario, ["mine", "one"])
        assert found.of == {m: counted(here, [m], list(store.study.metric_keys)) for m in found.of}
    assert coverage(whole, "nets-source").absent == ("mine",)
    assert coverage(whole, "nets-source").field == ("one", "two", "three")


def test_nothing_is_missing_of_the_shipped_study(shipped):
    whole = Slice(shipped.study)
    for scenario, setups in shipped.manifest.counts.items():
        found = coverage(whole, scenario)
        assert found.setups == found.together == setups
        assert set(found.of.values()) == {setups}


def test_rows_that_no_level_of_a_scenario_allows_leave_the_others(shipped):
    """Pools of 14 are those of segmentation; classification has larger ones."""
    slice_ = Slice.parse("size=14", shipped.study)
    names = {one.scenario_names()[0] for one in slice_.by_scenario()}
    frame = slice_.narrow(shipped.setups()).df()
    assert names == set(frame["scenario"])
    counts = [len(one.narrow(shipped.setups()).df()) for one in slice_.by_scenario()]
    assert sum(counts) == len(frame)


def test_enough_is_asked_of_the_metrics_that_cover_each_scenario(store):
    table = table_of("enough", Slice(store.study, ("nets-source",)), store.setups())
    assert table["tau"].notna().any()
