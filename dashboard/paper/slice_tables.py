"""Which columns and notes has each table of a slice, when a reader of a paper reads it?"""

from collections.abc import Callable, Mapping

import pandas as pd

from setupscope.dashboard.paper.cells import (
    Column,
    names,
    numbers,
    ranges,
    rate,
    whole,
)
from setupscope.dashboard.paper.comparison_tables import agreement, before_after, claim, compare
from setupscope.dashboard.paper.conclusion_tables import (
    conclusion,
    flips,
    fragility,
    leave_one_out,
)
from setupscope.dashboard.paper.draft import Draft, RawTable, missing, part_of
from setupscope.dashboard.paper.map_tables import winner_map
from setupscope.dashboard.paper.marks import (
    MARKS,
    common_note,
    mark_notes,
    verdicts_of,
)
from setupscope.dashboard.paper.names import Words
from setupscope.dashboard.paper.ranking_tables import enough, importance, ranks, sweep
from setupscope.dashboard.text.numbers import NO_NUMBER, value

MOST_COLUMNS = 9
"""Metrics up to which each has a column of win rates."""
INTERVAL = "95 % interval"


def win_rates(raw: RawTable) -> Draft:
    """A row per metric, the best first; of several parts, a row per part and a column per metric.

    More than nine metrics have rows in each part.
    """
    split = [name for name in raw.by if name in raw.varying]
    once = not raw.rows.duplicated([*raw.keys, "metric"]).any()
    if split and once and raw.rows["metric"].nunique() <= MOST_COLUMNS:
        return _pivoted(raw)
    raw = raw.ordered("win_rate")
    bold = raw.best("win_rate")
    marks, mark_notes_ = _marks(raw, bold)
    rows, parts = raw.rows, raw.parts()
    columns = [
        *parts,
        raw.metric("metric", "Metric"),
        numbers("Win rate (%)", rows["win_rate"], rate).with_bold(bold).with_marks(marks),
        ranges(INTERVAL, rows["low"], rows["high"], rate),
        numbers("P(best) (%)", rows["p_best"], rate),
        *_other_counts(rows),
        *raw.counts(),
    ]
    drawn = "" if rows["low"].isna().all() else _drawn(raw.words)
    notes = [raw.counted(), _win_rate(raw.words), drawn, _uncounted(rows)]
    return Draft(columns, [*notes, *mark_notes_, *missing(raw, columns)], len(parts))


def _pivoted(raw: RawTable) -> Draft:
    first = raw.rows.drop_duplicates(raw.keys).reset_index(drop=True)
    of_parts = RawTable(first, raw.words, raw.by)
    bold = raw.best("win_rate")
    marks, mark_notes_ = _marks(raw, bold)
    every = raw.rows.assign(_bold=bold, _mark=marks)
    parts = of_parts.parts()
    columns = list(parts)
    for key, own in every.groupby("metric", sort=False):
        of_metric = first[raw.keys].merge(own, on=raw.keys, how="left", sort=False)
        rates = numbers(raw.words.metric(key), of_metric["win_rate"], rate)
        known = of_metric["_bold"].eq(True)
        columns.append(rates.with_bold(known).with_marks(of_metric["_mark"].fillna("")))
    columns += of_parts.counts()
    notes = [of_parts.counted(), _win_rate(raw.words, "percentage")]
    gaps = any(cell.text == NO_NUMBER for column in columns for cell in column.cells)
    whys = missing(raw, [numbers("", raw.rows["win_rate"], rate)]) if gaps else []
    return Draft(columns, [*notes, *mark_notes_, *whys], len(parts))


def _marks(raw: RawTable, bold: list[bool]) -> tuple[list[str], list[str]]:
    """The mark of each row, and what is said of bold and marks."""
    verdicts = verdicts_of(raw.verdicts, raw.keys)
    marks, shown = [], []
    for row, best in zip(raw.rows.to_dict("records"), bold, strict=True):
        winner, verdict = verdicts.get(part_of(row, raw.keys), ("", ""))
        judged = best and row["metric"] == winner
        marks.append(MARKS[verdict] if judged else "")
        shown += [verdict] if judged else []
    bold_note = [f"Bold: the highest win rate{raw.each()}."] if any(bold) else []
    if len(shown) > 1 and len(set(shown)) == 1:
        return [""] * len(marks), [*bold_note, common_note(shown[0], raw.words)]
    return marks, [*bold_note, *mark_notes(shown, raw.words)]


def _win_rate(words: Words, share: str = "share") -> str:
    noun = words.noun("given")
    return (
        f"Win rate: {share} of the setups in which a metric has the highest value; ties are shared,"
        f" and each {noun} has equal weight."
    )


def _drawn(words: Words) -> str:
    given, candidates = words.noun("given"), f"{words.noun('candidates')}s"
    return (
        f"{INTERVAL}: in per cent, over {given}s, with these {candidates} fixed (expanded"
        " percentile interval from 10,000 draws). P(best): share of these draws in which the metric"
        " has the highest win rate; it is a description, not a verdict."
    )


def _other_counts(rows: pd.DataFrame) -> list[Column]:
    heads = {"undefined": "Undefined", "not_covered": "Not covered", "no_contest": "No contest"}
    return [numbers(heads[name], rows[name], whole) for name in heads if rows[name].any()]


def _uncounted(rows: pd.DataFrame) -> str:
    notes = {
        "undefined": "Undefined: setups in which the metric has no value and so cannot win.",
        "not_covered": "Not covered: setups left out because the metric lacks a score; a metric"
        " that lacks some is compared with the others only where it has all.",
        "no_contest": "No contest: setups left out because fewer than two metrics have all scores,"
        " or none has a value.",
    }
    return " ".join(note for name, note in notes.items() if rows[name].any())


