"""Which columns and notes has each table of a slice, when a reader of a paper reads it?"""

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.restrictions import WITH, WITHOUT
from dashboard.paper.cells import (
    Column,
    end_in_points,
    names,
    numbers,
    points,
    ranges,
    rate,
    whole,
)
from dashboard.paper.comparisons import agreement, claim, compare
from dashboard.paper.deeper import enough, importance, ranks
from dashboard.paper.draft import Asked, Draft, missing, part_of
from dashboard.paper.marks import (
    MARKS,
    common_note,
    mark_notes,
    meaning,
    verdict_label,
    verdicts_of,
)
from dashboard.paper.words import Words, capital
from dashboard.wording import NO_NUMBER, value

MOST_COLUMNS = 9
"""Metrics up to which each has a column of win rates."""
INTERVAL = "95 % interval"
BETWEEN = "95 % interval (points)"


def win_rates(asked: Asked) -> Draft:
    """A row per metric, the best first; of several parts, a row per part and a column per metric.

    More than nine metrics have rows in each part.
    """
    split = [name for name in asked.by if name in asked.varying]
    once = not asked.rows.duplicated([*asked.keys, "metric"]).any()
    if split and once and asked.rows["metric"].nunique() <= MOST_COLUMNS:
        return _pivoted(asked)
    asked = asked.ordered("win_rate")
    bold = asked.best("win_rate")
    marks, said = _marks(asked, bold)
    rows, parts = asked.rows, asked.parts()
    columns = [
        *parts,
        asked.metric("metric", "Metric"),
        numbers("Win rate (%)", rows["win_rate"], rate).with_bold(bold).with_marks(marks),
        ranges(INTERVAL, rows["low"], rows["high"], rate),
        numbers("P(best) (%)", rows["p_best"], rate),
        *_other_counts(rows),
        *asked.counts(),
    ]
    drawn = "" if rows["low"].isna().all() else _drawn(asked.words)
    notes = [asked.counted(), _win_rate(asked.words), drawn, _uncounted(rows)]
    return Draft(columns, [*notes, *said, *missing(asked, columns)], len(parts))


def _pivoted(asked: Asked) -> Draft:
    first = asked.rows.drop_duplicates(asked.keys).reset_index(drop=True)
    of_parts = Asked(first, asked.words, asked.by)
    bold = asked.best("win_rate")
    marks, said = _marks(asked, bold)
    every = asked.rows.assign(_bold=bold, _mark=marks)
    parts = of_parts.parts()
    columns = list(parts)
    for key, own in every.groupby("metric", sort=False):
        of_metric = first[asked.keys].merge(own, on=asked.keys, how="left", sort=False)
        rates = numbers(asked.words.metric(key), of_metric["win_rate"], rate)
        known = of_metric["_bold"].eq(True)
        columns.append(rates.with_bold(known).with_marks(of_metric["_mark"].fillna("")))
    columns += of_parts.counts()
    notes = [of_parts.counted(), f"{_win_rate(asked.words)[:-1]}, in per cent."]
    gaps = any(cell.text == NO_NUMBER for column in columns for cell in column.cells)
    whys = missing(asked, [numbers("", asked.rows["win_rate"], rate)]) if gaps else []
    return Draft(columns, [*notes, *said, *whys], len(parts))


def _marks(asked: Asked, bold: list[bool]) -> tuple[list[str], list[str]]:
    """The mark of each row, and what is said of bold and marks."""
    verdicts = verdicts_of(asked.verdicts, asked.keys)
    marks, shown = [], []
    for row, best in zip(asked.rows.to_dict("records"), bold, strict=True):
        winner, verdict = verdicts.get(part_of(row, asked.keys), ("", ""))
        judged = best and row["metric"] == winner
        marks.append(MARKS[verdict] if judged else "")
        shown += [verdict] if judged else []
    said = [f"Bold: the highest win rate{asked.each()}."] if any(bold) else []
    if len(shown) > 1 and len(set(shown)) == 1:
        return [""] * len(marks), [*said, common_note(shown[0], asked.words)]
    return marks, [*said, *mark_notes(shown, asked.words)]


def _win_rate(words: Words) -> str:
    noun = words.noun("given")
    return (
        "Win rate: share of the setups in which a metric is the best, ties shared, each"
        f" {noun} weighing the same."
    )


def _drawn(words: Words) -> str:
    given, candidates = words.noun("given"), f"{words.noun('candidates')}s"
    return (
        f"{INTERVAL}: in per cent, over {given}s, these {candidates} held (expanded percentile"
        f" interval of 10,000 draws). P(best): share of these draws in which the metric has the"
        " highest win rate; a description, no verdict."
    )


