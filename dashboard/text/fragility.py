"""How few givens or candidates does a winner hang on, in words?"""

import pandas as pd

from setupscope.analysis.questions.fragility import CANDIDATES, GIVENS
from setupscope.analysis.slices.queries import decoded
from setupscope.dashboard.text.labels import metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, quantity, unsigned_tenths
from setupscope.data.study.study import Scenario, Study

MOST_NAMED = 4
"""Names up to which all that are taken away are listed."""


def fragile(study: Study, scenario: Scenario, table: pd.DataFrame) -> str:
    """The fewest givens, and the fewest candidates, without which the winner no longer wins.

    `table` is one of `analysis.fragility` for one scenario. Empty where no metric wins, or
    nothing can be taken away.
    """
    known = table.dropna(subset=["lead"])
    steps = {unit: part for unit, part in known.groupby("unit") if len(part) > 1}
    text = [_of_givens(study, scenario, steps[GIVENS])] if GIVENS in steps else []
    if CANDIDATES in steps:
        text.append(_of_candidates(study, scenario, steps[CANDIDATES]))
    return " ".join(text)


def _of_givens(study: Study, scenario: Scenario, steps: pd.DataFrame) -> str:
    noun, winner = escaped(study.noun(scenario, "given")), _winner(study, steps)
    fewest, every = _fewest(steps), len(steps)
    if not fewest:
        wins = "wins" if steps["lead"].iloc[-1] > 0 else "wins or ties"
        return f"No choice of {noun}s takes the win from {winner}: it {wins} with any one of them."
    taken = _taken(study, steps, fewest, noun, every)
    if fewest == 1:
        return f"Without {taken} alone, {winner} no longer wins; {_ahead(study, steps, fewest)}."
    return (
        f"{winner} no longer wins without {taken}; {_ahead(study, steps, fewest)}. It wins with any"
        f" {int(steps['kept'].iloc[0])} of them."
    )


def _of_candidates(study: Study, scenario: Scenario, steps: pd.DataFrame) -> str:
    noun, winner = escaped(study.noun(scenario, "candidates")), _winner(study, steps)
    fewest, most = _fewest(steps), int(steps["removed"].max())
    exact = bool(steps["exact"].all())
    if fewest:
        every = int(steps["kept"].iloc[0]) + fewest - 1
        taken = _taken(study, steps, fewest, noun, every)
        bound = "" if exact else " Other choices may need fewer."
        return (
            f"In pools without {taken}, {winner} no longer wins;"
            f" {_ahead(study, steps, fewest)}.{bound}"
        )
    if exact:
        return (
            f"No choice of {'' if most == 1 else 'up to '}{quantity(most, noun)}, left out of all"
            " pools, takes the win."
        )
    return (
        f"Left out of all pools one after another, {quantity(most, noun)} do not take the win from"
        f" {winner}; other choices might."
    )


def _winner(study: Study, steps: pd.DataFrame) -> str:
    return metric_label(study, str(steps["winner"].iloc[0]))


def _fewest(steps: pd.DataFrame) -> int:
    """The smallest number that takes the win; 0 where none does."""
    fewest = steps["fewest"].iloc[0]
    return 0 if pd.isna(fewest) else int(fewest)


def _taken(study: Study, steps: pd.DataFrame, fewest: int, noun: str, every: int) -> str:
    """What is taken away then: by name where they are few."""
    named = join_names(named_in(study, steps["left_out"].iloc[fewest]))
    if fewest == 1:
        return f"{noun} {named}"
    counted = f"{fewest} of the {quantity(every, noun)}"
    return f"{counted}, {named}" if fewest <= MOST_NAMED else f"{counted} that favour it most"


def named_in(study: Study, left_out: str) -> list[str]:
    """The names of what a step takes away, in Markdown."""
    return [escaped(study.label(name)) for name in decoded(left_out)]


def _ahead(study: Study, steps: pd.DataFrame, fewest: int) -> str:
    """Who leads then, and by how much."""
    row = steps.iloc[fewest]
    rival = metric_label(study, row["rival"])
    return f"{rival} is then {unsigned_tenths(row['lead'])} points ahead"
