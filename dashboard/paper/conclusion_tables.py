"""How are the tables for papers that ask who leads, and whether that survives?"""

from setupscope.analysis.questions.families import FAMILIES, FAMILY, family_label
from setupscope.analysis.questions.restrictions import WITH, WITHOUT
from setupscope.dashboard.paper.cells import (
    Column,
    end_in_points,
    names,
    numbers,
    points,
    ranges,
    whole,
)
from setupscope.dashboard.paper.draft import Draft, RawTable, missing
from setupscope.dashboard.paper.marks import MARKS, meaning, verdict_label
from setupscope.dashboard.paper.names import Words
from setupscope.dashboard.text.labels import capital
from setupscope.dashboard.text.numbers import NO_NUMBER, p_value

INTERVAL = "95 % interval"
BETWEEN = "95 % interval (points)"


def conclusion(raw: RawTable) -> Draft:
    """A row per part and measure: winner, runner-up, lead and verdict."""
    rows, words = raw.rows, raw.words
    parts = raw.parts("measure")
    columns = [
        *parts,
        raw.metric("winner", "Winner"),
        raw.metric("runner_up", "Runner-up"),
        numbers("Lead (points)", rows["lead"], points),
        ranges(BETWEEN, rows["low"], rows["high"], end_in_points),
        numbers("p", rows["p"], p_value),
        *_verdicts(raw),
        *raw.counts(),
    ]
    given, candidates = words.noun("given"), f"{words.noun('candidates')}s"
    lead = "Lead: difference between the two highest win rates, in percentage points"
    interval = (
        f"; its {INTERVAL} and p (sign-flip test) are over {given}s, with these {candidates} fixed"
    )
    text = lead + ("" if rows["low"].isna().all() else interval) + "."
    meant = [
        f"{capital(verdict_label(verdict, words))}: {meaning(verdict, words)}."
        for verdict in MARKS
        if (rows["verdict"] == verdict).any()
    ]
    whys = [*missing(raw, columns), _not_resampled(raw)]
    return Draft(columns, [raw.counted(), text, *meant, *whys], len(parts))


def _verdicts(raw: RawTable) -> list[Column]:
    """A column of verdicts; none where there is no verdict."""
    verdicts = raw.rows["verdict"]
    if len(verdicts) and verdicts.isna().all():
        return []
    said = [verdict_label(v, raw.words) if isinstance(v, str) else NO_NUMBER for v in verdicts]
    return [names("Verdict", said)]


def _not_resampled(raw: RawTable) -> str:
    """Why candidates could not be resampled, where every number is known all the same."""
    known = raw.rows[["lead", "low"]].notna().all(axis=1)
    texts = raw.rows.loc[known, "reason"].dropna().unique()
    noun = raw.words.noun("candidates")
    reasons = "; ".join(raw.words.reason(text) for text in texts)
    return f"{capital(noun)}s were not resampled: {reasons}." if reasons else ""


def leave_one_out(raw: RawTable) -> Draft:
    """A row per part and given, or family, that is left out: who wins then, and its lead."""
    rows, parts, words = raw.rows, raw.parts(), raw.words
    noun, left_out = words.noun("given"), "given" if "given" in raw.rows else FAMILY
    what = noun if left_out == "given" else "family"
    columns = [
        *parts,
        names(capital(f"{what} left out"), [words.level(left_out, one) for one in rows[left_out]]),
        raw.metric("winner", "Winner"),
        numbers("Lead (points)", rows["lead"], points),
        *raw.counts(),
    ]
    text = (
        f"Lead: difference between the two highest win rates over the other {noun}s, in percentage"
        " points."
    )
    return Draft(columns, [raw.counted(), text, *missing(raw, columns)], len(parts))


def fragility(raw: RawTable) -> Draft:
    """A row per part, unit and number taken away: the lead that is left at worst."""
    rows, parts, words = raw.rows, raw.parts(), raw.words
    units = {"givens": f"{words.noun('given')}s", "candidates": f"{words.noun('candidates')}s"}
    lost = rows["removed"] == rows["fewest"]
    columns = [
        *parts,
        names("Taken away", [capital(units[unit]) for unit in rows["unit"]]),
        numbers("Number", rows["removed"], whole).with_bold(lost),
        raw.metric("winner", "Winner"),
        raw.metric("rival", "Closest"),
        numbers("Lead (points)", rows["lead"], points).with_bold(lost),
        *raw.counts(),
    ]
    notes = [
        "Lead: of the winner over the closest other metric, in percentage points, without those"
        " that favour it most.",
        "Bold: the fewest without which the winner no longer wins." if lost.any() else "",
        "Candidates are taken away one after another, so that fewer may do."
        if rows["exact"].eq(False).any()
        else "",
    ]
    return Draft(columns, [*notes, raw.counted(), *missing(raw, columns)], len(parts) + 1)


def flips(raw: RawTable) -> Draft:
    """A row per part and restriction: who wins there, and whether that is another metric."""
    rows, parts, words = raw.rows, raw.parts(), raw.words
    flipped = rows["flips"].astype(bool)
    pairs_ = list(zip(rows["component"], rows["value"], strict=True))
    columns = [
        *parts,
        names("Component", [_component(words, component) for component, _ in pairs_]),
        names("Restricted to", [_restriction(words, *pair) for pair in pairs_]),
        raw.metric("winner", "Winner").with_bold(flipped),
        numbers("Lead (points)", rows["by"], points),
        ranges(BETWEEN, rows["low"], rows["high"], end_in_points),
        *_verdicts(raw),
        *raw.counts(),
    ]
    count, known = int(flipped.sum()), int(rows["component"].notna().sum())
    notes = [
        f"Bold: the winner changes ({count} of {known} restrictions).",
        "Lead: over the winner of the whole slice, in percentage points; if above 0, of the metric"
        " that replaces it, otherwise of the closest one.",
        "Verdict: on the new winner's leads, with the setups that the restriction leaves."
        if _verdicts(raw)
        else "",
    ]
    return Draft(columns, [*notes, raw.counted(), *missing(raw, columns)], len(parts) + 1)


def _component(words: Words, component: object) -> str:
    return words.component(component) if isinstance(component, str) else NO_NUMBER


def _restriction(words: Words, component: object, level: object) -> str:
    name = component if isinstance(component, str) else ""
    if name in FAMILIES:
        return family_label(name, str(level))
    return words.level("" if name in (WITH, WITHOUT) else name, level)
