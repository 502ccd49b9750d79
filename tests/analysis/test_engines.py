"""Every question has the same answer on every engine: DuckDB, pandas, Polars and PySpark."""

from functools import cache, partial
from io import BytesIO
from itertools import chain

import numpy as np
import pandas as pd
import pytest

from engines import ENGINES, assert_same, local_spark
from own_studies import patchy
from s3_server import STORE
from setupscope import analysis
from setupscope.analysis import Slice
from setupscope.analysis.audit.audit import random_slices
from setupscope.analysis.questions.one_setup import largest_setup, neighbours, one_setup
from setupscope.analysis.questions.restrictions import win_rates_by_candidate
from setupscope.analysis.questions.wins import win_rates
from setupscope.analysis.questions.won_setups import won_setups
from setupscope.dashboard.export.raw_tables import write_setups
from setupscope.data.spark.jobs import Jobs
from setupscope.data.spark.store import open_on_spark
from setupscope.data.storage.opening import Store, open_store

SLICES, FEW = 24, 6
"""Slices in all, and those of every run; the others are tried by `make test-extended`."""
OF_SPARK = 20
"""Slices of which a store that Spark reads is asked."""
BARE = (
    *("conclusion", "conclusion_and_leads", "enough", "importance", "leads_of_winner"),
    *("leave_one_out", "near_copies", "other_winners", "pairs", "ranks", "scores", "stability"),
    *("bradley_terry", "power"),
)
"""Questions that take nothing but setups and metrics."""
ELSEWHERE = {
    *("dispersion", "dispersion_pairs", "family_ablation", "fidelity", "fidelity_curve"),
    *("random_metric", "against_random", "seed_noise", "soundness_checks", "soundness_tables"),
    "claim_verdict",
    "check_table",
    # Of several studies; tests/analysis/studies asks them of each engine.
    *("across", "matched_metrics", "overlaps", "winners_across"),
}
"""Questions that are asked of measurements, or of other tables."""
TYPES = {"Ablation", "ClaimVerdict", "Slice", "SoundnessTables", "TableCheck"}


def questions_of(study, measurements):
    """Each question, of the setups of a slice, those of another, all, and the slice."""
    a, b, c = study.metric_keys[:3]
    ask = {
        name: partial(lambda ask, setups, *_: ask(setups), getattr(analysis, name)) for name in BARE
    }
    return ask | {
        "win_rates": lambda setups, *_: win_rates(setups, by=["measure", "pool_size"]),
        "win_rates_by_candidate": lambda setups, *_: win_rates_by_candidate(setups, study),
        "usefulness": lambda setups, *_: analysis.usefulness(setups, None, measurements, study),
        "flips": lambda setups, *_: analysis.flips(setups, study),
        "flips_by_family": lambda setups, *_: analysis.flips_by_family(setups, study),
        "leave_one_family_out": lambda setups, *_: analysis.leave_one_family_out(setups, study),
        "fragility": lambda setups, *_: analysis.fragility(setups, study),
        "winner_map": lambda setups, *_: analysis.winner_map(setups, study, panels="backbone"),
        "flip_test": lambda setups, *_: analysis.flip_test(setups, study),
        "ahead": lambda setups, *_: analysis.ahead(setups, a, b),
        "specification_test": lambda setups, *_: analysis.specification_test(setups, a, b),
        "against_baselines": lambda setups, *_: analysis.against_baselines(setups, [a, b], [c]),
        "rates_with_baselines": lambda setups, *_: analysis.rates_with_baselines(setups, [a], [c]),
        "left_out": lambda setups, *_: analysis.candidate_ablation(setups, study).winners,
        "values_left": lambda setups, *_: analysis.candidate_ablation(setups, study).values,
        "agreement": lambda setups, *_: analysis.agreement(setups, study),
        "agreement_of_slices": lambda setups, other, *_: analysis.agreement_of_slices(
            setups, other
        ),
        "compare": lambda setups, other, *_: analysis.compare(setups, other),
        "sweep": lambda setups, *_: analysis.sweep(setups, study),
        "before_after": lambda setups, other, *_: analysis.before_after(other, setups),
        "claim": lambda setups, other, *_: analysis.claim(setups, other, a, b),
        "claim_margins": lambda setups, other, *_: analysis.claim_margins(setups, other, a, b),
        "shown_margins": lambda _, other, *__: analysis.shown_margins(other, a, b),
        "find_setups": lambda setups, *_: analysis.find_setups(setups, a, b)[0],
        "margins": lambda setups, *_: analysis.margins(setups, a, c),
        "density": lambda setups, *_: analysis.density(setups, a, c, "kendall"),
        "specification": lambda setups, *_: analysis.specification(setups, a, c),
        "won_setups": lambda setups, *_: won_setups(setups, c)[0],
        "neighbours": lambda setups, _, whole, __: _around(setups, whole, study, measurements),
    }


def _around(setups, whole, study, measurements):
    id_ = largest_setup(setups)
    return neighbours(whole, study, one_setup(whole, measurements, study, id_)) if id_ else None


