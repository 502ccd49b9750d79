"""Rows that repeat a transfer: runs that are averaged, or rows that contradict each other."""

import io

import numpy as np
import pandas as pd
import pytest
from scipy.stats import sem

from setupscope.data.errors import InputError
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.results import read_results
from setupscope.data.readers.files import sheet_in

LAYOUT = Layout("model", "data", "acc")
RUNS = Layout("model", "data", "acc", run="seed")


def frame(seeds=3):
    draw = np.random.default_rng(7)
    keys = [(s, t, k) for s in "abc" for t in "xy" for k in range(seeds)]
    table = pd.DataFrame(keys, columns=["model", "data", "seed"])
    return table.assign(acc=draw.random(len(table)).round(3), LEEP=draw.normal(size=len(table)))


def results(layout, *tables):
    return read_results([sheet(table, f"r{at}.csv") for at, table in enumerate(tables, 1)], layout)


def sheet(table, name):
    text = table if isinstance(table, str) else table.to_csv(index=False)
    return sheet_in(text.encode(), name)


def by_transfer(numbers):
    return [numbers[transfer] for transfer in sorted(numbers)]


@pytest.mark.parametrize("layout", [RUNS, LAYOUT])
def test_runs_are_averaged_with_the_standard_error_of_scipy(layout):
    table = frame()
    found, groups = results(layout, table), table.groupby(["model", "data"])
    assert by_transfer(found.performances) == pytest.approx(groups["acc"].mean().tolist())
    assert by_transfer(found.errors) == pytest.approx(groups["acc"].agg(sem).tolist())
    assert by_transfer(found.scores["leep"]) == pytest.approx(groups["LEEP"].mean().tolist())
    assert set(found.runs.values()) == {3}
    how = "runs are averaged" if layout is RUNS else "rows that repeat a transfer are taken as runs"
    assert any(note.startswith(how) for note in found.notes)


def test_per_cent_and_errors_keep_the_standard_error_in_the_units_of_the_performance():
    table = frame()
    layout = Layout("model", "data", "acc", run="seed", percent=True, lower_is_better=("acc",))
    found, groups = results(layout, table), table.groupby(["model", "data"])["acc"]
    assert by_transfer(found.performances) == pytest.approx((-groups.mean() / 100).tolist())
    assert by_transfer(found.errors) == pytest.approx((groups.agg(sem) / 100).tolist())


def test_a_score_that_is_the_same_in_all_runs_stays_to_the_last_digit():
    table = frame().assign(LEEP=0.1)
    table.loc[0:2, "LEEP"] = 0.3
    found = results(RUNS, table)
    assert set(found.scores["leep"].values()) == {0.1, 0.3}
    once = results(RUNS, table.assign(LEEP=table["LEEP"].where(table["seed"] == 0)))
    assert once.scores == found.scores
    assert set(once.runs.values()) == {3}


def test_a_single_run_has_no_standard_error():
    found = results(RUNS, frame(1))
    assert not found.errors
    assert not found.runs
    assert not found.notes


def test_a_long_table_may_repeat_the_performance_in_every_row():
    table = frame().assign(GBC=lambda t: t["LEEP"] * 2)
    long = table.melt(["model", "data", "seed", "acc"], var_name="metric", value_name="value")
    layout = Layout("model", "data", "acc", run="seed", metric="metric", score="value")
    found = results(layout, long)
    groups = table.groupby(["model", "data"])
    assert by_transfer(found.errors) == pytest.approx(groups["acc"].agg(sem).tolist())
    assert by_transfer(found.scores["gbc"]) == pytest.approx(groups["GBC"].mean().tolist())


def test_runs_of_the_performance_and_scores_in_another_file_go_together():
    table = frame()
    scores = table[table["seed"] == 0][["model", "data", "LEEP"]]
    found = results(RUNS, table.drop(columns="LEEP"), scores)
    assert by_transfer(found.scores["leep"]) == scores["LEEP"].tolist()
    assert set(found.runs.values()) == {3}


def test_rows_that_complete_each_other_are_one_transfer():
    text = "model,data,acc,LEEP,GBC\na,x,.5,,2\na,x,.5,1,\nb,x,.2,3,4\n"
    found = results(LAYOUT, text)
    assert by_transfer(found.scores["leep"]) == [1, 3]
    assert by_transfer(found.scores["gbc"]) == [2, 4]
    assert not found.runs


@pytest.mark.parametrize(
    ("layout", "text", "why"),
    [
        (
            LAYOUT,
            "model,data,acc,LEEP\na,x,64.430,1\na,x,68.3,1\nb,x,1,2\nc,x,1,3\nd,x,1,4\n",
            r"row 3, column 'acc' is '68.3', but row 2 says '64.430'.*with --run",
        ),
        (
            RUNS,
            "model,data,seed,acc,LEEP\na,x,0,.5,1\na,x,0,.6,1\nb,x,0,.1,2\n",
            r"row 3, column 'acc' is '.6', but row 2 says '.5' for run '0' of the same transfer",
        ),
    ],
)
def test_rows_that_contradict_each_other_are_quoted_as_they_stand(layout, text, why):
    with pytest.raises(InputError, match=why):
        results(layout, text)


def test_files_that_contradict_each_other_name_both():
    one = "model,data,acc,LEEP\na,x,.5,1\nb,x,.2,3\n"
    why = "r2.csv: row 2, column 'LEEP' is '7', but row 2 of r1.csv says '1'"
    with pytest.raises(InputError, match=why):
        results(LAYOUT, one, "model,data,LEEP\na,x,7\n")


def test_a_stated_standard_error_of_several_runs_is_refused():
    layout = Layout("model", "data", "acc", run="seed", performance_error="se")
    with pytest.raises(InputError, match="leave out --performance-error"):
        results(layout, frame().assign(se=0.1))


def test_rows_that_say_nothing_new_are_counted():
    text = io.StringIO()
    table = frame(1)
    pd.concat([table, table.head(2)]).to_csv(text, index=False)
    found = results(LAYOUT, text.getvalue())
    assert found.repeated == 2
    assert not found.runs


def test_rows_that_follow_a_training_are_not_averaged_unasked():
    table = frame().rename(columns={"seed": "epoch"})
    with pytest.raises(InputError, match=r"differ in column 'epoch'; .* with --run epoch"):
        results(LAYOUT, table)
    assert results(Layout("model", "data", "acc", run="epoch"), table).runs
