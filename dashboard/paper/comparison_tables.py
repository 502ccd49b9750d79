"""How are the tables for papers that hold two slices, or a claim, against each other?"""

import pandas as pd

from setupscope.analysis.questions.claim import ALL
from setupscope.dashboard.paper.cells import (
    Column,
    end_in_points,
    names,
    numbers,
    points,
    ranges,
    rate,
    whole,
)
from setupscope.dashboard.paper.draft import Draft, RawTable, missing
from setupscope.dashboard.paper.names import SCENARIO
from setupscope.dashboard.text.claim import ANY_PART
from setupscope.dashboard.text.labels import capital
from setupscope.dashboard.text.numbers import quantity, value


def agreement(raw: RawTable) -> Draft:
    """A row per two levels of a component, or per two slices: how alike they rank the metrics."""
    rows = raw.rows
    of_levels = "component" in rows
    parts = [*raw.parts(), *([_components(raw)] if of_levels else [])]
    levels = [_levels(raw, "a"), _levels(raw, "b")] if of_levels else []
    columns = [*parts, *levels, numbers("τ", rows["tau"], value), *raw.counts()]
    notes = [raw.counted(), "τ: Kendall's τ-b between the win rates of the metrics, from −1 to 1."]
    return Draft(columns, [*notes, *missing(raw, columns)], len(parts))


def _components(raw: RawTable) -> Column:
    kinds = [capital(raw.words.component(kind)) for kind in raw.rows["component"]]
    return names("Component", kinds)


def _levels(raw: RawTable, which: str) -> Column:
    pairs = zip(raw.rows["component"], raw.rows[f"level_{which}"], strict=True)
    levels = [raw.words.level(component, level) for component, level in pairs]
    return names(f"Level {which.upper()}", levels)


def compare(raw: RawTable) -> Draft:
    """A row per metric, the best of the first slice first: both win rates, and what differs."""
    shown = raw.ordered("rate_a")
    rows, parts = shown.rows, shown.parts()
    elsewhere = (rows["against"] != rows[SCENARIO]).any()
    other = [names("Against", [shown.words.level(SCENARIO, s) for s in rows["against"]])]
    columns = [
        *parts,
        *(other if elsewhere and rows["against"].nunique() > 1 else []),
        shown.metric("metric", "Metric"),
        numbers("A (%)", rows["rate_a"], rate).with_bold(shown.best("rate_a", "against")),
        numbers("B (%)", rows["rate_b"], rate).with_bold(shown.best("rate_b", "against")),
        numbers("B − A (points)", rows["difference"], points),
        ranges("95 % interval", rows["low"], rows["high"], end_in_points),
        numbers("Rank A", rows["rank_a"], whole),
        numbers("Rank B", rows["rank_b"], whole),
    ]
    notes = [*_slices(shown), "Bold: the highest win rate in each slice."]
    return Draft(columns, [*notes, *missing(shown, columns)], len(parts))


def before_after(raw: RawTable) -> Draft:
    """A row per metric, the best of the present slice first: its win rates and places in both."""
    shown = raw.ordered("rate_after")
    rows, parts = shown.rows, shown.parts()
    columns = [
        *parts,
        shown.metric("metric", "Metric"),
        numbers("Before (%)", rows["rate_before"], rate).with_bold(
            shown.best("rate_before", "against")
        ),
        numbers("After (%)", rows["rate_after"], rate).with_bold(
            shown.best("rate_after", "against")
        ),
        ranges("95 % interval", rows["low_after"], rows["high_after"], rate),
        numbers("Place before", rows["place_before"], whole),
        numbers("Place after", rows["place_after"], whole),
    ]
    notes = [*_sides(shown), "Bold: the highest win rate before and after."]
    return Draft(columns, [*notes, *missing(shown, columns)], len(parts))


def _sides(raw: RawTable) -> list[str]:
    """How many setups and givens either slice has, and the winner's lead and verdict."""
    pairs = raw.rows.drop_duplicates([SCENARIO, "against"])
    if len(pairs) != 1:
        return []
    row, noun = pairs.iloc[0], raw.words.noun("given")
    return [
        f"{side.capitalize()}: {quantity(int(row[f'setups_{side}']), 'setup')} over"
        f" {quantity(int(row[f'givens_{side}']), noun)}{_led(row, side)}."
        for side in ("before", "after")
    ]


def _led(row: pd.Series, side: str) -> str:
    lead, verdict = row[f"lead_{side}"], row[f"verdict_{side}"]
    if pd.isna(lead):
        return ""
    judged = f", {verdict}" if isinstance(verdict, str) else ""
    return f"; lead of the highest win rate {100 * lead:.1f} points{judged}"


def _slices(raw: RawTable) -> list[str]:
    """How many setups and givens each slice has, and how alike they rank the metrics."""
    pairs = raw.rows.drop_duplicates([SCENARIO, "against"])
    if len(pairs) != 1:
        return []
    row, noun = pairs.iloc[0], raw.words.noun("given")
    slices = [
        f"{name}: {quantity(int(row[setups]), 'setup')} over {quantity(int(row[givens]), noun)}."
        for name, setups, givens in (("A", "setups", "givens"), ("B", "setups_b", "givens_b"))
    ]
    known = pd.notna(row["tau"])
    return [*slices, f"Kendall τ-b between the two rankings: {value(row['tau'])}." if known else ""]


def claim(raw: RawTable) -> Draft:
    """A row per part in which comparable setups may differ: how many of them agree."""
    rows, parts = raw.rows, raw.parts()
    kinds = [ANY_PART if c == ALL else raw.words.component(str(c)) for c in rows["component"]]
    against = rows["comparable"] - rows["agree"] - rows["tie"] - rows["undefined"]
    undefined = [numbers("Undefined", rows["undefined"], whole)] if rows["undefined"].any() else []
    columns = [
        *parts,
        names("Differing in", [capital(kind) for kind in kinds]),
        numbers("Comparable setups", rows["comparable"], whole),
        numbers("Agree", rows["agree"], whole),
        numbers("Tie", rows["tie"], whole),
        numbers("Disagree", against, whole),
        *undefined,
        numbers("Larger", rows["larger"], whole),
        numbers("Equal", rows["equal"], whole),
        numbers("Smaller", rows["smaller"], whole),
        numbers("Percentile (%)", rows["percentile"], rate),
        *raw.counts(),
    ]
    notes = [
        "Larger, equal, smaller: comparable setups by their margin against the shown one."
        " Percentile: position of the shown margin among theirs."
    ]
    return Draft(columns, [*notes, *missing(raw, columns)], len(parts))
