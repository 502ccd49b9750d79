"""And is it so: which metric does a slice favour, by how much, and does that survive?

A conclusion is about one scenario. Its doubt has two axes: the givens and the candidates
that happen to be in the study.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from setupscope.analysis.frames.rows import Components, Metrics, Rows, Setups, compact, fetch
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.leads import (
    UNDECIDED,
    Array,
    SetRates,
    leads,
    ranked_metrics,
    verdict,
)
from setupscope.analysis.questions.wins import GivenShares, Tally
from setupscope.analysis.resampling.bootstrap import Weights, draws_for

ALL = "all"
DEPENDS = "depends on the measure"
NO_WINNER = "no metric has a value in any setup"
NO_RIVAL = "no other metric is compared"


@documented
def conclusion(
    setups: Setups, metrics: Metrics = None, by: Components = (), seed: int = 0
) -> pd.DataFrame:
    """The metric that each scenario favours, its lead, and the verdict on it.

    {parameters}

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and measure, and, where a part has several measures, one
        for all of them together:

        - `scenario`, then the components of `by`;
        - `measure`: its key, or "all";
        - `winner`: the metric with the highest win rate, the first of those that tie; null
          where no metric has a value;
        - `runner_up`, `lead`: the next, and the difference of the two win rates, 0 to 1;
        - `low`, `high`: 95 % expanded percentile interval of the lead over givens, the
          candidates held; null below 6 givens;
        - `verdict`: "clear" where every lead of the winner exceeds t · SE over givens and
          candidates; "clear for these candidates" where the interval over givens of every
          lead is above 0; else "undecided". For all measures together, "depends on the
          measure" where their winners differ;
        - `setups`, `givens`: how many there are;
        - `reason`: why a number is null or the candidates could not be resampled.

        Empty where the frame is.

    {raises}

    Notes
    -----
    Two metrics or givens that win together are a tie: the lead is 0, and undecided.
    """
    return _conclusions(_parts(setups, metrics, by), by, seed)


def conclusion_and_leads(
    setups: Setups, metrics: Metrics = None, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables of `conclusion` and `leads_of_winner` at the price of one."""
    parts = _parts(setups, metrics, ())
    return _conclusions(parts, (), seed), _leads(parts, seed)


def _conclusions(parts: Sequence["Part"], by: Sequence[str], seed: int) -> pd.DataFrame:
    sizes = {len(shares.givens) for part in parts for shares in [part.whole, *part.single]}
    weights = draws_for(sizes, seed)
    found = [row for part in parts for row in _table(part, weights)]
    return pd.DataFrame(found, columns=["scenario", *dict.fromkeys([*by, "measure"]), *COLUMNS])


COLUMNS = (
    *("winner", "runner_up", "lead", "low", "high"),
    *("verdict", "setups", "givens", "reason"),
)


def leads_of_winner(setups: Setups, metrics: Metrics = None, seed: int = 0) -> pd.DataFrame:
    """Every lead of each scenario's winner, with both kinds of doubt; all measures together.

    Parameters
    ----------
    setups, metrics, seed
        As for `conclusion`.

    Returns
    -------
    pandas.DataFrame
        A row per scenario and metric besides the winner, the smallest lead first:
        `scenario`, `winner`, `metric`, `lead` (0 to 1); `low`, `high` (95 % interval over
        givens, candidates held; null below 6 givens); `half_width` (t · SE over givens and
        candidates; null where candidates cannot be resampled); `verdict` of the scenario,
        whatever its measures say one by one; `reason` of a null.
    """
    return _leads(_parts(setups, metrics, ()), seed)


