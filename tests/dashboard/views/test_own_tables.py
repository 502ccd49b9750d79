"""Tables as people have them, through the page Your metric: each case, and each kind of table."""

import gzip
import itertools
from pathlib import Path

import pytest

from in_process import InProcess
from mutated import as_workbook
from setupscope.dashboard.uploads.process import Spare

CASES = Path(__file__).parents[2] / "cases"
PIVOT = "rows are sources, columns are targets"
LOWER, RANK, KEEP = (
    ("multiselect", "Lower is better for"),
    ("selectbox", "Rank"),
    ("selectbox", "Keep"),
)
MEANS = "means missing in 1 cell"
CHOICES = {
    "partial_one_given.csv": ([(*RANK, "source")], "B lacks 42 of 48 scores"),
    "many_names_small_pools.csv": ([(*RANK, "source")], "7,824"),
    "negative_performance.csv": ([(*RANK, "source")], "Rel@1 has no value if one is below 0"),
    "leaderboard_missing.csv": (
        [(*RANK, "source"), (*KEEP, "candidates that every metric scores")],
        "only the 11 of 20 sources that every metric scores are kept",
    ),
    "sign_turned_already.csv": ([(*LOWER, ["B"])], "has its sign been turned already?"),
    "error_rate.csv": ([(*LOWER, ["acc"])], "acc is an error: performances are its negatives"),
    "three_spellings.csv": (
        [("segmented_control", "They are", "the same: merge them")],
        "spellings are merged: 'm0', 'M0'",
    ),
    "three_seeds.csv": ([], "means over 3 runs; the standard error of each"),
    "empty_diagonal.csv": ([], "6 rows of empty_diagonal.csv hold only names (first: row 2)"),
    "cell_dash.csv": ([], f"'-' {MEANS}"),
    "cell_emdash.csv": ([], f"'—' {MEANS}"),
    "cell_NA.csv": ([], f"'N/A' {MEANS}"),
    "cell_nan.csv": ([], f"'nan' {MEANS}"),
    "cell_minus.csv": ([], "the minus sign U+2212 is read as - in 1 cell"),
    "cell_bold.csv": ([], "marks such as ** around a number are left out in 1 cell"),
    "records.json": ([], "read: records.json: JSON, records, 42 rows"),
}
"""What is chosen besides what is guessed, and what is said then."""


@pytest.fixture
def own(opened, small_link, monkeypatch):
    """The page with the form for tables of results; what is uploaded is read in this process."""
    monkeypatch.setenv("SETUPSCOPE_UPLOADS", "yes")
    monkeypatch.setattr(Spare, "take", lambda _: InProcess())
    monkeypatch.setattr(Spare, "prepare", lambda _: None)
    page = opened(small_link, "your_metric")
    page.app.segmented_control[0].set_value("A table of results")
    return page.run()


def bring(page, *files):
    contents = [
        (name, text if isinstance(text, bytes) else text.encode(), "") for name, text in files
    ]
    page.app.file_uploader[0].set_value(contents)
    return page.run()


def case(name):
    return name, (CASES / name).read_bytes()


def choose(page, kind, label, value):
    page.widget(kind, label).set_value(value)
    return page.run()


def said(page):
    return "\n".join([page.text, page.problems, *errors(page)])


def errors(page):
    return [error.value.replace("\\", "") for error in page.app.error]


def can_be_scored(page):
    return any(button.key == "own build" for button in page.app.button)


def pairs(sources="abcd", targets="xyz"):
    return list(itertools.product(sources, targets))


def pivot(corner, rows, columns, scale=1):
    lines = [
        f"{row},"
        + ",".join(str(scale * ((3 * k + 5 * at) % 17) / 20) for at in range(len(columns)))
        for k, row in enumerate(rows)
    ]
    return "\n".join([f"{corner},{','.join(columns)}", *lines])


def test_every_case_is_read_and_what_was_understood_is_said(own):
    for name, (choices, told) in CHOICES.items():
        bring(own, case(name))
        for choice in choices:
            choose(own, *choice)
        assert told in said(own), name
        assert errors(own) == [], name
        assert can_be_scored(own), name
        assert "metrics: 3: A (" in own.text, name


def test_rows_that_contradict_each_other_are_quoted_as_they_stand_there(own):
    bring(own, case("percent_contradiction.csv"))
    assert own.widget("checkbox", "Performances are in per cent").value
    (error,) = errors(own)
    assert "row 44, column 'acc' is '64.43', but row 2 says '68.31'" in error
    assert "name the column that tells runs apart with “run column”" in error
    assert not can_be_scored(own)


def test_nothing_is_lost_of_the_choices_where_nothing_can_be_compared(own):
    bring(own, case("leaderboard_missing.csv"))
    choose(own, *RANK, "source")
    choose(own, *LOWER, ["C"])
    (error,) = errors(own)
    assert error.startswith("no two metrics can be compared")
    assert "“minimum number of candidates in a pool”: 14" in error
    assert "Summary of your table" in own.text
    choose(own, "number_input", "or minimum number of candidates in a pool", 14)
    assert can_be_scored(own)
    assert "C (c, lower is better)" in own.text
    choose(own, "multiselect", "Metric columns", ["B", "C"])
    assert "metrics: 2: B (b), C (c, lower is better)" in own.text


def test_a_pivot_of_scores_joins_a_table_of_performances_and_is_scored(own):
    bring(own, case("records.json"), case("scores.json"))
    assert own.widget("radio", "In pivots").value == "target"
    assert "metrics: 4: A (a), B (b), C (c), scores" in own.text
    own.press("Score it")
    assert own.sentence.startswith("**my-results** has been scored: 3,552 setups.")


