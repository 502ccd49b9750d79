"""What is said about single restrictions of a slice, and whether they change its winner?"""

from collections.abc import Iterator

import pandas as pd

from setupscope.analysis.questions.families import FAMILIES, FAMILY, WITHOUT_FAMILY
from setupscope.analysis.questions.flips import NO_CHOICE
from setupscope.analysis.questions.leads import DECIDED
from setupscope.dashboard.text.labels import CANDIDATE_PARTS, component_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import p_value
from setupscope.data.study.study import Scenario, Study


def flipped(study: Study, scenario: Scenario, table: pd.DataFrame) -> str:
    """How many single restrictions change the winner, from a table of `analysis.flips`."""
    counted = table.dropna(subset="component")
    if counted.empty:
        wins = table["reason"].eq(NO_CHOICE).any()
        return "The slice cannot be restricted any further." if wins else ""
    count = int(counted["flips"].sum())
    by_family = counted["component"].isin(FAMILIES).all()
    what = "restriction by family" if by_family else "single restriction"
    several = what.replace("restriction", "restrictions")
    if not count:
        return f"None of {len(counted)} {several} changes the winner."
    verb = "changes" if count == 1 else "change"
    of = f"{len(counted):,} {what if len(counted) == 1 else several}"
    text = f"{count} of {of} {verb} the winner"
    kinds = ", ".join(_by_kind(study, scenario, counted))
    return f"{text}, {_clearly(counted)}: {kinds}{_unjudged(counted)}."


def _by_kind(study: Study, scenario: Scenario, counted: pd.DataFrame) -> Iterator[str]:
    """How many of each kind of restriction change the winner; those that none does last."""
    kinds = dict(list(counted.groupby("component", sort=False)))
    others = {name: part for name, part in kinds.items() if not part["flips"].any()}
    for name, part in kinds.items():
        if name not in others:
            alone = " alone" if name == "given" else ""
            parts = _parts(study, scenario, str(name))
            yield f"{int(part['flips'].sum())} of {len(part)} {parts}{alone}"
    if others:
        yield f"none of {sum(map(len, others.values()))} others"


def _clearly(counted: pd.DataFrame) -> str:
    """How many of the flips have a new winner that is clear."""
    clear = counted.loc[counted["flips"], "verdict"].isin(DECIDED)
    if len(clear) == 1:
        return "clearly" if clear.all() else "but not clearly"
    if clear.all():
        return "all of them clearly"
    return f"{int(clear.sum()) or 'none'} of them clearly"


def _unjudged(counted: pd.DataFrame) -> str:
    """How many of the flips leave too few givens for a verdict."""
    few = int(counted.loc[counted["flips"], "verdict"].isna().sum())
    leaves = "leaves" if few == 1 else "leave"
    return f"; {few} of the flips {leaves} too few givens for a verdict" if few else ""


def exchangeable(test: pd.DataFrame) -> str:
    """How many flips there would be if winner and runner-up were alike; empty without a test.

    `test` is a table of `analysis.flip_test` for one scenario.
    """
    known = test.dropna(subset=["p"]).to_dict("records")
    if not known:
        return ""
    whole, rest = known[0], known[1:]
    without = f"; without single givens, p = {p_value(rest[0]['p'])}" if rest else ""
    return (
        f"If winner and runner-up were exchangeable, {whole['expected']:.1f} of {whole['of']}"
        " restrictions would change the winner on average (for as few as"
        f" {whole['flips']}, p = {p_value(whole['p'])}{without})."
    )


def _parts(study: Study, scenario: Scenario, component: str) -> str:
    """What the restrictions of a component are, in the plural."""
    if component in FAMILIES:
        left_out = {FAMILY: "", WITHOUT_FAMILY: " left out"}
        return f"families{left_out.get(component, ' left out of the pools')}"
    if component not in CANDIDATE_PARTS:
        return f"{escaped(component_label(study, scenario, component))}s"
    fate = "included" if component == "with" else "left out"
    return f"{escaped(study.noun(scenario, 'candidates'))}s {fate}"
