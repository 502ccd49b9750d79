"""Tables as the readers of a paper see them."""

import re
from dataclasses import fields

import pandas as pd
import pytest
from beside import asked_of
from compiled import compiled, needs_pdflatex

from analysis.listing import won_setups
from analysis.one_setup import largest_setup, neighbours, one_setup
from analysis.slices import Slice
from analysis.tables import TABLES, table_of
from analysis.usefulness import usefulness
from dashboard.paper.cells import Cell, PaperTable
from dashboard.paper.html import as_html
from dashboard.paper.latex import latex_terms
from dashboard.paper.tables import as_latex, as_markdown, paper_table
from data.measured import MeasuredStudy, Names
from data.study import study_of

NASTY = [
    *(
        "a<b> & 50 %_x $y$",
        "\\cmd{a}^~#",
        "\"q\" 'r' `s`",
        "line\nbreak",
        "[x](y) *b* |c| <b>d</b>",
    ),
    *("=1+1", "n" * 200, "long " * 40, "北京", "😀 ok", "https://evil.example/?a=b&c", "[1pt]"),
]


SCENARIO = {
    "name": "s",
    "table": "t",
    "given": "target",
    "candidates": "source",
    "title": "Which?",
    "question": "Which?",
}


def study(metrics=("One", "Two"), labels=None):
    """A study of one scenario, whose metrics have these labels."""
    whole = study_of(
        {
            "name": "hand",
            "title": "By hand",
            "measures": ["pearson", "kendall", "rel_at_1"],
            "pools": {"leave_out": 1},
            "tables": [{"key": "t", "file": "t.csv", "task": "any", "source_noun": "model"}],
            "metrics": [
                {"key": f"m{at}", "label": label} for at, label in enumerate(metrics, start=1)
            ],
            "scenarios": [SCENARIO],
            "labels": labels or {},
        },
        "here",
    )
    content = {field.name: getattr(whole, field.name) for field in fields(whole)}
    names = Names(("x", "y"), ("unstated",), ("a", "b", "c", "d"), (3, 4))
    return MeasuredStudy(**content, names={"s": names})


def rates(rows, **columns):
    """A table of win rates; a row is metric, win rate, low, high and P(best)."""
    table = pd.DataFrame(rows, columns=["metric", "win_rate", "low", "high", "p_best"])
    table.insert(0, "scenario", "s")
    table = table.assign(wins=1.0, undefined=0, not_covered=0, setups=1200, givens=7, reason=None)
    return table.assign(**columns)


def verdicts(*rows, **columns):
    table = pd.DataFrame(rows, columns=["measure", "winner", "lead", "verdict"])
    return table.assign(scenario="s", **columns)


LEAD = ("winner", "runner_up", "lead", "low", "high", "verdict")


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def bold(table):
    return [cell.text for row in table.rows for cell in row if cell.bold]


def marks(table):
    return {cell.text: cell.mark for row in table.rows for cell in row if cell.mark}


TWO = rates([("m1", 0.2512, 0.11, 0.4, 0.0001), ("m2", 0.7488, 0.6, 0.9, 0.9999)])


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
    said = verdicts(("kendall", "m2", 0.5, "clear"), ("all", "m2", 0.5, verdict))
    table = paper_table("win-rates", TWO, study(), verdicts=said)
    assert marks(table) == ({"74.9": mark} if mark else {})
    assert any(note.startswith(mark or "No mark") for note in table.notes)


def test_a_metric_without_rival_is_not_marked():
    alone = TWO[TWO["metric"] == "m2"]
    said = verdicts(("kendall", "m2", None, "undecided"))
    assert marks(paper_table("win-rates", alone, study(), verdicts=said)) == {}


def by_given(levels=("x", "y")):
    parts = [TWO.assign(given=level, low=None, high=None, p_best=None) for level in levels]
    table = pd.concat(parts, ignore_index=True).assign(givens=1, reason="fewer than 6 givens")
    table.loc[0, "win_rate"] = 0.9
    return table


