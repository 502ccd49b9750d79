"""What metrics, measures and words mean."""

import re
from dataclasses import replace

from setupscope.dashboard.text.definitions import (
    measure_definition,
    measures_defined,
    metric_definition,
    metrics_defined,
    plain_definitions,
    terms_in,
)
from setupscope.data.measures import MEASURES
from setupscope.data.study.study_file import SHIPPED_STUDY, load_study

STUDY = load_study(SHIPPED_STUDY)


def test_every_shipped_metric_and_every_measure_has_a_definition_with_its_reference():
    found = plain_definitions(STUDY)
    assert {metric.label for metric in STUDY.metrics} <= set(found)
    assert {MEASURES[key].label for key in STUDY.measures} <= set(found)
    for metric in STUDY.metrics:
        assert re.search(r"\. \S.* (18|19|20)\d\d, ", found[metric.label])
    assert {label for _, label in STUDY.baseline_names()} <= set(found)
    for meaning in map(measure_definition, MEASURES):
        assert re.search(r"\. \S.* (18|19|20)\d\d, ", meaning)
    assert {"weighted Kendall τw", "NLEEP"} <= set(found)
    text = measures_defined(STUDY.measures)
    assert text.count("\n- **") == len(STUDY.measures)


def test_a_metric_that_nobody_defines_has_no_definition_and_a_hostile_one_is_only_text():
    first, *others = STUDY.metrics
    bare = replace(STUDY, metrics=(replace(first, about="", reference=""), *others))
    assert metric_definition(bare, first.key) == ""
    assert first.label not in plain_definitions(bare)
    assert metrics_defined(bare, [first.key]) == ""
    loud = replace(STUDY, metrics=(replace(first, about="# [x](y)", reference=""), *others))
    assert r"\# \[x\]\(y\)" in metrics_defined(loud, [first.key])


def test_a_text_explains_the_words_of_ours_that_it_has():
    said = terms_in("this lead is clear, in 3 setups")
    assert "A lead is **clear** if" in said
    assert "A **setup** is" in said
    assert "**pool** is" not in said
    assert terms_in("a clearing of spools") is None
