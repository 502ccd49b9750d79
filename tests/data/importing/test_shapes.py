"""Tables of every usual shape become one with a row per transfer."""

import pytest

from setupscope.data.errors import InputError
from setupscope.data.importing.file_names import quantities
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.results import read_results
from setupscope.data.readers.files import sheet_in

LEEP = {("a", "x"): 1, ("a", "y"): 2, ("b", "x"): 3, ("b", "y"): 5}
ACC = {transfer: score / 10 for transfer, score in LEEP.items()}
ACCURACIES = "model,x,y\na,.1,.2\nb,.3,.5\n"
BY_SOURCE, BY_TARGET = "model,x,y\na,1,2\nb,3,5\n", "data,a,b\nx,1,3\ny,2,5\n"
WIDE = "model,data,acc,LEEP\na,x,.1,1\na,y,.2,2\nb,x,.3,3\nb,y,.5,5\n"


def results(layout, **files):
    sheets = [sheet_in(text.encode(), name.replace("__", ".")) for name, text in files.items()]
    return read_results(sheets, layout)


def plain(found):
    """Performances and scores of each transfer, without its backbone."""
    without = [{t[:2]: n for t, n in some.items()} for some in found.scores.values()]
    return {t[:2]: n for t, n in found.performances.items()}, *without


def refusal(layout, **files):
    with pytest.raises(InputError) as raised:
        results(layout, **files)
    return str(raised.value)


@pytest.mark.parametrize(
    ("layout", "scores"),
    [
        (Layout("model", "", "acc"), BY_SOURCE),
        (Layout("", "", "acc", columns="target"), BY_SOURCE),
        (Layout("", "", "acc", columns="target"), BY_SOURCE.replace("model", "")),
        (Layout("model", "data", "acc"), BY_TARGET),
    ],
)
def test_a_pivot_lies_either_way_and_its_first_column_may_have_no_name(layout, scores):
    assert plain(results(layout, acc__csv=ACCURACIES, LEEP__csv=scores)) == (ACC, LEEP)


def test_a_pivot_beside_a_table_needs_no_word_on_its_columns():
    found = results(Layout("model", "data", "acc"), r__csv=WIDE, GBC__csv=",x,y\na,1,2\nb,3,5\n")
    assert plain(found) == (ACC, LEEP, LEEP)
    other = results(Layout("model", "data", "acc"), r__csv=WIDE, GBC__csv=",a,b\nx,1,3\ny,2,5\n")
    assert plain(other) == (ACC, LEEP, LEEP)


def test_a_pivot_that_nothing_explains_asks_what_its_columns_are():
    text = refusal(Layout("m", "d", "acc"), acc__csv=",x,y\na,1,2\nb,3,5\n")
    assert "does not say what its columns ('x', 'y', …) are; add --columns target" in text


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (["out/leep_model.csv", "out/logme_model.csv"], ["leep", "logme"]),
        (["results-leep.csv", "results-acc.json.gz"], ["leep", "acc"]),
        (["leep.csv"], ["leep"]),
        (["r.xlsx, sheet 'leep'", "r.xlsx, sheet 'acc'"], ["leep", "acc"]),
        (["m_1_x.csv", "m_x.csv"], ["m_1_x", "m_x"]),
    ],
)
def test_quantities_are_named_by_their_files_without_what_all_share(files, names):
    assert quantities(files) == names


def test_a_long_pivot_names_its_quantity_in_a_column():
    text = "model,metric,x,y\na,acc,.1,.2\na,LEEP,1,2\nb,acc,.3,.5\nb,LEEP,3,5\n"
    found = results(Layout("model", "", "acc", metric="metric"), r__csv=text)
    assert plain(found) == (ACC, LEEP)
    without = refusal(Layout("model", "", "acc"), r__csv=text)
    assert "column 'metric' holds no numbers; say what it holds (--metric" in without


def test_a_header_of_two_rows_is_a_pivot_of_many_quantities():
    text = ",acc,,LEEP,\nmodel,x,y,x,y\na,.1,.2,1,2\nb,.3,.5,3,5\n"
    assert plain(results(Layout("model", "", "acc"), r__csv=text)) == (ACC, LEEP)
    turned = ",x,,y,\nmodel,acc,LEEP,acc,LEEP\na,.1,1,.2,2\nb,.3,3,.5,5\n"
    assert plain(results(Layout("model", "", "acc"), r__csv=turned)) == (ACC, LEEP)


