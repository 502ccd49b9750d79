"""Can a study tell metrics apart at all, in words?"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from setupscope.analysis.soundness.against_baselines import BEATEN, SURVIVES, UNDECIDED
from setupscope.analysis.soundness.sampled import ALL
from setupscope.analysis.soundness.soundness import SoundnessTables, soundness
from setupscope.dashboard.text.labels import capital, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import (
    join_names,
    percent,
    points,
    points_noun,
    quantity,
    span,
    value,
    whole_percent,
)
from setupscope.data.study.study import OTHERS, STATIC, Scenario, Study
from setupscope.data.vocabulary import UNSTATED

Row = dict[Hashable, Any]
TRAINED = {
    "fine-tuned": "when all weights are trained",
    "frozen": "when only the head is trained",
    UNSTATED: "",
}
TITLES = {
    "dispersion": "Dispersion",
    "random_metric": "Random metric",
    "candidates": "Without each candidate",
    "families": "Without each family",
    "fidelity": "Fidelity",
    "seed_noise": "Seed noise",
    "power": "Power",
}
QUESTIONS = {
    "dispersion": "Do the givens rank the candidates differently? Where all agree (τ near 1), one"
    " list serves every given, and no metric can show what it is for.",
    "random_metric": "Does the winner win clearly more than a metric of random scores would?",
    "candidates": "Does the winner stay when any one candidate is left out?",
    "families": "Does the winner stay when any one family of candidates is left out?",
    "fidelity": "Does a larger gap in score mean a larger gap in performance?",
    "seed_noise": "Does the winner stay when performances move as another run would move them?",
    "power": "Could a lead of this size be found clear with this many givens and candidates?",
}
VERDICTS = {"sound": "sound", "weak": "weak", "null": "not known"}
"""What a verdict is called, where that is not its own key."""


@dataclass(frozen=True)
class Line:
    """What one check of a scenario says.

    Attributes
    ----------
    check, title, question : str
        Its key, its name, and what it asks.
    backbone : str
        Of which backbone; "all" where there are several and it is of all.
    verdict : str
        In a word or two.
    evidence : str
        The numbers behind it, one or two sentences in Markdown.
    number : str
        The one number that the verdict is about.
    """

    check: str
    title: str
    question: str
    backbone: str
    verdict: str
    evidence: str
    number: str


def lines(
    study: Study, scenario: Scenario, tables: SoundnessTables, noise: pd.DataFrame | None = None
) -> list[Line]:
    """What every check of a scenario says; of each backbone, where there are several."""
    words = _Words(study, scenario, tables, noise)
    return [words.line(row) for row in _of_backbones(soundness(tables, noise))]


def _of_backbones(table: pd.DataFrame) -> list[Row]:
    """The rows of each backbone, without those of all together where there are several."""
    rows: list[Row] = table[table["backbone"] != ALL].to_dict("records")
    return rows


def survival(study: Study, scenario: Scenario, against: pd.DataFrame) -> str:
    """Whether the best metric beats what is known without it: one sentence in Markdown.

    `against` is a table of `analysis.against_baselines` of one scenario. Where the metric
    survives is said first.
    """
    first = (STATIC if scenario.candidates == "source" else OTHERS).key
    own = against[(against["baseline"] == first) & (against["backbone"] != ALL)]
    rows = sorted(own.dropna(subset=["outcome"]).to_dict("records"), key=_by_outcome)
    clauses = [_survives(study, scenario, row, rows[:index][-1:]) for index, row in enumerate(rows)]
    joined = "; ".join(clauses)
    return f"{capital(joined)}." if joined else ""


def _by_outcome(row: Row) -> int:
    return (SURVIVES, UNDECIDED, BEATEN).index(row["outcome"])


def _survives(study: Study, scenario: Scenario, row: Row, before: Sequence[Row]) -> str:
    """A clause for one backbone; a short one after that of another with the same metric."""
    metric = f"**{metric_label(study, row['metric'])}**"
    if before and before[0]["metric"] == row["metric"]:
        again = before[0]["outcome"] == row["outcome"]
        too = {True: " either" if row["outcome"] == BEATEN else ", too", False: ""}[again]
        rates = f"{percent(row['metric_rate'])} against {percent(row['baseline_rate'])}"
        return f"{_trained(row['backbone'])}, {AGAIN[row['outcome']]}{too} ({rates})"
    what = _the_baseline(study, scenario, row["baseline"])
    rates = f"{percent(row['metric_rate'])} of the setups against {percent(row['baseline_rate'])}"
    clause = {
        SURVIVES: f"{metric} beats {what}",
        UNDECIDED: f"whether {metric} beats {what} is undecided",
        BEATEN: f"no metric beats {what}",
    }[row["outcome"]]
    return " ".join(filter(None, [clause, _trained(row["backbone"]), f"({rates})"]))


AGAIN = {SURVIVES: "it does", UNDECIDED: "this is undecided", BEATEN: "no metric does"}


def _trained(backbone: str) -> str:
    """How the source was fine-tuned, as the end of a clause."""
    return TRAINED.get(backbone, f"with the backbone {escaped(backbone)}")


def baselines_note(study: Study, scenario: Scenario, against: pd.DataFrame) -> str:
    """For the card of a scenario: which baselines its best metric beats, and which it does not."""
    outcomes: dict[str, dict[str, str]] = {}
    for row in _of_backbones(against):
        if isinstance(row["outcome"], str):
            outcomes.setdefault(row["baseline"], {})[row["backbone"]] = row["outcome"]
    begins = {SURVIVES: "Beats", UNDECIDED: "Not clearly ahead of", BEATEN: "Beaten by"}
    sentences = []
    for outcome, begin in begins.items():
        alike: dict[str, list[str]] = {}
        for key, of_backbones in outcomes.items():
            if outcome in of_backbones.values():
                name = _the_baseline(study, scenario, key)
                alike.setdefault(_where(outcome, of_backbones), []).append(name)
        for where, names in sorted(alike.items()):  # what always holds, without a where, is first
            sentences.append(f"{begin} {join_names(names)} {where}".strip() + ".")
    return " ".join(sentences)


def _where(outcome: str, of_backbones: Mapping[str, str]) -> str:
    """Under which backbones that is the outcome, where it is not all of them."""
    own = [backbone for backbone, found in of_backbones.items() if found == outcome]
    return (
        ""
        if len(own) == len(of_backbones)
        else join_names([_trained(backbone) for backbone in own])
    )


def _the_baseline(study: Study, scenario: Scenario, key: str) -> str:
    """A baseline as a sentence names it."""
    if key == STATIC.key:
        return f"a fixed list of {escaped(study.noun(scenario, 'candidates'))}s"
    if key == OTHERS.key:
        return f"the mean of the other {escaped(study.noun(scenario, 'given'))}s"
    return f"“{metric_label(study, key)}”"


@dataclass(frozen=True)
class _Words:
    """The words for the checks of one scenario."""

    study: Study
    scenario: Scenario
    tables: SoundnessTables
    noise: pd.DataFrame | None

    def line(self, row: Row) -> Line:
        check, verdict = row["check"], str(row["verdict"])
        said = _SAID.get(check, _Words.baseline)
        reason = row["reason"] if isinstance(row["reason"], str) else "there is no number for it"
        evidence = f"{escaped(reason)}." if verdict == "null" else said(self, row)
        return Line(
            check=check,
            title=TITLES.get(check) or f"Baseline: {metric_label(self.study, check)}",
            question=QUESTIONS.get(check, "Does the best metric beat what is known without it?"),
            backbone=row["backbone"],
            verdict=VERDICTS.get(verdict, verdict),
            evidence=capital(evidence),
            number="" if verdict == "null" else _NUMBER.get(check, points)(row["value"]),
        )

    def given(self) -> str:
        return escaped(self.study.noun(self.scenario, "given"))

    def candidate(self) -> str:
        return escaped(self.study.noun(self.scenario, "candidates"))

    def metric(self, row: Row) -> str:
        return metric_label(self.study, row["metric"])

    def own(self, name: str, row: Row, **held: str) -> list[Row]:
        """The rows of a table that are of the same backbone, and hold something else alike."""
        wanted = {"backbone": row["backbone"], **held}
        rows = self.tables.rows[name]
        return [one for one in rows if all(one[key] == level for key, level in wanted.items())]

    def dispersion(self, row: Row) -> str:
        (found,) = self.own("dispersion", row)
        return (
            f"two {self.given()}s rank the {self.candidate()}s with a Kendall τ-b of"
            f" **{value(row['value'])}** on average, from {value(row['low'])} to"
            f" {value(row['high'])} over {quantity(int(found['pairs']), 'pair')}."
        )

    def baseline(self, row: Row) -> str:
        (found,) = self.own("against_baselines", row, baseline=row["check"])
        doubt: str = (
            "" if pd.isna(row["low"]) else f", 95 % interval {_points(row['low'], row['high'])}"
        )
        lead = f"a lead of **{points(row['value'])}** {points_noun(row['value'])}{doubt}"
        knows = _KNOWS.get(row["check"], "")
        baseline = _the_baseline(self.study, self.scenario, row["check"])
        return (
            f"{self.metric(row)} wins {percent(found['metric_rate'])}, {baseline}"
            f" {percent(found['baseline_rate'])}, compared together: {lead}. {knows}"
        ).strip()

    def random_metric(self, row: Row) -> str:
        (found,) = self.own("random_metric", row)
        below = [
            self.metric(rate)
            for rate in self.own("rates", row)
            if rate["win_rate"] < found["win_rate"]
        ]
        verb = "wins" if len(below) == 1 else "win"
        fewer = f" {join_names(below)} {verb} less than that mean." if below else ""
        return (
            f"{self.metric(row)} wins **{percent(row['value'])}** (95 % interval"
            f" {span(row['low'], row['high'])}); a metric of random scores as one metric more wins"
            f" {percent(found['win_rate'])} on average, and up to {percent(row['reference'])} in"
            f" 95 % of {int(found['draws'])} draws.{fewer}"
        )

    def candidates(self, row: Row) -> str:
        return self._left_out(row, "candidates", self.candidate())

    def families(self, row: Row) -> str:
        return self._left_out(row, "families", "family")

    def _left_out(self, row: Row, check: str, noun: str) -> str:
        known = [one for one in self.own(check, row) if not pd.isna(one["by"])]
        last = max(known, key=lambda one: one["by"])
        named = escaped(self.study.label(last["left_out"]))
        if row["verdict"] == SURVIVES:
            return (
                f"{self.metric(row)} stays first without any single {noun}; its smallest lead is"
                f" **{points(row['value'])}** {points_noun(row['value'])}, without {named}."
            )
        lost, by = sum(not one["stays"] for one in known), -row["value"]
        ahead = f"{metric_label(self.study, last['without'])} is ahead by {points(by).lstrip('+')}"
        start = f"{self.metric(row)} loses without {lost} of {len(known)}: without {named}"
        return f"{start}, {ahead} {points_noun(by)}."

    def fidelity(self, row: Row) -> str:
        (found,) = self.own("fidelity", row, metric=row["metric"])
        doubt: str = (
            "" if pd.isna(row["low"]) else f" (95 % interval {span(row['low'], row['high'])})"
        )
        return (
            f"of {quantity(int(found['pairs']), 'pair')} of {self.candidate()}s whose"
            f" {self.metric(row)} scores differ by more than one standard deviation, the one with"
            f" the higher score performs worse in **{percent(row['value'])}**{doubt}."
        )

    def seed_noise(self, row: Row) -> str:
        assert self.noise is not None
        own = [one for one in _of_backbones(self.noise) if one["backbone"] == row["backbone"]]
        first = join_names([f"{whole_percent(one['same'])} %" for one in own])
        lead = join_names([points(one["lead_q05"]) for one in own])
        return (
            f"of {int(own[0]['draws'])} rescorings {_noise(own)}, {self.metric(row)} stays first"
            f" in **{first}**; the 5 % quantile of its lead is {lead} points."
        )

    def power(self, row: Row) -> str:
        found = self.own("power", row)[0]
        next_ = self.metric(found)
        needed = _needed(row["value"])
        more = [_needed(found[name]) for name in ("more_givens", "more_candidates")]
        return (
            f"to be clear with probability 0.8, a lead has to be **{needed}**; {self.metric(row)}"
            f" leads {next_} by {100 * row['reference']:.0f}. With 5 more {self.given()}s it"
            f" would have to be {more[0]}, with 5 more {self.candidate()}s {more[1]}."
        )


_SAID: Mapping[str, Callable[[_Words, Row], str]] = {
    "dispersion": _Words.dispersion,
    "random_metric": _Words.random_metric,
    "candidates": _Words.candidates,
    "families": _Words.families,
    "fidelity": _Words.fidelity,
    "seed_noise": _Words.seed_noise,
    "power": _Words.power,
}
_NUMBER: Mapping[str, Callable[[float], str]] = {
    "dispersion": value,
    "random_metric": percent,
    "fidelity": percent,
    "seed_noise": percent,
    "power": lambda lead: f"{100 * lead:.0f}",
}
"""How the number of a check is said; of others, as a lead in points."""
_KNOWS = {
    STATIC.key: "The list knows fine-tuning results on other targets that no metric has, and"
    " nothing of the target.",
    OTHERS.key: "That mean knows fine-tuning results of other sources that no metric has, and"
    " nothing of the source.",
}
"""What a baseline knows that metrics do not."""


def _points(low: float, high: float) -> str:
    return f"{points(low)} to {points(high)}"


def _needed(lead: float) -> str:
    """A lead that is needed, in points; of more than all there can be."""
    own = f"{100 * lead:.0f} {points_noun(lead)}"
    return "more than 100 points, which no lead can be" if lead > 1 else own


def _noise(rows: Sequence[Row]) -> str:
    """The sizes of noise of rows of `analysis.seed_noise`."""
    if any(pd.isna(row["size"]) for row in rows):
        return "with the measured standard errors"
    sizes = join_names([f"{row['size']:g}" for row in rows])
    return f"with noise of {sizes} of the range of performance (assumed standard errors)"