def _leads(parts: Sequence["Part"], seed: int) -> pd.DataFrame:
    weights = draws_for({len(part.whole.givens) for part in parts}, seed)
    found: list[dict[str, object]] = []
    for part in parts:
        of_sets = part.sets.together
        every = leads(part.whole, part.sets.candidates, of_sets, weights.get(part.givens))
        winner = part.whole.metrics[ranked_metrics(part.whole.rates)[0]]
        common = {**part.whole.levels, "winner": winner, "verdict": verdict(every)}
        found += [{**common, **asdict(lead)} for lead in every]
    return pd.DataFrame(found, columns=["scenario", "winner", *LEAD_COLUMNS])


LEAD_COLUMNS = ("metric", "lead", "low", "high", "half_width", "verdict", "reason")


def _parts(setups: Setups, metrics: Sequence[str] | None, by: Sequence[str]) -> list["Part"]:
    return [Part.of(levels, part) for levels, part in fetch(setups, metrics, by).parts(by)]


@dataclass(frozen=True)
class Part:
    """The setups of one part of a scenario, as far as a conclusion needs them.

    Attributes
    ----------
    whole : GivenShares
        Shares of the win over all measures.
    single : list of GivenShares
        Under each measure that occurs.
    sets : SetRates
        Win rates over sets of candidates.
    """

    whole: GivenShares
    single: list[GivenShares]
    sets: SetRates

    @property
    def givens(self) -> int:
        """Number of givens."""
        return len(self.whole.givens)

    @classmethod
    def of(cls, levels: dict[str, str | int], rows: Rows) -> "Part":
        """The part that some setups are."""
        tally = Tally(rows.rankings, rows.metrics)
        given, occur = compact(rows.codes["given"], len(rows.levels["given"]))
        measure, measures = compact(rows.codes["measure"], len(rows.levels["measure"]))
        count = len(measures) * len(occur)
        sums = tally.sums(measure * len(occur) + given, count, rows.ranking)
        of_measure = sums.reshape(len(measures), len(occur), -1)
        names = np.array([str(rows.levels["given"][code]) for code in occur])
        single = []
        for code, own in zip(measures, of_measure, strict=True):
            there = own[:, -1] > 0
            index = {**levels, "measure": rows.levels["measure"][code]}
            single.append(tally.within(index, tuple(names[there].tolist()), own[there]))
        whole = tally.within(levels, tuple(names.tolist()), of_measure.sum(axis=0))
        return cls(whole, single, SetRates.of(rows))


def _table(part: Part, weights: Mapping[int, Weights]) -> list[dict[str, object]]:
    """A row per measure, and one for all of them where there are several."""
    each = []
    for shares in part.single:
        measure = str(shares.levels["measure"])
        of_sets = part.sets.by_measure[measure]
        each.append(_conclude(shares, measure, part.sets, of_sets, weights))
    if len(each) < 2:
        return each
    together = _conclude(part.whole, ALL, part.sets, part.sets.together, weights)
    return [*each, _overall(together, each)]


def _conclude(
    part: GivenShares, measure: str, sets: SetRates, of_sets: Array, weights: Mapping[int, Weights]
) -> dict[str, object]:
    """One row of the table."""
    found: dict[str, object] = {**part.levels, "measure": measure, "verdict": UNDECIDED}
    found |= {"setups": int(part.setups.sum()), "givens": len(part.givens)}
    if not np.nansum(part.rates) > 0:
        return {**found, "reason": NO_WINNER}
    found["winner"] = part.metrics[ranked_metrics(part.rates)[0]]
    every = leads(part, sets.candidates, of_sets, weights.get(len(part.givens)))
    if not every:
        return {**found, "reason": NO_RIVAL}
    first = asdict(every[0])
    found |= {name: first[name] for name in ("lead", "low", "high", "reason")}
    return {**found, "runner_up": every[0].metric, "verdict": verdict(every)}


def _overall(row: dict[str, object], single: list[dict[str, object]]) -> dict[str, object]:
    """The row of all measures, whose verdict depends on them where their winners differ."""
    winners = {part.get("winner") for part in single} - {None}
    return {**row, "verdict": DEPENDS} if len(winners) > 1 else row
