"""Which metric wins each scenario of each study, under each measure?"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd

from setupscope.analysis.frames.rows import Setups
from setupscope.analysis.questions.conclusion import conclusion
from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.studies.matching import Part, Shared, shared
from setupscope.data.study.measured import MeasuredStudy

NOTHING_COMMON = "the studies have fewer than two metrics in common"
Ask = Callable[[Slice], pd.DataFrame]
"""Gives the table of `conclusion` by measure, of a slice of one scenario."""


def winners_across(
    studies: Mapping[str, tuple[Setups, MeasuredStudy]],
    aliases: Mapping[str, str] | None = None,
    metrics: Sequence[str] | None = None,
    measures: Sequence[str] | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """The winner of each scenario of each study, under each measure that all of them have.

    All studies compare the same metrics: those that all of them have.

    Parameters
    ----------
    studies, aliases, metrics, measures, seed
        As for `across`.

    Returns
    -------
    pandas.DataFrame
        A row per question, study, scenario and measure: `question`, `study`, `scenario`,
        `measure`, then `winner`, `runner_up` (by the keys that the studies share), `lead`,
        `low`, `high`, `verdict`, `setups`, `givens` and `reason` as in `conclusion`. Where
        fewer than two metrics are common to all, there is no winner, and the reason.

    Raises
    ------
    InputError
        As for `across`.
    """
    named = {name: study for name, (_, study) in studies.items()}
    asked = {
        name: lambda slice_, setups=setups: conclusion(
            slice_.narrow(setups), slice_.metric_keys(), ["measure"], seed
        )
        for name, (setups, _) in studies.items()
    }
    return won(shared(named, aliases, metrics, measures), named, asked)


def won(
    questions: Sequence[Shared], studies: Mapping[str, MeasuredStudy], asked: Mapping[str, Ask]
) -> pd.DataFrame:
    """The table of `winners_across`, of the conclusions that are asked of each study."""
    rows = [
        row
        for common in questions
        for part in common.parts
        for row in _of_part(common, part, studies[part.study], asked[part.study])
    ]
    return pd.DataFrame(rows, columns=["question", "study", "scenario", "measure", *COLUMNS])


COLUMNS = (
    *("winner", "runner_up", "lead", "low", "high", "verdict", "setups", "givens", "reason"),
)


def _of_part(
    common: Shared, part: Part, study: MeasuredStudy, ask: Ask
) -> Iterator[dict[str, object]]:
    keys = tuple(part.keys[metric] for metric in common.common)
    names = dict(zip(keys, common.common, strict=True))
    for scenario in part.scenarios:
        head = {"question": common.question, "study": part.study, "scenario": scenario}
        if len(keys) < 2:
            for measure in common.measures:
                yield {**head, "measure": measure, "reason": NOTHING_COMMON}
            continue
        table = ask(Slice(study, (scenario,), measures=common.measures, metrics=keys))
        rows = {row["measure"]: row for row in table.to_dict("records")}
        for measure in (key for key in common.measures if key in rows):
            own = {key: rows[measure][key] for key in COLUMNS}
            leaders = {key: names.get(own[key]) for key in ("winner", "runner_up")}
            yield {**head, "measure": measure, **own, **leaders}
