"""What is uploaded together is read as it is chosen, and what is shown of it."""

import gzip
import pickle
from pathlib import Path

import pytest

from in_process import InProcess
from setupscope.dashboard.uploads import upload
from setupscope.dashboard.uploads.messages import Facts, ResultsRequest
from setupscope.dashboard.uploads.process import Spare
from setupscope.dashboard.uploads.upload import Reading, Upload, distinct
from setupscope.data.importing.layout import Layout
from setupscope.data.study.study_file import SHIPPED_STUDY

CASES = Path(__file__).parents[2] / "cases"
TABLE = "model,dataset,acc,H\n" + "\n".join(
    f"m{k},{t},0.{k},{(k * k + ord(t)) % 7}" for k in range(1, 6) for t in "ab"
)
MARKDOWN = "| model | acc |\n|---|--:|\n| m1 | **0.5** |\n| m2 | 0.6 |\n"


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr(Spare, "take", lambda _: InProcess())


def brought(*files, reading=upload.AS_USUAL):
    contents = [(name, text if isinstance(text, bytes) else text.encode()) for name, text in files]
    return Upload(contents, SHIPPED_STUDY, reading)


def results(**options):
    columns = Layout(("model",), ("dataset",), "acc", **options.pop("columns", {}))
    return ResultsRequest(
        kind="results", name="t", columns=columns, pools=None, only=None, **options
    )


def lines(reply):
    return dict(reply.lines)


def test_several_files_are_one_upload_and_one_study():
    scores = TABLE.replace("acc,H", "L,M")
    files = brought(("perf.csv", TABLE), ("scores.csv.gz", gzip.compress(scores.encode())))
    assert [table.name for table in files.read.tables] == ["perf.csv", "scores.csv.gz"]
    assert files.read.guess.metrics == ("H", "M")
    assert files.file_name == "perf.csv and 1 more"
    assert lines(files.summarize(results()))["metrics"] == "2: H (h), M (m)"


def test_the_first_rows_are_shown_as_they_were_read_with_names_of_rows_in_front():
    (table,) = brought(("scores.json", (CASES / "scores.json").read_bytes())).read.tables
    assert table.columns == ("", "d0", "d1", "d2", "d3", "d4", "d5", "d6")
    assert table.head[0][:3] == ("m0", "0.5", "0.5")
    assert (len(table.head), table.rows, table.form) == (5, 6, "JSON, nested")
    (pasted,) = brought(("pasted table", MARKDOWN)).read.tables
    assert pasted.head == (("m1", "**0.5**"), ("m2", "0.6"))
    assert pasted.form.startswith("Markdown")


def test_files_of_one_name_are_told_apart():
    assert distinct(["a.csv", "b.csv", "a.csv"]) == ("1-a.csv", "b.csv", "2-a.csv")


def test_what_means_missing_is_part_of_how_tables_are_read():
    text = TABLE.replace("0.3", "broken")
    assert "acc" not in brought(("t.csv", text)).read.guess.numbers
    read = brought(("t.csv", text), reading=Reading(missing=("broken",)))
    assert "acc" in read.read.guess.numbers
    assert read.summarize(results()).error == ""


def test_a_table_of_facts_holds_no_results():
    facts = "model,size\n" + "\n".join(f"m{k},{k}" for k in range(1, 6))
    files = brought(("t.csv", TABLE), ("facts.csv", facts))
    told = lines(files.summarize(results(facts=Facts(beside="facts.csv", log=("size",)))))
    assert "size" in told["facts"]
    alone = brought(("facts.csv", facts)).summarize(results(facts=Facts(beside="facts.csv")))
    assert "no table of results is left" in alone.error


def test_names_that_are_alike_are_asked_about_and_merged_or_kept():
    spelled = brought(("t.csv", (CASES / "three_spellings.csv").read_bytes()))
    asked = spelled.summarize(results())
    assert (asked.asks, asked.error[:12]) == ("spellings", "'m0', 'M0' m")
    for option, models in (("merge_spellings", 6), ("keep_spellings", 7)):
        told = lines(spelled.summarize(results(columns={option: True})))
        assert told["sources"].startswith(f"{models}: ")
    assert spelled.summarize(results()) is asked


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("t.pkl", pickle.dumps([1]))], "which runs code when it is read"),
        ([(f"{k}.csv", TABLE) for k in range(101)], "101 files are too many"),
        ([("a.csv", b"x" * 30_000_000), ("b.csv", b"x" * 30_000_000)], "60 MB together"),
        ([("a.csv", TABLE), ("b.csv", "a,b\n1")], "b.csv: row 2 has 1 cells"),
    ],
)
def test_what_is_refused_says_why(files, said):
    refused = brought(*files)
    assert said in refused.read.error
    assert refused.summarize(results()) is refused.read


def test_a_table_without_any_metric_is_refused():
    assert (
        "holds no scores"
        in brought(("t.csv", TABLE.replace(",H", ",n"))).summarize(results()).error
    )