def test_parts_have_a_row_each_and_metrics_a_column():
    said = verdicts(
        *[("all", "m1", 0.5, "undecided"), ("all", "m2", 0.5, "clear")], given=["x", "y"]
    )
    given = study(("one", "Two"), {"x": "Set X"})
    table = paper_table("win-rates", by_given(), given, ["given"], said)
    assert table.columns == ("Target", "one", "Two")
    assert texts(table) == [["Set X", "90.0", "74.9"], ["y", "25.1", "74.9"]]
    assert bold(table) == ["90.0", "74.9"]
    assert marks(table) == {"90.0": "†"}
    assert not any("fewer than" in note for note in table.notes)


def test_more_metrics_than_a_page_is_wide_stay_in_rows():
    many = [(f"m{at}", at / 55, None, None, None) for at in range(1, 11)]
    parts = pd.concat([rates(many, given=level) for level in ("x", "y")], ignore_index=True)
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


def test_a_conclusion_says_leads_in_points_and_verdicts_in_words():
    table = pd.DataFrame(
        [
            ("s", "pearson", "m1", "m2", 0.5, -0.03, 0.9, "undecided", 600, 7, None),
            (
                "s",
                "all",
                "m1",
                "m2",
                0.0004,
                None,
                None,
                "clear for these candidates",
                1200,
                7,
                "w",
            ),
        ],
        columns=["scenario", "measure", *LEAD, "setups", "givens", "reason"],
    )
    made = paper_table("conclusion", table, study())
    assert made.columns[3:] == ("Lead (points)", "95 % interval (points)", "Verdict", "Setups")
    assert texts(made) == [
        ["Pearson r", "One", "Two", "50.0", "−3.0 to 90.0", "undecided", "600"],
        ["all measures", "One", "Two", "<0.1", "–", "clear for these models", "1,200"],
    ]
    assert made.notes[-1] == "–: w."
    assert any(note.startswith("Clear for these models: ") for note in made.notes)


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


def test_flips_are_bold_and_name_the_restriction():
    rows = [
        ("given", "x", "m2", 0.2, True, 1),
        ("pool_size", "4", "m1", -0.0001, False, 7),
        ("without", "a", "m1", -0.1, False, 7),
    ]
    table = pd.DataFrame(rows, columns=["component", "value", "winner", "by", "flips", "givens"])
    table = table.assign(scenario="s", low=None, high=None, setups=9, reason="fewer than 6 givens")
    made = paper_table("flips", table, study(labels={"a": "Model A"}))
    assert [row[:4] for row in texts(made)] == [
        ["target", "x", "Two", "20.0"],
        ["pool size", "4", "One", ">−0.1"],
        ["pools without", "Model A", "One", "−10.0"],
    ]
    assert bold(made) == ["Two"]


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


def test_latex_has_rules_aligned_numbers_and_marks_that_take_no_room():
    said = verdicts(("all", "m2", 0.5, "undecided"))
    written = as_latex(paper_table("win-rates", TWO, study(), verdicts=said)).decode()
    assert written.splitlines()[1:5] == [
        r"\begin{tabular}{lrrr}",
        r"\toprule",
        r"Metric & Win rate (\%) & 95 \% interval & P(best) (\%) \\",
        r"\midrule",
    ]
    assert r"\textbf{74.9}\rlap{\textsuperscript{\textdagger{}}} & 60.0\textendash{}90.0" in written
    assert written.index(r"\bottomrule") < written.index(r"\textdagger{} undecided")


def test_a_long_table_repeats_its_head_and_says_what_it_needs():
    many = rates([(f"m{at}", at / 900, None, None, None) for at in range(1, 43)])
    written = as_latex(paper_table("win-rates", many, study(map(str, range(1, 43))))).decode()
    assert written.splitlines()[0].startswith("% Needs")
    assert "longtable" in written.splitlines()[0]
    assert written.index(r"\endhead") < written.index("4.7")


