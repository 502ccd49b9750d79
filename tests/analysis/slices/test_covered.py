"""Only the setups that all compared metrics cover, against the scores one by one."""

from functools import cache

import narwhals as nw
import pytest

from engines import ENGINES
from own_studies import patchy
from setupscope.analysis.frames.collect import collected
from setupscope.analysis.questions.one_setup import holds
from setupscope.analysis.slices.coverage import CoveredAll, coverage, covered_by_all
from setupscope.analysis.slices.emptiness import ways_back
from setupscope.analysis.slices.facets import facets
from setupscope.analysis.slices.slices import Slice
from setupscope.data import open_store
from setupscope.data.study.setup_ids import SetupId

QUERIES = (
    "scenario=sets-source",
    "scenario=sets-source&metrics=one,mine&size=4-5",
    "scenario=sets-source&metrics=one,two",
    "scenario=sets-source&metrics=mine&with=s2&measure=kendall",
    "scenario=sets-source&given=t0,t3&without=s1",
    "scenario=sets-source&with=s1",
    "scenario=sets-target&measure=kendall,rel_at_1",
    "scenario=nets-source",
    "scenario=nets-source&metrics=three,one",
    "metrics=two,mine",
)
ALL = "covered=all"
WITH_DUCKDB = {"duckdb": lambda store: store.setups(), **ENGINES}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return open_store(patchy(tmp_path_factory.mktemp("patchy")))


def slices_of(store, query):
    """The slice of a query, and the same of only the setups that all its metrics cover."""
    return (Slice.parse(text, store.study) for text in (query, f"{query}&{ALL}"))


@cache
def scores_of(store):
    """Source, target and metric of every score that the sets or the nets have."""
    long = store.measurements().melt(["table", "source", "target"], store.study.metric_keys)
    known = long.dropna(subset=["value"])[["table", "source", "target", "variable"]]
    return set(known.itertuples(index=False, name=None))


def scored_by_all(store, id_, metrics):
    """Whether each metric has a score for each member of a setup's pool."""
    scenario = store.study.scenario(id_.scenario)
    for member in id_.members(store.study):
        ends = {scenario.given: id_.given, scenario.candidates: member}
        pair = scenario.table, ends["source"], ends["target"]
        if not {(*pair, metric) for metric in metrics} <= scores_of(store):
            return False
    return True


def expected_of(store, query):
    """Ids of the setups of a query that all its metrics have scores for."""
    slice_, _ = slices_of(store, query)
    metrics = slice_.metric_keys()
    found = ids_of(slice_.narrow(store.setups()))
    return [id_ for id_ in found if scored_by_all(store, id_, metrics)]


def ids_of(setups):
    """Ids of the setups of any frame, in an order that all engines share."""
    parts = ["scenario", "given", "backbone", "measure", "pool"]
    rows = collected(nw.from_native(setups).lazy().select(parts))
    return sorted((SetupId(**row) for row in rows.to_dict("records")), key=str)


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param(name, marks=pytest.mark.extended) if name == "pyspark" else name
        for name in WITH_DUCKDB
    ],
)
def test_every_engine_keeps_the_setups_that_all_metrics_have_scores_for(store, engine):
    setups = WITH_DUCKDB[engine](store)
    for query in QUERIES:
        _, covered = slices_of(store, query)
        assert ids_of(covered.narrow(setups)) == expected_of(store, query), query


@pytest.mark.parametrize("query", QUERIES)
def test_counts_from_the_scores_are_those_of_the_setups(store, query):
    slice_, covered = slices_of(store, query)
    for one, part in zip(slice_.by_scenario(), covered.by_scenario(), strict=True):
        (scenario,) = part.scenario_names()
        frame = part.narrow(store.setups()).df()
        expected = CoveredAll(len(frame), frame["given"].nunique())
        assert covered_by_all(one, scenario) == covered_by_all(part, scenario) == expected
        found = coverage(part, scenario)
        assert found.setups == found.together == len(frame)
        assert found.of == dict.fromkeys(part.metric_keys(), len(frame))
        assert found.partial == found.absent == ()
        several = len(frame) > 0 and len(part.metric_keys()) > 1
        assert found.field == (part.metric_keys() if several else ())


def test_a_metric_that_is_not_compared_may_still_lack_scores(store):
    slice_ = Slice.parse(f"scenario=sets-source&metrics=one,two&{ALL}", store.study)
    apart = coverage(slice_, "sets-source", ["one", "mine"])
    assert apart.setups == apart.of["one"] > apart.of["mine"] == apart.together > 0


@pytest.mark.parametrize("query", QUERIES)
def test_a_setup_is_one_of_the_slice_or_not(store, query):
    _, covered = slices_of(store, query)
    inside = set(expected_of(store, query))
    for id_ in ids_of(store.setups()):
        assert holds(covered, id_) == (id_ in inside)


@pytest.mark.parametrize("query", QUERIES[:-1])
def test_choices_are_counted_with_it_in_force(store, query):
    slice_, covered = slices_of(store, query)

    def count(**changes):
        return len(covered.replace(**changes).narrow(store.setups()).df())

    found = facets(covered)
    assert facets(slice_).covered == found.covered == found.total == count()
    for given in covered.accepted("given"):
        assert found.levels["given"].get(given, 0) == count(givens=(given,))
    for name in covered.accepted("with"):
        assert found.present[name] == count(present=(*covered.present, name))
        assert found.absent[name] == count(absent=(*covered.absent, name))


def test_it_is_lifted_from_an_empty_slice_as_any_restriction(store):
    whole = Slice.parse("scenario=nets-source&given=t1", store.study)
    setups = len(whole.narrow(store.setups()).df())
    assert ways_back(whole.replace(covered=True)) == {("covered",): setups}


def test_it_travels_and_is_said_only_where_it_is_chosen(store):
    slice_, covered = slices_of(store, "scenario=sets-source&metrics=one,mine")
    assert covered != slice_
    assert hash(covered) != hash(slice_)
    assert covered.query() == f"{slice_.query()}&{ALL}"
    assert covered.parameters() == {**slice_.parameters(), "covered": "all"}
    assert Slice.from_parameters(covered.parameters(), store.study) == (covered, ())
    assert f"&metrics=one,mine&{ALL}&v=1&" in covered.link()
    assert "covered" not in slice_.link()
    for link in (
        covered.link(),
        covered.query(),
        f"{ALL},all&scenario=sets-source&metrics=mine,one",
    ):
        assert Slice.parse(link, store.study) == covered
    assert covered.caption() == (f"{slice_.caption()}; only setups that all compared metrics cover")


def test_another_value_is_dropped_with_a_sentence_and_the_rest_applies(store):
    slice_, problems = Slice.read("scenario=sets-source&covered=most", store.study)
    assert slice_ == Slice(store.study, ("sets-source",))
    assert problems == ("unknown value of “covered” 'most' (accepted: 'all')",)


def test_where_no_score_is_missing_it_leaves_everything(shipped):
    slice_ = Slice.parse(f"scenario=segmentation-source&size=14&{ALL}", shipped.study)
    whole = slice_.replace(covered=False)
    frame = whole.narrow(shipped.setups()).df()
    assert len(slice_.narrow(shipped.setups()).df()) == len(frame)
    found = covered_by_all(whole, "segmentation-source")
    assert found == CoveredAll(len(frame), frame["given"].nunique())