def test_pivots_alone_ask_what_they_do_not_say(own):
    files = {"acc": 1, "LogME": 100, "H": 1}
    bring(own, *((f"{n}_t.csv", pivot("name", "abcd", "xyz", s)) for n, s in files.items()))
    asked = [one.value for one in own.app.info]
    assert asked == ["Choose what the rows and columns are."]
    choose(own, "radio", "In pivots", "target")
    assert own.widget("selectbox", "performance").value == "acc"
    assert "metrics: 2: LogME (logme), H (h)" in own.text
    assert "sources: 4: 'a'" in own.text
    assert own.widget("selectbox", "Preview of 3 tables").options == [f"{n}_t.csv" for n in files]
    choose(own, "radio", "In pivots", "source")
    assert "targets: 4: 'a'" in own.text
    bring(own, ("acc.csv", pivot("model", "abcd", "xyz")))
    assert [one.value[:30] for one in own.app.info] == ["Choose at least one metric. A "]


def test_long_tables_compressed_pasted_or_in_markdown_are_read(own):
    rows = [
        f"{s}|{t}|{metric}|{(3 * k + len(metric)) % 11 / 10}"
        for k, (s, t) in enumerate(pairs())
        for metric in ("accuracy", "H", "LogME")
    ]
    names = "checkpoint|task|metric|value"
    markdown = "\n".join(f"|{row}|" for row in [names, "-|-|-|-:", *rows])
    tabs = "\n".join([names, *rows]).replace("|", "\t")
    own.app.text_area[0].set_value(markdown)
    own.run()
    assert "pasted table: Markdown" in own.text
    assert "metrics: 2: H (h), LogME (logme)" in own.text
    own.app.text_area[0].set_value("")
    bring(own, ("t.tsv.gz", gzip.compress(tabs.encode())))
    assert "CSV with tabs" in own.text
    assert own.widget("selectbox", "performance column").value == "accuracy"
    assert "metrics: 2: H (h), LogME (logme)" in own.text


def test_columns_that_are_no_metrics_are_named_and_names_may_be_made_of_two(own):
    header = "arch,data,task,acc,H,L,params,epoch"
    rows = [
        f"{s},{d},{t},0.{k},{7 * k % 5},{3 * k % 7},{ord(s)},{k % 3}"
        for k, (s, d, t) in enumerate(itertools.product("abc", "pq", "xyz"))
    ]
    bring(own, ("t.csv", "\n".join([header, *rows])))
    assert own.widget("multiselect", "source column").value == ["arch"]
    choose(own, "multiselect", "target column", ["task"])
    choose(own, "multiselect", "source column", ["arch", "data"])
    assert "Not taken as metrics: params (it is the same in all rows of a source)" in own.text
    assert "sources: 6: 'a (p)', 'a (q)'" in own.text
    assert "metrics: 2: H (h), L (l)" in own.text
    choose(own, "multiselect", "Metric columns", ["H"])
    choose(own, "multiselect", "Facts about sources", ["params"])
    assert "metrics: 1: H (h)" in own.text
    assert "facts: params" in own.text


def test_a_table_of_facts_and_a_header_of_two_rows_are_recognised(own):
    head = "model,acc,acc,acc,H,H,H\n,x,y,z,x,y,z"
    rows = [
        ",".join([s, *(str((3 * k + 5 * at) % 17) for at in range(6))])
        for k, s in enumerate("abcd")
    ]
    bring(own, ("both.csv", "\n".join([head, *rows])))
    assert own.widget("selectbox", "performance").options == ["acc", "H"]
    assert "metrics: 1: H (h)" in own.text
    wide = [f"{s},{t},{k % 7},{5 * k % 9}" for k, (s, t) in enumerate(pairs())]
    facts = [f"{s},{k},{k * k}" for k, s in enumerate("abcd", 1)]
    bring(
        own,
        ("facts.csv", "\n".join(["name,params,depth", *facts])),
        ("t.csv", "\n".join(["model,dataset,acc,H", *wide])),
    )
    assert own.widget("selectbox", "Table of facts").value == "facts.csv"
    assert "facts: params" in own.text
    assert "metrics: 1: H (h)" in own.text


def test_a_sheet_of_a_workbook_is_chosen_even_where_the_first_is_no_table(own):
    rows = [f"{s},{t},0.{k},{7 * k % 5},{3 * k % 7}" for k, (s, t) in enumerate(pairs())]
    cells = [row.split(",") for row in ["model,dataset,acc,H,L", *rows]]
    bring(own, ("t.xlsx", as_workbook({"about": [["some words"]], "results": cells})))
    assert "has a header but no rows" in said(own)
    choose(own, "selectbox", "Sheet", "results")
    assert errors(own) == []
    assert "metrics: 2: H (h), L (l)" in own.text


def test_files_that_are_named_by_targets_are_asked_for_in_that_way(own):
    files = {t: pivot("model", "abcd", ["acc", "H", "L"], k) for k, t in enumerate("xyz", 1)}
    bring(own, *((f"{name}.csv", text) for name, text in files.items()))
    assert own.widget("radio", "The tables have").value == "a file per name"
    assert own.widget("radio", "Here").value == "target"
    assert own.widget("selectbox", "names of rows").value == "model"
    assert own.widget("selectbox", "performance column").value == "acc"
    assert own.widget("multiselect", "Metric columns").value == ["H", "L"]
