"""Tables as the readers of a paper see them."""

import pandas as pd
import pytest

from beside import table_options
from by_hand import LEAD, TWO, bold, marks, rates, study, texts, verdicts
from setupscope.analysis.questions.usefulness import usefulness
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TABLES, table_of
from setupscope.dashboard.paper.names import Words
from setupscope.dashboard.paper.tables import as_latex, as_markdown, paper_table


def test_win_rates_are_in_per_cent_the_best_metric_first():
    table = paper_table("win-rates", TWO, study())
    assert table.columns == ("Metric", "Win rate (%)", "95 % interval", "P(best) (%)")
    assert texts(table) == [
        ["Two", "74.9", "60.0–90.0", ">99.9"],
        ["One", "25.1", "11.0–40.0", "<0.1"],
    ]
    assert bold(table) == ["74.9"]
    assert "Each row: 1,200 setups over 7 targets." in table.notes


@pytest.mark.parametrize(
    ("verdict", "mark"),
    [
        ("clear", ""),
        ("undecided", "†"),
        ("clear for these candidates", "‡"),
        ("depends on the measure", "§"),
    ],
)
def test_the_best_win_rate_bears_the_verdict_of_all_measures(verdict, mark):
    text = verdicts(("kendall", "m2", 0.5, "clear"), ("all", "m2", 0.5, verdict))
    table = paper_table("win-rates", TWO, study(), verdicts=text)
    assert marks(table) == ({"74.9": mark} if mark else {})
    assert any(note.startswith(mark or "No mark") for note in table.notes)


def test_a_metric_without_rival_is_not_marked():
    alone = TWO[TWO["metric"] == "m2"]
    text = verdicts(("kendall", "m2", None, "undecided"))
    assert marks(paper_table("win-rates", alone, study(), verdicts=text)) == {}


def by_given(levels=("x", "y")):
    parts = [TWO.assign(given=level, low=None, high=None, p_best=None) for level in levels]
    table = pd.concat(parts, ignore_index=True).assign(givens=1, reason="fewer than 6 givens")
    table.loc[0, "win_rate"] = 0.9
    return table


def test_parts_have_a_row_each_and_metrics_a_column():
    text = verdicts(
        *[("all", "m1", 0.5, "undecided"), ("all", "m2", 0.5, "clear")], given=["x", "y"]
    )
    given = study(("one", "Two"), {"x": "Set X"})
    table = paper_table("win-rates", by_given(), given, ["given"], text)
    assert table.columns == ("Target", "one", "Two")
    assert texts(table) == [["Set X", "90.0", "74.9"], ["y", "25.1", "74.9"]]
    assert bold(table) == ["90.0", "74.9"]
    assert marks(table) == {"90.0": "†"}
    assert not any("fewer than" in note for note in table.notes)


def test_more_metrics_than_a_page_is_wide_stay_in_rows():
    count = [(f"m{index}", index / 55, None, None, None) for index in range(1, 11)]
    parts = pd.concat([rates(count, given=level) for level in ("x", "y")], ignore_index=True)
    table = paper_table("win-rates", parts, study(map(str, range(10))), ["given"])
    assert table.columns == ("Target", "Metric", "Win rate (%)")
    assert len(table.rows) == 20
    assert table.rows[0][2].bold


def test_a_part_that_is_the_same_throughout_has_no_column():
    table = paper_table("win-rates", by_given(["x"]), study(), ["given"])
    assert table.columns == ("Metric", "Win rate (%)")
    assert "No “95 % interval” and “P(best) (%)”: fewer than 6 targets." in table.notes


def test_measures_stand_in_their_own_order():
    frames = [TWO.assign(measure=key) for key in ("kendall", "pearson", "rel_at_1")]
    table = paper_table("win-rates", pd.concat(frames), study(), ["measure"])
    assert [row[0] for row in texts(table)] == ["Pearson r", "Kendall τ", "Rel@1"]


def concluded(*rows):
    """A table of conclusions; a row is measure, numbers and verdict, setups, and the reason."""
    columns = ["scenario", "measure", *LEAD, "setups", "givens", "reason"]
    table = pd.DataFrame([("s", *row[:-1], 7, row[-1]) for row in rows], columns=columns)
    return table.assign(no_contest=0, covered_givens=7)


def test_a_conclusion_says_leads_in_points_and_verdicts_in_words():
    here = "clear for these candidates"
    table = concluded(
        ("pearson", "m1", "m2", 0.5, -0.03, 0.9, 0.0625, "undecided", 600, None),
        ("kendall", "m1", "m2", 0.2, 0.1, 0.3, 0.00004, "clear", 600, None),
        ("all", "m1", "m2", 0.0004, None, None, None, here, 1200, "w"),
    )
    made = paper_table("conclusion", table, study())
    heads = ("Lead (points)", "95 % interval (points)", "p", "Verdict", "Setups")
    assert made.columns[3:] == heads
    assert texts(made) == [
        ["Pearson r", "One", "Two", "50.0", "−3.0 to 90.0", "0.062", "undecided", "600"],
        ["Kendall τ", "One", "Two", "20.0", "10.0 to 30.0", "<0.0001", "clear", "600"],
        ["all measures", "One", "Two", "<0.1", "–", "–", "clear for these models", "1,200"],
    ]
    assert made.notes[-1] == "–: w."
    assert any(note.startswith("Clear for these models: ") for note in made.notes)
    tested = "; its 95 % interval and p (sign-flip test) are over targets, with these models fixed."
    assert any(note.endswith(tested) for note in made.notes)