def scores(raw: RawTable) -> Draft:
    """A row per part, measure and metric: mean, median and ranges of its values."""
    rows, parts = raw.rows, raw.parts("measure")
    columns = [
        *parts,
        raw.metric("metric", "Metric"),
        numbers("Mean", rows["mean"], value).with_bold(raw.best("mean", "measure", digits=2)),
        numbers("Median", rows["q50"], value).with_bold(raw.best("q50", "measure", digits=2)),
        ranges("Quartiles", rows["q25"], rows["q75"], value),
        ranges("5–95 % range", rows["q05"], rows["q95"], value),
        numbers("≤ 0 (%)", rows["share_not_positive"], rate),
        *raw.counts(),
    ]
    within = [raw.words.component(name) for name in raw.varying]
    each = f" of each {' and '.join([*dict.fromkeys([*within, 'measure'])])}"
    notes = [
        raw.counted(),
        "Values of the measure over setups, each with equal weight.",
        f"Bold: the highest mean and median{each if len(parts) else ''}; values of different"
        " measures are not compared.",
    ]
    return Draft(columns, [*notes, *missing(raw, columns)], len(parts))


def pairs(raw: RawTable) -> Draft:
    """A row per part and pair of metrics: how often each is better."""
    rows, parts = raw.rows, raw.parts()
    ahead, behind = rows["wins"] > rows["losses"], rows["wins"] < rows["losses"]
    undefined = (
        [numbers("Undefined (%)", rows["undefined"], rate)] if rows["undefined"].any() else []
    )
    columns = [
        *parts,
        raw.metric("a", "Metric A").with_bold(ahead),
        raw.metric("b", "Metric B").with_bold(behind),
        numbers("A better (%)", rows["wins"], rate).with_bold(ahead),
        numbers("Equal (%)", rows["ties"], rate),
        numbers("B better (%)", rows["losses"], rate).with_bold(behind),
        *undefined,
        numbers("Mean of A − B", rows["mean_margin"], value),
        *raw.counts(),
    ]
    noun = raw.words.noun("given")
    notes = [
        raw.counted(),
        f"Shares of the setups that both metrics cover, each {noun} with equal weight.",
        "Undefined: one of the two has no value." if undefined else "",
        "Bold: the metric that is better in more setups.",
    ]
    return Draft(columns, [*notes, *missing(raw, columns)], len(parts))


def stability(raw: RawTable) -> Draft:
    """A row per part and component: how alike the rankings are that differ in it alone."""
    rows, parts = raw.rows, raw.parts()
    components = [raw.words.component(name) for name in rows["component"]]
    singletons = [numbers("Single", rows["singletons"], whole)] if rows["singletons"].any() else []
    dropped = rows["dropped"].nunique() > 1
    columns = [
        *parts,
        names("Varied", components),
        numbers("Stability", rows["stability"], value),
        ranges(INTERVAL, rows["low"], rows["high"], value),
        numbers("SD", rows["sd"], value),
        numbers("Groups", rows["groups"], whole),
        *singletons,
        *([numbers("All tied", rows["dropped"], whole)] if dropped else []),
        *raw.counts(),
    ]
    words = raw.words
    tied = 0 if dropped or rows.empty else int(rows["dropped"].iloc[0])
    notes = [
        raw.counted(),
        "Stability: mean Kendall τ-b between the rankings of the metrics in setups that differ in"
        " only one component, each group of them with equal weight; from −1 to 1.",
        f"{INTERVAL}: over {words.noun('given')}s; where the {words.noun('given')} is varied, from"
        f" a jackknife over {words.noun('candidates')}s. SD: standard deviation over groups.",
        "Single: groups in which only one setup ranks the metrics." if singletons else "",
        "All tied: setups left out because all metrics tie." if dropped else "",
        f"{tied:,} setups in which all metrics tie are left out." if tied else "",
    ]
    return Draft(columns, [*notes, *missing(raw, columns)], len(parts))


def usefulness(raw: RawTable) -> Draft:
    """A row per measure: what its winner's values are worth."""
    rows, parts = raw.rows, raw.parts("measure")
    columns = [
        *parts,
        raw.metric("winner", "Winner"),
        numbers("Median", rows["median"], value),
        numbers("≤ 0 (%)", rows["share_not_positive"], rate),
        numbers("Random pick", rows["random_pick"], value),
        numbers("All tie (%)", rows["all_tied"], rate),
        *raw.counts(),
    ]
    picked, noun = rows["random_pick"].notna().any(), raw.words.noun("candidates")
    notes = [
        raw.counted(),
        "Median and ≤ 0: over the winner's values, each setup with equal weight.",
        f"Random pick: mean Rel@1 of a {noun} picked at random." if picked else "",
        "All tie: setups in which all metrics have the same value.",
    ]
    dash = f"{NO_NUMBER}: does not apply to this measure."
    return Draft(columns, [*notes, *missing(raw, columns, dash)], len(parts))


SHAPES: Mapping[str, Callable[[RawTable], Draft]] = {
    "win-rates": win_rates,
    "baselines": win_rates,
    "conclusion": conclusion,
    "scores": scores,
    "pairs": pairs,
    "stability": stability,
    "leave-one-out": leave_one_out,
    "leave-one-family-out": leave_one_out,
    "flips": flips,
    "flips-by-family": flips,
    "fragility": fragility,
    "usefulness": usefulness,
    "enough": enough,
    "sweep": sweep,
    "importance": importance,
    "ranks": ranks,
    "agreement": agreement,
    "compare": compare,
    "before-after": before_after,
    "claim": claim,
    "map": winner_map,
}
"""How each table of a slice is laid out, by its name."""
