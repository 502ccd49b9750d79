"""And is it so: which metric does a slice favour, by how much, and does that survive?

A conclusion is about one scenario. Its doubt has two axes: the givens and the candidates
that happen to be in the study.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Metrics, Rows, Setups
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.leads import DECIDED, Lead, lead_over_partial, leads, verdict
from setupscope.analysis.questions.shares import RankedSetups, ranked_metrics

ALL = "all"
DEPENDS = "depends on the measure"


@documented
def conclusion(
    setups: Setups, metrics: Metrics = None, by: Components = (), seed: int = 0
) -> pd.DataFrame:
    """The metric that each scenario favours, its lead, and the verdict on it.

    Winners are found among the metrics that cover all contests; see `win_rates`.

    {parameters}

    Returns
    -------
    pandas.DataFrame
        A row per scenario, part and measure, and, where a part has several measures, one
        for all of them together:

        - `scenario`, then the components of `by`;
        - `measure`: its key, or "all";
        - `winner`: the metric with the highest win rate, the first of those that tie; null
          where no metric has a value, or fewer than two cover all contests;
        - `runner_up`, `lead`: the next, and the difference of the two win rates, 0 to 1;
        - `low`, `high`: 95 % expanded percentile interval of the lead over givens, the
          candidates held; null below 6 givens;
        - `p`: of the sign-flip test of the lead over givens; null where fewer than 6 of them
          have a lead other than 0;
        - `verdict`: "clear for these candidates" where the interval of every lead of the
          winner is above 0 and its p at most .05; "clear" where moreover every lead exceeds
          t · SE over givens and candidates; else "undecided". Null below 6 givens. For all
          measures together, "depends on the measure" where clear winners differ;
        - `no_contest`: setups that do not compare the metrics;
        - `setups`, `givens`: how many there are; `covered_givens`: those with contests;
        - `reason`: why a number is null or the candidates could not be resampled.

        Empty where the frame is.

    {raises}

    Notes
    -----
    Two metrics or givens that win together are a tie: the lead is 0, and undecided.
    """
    parts = _parts(setups, metrics, by, seed, details=False)
    found = [row for part in parts for row in part.table()]
    return pd.DataFrame(found, columns=["scenario", *dict.fromkeys([*by, "measure"]), *COLUMNS])


def conclusion_and_leads(
    setups: Setups, metrics: Metrics = None, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables of `conclusion` and `leads_of_winner` at the price of one."""
    parts = _parts(setups, metrics, (), seed, details=True)
    found = [row for part in parts for row in part.table()]
    return pd.DataFrame(found, columns=["scenario", "measure", *COLUMNS]), _leads(parts)