def test_a_conclusion_below_six_givens_has_neither_interval_nor_verdict():
    row = ("pearson", "m1", "m2", 0.5, None, None, None, None, 600, "fewer than 6 givens")
    made = paper_table("conclusion", concluded(row), study())
    assert not {"95 % interval (points)", "p", "Verdict"} & set(made.columns)
    assert texts(made)[0][:3] == ["One", "Two", "50.0"]
    assert made.notes[-1].endswith(": fewer than 6 targets.")


def test_a_part_without_a_verdict_has_a_dash():
    few = ("kendall", "m1", "m2", 0.5, None, None, None, None, 600, "fewer than 6 givens")
    known = ("pearson", "m1", "m2", 0.5, 0.1, 0.9, 0.01, "clear", 600, None)
    made = paper_table("conclusion", concluded(known, few), study())
    assert [row[-2:] for row in texts(made)] == [["0.010", "clear"], ["–", "–"]]
    assert "–: fewer than 6 targets." in made.notes


def test_scores_are_compared_within_a_measure_as_they_are_printed():
    rows = [
        ("pearson", "m1", -0.004, 0.301),
        ("pearson", "m2", 0.2, 0.304),
        ("rel_at_1", "m1", 0.99, 0.9),
        ("rel_at_1", "m2", 0.8, 0.9),
    ]
    table = pd.DataFrame(rows, columns=["measure", "metric", "mean", "q50"]).assign(
        scenario="s", q05=-0.5, q25=0.1, q75=0.2, q95=0.5, setups=1, givens=1, reason=None
    )
    table["share_not_positive"] = [0.1, 0.2, None, None]
    made = paper_table("scores", table, study())
    assert bold(made) == ["0.20", "0.99"]
    assert texts(made)[0] == [
        "Pearson r",
        "One",
        "0.00",
        "0.30",
        "0.10–0.20",
        "−0.50 to 0.50",
        "10.0",
    ]
    assert made.groups == 1


def test_pairs_show_who_is_better_and_no_margin_over_several_measures():
    row = ("s", "m1", "m2", 0.2, 0.1, 0.7, 0.0, 0.25, None, 10, 2, "margins differ")
    keys = ["scenario", "a", "b", "wins", "ties", "losses", "undefined", "improvement"]
    table = pd.DataFrame([row], columns=[*keys, "mean_margin", "setups", "givens", "reason"])
    made = paper_table("pairs", table, study())
    assert texts(made) == [["One", "Two", "20.0", "10.0", "70.0"]]
    assert bold(made) == ["Two", "70.0"]
    assert "No “Mean of A − B”: margins differ." in made.notes


def test_one_setup_has_scores_to_four_decimals_and_the_choice_of_each_metric():
    table = pd.DataFrame(
        {"scenario": "s", "setup": "id", "candidate": ["b", "a"], "performance": [0.5, 0.25]}
    ).assign(m1=[-179.46964, -1.5], m2=[None, 1.0])
    made = paper_table("setup", table, study(labels={"a": "Model A"}))
    assert made.columns == ("Model", "Performance", "One", "Two")
    assert texts(made) == [
        ["b", "0.5000", "−179.4696", "–"],
        ["Model A", "0.2500", "−1.5000", "1.0000"],
    ]
    assert bold(made) == ["0.5000", "−1.5000"]
    assert made.notes[-1] == "–: no score."


def test_neighbours_name_what_differs():
    parts = {"backbone": "unstated", "m1": 0.5, "m2": [0.4, 0.6, 0.5, 0.1, 0.2], "scenario": "s"}
    table = pd.DataFrame(
        {
            "component": ["measure", "given", "pool", "pool", "pool"],
            "given": ["x", "y", "x", "x", "x"],
            "measure": ["kendall", *["pearson"] * 4],
            "pool": [0b0111, 0b0111, 0b0110, 0b1111, 0b0011],
            **parts,
        }
    )
    made = paper_table("neighbours", table, study())
    named = ["Kendall τ", "y", "without a", "with d", "without c"]
    assert [row[1] for row in texts(made)] == named
    assert bold(made) == ["0.5000", "0.6000", "0.5000", "0.5000"]
    of_pools = paper_table("neighbours", table[2:], study())
    assert [row[1] for row in texts(of_pools)] == named[2:]
    assert texts(paper_table("neighbours", table[2:4], study()))[0][1] == "2 models"


