"""How is the table for papers laid out that says who wins each cell of a map?"""

from dataclasses import replace

from setupscope.analysis.questions.leads import CLEAR_GIVENS
from setupscope.dashboard.paper.cells import names, numbers, points, rate
from setupscope.dashboard.paper.draft import Draft, RawTable, missing
from setupscope.dashboard.paper.marks import verdict_label
from setupscope.dashboard.text.numbers import NO_NUMBER

SIDES = ("row", "column", "panel")


def winner_map(raw: RawTable) -> Draft:
    """A row per cell: its winner, the lead over the runner-up, and the verdict."""
    axes = dict(zip(SIDES, raw.by, strict=False)) if raw.by else {side: side for side in SIDES}
    unused = [side for side in SIDES if side not in axes]
    shown = raw.rows.drop(columns=unused).rename(columns=axes)
    order = ("panel", "row", "column")
    own = replace(raw, rows=shown, by=tuple(axes[side] for side in order if side in axes))
    rows, parts = own.rows, own.parts()
    said = [
        _verdict(verdict, own) if isinstance(verdict, str) else NO_NUMBER
        for verdict in rows["verdict"]
    ]
    columns = [
        *parts,
        own.metric("winner", "Winner"),
        numbers("Win rate (%)", rows["win_rate"], rate),
        own.metric("runner_up", "Runner-up"),
        numbers("Lead (points)", rows["lead"], points),
        numbers("t · SE (points)", rows["half_width"], points),
        names("Verdict", said),
        *own.counts(),
    ]
    noun, candidates = (own.words.noun(role) for role in ("given", "candidates"))
    notes = [
        own.counted(),
        "Lead: difference between the two highest win rates, in percentage points; 0 where they"
        " tie.",
        f"Verdict “{_verdict(CLEAR_GIVENS, own)}”: every lead exceeds t · SE when {candidates}s are"
        f" resampled, the {noun}s held."
        if (rows["verdict"] == CLEAR_GIVENS).any()
        else "",
    ]
    return Draft(columns, [*notes, *missing(own, columns)], min(len(parts), 2))


def _verdict(verdict: str, raw: RawTable) -> str:
    """A verdict in the study's nouns."""
    if verdict == CLEAR_GIVENS:
        return f"clear for these {raw.words.noun('given')}s"
    return verdict_label(verdict, raw.words)