COLUMNS = (
    *("winner", "runner_up", "lead", "low", "high", "p", "verdict"),
    *("no_contest", "covered_givens", "setups", "givens", "reason"),
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
        A row per scenario and metric besides the winner: the smallest lead first, and after
        the metrics that cover all contests those that do not: `scenario`, `winner`, `metric`;
        `lead` (−1 to 1, over the contests that both cover); `low`, `high` (95 % interval over
        givens, candidates held; null below 6 givens); `p` (sign-flip test over givens);
        `low_all`, `high_all` (the interval that holds for all leads at once; null for a
        partial metric); `half_width` (t · SE over givens and candidates; null where
        candidates cannot be resampled); `partial`; `covered_setups`, `covered_givens` (the
        contests that both cover, and their givens); `verdict` of the scenario, as in
        `conclusion`; `reason` of a null.
    """
    return _leads(_parts(setups, metrics, (), seed, details=True))


def _leads(parts: Sequence["Part"]) -> pd.DataFrame:
    found = [
        {**part.levels, "winner": part.whole.winner, **asdict(lead), "verdict": part.verdict}
        for part in parts
        for lead in [*part.whole.leads, *part.partial_leads()]
    ]
    return pd.DataFrame(found, columns=["scenario", "winner", *LEAD_COLUMNS])


LEAD_COLUMNS = (
    *("metric", "lead", "low", "high", "p", "low_all", "high_all", "half_width"),
    *("partial", "covered_setups", "covered_givens", "verdict", "reason"),
)


def _parts(
    setups: Setups, metrics: Metrics, by: Components, seed: int, *, details: bool
) -> list["Part"]:
    parts = fetch(setups, metrics, by).parts(by)
    return [Part.of(levels, rows, seed, details=details) for levels, rows in parts]


@dataclass(frozen=True)
class Conclusion:
    """Whom some setups favour.

    Attributes
    ----------
    winner : str or None
        The metric of the field with the highest win rate.
    leads : list of Lead
        Its leads over the others of the field, the smallest first.
    verdict : str or None
        On these leads.
    setups : RankedSetups
        The setups.
    givens : int
        Givens with contests of the field.
    """

    winner: str | None
    leads: list[Lead]
    verdict: str | None
    setups: RankedSetups
    givens: int

    @classmethod
    def of(
        cls, rows: Rows, levels: dict[str, str | int], seed: int = 0, *, details: bool = False
    ) -> "Conclusion":
        """The conclusion of the setups of one part; `details` as for `leads`."""
        setups = RankedSetups.of(rows, levels)
        shares = setups.field_shares()
        if not shares.givens:
            return cls(None, [], None, setups, 0)
        winner = shares.metrics[ranked_metrics(shares.rates)[0]]
        found = leads(rows, shares, seed, details=details)
        return cls(winner, found, verdict(found), setups, len(shares.givens))

    def row(self) -> dict[str, object]:
        """The conclusion as a row of the table."""
        counts = {"setups": self.setups.setups, "givens": len(self.setups.givens)}
        counts |= {"no_contest": self.setups.no_contest, "covered_givens": self.givens}
        row = {**self.setups.levels, "winner": self.winner, "verdict": self.verdict, **counts}
        if self.winner is None:
            return {**row, "reason": self.setups.why_no_winner()}
        first = asdict(self.leads[0])
        numbers = {name: first[name] for name in ("lead", "low", "high", "p", "reason")}
        return {**row, "runner_up": first["metric"], **numbers}


@dataclass(frozen=True)
class Part:
    """The conclusions of one part of a scenario, over all measures and under each.

    Attributes
    ----------
    levels : dict
        The scenario and the levels of the part.
    rows : Rows
        Its setups.
    whole : Conclusion
        Over all measures.
    single : dict of str to Conclusion
        Under each measure that occurs.
    seed : int
        Of the draws.
    """

    levels: dict[str, str | int]
    rows: Rows
    whole: Conclusion
    single: dict[str, Conclusion]
    seed: int

    @classmethod
    def of(cls, levels: dict[str, str | int], rows: Rows, seed: int, *, details: bool) -> "Part":
        """The conclusions of some setups; `details` as for `leads`, over all measures."""
        parts = list(rows.parts(["measure"]))
        several = len(parts) > 1
        single = {
            str(own["measure"]): Conclusion.of(
                part, {**levels, **own}, seed, details=details and not several
            )
            for own, part in parts
        }
        whole = next(iter(single.values()))
        if several:
            whole = Conclusion.of(rows, {**levels, "measure": ALL}, seed, details=details)
        return cls(levels, rows, whole, single, seed)

    @property
    def verdict(self) -> str | None:
        """The verdict on the part, which depends on the measure where clear winners differ."""
        decided = {one.winner for one in self.single.values() if one.verdict in DECIDED}
        return DEPENDS if len(decided) > 1 else self.whole.verdict

    def table(self) -> Iterator[dict[str, object]]:
        """A row per measure, and one for all of them where there are several."""
        for conclusion in self.single.values():
            yield conclusion.row()
        if len(self.single) > 1:
            yield {**self.whole.row(), "verdict": self.verdict}

    def partial_leads(self) -> Iterator[Lead]:
        """The winner's leads over the metrics that do not cover every contest."""
        winner, setups = self.whole.winner, self.whole.setups
        for metric in setups.metrics if winner is not None else ():
            if metric not in setups.field:
                lead = lead_over_partial(self.rows, setups, str(winner), metric, self.seed)
                if lead is not None:
                    yield lead
