"""Which columns and notes has a table over several studies, when a reader of a paper reads it?"""

from collections import Counter
from collections.abc import Callable, Mapping

import pandas as pd

from setupscope.analysis.questions.leads import DECIDED
from setupscope.analysis.studies.across import SCENARIO, SUMMARY
from setupscope.dashboard.paper.cells import Column, names, numbers, points, ranges, rate, whole
from setupscope.dashboard.paper.draft import Draft, RawTable, differing
from setupscope.dashboard.text.across import QUESTION_NAMES
from setupscope.dashboard.text.labels import capital
from setupscope.data.measures import MEASURES

EACH = ["question", "a", "b"]


def across(raw: RawTable) -> Draft:
    """Of one pair a row per scenario and study, and one over all; of several, a row per pair."""
    pairs = raw.rows[EACH[1:]].drop_duplicates()
    return _rows_of_pair(raw) if len(pairs) == 1 else _rows_of_pairs(raw)


def _rows_of_pair(raw: RawTable) -> Draft:
    rows = raw.rows
    kinds = rows["row"]
    studies = rows["study"].where(kinds != SUMMARY, "all studies")
    columns = [
        *_question(rows),
        names("Study", studies),
        names("Scenario", rows["scenario"].where(kinds == SCENARIO)),
        numbers("Ahead (%)", rows["improvement"], rate).with_bold(kinds != SCENARIO),
        ranges("95 % interval", rows["low"], rows["high"], rate),
        numbers("Weight (%)", rows["weight"], rate),
        numbers("Givens", rows["givens"], whole),
        ranges("New study", rows["prediction_low"], rows["prediction_high"], rate),
    ]
    pair = " ahead of ".join(map(raw.words.metric, rows.iloc[0][["a", "b"]])) if len(rows) else ""
    return Draft(columns, [f"Ahead: setups with {pair}, ties counted half.", *_why(rows)])


def _rows_of_pairs(raw: RawTable) -> Draft:
    scenarios = raw.rows[(raw.rows["row"] == SCENARIO) & raw.rows["improvement"].notna()]
    rows = raw.rows[raw.rows["row"] == SUMMARY].reset_index(drop=True)
    counted = _ahead_in(rows, scenarios)
    columns = [
        *_question(rows),
        names("A", map(raw.words.metric, rows["a"])),
        names("B", map(raw.words.metric, rows["b"])),
        names("A ahead in", counted),
        numbers("Studies", rows["studies"], whole),
        numbers("A ahead (%)", rows["improvement"], rate),
        ranges("95 % interval", rows["low"], rows["high"], rate),
        ranges("New study", rows["prediction_low"], rows["prediction_high"], rate),
    ]
    notes = [
        "A ahead in: scenarios with A ahead in more than half of the setups, of those that compare"
        " the two. A ahead: over all studies, ties counted half. New study: prediction interval."
    ]
    return Draft(columns, [*notes, *_why(rows)])


def _ahead_in(rows: pd.DataFrame, scenarios: pd.DataFrame) -> list[str]:
    """In how many scenarios the first metric of each row is ahead, of how many."""
    total = Counter(scenarios[EACH].itertuples(index=False, name=None))
    ahead = scenarios[scenarios["improvement"] > 0.5]
    won = Counter(ahead[EACH].itertuples(index=False, name=None))
    pairs = rows[EACH].itertuples(index=False, name=None)
    return [f"{won[pair]} of {total[pair]}" for pair in pairs]


def _question(rows: pd.DataFrame) -> list[Column]:
    shown = differing(rows, ["question"])
    return [names("Question", rows["question"].map(QUESTION_NAMES))] if shown else []


def _why(rows: pd.DataFrame) -> list[str]:
    """Why numbers are missing."""
    reasons = dict.fromkeys(str(reason) for reason in rows["reason"].dropna())
    return [f"No number: {'; '.join(reasons)}."] if reasons else []


def winners(raw: RawTable) -> Draft:
    """A row per study, scenario and measure: who wins, by how much, and whether it is clear."""
    rows = raw.rows
    columns = [
        *_question(rows),
        names("Study", rows["study"]),
        names("Scenario", rows["scenario"]),
        names("Measure", [MEASURES[key].label for key in rows["measure"]]),
        names("Winner", map(raw.words.metric, rows["winner"])).with_bold(
            rows["verdict"].isin(DECIDED)
        ),
        names("Runner-up", map(raw.words.metric, rows["runner_up"])),
        numbers("Lead (points)", rows["lead"], points),
        names("Verdict", rows["verdict"]),
    ]
    return Draft(columns, ["Bold: a clear winner.", *_why(rows)], 2)


def matched(raw: RawTable) -> Draft:
    """A row per metric and study: the key that they share, and the study's own."""
    heads = {"metric": "Counts as", "study": "Study", "key": "Own key", "label": "Own label"}
    columns = [names(head, raw.rows[name]) for name, head in heads.items()]
    reasons = dict.fromkeys(str(reason) for reason in raw.rows["reason"].dropna())
    notes = [f"Left out: {'; '.join(reasons)}."] if reasons else []
    return Draft([*columns, names("State", raw.rows["state"].map(capital))], notes)


STUDIES_SHAPES: Mapping[str, Callable[[RawTable], Draft]] = {
    "across": across,
    "across-map": winners,
    "across-metrics": matched,
}
"""How each table over several studies is laid out, by its name."""
