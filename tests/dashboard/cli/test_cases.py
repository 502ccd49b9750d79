"""Small tables as people have them, each with the command that imports it and what comes of it."""

import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from scipy.stats import sem

from mutated import QUANTITIES, as_workbook, pivot
from setupscope.analysis import win_rates
from setupscope.dashboard.cli.main import main
from setupscope.data import open_store

CASES = Path(__file__).parents[2] / "cases"
SIDES = ("--name", "t", "--source", "model", "--target", "dataset")
ABC = ("--performance", "acc", "--metrics", "A,B,C")


def run(file, *words):
    """What importing a case says, in one line; the exit code."""
    words = [*SIDES, *map(str, words)]
    done = CliRunner().invoke(main, ["import", str(CASES / file), *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, f"{done.stdout}{done.stderr}".replace(f"{CASES}/", "")


def imported(file, *words):
    code, text = run(file, *words, "--dry-run")
    assert code == 0, text
    return text


def refused(file, *words):
    code, text = run(file, *words, "--dry-run")
    assert code == 2, text
    return text[text.index("Error: ") :]


def built(folder, file, *words):
    code, text = run(file, *words, "--store", folder / "t")
    assert code == 0, text
    return open_store(folder / "t"), text


def table(file):
    return pd.read_csv(CASES / file)


@pytest.mark.parametrize(
    ("file", "word", "place"),
    [
        ("cell_dash.csv", "-", "row 6, column 'A'"),
        ("cell_emdash.csv", "—", "row 6, column 'A'"),
        ("cell_NA.csv", "N/A", "row 6, column 'A'"),
        ("cell_nan.csv", "nan", "row 6, column 'A'"),
    ],
)
def test_signs_and_words_for_no_value_are_missing_and_counted(file, word, place):
    text = imported(file, *ABC)
    assert f"Note: {word!r} means missing in 1 cell of {file} (first in {place})." in text
    assert "A lacks 1 of 42 scores in t ('m0' → 'd4')" in text


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("cell_minus.csv", "the minus sign U+2212 is read as - in 1 cell"),
        ("cell_bold.csv", "marks such as ** around a number are left out in 1 cell"),
    ],
)
def test_a_minus_sign_and_bold_numbers_are_understood_and_said(file, said):
    text = imported(file, *ABC)
    assert f"Note: {said} of {file} (first in row 6, column 'A'" in text
    assert "lacks" not in text


def test_rows_that_hold_only_names_are_left_out_and_said_once():
    text = imported("empty_diagonal.csv", *ABC)
    assert text.count("hold only names") == 1
    assert "6 rows of empty_diagonal.csv hold only names (first: row 2); left out" in text
    assert re.search(r"transfers +30 of 30", text)


def test_names_in_several_spellings_are_named_and_can_be_merged():
    text = refused("three_spellings.csv", *ABC)
    assert "'m0', 'M0' may be the same name" in text
    for way in ("--merge-spellings", "--names FILE", "--keep-spellings"):
        assert way in text
    merged = imported("three_spellings.csv", *ABC, "--merge-spellings")
    assert "spellings are merged: 'm0', 'M0'" in merged
    assert re.search(r"sources +6: 'm0'", merged)


def test_runs_are_averaged_and_their_standard_error_is_kept(tmp_path):
    store, text = built(tmp_path, "three_seeds.csv", *ABC, "--run", "seed")
    assert "the numbers of 42 transfers are means over 3 runs; the standard error" in text
    runs = table("three_seeds.csv").groupby(["model", "dataset"])
    found = store.measurements().set_index(["source", "target"]).sort_index()
    assert found["performance"].to_numpy() == pytest.approx(runs["acc"].mean().to_numpy())
    assert found["performance_error"].to_numpy() == pytest.approx(runs["acc"].agg(sem).to_numpy())
    assert found["b"].to_numpy() == pytest.approx(runs["B"].mean().to_numpy())


def test_rows_that_contradict_each_other_are_quoted_as_they_stand():
    text = refused("percent_contradiction.csv", *ABC, "--percent")
    assert "row 44, column 'acc' is '64.43', but row 2 says '68.31'" in text


def test_a_performance_can_be_an_error(tmp_path):
    store, text = built(tmp_path, "error_rate.csv", *ABC, "--lower-is-better", "acc")
    assert "acc is an error: performances are its negatives, and Rel@1" in text
    rates = win_rates(store.setups())
    assert rates.sort_values("win_rate")["metric"].iloc[-1] == "a"
    assert "rel_at_1" not in store.study.measures