def _other_counts(rows: pd.DataFrame) -> list[Column]:
    heads = {"undefined": "Undefined", "not_covered": "Not covered"}
    return [numbers(heads[name], rows[name], whole) for name in heads if rows[name].any()]


def _uncounted(rows: pd.DataFrame) -> str:
    undefined = "Undefined: setups in which the metric has no value, and cannot win."
    lacking = "Not covered: setups that it leaves, for lack of a score."
    said = [undefined] * bool(rows["undefined"].any()) + [lacking] * bool(rows["not_covered"].any())
    return " ".join(said)


def conclusion(asked: Asked) -> Draft:
    """A row per part and measure: winner, runner-up, lead and verdict."""
    rows, words = asked.rows, asked.words
    parts = asked.parts("measure")
    verdicts = [verdict_label(verdict, words) for verdict in rows["verdict"]]
    columns = [
        *parts,
        asked.metric("winner", "Winner"),
        asked.metric("runner_up", "Runner-up"),
        numbers("Lead (points)", rows["lead"], points),
        ranges(BETWEEN, rows["low"], rows["high"], end_in_points),
        names("Verdict", verdicts),
        *asked.counts(),
    ]
    given, candidates = words.noun("given"), f"{words.noun('candidates')}s"
    lead = "Lead: difference of the two highest win rates, in percentage points"
    interval = f"; its {INTERVAL}: over {given}s, these {candidates} held"
    said = lead + ("" if rows["low"].isna().all() else interval) + "."
    meant = [
        f"{capital(verdict_label(verdict, words))}: {meaning(verdict, words)}."
        for verdict in MARKS
        if (rows["verdict"] == verdict).any()
    ]
    whys = [*missing(asked, columns), _not_resampled(asked)]
    return Draft(columns, [asked.counted(), said, *meant, *whys], len(parts))


def _not_resampled(asked: Asked) -> str:
    """Why candidates could not be resampled, where every number is known all the same."""
    known = asked.rows[["lead", "low"]].notna().all(axis=1)
    texts = asked.rows.loc[known, "reason"].dropna().unique()
    noun = asked.words.noun("candidates")
    reasons = "; ".join(asked.words.reason(text) for text in texts)
    return f"No resampling of {noun}s: {reasons}." if reasons else ""


def scores(asked: Asked) -> Draft:
    """A row per part, measure and metric: mean, median and ranges of its values."""
    rows, parts = asked.rows, asked.parts("measure")
    columns = [
        *parts,
        asked.metric("metric", "Metric"),
        numbers("Mean", rows["mean"], value).with_bold(asked.best("mean", "measure", digits=2)),
        numbers("Median", rows["q50"], value).with_bold(asked.best("q50", "measure", digits=2)),
        ranges("Quartiles", rows["q25"], rows["q75"], value),
        ranges("5–95 % range", rows["q05"], rows["q95"], value),
        numbers("≤ 0 (%)", rows["share_not_positive"], rate),
        *asked.counts(),
    ]
    within = [asked.words.component(name) for name in asked.varying]
    each = f" of each {' and '.join([*dict.fromkeys([*within, 'measure'])])}"
    notes = [
        asked.counted(),
        "Values of the measure over setups, each setup weighing the same.",
        f"Bold: the highest mean and median{each if len(parts) else ''}; values of different"
        " measures are not compared.",
    ]
    return Draft(columns, [*notes, *missing(asked, columns)], len(parts))


def pairs(asked: Asked) -> Draft:
    """A row per part and pair of metrics: how often each is better."""
    rows, parts = asked.rows, asked.parts()
    ahead, behind = rows["wins"] > rows["losses"], rows["wins"] < rows["losses"]
    undefined = (
        [numbers("Undefined (%)", rows["undefined"], rate)] if rows["undefined"].any() else []
    )
    columns = [
        *parts,
        asked.metric("a", "Metric A").with_bold(ahead),
        asked.metric("b", "Metric B").with_bold(behind),
        numbers("A better (%)", rows["wins"], rate).with_bold(ahead),
        numbers("Equal (%)", rows["ties"], rate),
        numbers("B better (%)", rows["losses"], rate).with_bold(behind),
        *undefined,
        numbers("Mean of A − B", rows["mean_margin"], value),
        *asked.counts(),
    ]
    noun = asked.words.noun("given")
    notes = [
        asked.counted(),
        f"Shares of the setups that both metrics cover, each {noun} weighing the same.",
        "Undefined: one of the two has no value." if undefined else "",
        "Bold: the metric that is better in more of the setups.",
    ]
    return Draft(columns, [*notes, *missing(asked, columns)], len(parts))