def test_several_columns_make_up_a_source():
    text = "net,pre,data,acc,LEEP\nr50,in1k,x,.1,1\nr50,in21k,x,.2,3\n"
    found = results(Layout(("net", "pre"), "data", "acc"), r__csv=text)
    assert [source for source, *_ in found.performances] == ["r50 (in1k)", "r50 (in21k)"]


def test_means_over_the_others_are_no_names_and_that_is_said():
    text = "model,x,Avg.,y\na,.1,.15,.2\nb,.3,.35,.5\nmean,.2,.25,.35\n"
    found = results(Layout("model", "", "acc"), acc__csv=text, LEEP__csv=BY_SOURCE)
    assert plain(found) == (ACC, LEEP)
    assert "'mean', 'Avg.' of acc.csv left out: they summarise the others" in found.notes[0]


def test_files_are_named_by_what_they_do_not_say():
    files = {
        f"res_{t}__csv": f"model,acc,LEEP\na,{ACC['a', t]},{LEEP['a', t]}\n"
        f"b,{ACC['b', t]},{LEEP['b', t]}\n"
        for t in "xy"
    }
    found = results(Layout("model", "", "acc"), **files)
    assert plain(found) == (ACC, LEEP)
    assert "targets are named by their files: 'x', 'y'" in found.notes
    unknown = refusal(Layout("model", "data", "acc"), **files)
    assert "leave out --target if every file is named by its target" in unknown
    alone = refusal(Layout("model", "", "acc"), x__csv=files["res_x__csv"])
    assert "name its column of targets with --target" in alone
    again = refusal(Layout("model", "", "acc"), x__csv=WIDE, y__csv=WIDE)
    assert "has several rows of 'a'; name the column of targets" in again


def test_a_metric_that_is_constant_in_one_file_is_one_there_too():
    x, y = "model,acc,LEEP\na,.1,1\nb,.3,1\n", "model,acc,LEEP\na,.2,2\nb,.5,5\n"
    found = results(Layout("model", "", "acc"), x__csv=x, y__csv=y)
    assert plain(found) == (ACC, {**LEEP, ("b", "x"): 1})
    assert len(found.notes) == 1


@pytest.mark.parametrize(
    "layout", [Layout("", "data", "acc"), Layout("", "", "acc", columns="target")]
)
def test_a_nested_file_for_each_source_holds_the_quantities_of_each_target(layout):
    files = {
        f"{s}__json": str({t: {"acc": ACC[s, t], "LEEP": LEEP[s, t]} for t in "xy"}).replace(
            "'", '"'
        )
        for s in "ab"
    }
    found = results(layout, **files)
    assert plain(found) == (ACC, LEEP)
    assert "sources are named by their files: 'a', 'b'" in found.notes


def test_objects_of_each_transfer_in_objects_are_read_from_the_outside_in():
    nested = {s: {t: {"acc": ACC[s, t], "LEEP": LEEP[s, t]} for t in "xy"} for s in "ab"}
    text = str(nested).replace("'", '"')
    assert plain(results(Layout("", "", "acc", columns="target"), r__json=text)) == (ACC, LEEP)
    asked = refusal(Layout("model", "data", "acc"), r__json=text)
    assert "add --columns target or --columns source" in asked


def test_a_column_that_is_in_no_table_is_named():
    assert "unknown column 'modle'; did you mean 'model'" in refusal(
        Layout("modle", "data", "acc"), r__csv=WIDE
    )
    excepted = Layout("model", "data", "acc", left_out=("LEPP",))
    assert "unknown column 'LEPP'; did you mean 'LEEP'" in refusal(excepted, r__csv=WIDE)
    assert "unknown performance 'accuracy'" in refusal(
        Layout("model", "data", "accuracy"), r__csv=WIDE
    )


def test_scores_of_no_transfer_that_was_measured_are_refused():
    text = refusal(
        Layout("model", "", "acc"), acc__csv=ACCURACIES, LEEP__csv="model,x,y\nc,1,2\nd,1,2\n"
    )
    assert "performances are of 'a' → 'x', …, and scores of 'c' → 'x'" in text


def test_a_value_of_a_column_is_told_from_a_column():
    long = "model,data,what,n\na,x,acc,.1\na,x,LEEP,1\n"
    text = refusal(Layout("model", "data", "acc"), r__csv=long)
    assert "'acc' is no column, but a value of column 'what'; add --metric what" in text