def test_markdown_shows_names_letter_by_letter_and_links_none():
    names = ["<b>&amp;*a*|x", "[l](https://evil.example)"]
    lines = as_markdown(paper_table("win-rates", TWO, study(names))).decode().splitlines()
    assert re.fullmatch(r"\|:-+\|-+:\|-+:\|-+:\|", lines[1])
    assert " **74.9** |" in lines[2]
    cells = [re.split(r"(?<!\\)\|", line)[1].strip() for line in lines[2:4]]
    assert not any(re.search(r"(?<!\\)[<\[*&|]", cell) for cell in cells)
    shown = [re.sub(r"\\(.)", r"\1", cell) for cell in cells]
    assert shown == [names[1].replace(":", ":\N{WORD JOINER}"), names[0]]


@needs_pdflatex
def test_names_of_any_letters_come_out_in_every_table(tmp_path):
    labels = {f"g{at}": name for at, name in enumerate(NASTY)}
    study_ = study(NASTY[:6], labels)
    names = [f"g{at}" for at in range(len(NASTY))]
    rows = [(f"m{at}", at / 21, 0.1, 0.5, 0.1) for at in range(1, 7)]
    long = rates(rows)
    pivoted = pd.concat([long.assign(given=name) for name in names], ignore_index=True)
    scored = pd.DataFrame({"scenario": "s", "candidate": names, "performance": 0.5, "m1": 1.0})
    made = [
        paper_table("win-rates", long, study_),
        paper_table("win-rates", pivoted, study_, ["given"]),
        paper_table("setup", scored, study_),
        paper_table("other", pivoted, study_, ["given"]),
    ]
    shown = compiled("\n\\clearpage\n".join(as_latex(one).decode() for one in made), tmp_path)
    if shown is not None:
        for words in (
            "a<b> & 50 %_x $y$",
            r"\cmd{a}^~#",
            "line break",
            "[x](y) *b* |c|",
            "BeiJing",
        ):
            assert words in shown
        assert shown.count("n") > 3 * 200


def every_table(store, slice_):
    """All tables of a slice, as papers have them."""
    study_, setups, metrics = store.study, slice_.narrow(store.setups()), slice_.metric_keys()
    for name in TABLES:
        for by in ([], ["measure"], ["given"]):
            if (name == "leave-one-out" and by == ["given"]) or (name == "compare" and by):
                continue
            if name == "claim" and len(slice_.scenario_names()) > 1:
                continue
            asked = asked_of(name, slice_)
            table = table_of(name, slice_, store.setups(), by, asked=asked)
            said = table_of("conclusion", slice_, store.setups(), by)
            yield paper_table(name, table, study_, by, said)
    one = one_setup(store.setups(), store.measurements(), study_, largest_setup(setups))
    scored, around = one.candidates.copy(), neighbours(store.setups(), study_, one)
    for table in (scored, around):
        table.insert(0, "scenario", one.id.scenario)
    yield paper_table("setup", scored, study_)
    yield paper_table("neighbours", around, study_)
    yield paper_table("won", won_setups(setups, metrics[0])[0], study_)
    useful = usefulness(setups, metrics, store.measurements(), study_)
    yield paper_table("usefulness", useful, study_)


@needs_pdflatex
@pytest.mark.parametrize(
    "query",
    [
        "scenario=segmentation-source&measure=kendall,rel_at_1",
        "scenario=classification-target&backbone=frozen",
        "scenario=segmentation-source,segmentation-target&given=ade,camvid&measure=pearson",
    ],
)
def test_every_table_of_the_shipped_study_compiles(shipped, query, tmp_path):
    made = list(every_table(shipped, Slice.parse(query, shipped.study)))
    terms = latex_terms(shipped.study)
    body = "\n\\clearpage\n".join(as_latex(one, terms).decode() for one in made)
    shown = compiled(body, tmp_path)
    for one in made:
        assert as_markdown(one).count(b"\n|") == len(one.rows) + 1
        assert shown is None or one.columns[-1].split()[0] in shown