def stability(asked: Asked) -> Draft:
    """A row per part and component: how alike the rankings are that differ in it alone."""
    rows, parts = asked.rows, asked.parts()
    components = [asked.words.component(name) for name in rows["component"]]
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
        *asked.counts(),
    ]
    words = asked.words
    tied = 0 if dropped or rows.empty else int(rows["dropped"].iloc[0])
    notes = [
        asked.counted(),
        "Stability: mean Kendall τ-b of the rankings of the metrics in setups that differ in one"
        " component alone, each group of them weighing the same; from −1 to 1.",
        f"{INTERVAL}: over {words.noun('given')}s; where the {words.noun('given')} is varied, by"
        f" the jackknife over {words.noun('candidates')}s. SD: over groups, no interval.",
        "Single: groups of which one setup alone ranks the metrics." if singletons else "",
        "All tied: setups left out because all metrics tie." if dropped else "",
        f"{tied:,} setups in which all metrics tie are left out." if tied else "",
    ]
    return Draft(columns, [*notes, *missing(asked, columns)], len(parts))


def leave_one_out(asked: Asked) -> Draft:
    """A row per part and given that is left out: the winner over the others, and its lead."""
    rows, parts, words = asked.rows, asked.parts(), asked.words
    noun = words.noun("given")
    columns = [
        *parts,
        names(
            capital(f"{noun} left out"), [words.level("given", level) for level in rows["given"]]
        ),
        asked.metric("winner", "Winner"),
        numbers("Lead (points)", rows["lead"], points),
        *asked.counts(),
    ]
    said = "Lead: difference of the two highest win rates over the others, in percentage points."
    return Draft(columns, [asked.counted(), said, *missing(asked, columns)], len(parts))


def flips(asked: Asked) -> Draft:
    """A row per part and restriction: who wins there, and whether that is another metric."""
    rows, parts, words = asked.rows, asked.parts(), asked.words
    flipped = rows["flips"].astype(bool)
    pairs_ = list(zip(rows["component"], rows["value"], strict=True))
    columns = [
        *parts,
        names("Component", [_component(words, component) for component, _ in pairs_]),
        names("Restricted to", [_restriction(words, *pair) for pair in pairs_]),
        asked.metric("winner", "Winner").with_bold(flipped),
        numbers("Lead (points)", rows["by"], points),
        ranges(BETWEEN, rows["low"], rows["high"], end_in_points),
        *asked.counts(),
    ]
    many, known = int(flipped.sum()), int(rows["component"].notna().sum())
    notes = [
        f"Bold: the winner changes ({many} of {known} restrictions).",
        "Lead: over the winner without any restriction, in percentage points; above 0 of the"
        " metric that replaces it, else of the closest one.",
    ]
    return Draft(columns, [*notes, asked.counted(), *missing(asked, columns)], len(parts) + 1)


def _component(words: Words, component: object) -> str:
    return words.component(component) if isinstance(component, str) else NO_NUMBER


def _restriction(words: Words, component: object, level: object) -> str:
    name = component if isinstance(component, str) else ""
    return words.level("" if name in (WITH, WITHOUT) else name, level)


def usefulness(asked: Asked) -> Draft:
    """A row per measure: what its winner's values are worth."""
    rows, parts = asked.rows, asked.parts("measure")
    columns = [
        *parts,
        asked.metric("winner", "Winner"),
        numbers("Median", rows["median"], value),
        numbers("≤ 0 (%)", rows["share_not_positive"], rate),
        numbers("Random pick", rows["random_pick"], value),
        numbers("All tie (%)", rows["all_tied"], rate),
        *asked.counts(),
    ]
    picked, noun = rows["random_pick"].notna().any(), asked.words.noun("candidates")
    notes = [
        asked.counted(),
        "Median and ≤ 0: of the winner's values, each setup weighing the same.",
        f"Random pick: mean Rel@1 of a {noun} picked at random." if picked else "",
        "All tie: setups in which all metrics have the same value.",
    ]
    dash = f"{NO_NUMBER}: does not apply to this measure."
    return Draft(columns, [*notes, *missing(asked, columns, dash)], len(parts))


SHAPES: Mapping[str, Callable[[Asked], Draft]] = {
    "win-rates": win_rates,
    "baselines": win_rates,
    "conclusion": conclusion,
    "scores": scores,
    "pairs": pairs,
    "stability": stability,
    "leave-one-out": leave_one_out,
    "flips": flips,
    "usefulness": usefulness,
    "enough": enough,
    "importance": importance,
    "ranks": ranks,
    "agreement": agreement,
    "compare": compare,
    "claim": claim,
}
"""How each table of a slice is laid out, by its name."""
