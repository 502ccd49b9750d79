"""What stands beside the answer of one slice: everything that a reader has to weigh."""

from dataclasses import dataclass

import pandas as pd

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Metrics, Setups
from setupscope.analysis.questions.bradley_terry import bradley_terry
from setupscope.analysis.questions.conclusion import conclusion_and_leads
from setupscope.analysis.questions.leave_one_out import leave_one_out
from setupscope.analysis.questions.scores import scores
from setupscope.analysis.questions.usefulness import other_winners, usefulness
from setupscope.analysis.questions.wins import win_rates
from setupscope.data.study.measured import MeasuredStudy


@dataclass(frozen=True)
class Evidence:
    """Tables of one slice, each as the function of that name gives it.

    Attributes
    ----------
    rates, concluded, leads, useful, others, strengths, values, without : pandas.DataFrame
        Of `win_rates`, `conclusion`, `leads_of_winner`, `usefulness`, `other_winners`,
        `bradley_terry`, `scores` and `leave_one_out`.
    """

    rates: pd.DataFrame
    concluded: pd.DataFrame
    leads: pd.DataFrame
    useful: pd.DataFrame
    others: pd.DataFrame
    strengths: pd.DataFrame
    values: pd.DataFrame
    without: pd.DataFrame

    @property
    def verdict(self) -> str | None:
        """The verdict on the slice, over all its measures; none where there is none."""
        verdict = self.concluded["verdict"].iloc[-1] if len(self.concluded) else None
        return verdict if isinstance(verdict, str) else None


def evidence(
    setups: Setups,
    metrics: Metrics = None,
    measurements: pd.DataFrame | None = None,
    study: MeasuredStudy | None = None,
    seed: int = 0,
) -> Evidence:
    """All that stands beside an answer, from one fetch of the setups.

    Parameters
    ----------
    setups, metrics, seed
        As for `conclusion`.
    measurements, study
        As for `usefulness`.

    Raises
    ------
    InputError
        When a metric is unknown.
    """
    rows = fetch(setups, metrics)
    concluded, leads = conclusion_and_leads(rows, seed=seed)
    return Evidence(
        rates=win_rates(rows, seed=seed),
        concluded=concluded,
        leads=leads,
        useful=usefulness(rows, None, measurements, study),
        others=other_winners(rows),
        strengths=bradley_terry(rows),
        values=scores(rows),
        without=leave_one_out(rows),
    )