def test_setups_that_a_metric_cannot_win_are_counted_beside_it():
    made = paper_table("win-rates", TWO.assign(undefined=[3, 0], not_covered=[0, 1000]), study())
    assert made.columns[-2:] == ("Undefined", "Not covered")
    assert [row[-2:] for row in texts(made)] == [["0", "1,000"], ["3", "0"]]
    assert any("for lack of a score" in note for note in made.notes)


def test_a_conclusion_says_why_candidates_were_not_resampled():
    row = ("s", "pearson", "m1", "m2", 0.5, 0.1, 0.9, "undecided", 600, 7, "no candidate is out")
    columns = ["scenario", "measure", *LEAD, "setups", "givens", "reason"]
    made = paper_table("conclusion", pd.DataFrame([row], columns=columns), study())
    assert made.columns[0] == "Winner"
    assert made.notes[-1] == "No resampling of models: no model is out."


@pytest.mark.parametrize("name", [*TABLES, "usefulness"])
def test_a_slice_without_setups_makes_a_table_without_rows(shipped, name):
    slice_ = Slice.parse("scenario=segmentation-source", shipped.study)
    setups = shipped.setups().filter("false")
    asked = asked_of(name, slice_)
    empty = (
        usefulness(setups) if name == "usefulness" else table_of(name, slice_, setups, asked=asked)
    )
    made = paper_table(name, empty, shipped.study)
    assert made.rows == ()
    assert as_latex(made).count(b"rule") == 3


def test_verdicts_that_are_all_the_same_are_said_once_and_not_marked():
    table = pd.concat(TWO.assign(given=given) for given in "xy")
    said = pd.concat(
        verdicts(("all", "m2", 0.5, verdict), given=given)
        for given, verdict in (("x", "undecided"), ("y", "clear"))
    )
    mixed = paper_table("win-rates", table, study(), ["given"], said)
    assert [cell.mark for row in mixed.rows for cell in row if cell.bold] == ["†", ""]
    alike = paper_table("win-rates", table, study(), ["given"], said.assign(verdict="undecided"))
    assert marks(alike) == {}
    assert any("The verdict on each lead is “undecided”" in note for note in alike.notes)


def test_importance_has_a_column_per_component_in_per_cent():
    shares = {"pool": 0.5, "given": 0.25, "backbone": 0.0, "measure": 0.15, "interactions": 0.1}
    rows = [("s", "m1", "m2", name, share, 9, 7, None) for name, share in shares.items()]
    columns = ["scenario", "a", "b", "component", "share", "setups", "givens", "reason"]
    table = paper_table("importance", pd.DataFrame(rows, columns=columns), study())
    assert table.columns[:3] == ("Metric A", "Metric B", "Pool")
    assert texts(table) == [["One", "Two", "50.0", "25.0", "0.0", "15.0", "10.0"]]


def test_ranks_say_the_tests_once_and_the_best_rank_first():
    tests = {"friedman_p": 0.00001, "permutation_p": 0.0123, "cd": 1.1, "setups": 9, "givens": 7}
    frame = pd.DataFrame(
        {"scenario": "s", "metric": ["m1", "m2"], "mean_rank": [2.5, 1.25], **tests}
    )
    table = paper_table("ranks", frame.assign(reason=None), study())
    assert texts(table) == [["Two", "1.25"], ["One", "2.50"]]
    assert bold(table) == ["1.25"]
    said = "Friedman's test: p <0.0001; permutations: p = 0.012; two mean ranks further apart"
    assert said in " ".join(table.notes)


