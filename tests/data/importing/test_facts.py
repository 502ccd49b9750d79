"""Facts and families of one's own: beside the results, or in a table of their own."""

import tomllib

import pytest

from setupscope.data.errors import InputError
from setupscope.data.importing.facts import FactOptions, read_facts
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.proposals import StudyOptions, propose_study
from setupscope.data.importing.results import results_of
from setupscope.data.importing.shapes import shape
from setupscope.data.readers.files import sheet_in
from setupscope.data.study.study_file import study_of

RESULTS = "model,data,acc,m,params,classes\n" + "".join(
    f"{model},{data},{(2 * i + j) % 5 / 5},{i * j},{params},{classes}\n"
    for i, (model, params) in enumerate({"a": 3e6, "b": 4e7, "c": 5, "d.1": ""}.items())
    for j, (data, classes) in enumerate({"x": 10, "y": 100, "z": 37}.items())
)
PLAIN = Layout("model", "data", "acc", metrics=("m",))
FACTS = (
    "name,params,family,classes,Top-1\na,3,old,,.5\nb,4,new,,.7\nd.1,5,old,,\nx,,,10,\ny,,,100,\n"
)


def known(text, layout=PLAIN, facts=None, **options):
    sheet = sheet_in(text.encode(), "r.csv")
    beside = sheet_in(facts.encode(), "f.csv") if facts else None
    tables = shape([sheet], layout)
    return read_facts(tables, layout, results_of(tables, layout), FactOptions(beside, **options))


def beside(**columns):
    return Layout("model", "data", "acc", metrics=("m",), **columns)


def test_columns_of_the_results_are_facts_of_one_side():
    layout = beside(source_facts=("params",), target_facts=("classes",))
    params, classes = known(RESULTS, layout, fewer_is_better=("classes",), log=("params",)).facts
    assert params.values == {"a": 3e6, "b": 4e7, "c": 5}
    assert (params.source, params.target, params.scale) == ("more", None, "log")
    assert classes.values == {"x": 10, "y": 100, "z": 37}
    assert (classes.source, classes.target, classes.scale) == (None, "fewer", "linear")


def test_a_table_of_facts_has_values_for_the_sides_that_its_names_are_on():
    found = known(RESULTS, facts=FACTS)
    assert [fact.key for fact in found.facts] == ["params", "classes", "top_1"]
    assert [fact.label for fact in found.facts] == ["params", "classes", "Top-1"]
    assert [(fact.source, fact.target) for fact in found.facts] == [
        ("more", None),
        (None, "more"),
        ("more", None),
    ]
    assert found.facts[2].values == {"a": 0.5, "b": 0.7}
    assert found.families == {"old": ("a", "d.1"), "new": ("b",)}
    assert found.notes == ()


def test_a_name_that_is_source_and_target_has_a_fact_on_both_sides():
    pairs = [(s, t) for s in "abcd" for t in "abcd" if s != t]
    text = "model,data,acc,m\n" + "".join(f"{s},{t},.5,1\n" for s, t in pairs)
    (images,) = known(text, facts="set,images\na,5\nb,6\n").facts
    assert (images.source, images.target) == ("more", "more")


def test_names_that_are_nowhere_are_counted_and_left_out():
    found = known(RESULTS, facts=FACTS + "q,9,lost,1,1\nr,9,,1,1\n")
    assert found.notes == (
        "2 of 7 names of f.csv are neither source nor target, and are left out: 'q', 'r'",
    )
    assert "q" not in found.facts[0].values
    assert "lost" not in found.families


def test_without_facts_nothing_is_known():
    found = known(RESULTS)
    assert (found.facts, found.families, found.notes, found.lines()) == ((), {}, (), [])


@pytest.mark.parametrize(
    ("facts", "options", "text"),
    [
        (FACTS + "b,4,new,,.7\n", {}, "f.csv: row 7 repeats 'b' of row 3"),
        ("name,params\na,many\n", {}, "f.csv: row 2, column 'params' is 'many', but must be a nu"),
        ("name,params\n,3\n", {}, "row 2, column 'name' is empty"),
        ("params,name\n3,a\n", {}, "f.csv: column 'params': unknown source or target '3'"),
        ("name,params\nA,3\n", {}, "unknown source or target 'A'; did you mean 'a'"),
        ("name,params,M\na,3,\n", {}, "fact 'M' would have the key 'm' of the metric 'm'; rename"),
        ("name,m\na,3\n", {}, "fact 'm' would have the key 'm' of the metric 'm'; rename"),
        ("name,P 1,p_1\na,3,1\n", {}, "fact 'p_1' would have the key 'p_1' of the fact 'P 1'"),
        ("name,Static ranker\na,3\n", {}, "of the baseline 'static ranker'"),
        ("name,pool\na,3\n", {}, "'pool' is the name of a column of the store"),
        ("name,params\na,\n", {}, "fact 'params' has no value; leave it out"),
        ("name,params\na,0\n", {"log": ("params",)}, "is 0 for 'a', which has no logarithm"),
        (FACTS, {"log": ("parms",)}, "unknown fact 'parms'; did you mean 'params'"),
        (FACTS, {"fewer_is_better": ("m",)}, "unknown fact 'm'"),
        (None, {"log": ("params",)}, "unknown fact 'params' .accepted: none here"),
    ],
)
def test_facts_that_are_not_accepted_are_named(facts, options, text):
    with pytest.raises(InputError, match=text):
        known(RESULTS, facts=facts, **options)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (
            "a,w,.1,1,7,1",
            "row 14, column 'params' is 7.0, but row 2 says 3000000.0 for the same so",
        ),
        ("e,w,.1,1,big,1", "row 14, column 'params' is 'big', but must be a number"),
    ],
)
def test_a_source_has_one_value_of_a_fact(row, text):
    with pytest.raises(InputError, match=text):
        known(RESULTS + row + "\n", beside(source_facts=("params",)))


def test_a_fact_may_be_missing_in_some_rows():
    (params,) = known(RESULTS + "a,w,.1,1,,1\n", beside(source_facts=("params",))).facts
    assert params.values["a"] == 3e6


def test_a_column_is_not_used_twice():
    with pytest.raises(InputError, match="column 'params' is used twice"):
        known(RESULTS, beside(source_facts=("params",), target_facts=("params",)))
    with pytest.raises(InputError, match="unknown column 'parms'; did you mean 'params'"):
        known(RESULTS, beside(source_facts=("parms",)))
    with pytest.raises(InputError, match="of the fact 'params'; rename one of them"):
        known(RESULTS, beside(source_facts=("params",)), facts=FACTS)


def test_the_study_holds_what_was_read():
    options = FactOptions(sheet_in(FACTS.encode(), "f.csv"), ("classes",), ("params",))
    sheet = sheet_in(RESULTS.encode(), "r.csv")
    proposal = propose_study([sheet], "own", PLAIN, "r.csv", StudyOptions(), options)
    study = study_of(tomllib.loads(proposal.draft.toml), "there")
    assert (
        study.facts
        == known(RESULTS, facts=FACTS, fewer_is_better=("classes",), log=("params",)).facts
    )
    assert study.families == {"old": ("a", "d.1"), "new": ("b",)}
    assert dict(proposal.lines)["facts"] == (
        "params (3 sources, more is better, logarithm); classes (2 targets, fewer is better);"
        " Top-1 (2 sources, more is better)"
    )
    assert dict(proposal.lines)["families"] == "'old' 2, 'new' 1"
    assert [line for what, line in proposal.lines if what == "read"][1].startswith("f.csv: ")
