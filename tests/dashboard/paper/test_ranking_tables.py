"""Tables of the deeper questions as the readers of a paper see them."""

import pandas as pd

from by_hand import bold, study, texts
from setupscope.dashboard.paper.tables import paper_table


def test_flips_are_bold_and_name_the_restriction_and_the_verdict():
    rows = [
        ("given", "x", "m2", 0.2, True, None, 1),
        ("pool_size", "4", "m1", -0.0001, False, None, 7),
        ("with", "a", "m2", 0.1, True, "clear for these candidates", 7),
        ("without", "a", "m1", -0.1, False, None, 7),
    ]
    columns = ["component", "value", "winner", "by", "flips", "verdict", "givens"]
    table = pd.DataFrame(rows, columns=columns).assign(scenario="s", setups=9)
    ends = dict.fromkeys(("low", "high", "low_all", "high_all"))
    table = table.assign(**ends, reason="fewer than 6 givens")
    made = paper_table("flips", table, study(labels={"a": "Model A"}))
    assert made.columns[:5] == ("Component", "Restricted to", "Winner", "Lead (points)", "Verdict")
    assert [row[:5] for row in texts(made)] == [
        ["target", "x", "Two", "20.0", "–"],
        ["pool size", "4", "One", ">−0.1", "–"],
        ["pools with", "Model A", "Two", "10.0", "clear for these models"],
        ["pools without", "Model A", "One", "−10.0", "–"],
    ]
    assert bold(made) == ["Two", "Two"]
    assert any(note.startswith("Verdict: on the new winner's leads") for note in made.notes)
    unjudged = paper_table("flips", table.assign(verdict=None), study())
    assert "Verdict" not in unjudged.columns
    assert not any(note.startswith("Verdict") for note in unjudged.notes)


def test_importance_has_a_row_per_component_alone_by_chance_and_in_total_in_per_cent():
    none = float("nan")
    shares = {"given": (0.25, 0.5, none), "measure": (0, 0.4, none), "pool": (0.026, 0.47, 0.019)}
    rows = [("s", "m1", "m2", name, *numbers, 9, 7) for name, numbers in shares.items()]
    columns = ["scenario", "a", "b", "component", "share", "total", "chance", "setups", "givens"]
    table = paper_table(
        "importance", pd.DataFrame(rows, columns=columns).assign(reason=None), study()
    )
    heads = ("Metric A", "Metric B", "Component", "Alone (%)", "By chance (%)", "Total (%)")
    assert table.columns == heads
    assert texts(table) == [
        ["One", "Two", "Target", "25.0", "–", "50.0"],
        ["One", "Two", "Measure", "0.0", "–", "40.0"],
        ["One", "Two", "Pool", "2.6", "1.9", "47.0"],
    ]
    assert table.groups == 2
    assert any("all givens with equal weight" in note for note in table.notes)
    assert "–: is given for pools only." in table.notes


def test_ranks_say_the_tests_once_and_the_best_rank_first():
    tests = {"friedman_p": 0.00001, "permutation_p": 0.0123, "cd": 1.1, "setups": 9, "givens": 7}
    frame = pd.DataFrame(
        {"scenario": "s", "metric": ["m1", "m2"], "mean_rank": [2.5, 1.25], **tests}
    )
    table = paper_table("ranks", frame.assign(reason=None), study())
    assert texts(table) == [["Two", "1.25"], ["One", "2.50"]]
    assert bold(table) == ["1.25"]
    text = "Friedman's test: p <0.0001; permutation test: p = 0.012; two mean ranks further apart"
    assert text in " ".join(table.notes)


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
    assert "More than 1 target is needed." in table.notes


def test_more_than_the_most_that_was_tried_is_said_to_be_needed():
    columns = ["unit", "n", "tau", "q05", "same_winner", "stable"]
    rows = [("givens", n, 0.6, 0.1, 0.5, float("nan")) for n in (1, 8)]
    frame = pd.DataFrame(rows, columns=columns).assign(
        scenario="s", setups=9, givens=17, reason=None
    )
    assert "More than 8 targets are needed." in paper_table("enough", frame, study()).notes
    parts = pd.concat([frame.assign(measure=key) for key in ("pearson", "kendall")])
    notes = paper_table("enough", parts, study(), ["measure"]).notes
    assert "In some of these parts, more targets are needed than were tried." in notes


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
    assert "Kendall τ-b between the two rankings: −1.00." in table.notes


def test_a_comparison_without_interval_says_why():
    table = paper_table("compare", compared(low=None, high=None, reason="fewer givens"), study())
    assert "95 % interval" not in table.columns
    assert "No “95 % interval”: fewer targets." in table.notes


def test_a_claim_counts_who_agrees_ties_and_disagrees_and_whose_margin_is_larger():
    none = float("nan")
    rows = [
        ("all", 100, 60, 10, 0, 0.955, 4, 1, 95, None),
        ("measure", 3, 1, 0, 0, none, none, none, none, "margins are not compared"),
    ]
    placed = ["percentile", "larger", "equal", "smaller", "reason"]
    frame = pd.DataFrame(
        rows, columns=["component", "comparable", "agree", "tie", "undefined", *placed]
    )
    frame = frame.assign(scenario="s", shown="supports", setups=300, givens=7)
    table = paper_table("claim", frame, study())
    assert table.columns[-4:] == ("Larger", "Equal", "Smaller", "Percentile (%)")
    assert texts(table) == [
        ["Any part but the measure", "100", "60", "10", "30", "4", "1", "95", "95.5"],
        ["Measure", "3", "1", "0", "2", "–", "–", "–", "–"],
    ]
    assert "–: margins are not compared." in table.notes