@pytest.fixture(scope="module")
def with_a_patchy_metric(tmp_path_factory):
    """The store of a study in which one metric lacks scores."""
    return open_store(patchy(tmp_path_factory.mktemp("patchy")))


@pytest.fixture(
    scope="module",
    params=[
        ("pandas", "shipped"),
        ("polars", "shipped"),
        ("pandas", "with_a_patchy_metric"),
        ("polars", "with_a_patchy_metric"),
        pytest.param(("pyspark", "small"), marks=pytest.mark.extended),
        pytest.param(("pyspark", "shipped"), marks=pytest.mark.extended),
    ],
    ids=" ".join,
)
def engine(request):
    """A store, and all its setups in another engine."""
    name, which = request.param
    store = request.getfixturevalue(which)
    return store, ENGINES[name](store)


@cache
def slices_of(store: Store) -> tuple[Slice, ...]:
    """Random slices of one scenario each, the scenarios in turn."""
    drawn = random_slices(store.study, np.random.default_rng(11), 4 * SLICES)
    of_scenarios = [[] for _ in store.study.scenarios]
    names = [scenario.name for scenario in store.study.scenarios]
    for slice_ in drawn:
        of_scenarios[names.index(slice_.scenarios[0])].append(slice_)
    return tuple(chain.from_iterable(zip(*of_scenarios, strict=False)))[:SLICES]


@cache
def answers_of(store: Store, index: int) -> dict[str, object]:
    """What DuckDB answers of one of the slices."""
    return _ask_all(store.setups(), store, index)


def _ask_all(whole: object, store: Store, index: int) -> dict[str, object]:
    slices = slices_of(store)
    setups, other = (slices[place % SLICES].narrow(whole) for place in (index, index + 1))
    ask = questions_of(store.study, store.measurements())
    return {name: one(setups, other, whole, slices[index]) for name, one in ask.items()}


def test_every_public_question_is_tried(shipped):
    asked = set(questions_of(shipped.study, None))
    assert set(analysis.__all__) - TYPES - ELSEWHERE <= asked | {"candidate_ablation"}


def test_a_metric_is_partial_in_some_of_the_slices(with_a_patchy_metric):
    tables = [answers_of(with_a_patchy_metric, index)["win_rates"] for index in range(FEW)]
    assert set(pd.concat(tables)["partial"]) == {True, False}


def test_the_slices_hold_setups_of_every_scenario(shipped):
    assert len(slices_of(shipped)) == SLICES
    answers = [answers_of(shipped, index)["win_rates"] for index in range(FEW)]
    assert {name for table in answers for name in table["scenario"]} == {
        scenario.name for scenario in shipped.study.scenarios
    }


@pytest.mark.parametrize(
    "index",
    [*range(FEW), *(pytest.param(n, marks=pytest.mark.extended) for n in range(FEW, SLICES))],
)
def test_answers_are_those_of_the_store(engine, index):
    assert_same_answers(*engine, index)


def test_answers_of_pyspark_are_those_of_the_store(small):
    assert_same_answers(small, ENGINES["pyspark"](small), 3)


@pytest.fixture(scope="module")
def read_by_spark(small):
    """The small store, read by tasks of Spark."""
    jobs = Jobs(local_spark())
    yield open_on_spark(small.path, jobs)
    jobs.close()


@pytest.mark.parametrize(
    "index",
    [0, *(pytest.param(n, marks=pytest.mark.extended) for n in range(1, OF_SPARK))],
)
def test_answers_of_a_store_that_spark_reads_are_those_of_the_store(small, read_by_spark, index):
    assert_same_answers(small, read_by_spark.setups(), index)


def test_setups_that_spark_reads_are_those_of_the_store(small, read_by_spark):
    slice_ = slices_of(small)[1]
    found, expected = (as_setups(slice_.narrow(one.setups())) for one in (read_by_spark, small))
    assert found == expected
    assert found.count(b"\n") > 2


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")  # not used
def test_setups_by_url_that_workers_read_are_those_of_the_store(small, read_by_spark, url, server):
    server.lay(STORE, small.path)
    jobs = Jobs(local_spark())
    store = open_on_spark(url, jobs)
    slice_ = slices_of(small)[1]
    found, expected = (as_setups(slice_.narrow(one.setups())) for one in (store, small))
    assert found == expected
    asked = {key.partition("scenario=")[2].partition("/")[0] for _, key in server.asked} - {""}
    assert asked == set(slice_.scenario_names())
    jobs.close()


def as_setups(frame):
    out = BytesIO()
    write_setups(frame, out, "csv")
    return out.getvalue()


def assert_same_answers(store, frame, index):
    for name, found in _ask_all(frame, store, index).items():
        expected = answers_of(store, index)[name]
        tables = zip(*(t if isinstance(t, tuple) else (t,) for t in (found, expected)), strict=True)
        for one, other in tables:
            if isinstance(other, pd.DataFrame):
                assert_same(one, other, name)
            else:
                assert one == other, name