def test_setups_that_are_won_name_who_is_left_out():
    row = ("s", "x", "unstated", "pearson", 3, 0b0111, 0.5, None, None)
    keys = ["scenario", "given", "backbone", "measure", "pool_size", "pool", "value", "second"]
    table = pd.DataFrame([row], columns=[*keys, "margin"])
    made = paper_table("won", table, study())
    assert texts(made) == [["d", "0.5000", "–"]]


def test_any_other_table_is_laid_out_by_its_columns():
    table = pd.DataFrame({"scenario": "s", "best_metric": ["m1"], "n": [1234], "yes": [True]})
    made = paper_table("of another kind", table, study())
    assert made.columns == ("Best metric", "N", "Yes")
    assert texts(made) == [["One", "1,234", "yes"]]


def test_a_table_without_rows_has_heads():
    made = paper_table("win-rates", TWO[:0], study())
    assert made.rows == ()
    assert b"Metric" in as_latex(made)
    assert b"Metric" in as_markdown(made)


def test_setups_that_a_metric_cannot_win_are_counted_beside_it():
    made = paper_table("win-rates", TWO.assign(undefined=[3, 0], not_covered=[0, 1000]), study())
    assert made.columns[-2:] == ("Undefined", "Not covered")
    assert [row[-2:] for row in texts(made)] == [["0", "1,000"], ["3", "0"]]
    assert any("because the metric lacks a score" in note for note in made.notes)


def test_setups_that_compare_no_metrics_are_counted():
    made = paper_table("win-rates", TWO.assign(no_contest=200), study())
    assert made.columns[-1] == "No contest"
    assert [row[-1] for row in texts(made)] == ["200", "200"]
    assert any(note.startswith("No contest: setups left out because") for note in made.notes)


def test_a_metric_that_lacks_scores_is_never_bold_and_bears_no_mark():
    three = rates([("m1", 0.4, None, None, None), ("m2", 0.6, None, None, None)])
    lacks = rates([("m3", 0.9, None, None, None)], partial=True, not_covered=400)
    table = pd.concat([three, lacks], ignore_index=True)
    text = verdicts(("kendall", "m2", 0.2, "undecided"))
    names = study(("One", "Two", "Three"))
    made = paper_table("win-rates", table, names, verdicts=text)
    assert bold(made) == ["60.0"]
    assert marks(made) == {"60.0": "†"}
    assert any("compared with the others only where it has all" in note for note in made.notes)
    parts = pd.concat([table.assign(given=given) for given in "xy"], ignore_index=True)
    assert bold(paper_table("win-rates", parts, names, ["given"])) == ["60.0", "60.0"]


def test_a_winner_without_a_verdict_bears_no_mark():
    text = verdicts(("kendall", "m2", 0.5, None))
    made = paper_table("win-rates", TWO, study(), verdicts=text)
    assert marks(made) == {}
    assert bold(made) == ["74.9"]
    assert not any("verdict on" in note or note.startswith("No mark") for note in made.notes)


def test_a_conclusion_says_why_candidates_were_not_resampled():
    row = ("pearson", "m1", "m2", 0.5, 0.1, 0.9, 0.5, "undecided", 600, "no candidate is out")
    made = paper_table("conclusion", concluded(row), study())
    assert made.columns[0] == "Winner"
    assert made.notes[-1] == "Models were not resampled: no model is out."


@pytest.mark.parametrize("name", [*TABLES, "usefulness"])
def test_a_slice_without_setups_makes_a_table_without_rows(small, name):
    slice_ = Slice.parse("scenario=segmentation-source", small.study)
    setups = small.setups().filter("false")
    options = table_options(name, slice_)
    empty = (
        usefulness(setups)
        if name == "usefulness"
        else table_of(name, slice_, setups, options=options)
    )
    made = paper_table(name, empty, small.study)
    assert made.rows == ()
    assert as_latex(made).count(b"rule") == 3


def test_verdicts_that_are_all_the_same_are_said_once_and_not_marked():
    table = pd.concat(TWO.assign(given=given) for given in "xy")
    text = pd.concat(
        verdicts(("all", "m2", 0.5, verdict), given=given)
        for given, verdict in (("x", "undecided"), ("y", "clear"))
    )
    mixed = paper_table("win-rates", table, study(), ["given"], text)
    assert [cell.mark for row in mixed.rows for cell in row if cell.bold] == ["†", ""]
    alike = paper_table("win-rates", table, study(), ["given"], text.assign(verdict="undecided"))
    assert marks(alike) == {}
    assert any("The verdict on each lead is “undecided”" in note for note in alike.notes)


def test_a_metric_that_only_another_study_has_is_called_as_there():
    raw = pd.DataFrame({"metric": ["nce"], "study": ["hub"], "key": ["nce"], "label": ["NCE"]})
    assert Words.of(raw, study(), {"nce": "NCE"}).metric("nce") == "NCE"
    left = raw.assign(state="left out", reason="no other study has it")
    assert paper_table("across-metrics", left, study()).notes == (
        "Left out: no other study has it.",
    )
