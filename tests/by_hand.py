"""A study and tables made by hand, and what a reader sees of a paper's table."""

from dataclasses import fields

import pandas as pd

from setupscope.data.study.measured import MeasuredStudy, Names, ScoredBlock
from setupscope.data.study.study_file import study_of

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
                {"key": f"m{index}", "label": label} for index, label in enumerate(metrics, start=1)
            ],
            "scenarios": [SCENARIO],
            "labels": labels or {},
        },
        "here",
    )
    content = {field.name: getattr(whole, field.name) for field in fields(whole)}
    blocks = tuple(ScoredBlock(given, "unstated", 0b1111, {}) for given in ("x", "y"))
    names = Names(("x", "y"), ("unstated",), ("a", "b", "c", "d"), (3, 4), blocks)
    return MeasuredStudy(**content, names={"s": names})


def rates(rows, **columns):
    """A table of win rates; a row is metric, win rate, low, high and P(best)."""
    table = pd.DataFrame(rows, columns=["metric", "win_rate", "low", "high", "p_best"])
    table.insert(0, "scenario", "s")
    counts = {"undefined": 0, "not_covered": 0, "no_contest": 0, "setups": 1200, "givens": 7}
    table = table.assign(wins=1.0, partial=False, covered_givens=7, **counts, reason=None)
    return table.assign(**columns)


def verdicts(*rows, **columns):
    table = pd.DataFrame(rows, columns=["measure", "winner", "lead", "verdict"])
    return table.assign(scenario="s", **columns)


LEAD = ("winner", "runner_up", "lead", "low", "high", "p", "verdict")


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def bold(table):
    return [cell.text for row in table.rows for cell in row if cell.bold]


def marks(table):
    return {cell.text: cell.mark for row in table.rows for cell in row if cell.mark}


TWO = rates([("m1", 0.2512, 0.11, 0.4, 0.0001), ("m2", 0.7488, 0.6, 0.9, 0.9999)])