def test_a_sign_that_seems_turned_already_is_asked_about():
    turned = ("--lower-is-better", "B", "--only", "source")
    text = imported("sign_turned_already.csv", *ABC, *turned)
    assert "B is negative under Pearson r in 100 % of 8 targets" in text
    assert text.count("has its sign been turned already?") == 1
    plain = imported("sign_turned_already.csv", *ABC, "--only", "source")
    assert "turned already" not in plain


def test_what_cannot_be_compared_is_said_before_anything_is_built(tmp_path):
    only = ("--only", "source")
    text = refused("leaderboard_missing.csv", *ABC, *only)
    assert "no two metrics can be compared in t-source" in text
    assert "--min-pool 14" in text
    code, _ = run("leaderboard_missing.csv", *ABC, *only, "--store", tmp_path / "t")
    assert code == 2
    assert not list(tmp_path.iterdir())
    for way in (("--min-pool", 14), ("--complete", "candidates")):
        assert "Error" not in imported("leaderboard_missing.csv", *ABC, *only, *way)
    kept = imported("leaderboard_missing.csv", *ABC, *only, "--complete", "candidates")
    assert re.search(r"sources +11: ", kept)


def test_a_metric_with_scores_of_one_given_has_no_interval_and_no_place(tmp_path):
    words = ("--performance", "accuracy", "--metrics", "A,B,C", "--only", "source")
    store, text = built(tmp_path, "partial_one_given.csv", *words)
    assert "B lacks 42 of 48 scores in t" in text
    assert "it covers 168 of 1,344 setups of t-source" in text
    assert "1 of 8 targets have scores of every metric ('d0')" in text
    assert "the best of 2 metrics" in text
    row = win_rates(store.setups()).set_index("metric").loc["b"]
    assert row["partial"]
    assert row["covered_givens"] == 1
    assert pd.isna(row["low"])
    assert row["reason"] == "fewer than 6 givens"


def test_shares_of_a_target_count_only_setups_in_which_the_measure_has_values(tmp_path):
    store, text = built(tmp_path, "negative_performance.csv", *ABC, "--only", "source")
    assert "performances go down to -0.97; Rel@1 has no value if one is below 0" in text
    assert "that it covers" in text
    setups = store.setups()
    rates = win_rates(setups, by=["given"])
    shares = rates.groupby("given")["win_rate"].sum()
    assert shares.to_numpy() == pytest.approx(1)


def test_records_in_json_are_a_table_like_any_other():
    lines = [imported(file, *ABC).splitlines() for file in ("records.json", "cell_nan.csv")]
    json, csv = (
        [line for line in some if line.startswith(("sources", "setups"))] for some in lines
    )
    assert json == csv


def test_a_nested_object_is_a_pivot_of_the_metric_that_its_file_names():
    text = imported("records.json", CASES / "scores.json", "--performance", "acc")
    assert re.search(r"metrics +4: A \(a\), B \(b\), C \(c\), scores\n", text)
    assert re.search(r"transfers +42 of 42", text)


def test_several_sheets_of_a_workbook_are_pivots_named_by_the_sheets(tmp_path):
    (tmp_path / "r.xlsx").write_bytes(as_workbook({q: pivot(q) for q in QUANTITIES}))
    words = ["import", str(tmp_path / "r.xlsx"), "--name", "t", "--performance", "acc"]
    words += ["--columns", "target", *(word for q in QUANTITIES for word in ("--sheet", q))]
    done = CliRunner().invoke(main, [*words, "--dry-run"])
    assert re.search(r"metrics +2: LEEP \(leep\), LogME \(logme\)\n", done.output), done.output
    assert re.search(r"transfers +12 of 12", done.output)


def test_a_pivot_alone_asks_what_its_columns_are_and_for_the_performance():
    acc = ("--performance", "acc")
    assert "add --columns target or --columns source" in refused("scores.json", *acc)
    unknown = refused("scores.json", *acc, "--columns", "target")
    assert "unknown performance 'acc' (accepted: 'scores')" in unknown
    alone = refused("scores.json", "--performance", "scores", "--columns", "target")
    assert "no scores" in alone


def test_62_counts_the_candidates_of_a_given_and_not_the_names_of_a_table():
    text = imported("many_names_small_pools.csv", "--performance", "acc", "--only", "source")
    assert "sources 96" in " ".join(text.split())
    assert "7,824" in text
