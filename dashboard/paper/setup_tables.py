"""Which columns and notes has a table of single setups, when a reader of a paper reads it?"""

from collections.abc import Callable, Mapping

import pandas as pd

from setupscope.dashboard.paper.cells import Column, names, numbers, whole
from setupscope.dashboard.paper.draft import Draft, RawTable, differing, missing
from setupscope.dashboard.paper.names import SCENARIO, Words
from setupscope.dashboard.text.labels import capital
from setupscope.dashboard.text.numbers import NO_NUMBER, four_digits, points
from setupscope.dashboard.text.pools import left_out, listed
from setupscope.dashboard.text.soundness import TITLES

IDS = (SCENARIO, "setup")
COMPONENTS = ("given", "backbone", "measure")
NO_SCORE = f"{NO_NUMBER}: no score."
NO_VALUE = f"{NO_NUMBER}: no value."


def one_setup(raw: RawTable) -> Draft:
    """A row per candidate: its performance, and its score by each metric."""
    rows, words = raw.rows, raw.words
    metrics = [str(name) for name in rows if name not in (*IDS, "candidate", "performance")]
    labels = {words.study.performance_label(one.name) for one in words.scenarios}
    performance = labels.pop() if len(labels) == 1 else "performance"
    parts = [names(capital(name), rows[name]) for name in differing(rows, IDS)]
    columns = [
        *parts,
        names(
            capital(words.noun("candidates")),
            [words.study.label(name) for name in rows["candidate"]],
        ),
        *[
            numbers(head, rows[name], four_digits).with_bold(_highest(rows[name]))
            for name, head in [("performance", capital(performance)), *_labelled(words, metrics)]
        ],
    ]
    text = f"Bold: the highest {performance}, and the highest score of each metric (its choice)."
    return Draft(columns, [text, *missing(raw, columns, NO_SCORE)], len(parts))


def neighbours(raw: RawTable) -> Draft:
    """A row per setup that differs in one part: what differs, and each metric's value."""
    rows, words = raw.rows, raw.words
    metrics = [str(n) for n in rows if n not in (*IDS, "component", *COMPONENTS, "pool")]
    best = rows[metrics].max(axis=1)
    several = best > rows[metrics].min(axis=1)
    columns = [
        names("Differs in", [words.component(name) for name in rows["component"]]),
        names("Instead", _what_differs(rows, words)),
        *[
            numbers(head, rows[name], four_digits).with_bold((rows[name] == best) & several)
            for name, head in _labelled(words, metrics)
        ],
    ]
    text = "Bold: the best metric of each setup."
    return Draft(columns, [text, *missing(raw, columns, NO_VALUE)], 1)


def won(raw: RawTable) -> Draft:
    """A row per setup that a metric wins: its value, the next metric, and by how much."""
    rows, words = raw.rows, raw.words
    shared = [raw.level(name) for name in differing(rows, (SCENARIO, *COMPONENTS, "pool_size"))]
    columns = [
        *shared,
        names(capital(f"{words.noun('candidates')}s left out"), _left_out(rows, words)),
        numbers("Value", rows["value"], four_digits),
        raw.metric("second", "Next"),
        numbers("Margin", rows["margin"], four_digits),
    ]
    text = "Margin: the value minus that of the next best metric, in the units of the measure."
    return Draft(columns, [text, *missing(raw, columns, NO_VALUE)])


def found(raw: RawTable) -> Draft:
    """A row per setup in which one of two metrics is ahead: both values, and by how much."""
    rows, words = raw.rows, raw.words
    shared = [raw.level(name) for name in differing(rows, (SCENARIO, *COMPONENTS, "pool_size"))]
    heads = [words.metric(str(rows[key].iloc[0])) if len(rows) else key.upper() for key in "ab"]
    columns = [
        *shared,
        names(capital(f"{words.noun('candidates')}s left out"), _left_out(rows, words)),
        numbers(heads[0], rows["value_a"], four_digits).with_bold(rows["margin"] > 0),
        numbers(heads[1], rows["value_b"], four_digits).with_bold(rows["margin"] < 0),
        numbers("Margin", rows["margin"], four_digits),
    ]
    text = f"Margin: {heads[0]} minus {heads[1]}, in the units of the measure. Bold: the one ahead."
    return Draft(columns, [text, *missing(raw, columns, NO_VALUE)])