def test_how_many_are_enough_is_bold_and_what_never_is_enough_is_said():
    columns = ["unit", "n", "tau", "q05", "same_winner", "stable"]
    rows = [
        ("setups", 2, 0.7, 0.2, 0.5, 4.0),
        ("setups", 4, 0.95, 0.6, 0.75, 4.0),
        ("givens", 1, 0.6, 0.1, 0.5, float("nan")),
    ]
    frame = pd.DataFrame(rows, columns=columns).assign(
        scenario="s", setups=9, givens=2, reason=None
    )
    table = paper_table("enough", frame, study())
    assert bold(table) == ["4", "0.95"]
    assert texts(table)[0] == ["Setups", "2", "0.70", "0.20", "50.0"]
    assert "No number of givens is enough." in table.notes


def test_agreement_names_levels_and_says_what_tau_is():
    rows = [
        ("s", "measure", "pearson", "kendall", 0.8, 100, 7, None),
        ("s", "given", None, None, float("nan"), 50, 1, "the slice has one level of it"),
    ]
    columns = ["scenario", "component", "level_a", "level_b", "tau", "setups", "givens", "reason"]
    table = paper_table("agreement", pd.DataFrame(rows, columns=columns), study())
    assert table.columns == ("Component", "Level A", "Level B", "τ", "Setups", "Targets")
    assert texts(table)[0] == ["Measure", "Pearson r", "Kendall τ", "0.80", "100", "7"]
    assert texts(table)[1] == ["Target", "–", "–", "–", "50", "1"]
    assert "–: the slice has one level of it." in table.notes


def compared(**columns):
    table = pd.DataFrame(
        {
            "scenario": "s",
            "against": "s",
            "metric": ["m1", "m2"],
            "rate_a": [0.25, 0.75],
            "rate_b": [0.6, 0.4],
            "difference": [0.35, -0.35],
            "low": [0.1, -0.5],
            "high": [0.5, 0.02],
            "rank_a": [2.0, 1.0],
            "rank_b": [1.0, 2.0],
            "tau": -1.0,
            "setups": 1200,
            "givens": 7,
            "setups_b": 30,
            "givens_b": 1,
            "reason": None,
        }
    )
    return table.assign(**columns)


def test_two_slices_stand_side_by_side_with_their_difference():
    table = paper_table("compare", compared(), study())
    assert table.columns[:4] == ("Metric", "A (%)", "B (%)", "B − A (points)")
    assert texts(table) == [
        ["Two", "75.0", "40.0", "−35.0", "−50.0 to 2.0", "1", "2"],
        ["One", "25.0", "60.0", "35.0", "10.0 to 50.0", "2", "1"],
    ]
    assert bold(table) == ["75.0", "60.0"]
    assert "B: 30 setups over 1 target." in table.notes
    assert "Kendall τ-b of the two rankings: −1.00." in table.notes


def test_a_comparison_without_interval_says_why():
    table = paper_table("compare", compared(low=None, high=None, reason="fewer givens"), study())
    assert "95 % interval" not in table.columns
    assert "No “95 % interval”: fewer targets." in table.notes


def test_a_claim_counts_who_agrees_ties_and_disagrees():
    rows = [
        ("s", "all", 100, 60, 10, 0, 0.955, 300, 7, None),
        ("s", "measure", 3, 1, 0, 0, float("nan"), 300, 7, "margins are not compared"),
    ]
    columns = ["scenario", "component", "comparable", "agree", "tie", "undefined", "percentile"]
    frame = pd.DataFrame(rows, columns=[*columns, "setups", "givens", "reason"])
    table = paper_table("claim", frame, study())
    assert table.columns[-1] == "Percentile (%)"
    assert texts(table) == [
        ["Any part", "100", "60", "10", "30", "95.5"],
        ["Measure", "3", "1", "0", "2", "–"],
    ]
    assert "–: margins are not compared." in table.notes


def test_in_html_names_stand_once_and_are_text():
    rows = (("A <b>", "x"), ("A <b>", "y"), ("B", "y"))
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    page = as_html(PaperTable(("Group", "Name"), cells, ("a & b",), groups=1))
    assert page.count("A &lt;b&gt;") == 1
    assert page.count(">y<") == 2
    assert "<b>" not in page
    assert "a &amp; b" in page