def presets(raw: RawTable) -> Draft:
    """A row per preset: the paper, how many setups, who wins them, and the verdict."""
    rows = raw.rows
    parts = [raw.level(name) for name in differing(rows, (SCENARIO,))]
    columns = [
        *parts,
        names("Setups of", rows["preset"]),
        names("Paper", rows["paper"]),
        numbers("Setups", rows["setups"], whole),
        raw.metric("winner", "Winner"),
        raw.metric("runner_up", "Next"),
        numbers("Lead (points)", rows["lead"], points),
        names("Verdict", rows["verdict"].fillna(NO_NUMBER)),
    ]
    text = "Lead: difference between the two highest win rates, in percentage points."
    return Draft(columns, [text, *missing(raw, columns)], len(parts))


def anything(raw: RawTable) -> Draft:
    """A table of any other kind: its own columns, named in words."""
    rows, words = raw.rows, raw.words
    parts = raw.parts()
    others = [name for name in rows if name not in (*raw.keys, "reason")]
    columns = [*parts, *[_any_column(rows[name], str(name), words) for name in others]]
    return Draft(columns, missing(raw, columns), len(parts))


def _labelled(words: Words, metrics: list[str]) -> list[tuple[str, str]]:
    return [(name, words.metric(name)) for name in metrics]


def _highest(series: pd.Series) -> list[bool]:
    return list((series == series.max()) & (series.max() > series.min()))


def _any_column(series: pd.Series, name: str, words: Words) -> Column:
    head = capital(words.component(name))
    if pd.api.types.is_bool_dtype(series):
        return names(head, series.map({True: "yes", False: "no"}))
    if pd.api.types.is_integer_dtype(series):
        return numbers(head, series, whole)
    if pd.api.types.is_numeric_dtype(series):
        return numbers(head, series, four_digits)
    if name in (*COMPONENTS, SCENARIO):
        return names(head, [words.level(name, level) for level in series])
    if name == "check":
        return names(head, [TITLES.get(check) or words.metric(check) for check in series])
    if name in ("left_out", "given_a", "given_b"):
        return names(head, [words.study.label(text) for text in series])
    return names(head, [words.metric(text) for text in series])


def _what_differs(rows: pd.DataFrame, words: Words) -> list[str]:
    """The level that each neighbour has instead, or the candidate more or fewer."""
    own = _own_pool(rows)
    return [
        _pool(row["pool"], own, words)
        if row["component"] == "pool"
        else words.level(row["component"], row[row["component"]])
        for row in rows.to_dict("records")
    ]


def _own_pool(rows: pd.DataFrame) -> int | None:
    """The pool of the setup whose neighbours these are, as far as they tell it.

    Neighbours in measure or backbone have it; of three or more whose pool has one candidate
    more or fewer, two have each bit as it has it.
    """
    same = rows.loc[rows["component"].isin(["measure", "backbone"]), "pool"].tolist()
    if same:
        return int(same[0])
    pools = rows.loc[rows["component"] == "pool", "pool"].tolist()
    if len(pools) < 3:
        return None
    first, second, third = (int(pool) for pool in pools[:3])
    return first & second | first & third | second & third


def _pool(pool: int, own: int | None, words: Words) -> str:
    changed = 0 if own is None else pool ^ own
    if len(words.scenarios) != 1 or changed.bit_count() != 1:
        return f"{pool.bit_count()} {words.noun('candidates')}s"
    candidates = words.study.names_of(words.scenarios[0].name).candidates
    fate = "with" if pool & changed else "without"
    return f"{fate} {words.study.label(candidates[changed.bit_length() - 1])}"


def _left_out(rows: pd.DataFrame, words: Words) -> list[str]:
    """The candidates that each pool leaves out, all of them."""
    return [listed(names, len(names)) for names in left_out(words.study, rows)]


SETUP_SHAPES: Mapping[str, Callable[[RawTable], Draft]] = {
    "setup": one_setup,
    "neighbours": neighbours,
    "won": won,
    "find": found,
    "presets": presets,
}
"""How each table of setups is laid out, by its name."""
