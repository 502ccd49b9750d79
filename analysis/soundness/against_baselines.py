"""Do the metrics beat what is known without them?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Rows, Setups
from setupscope.analysis.questions.leads import DECIDED, Lead, lead_between, verdict
from setupscope.analysis.questions.shares import GivenShares, RankedSetups, ranked_metrics
from setupscope.analysis.questions.wins import win_rates
from setupscope.analysis.soundness.parts import by_backbone
from setupscope.analysis.soundness.sampled import ALL

SURVIVES, BEATEN, UNDECIDED = "survives", "beaten", "undecided"
NOTHING_TO_BEAT = "the baseline has no number for all candidates of any pool that compares metrics"
NO_METRIC = "no metric has scores for all setups that are compared"


def against_baselines(
    setups: Setups, metrics: Sequence[str], baselines: Sequence[str], seed: int = 0
) -> pd.DataFrame:
    """The best metric of a study against each baseline, taken as one metric more.

    Parameters
    ----------
    setups : frame of setups
        Of a store that has the baselines as further metrics.
    metrics : sequence of str
        Keys of the study's own metrics.
    baselines : sequence of str
        Keys of the baselines, each of which is compared with the metrics alone.
    seed : int
        Of the draws of givens.

    Returns
    -------
    pandas.DataFrame
        A row per scenario, backbone ("all" where there are several) and baseline:

        - `scenario`, `backbone`, `baseline`;
        - `baseline_rate`: its win rate among the metrics and itself, 0 to 1;
        - `metric`, `metric_rate`: the metric with the highest win rate there;
        - `lead`: `metric_rate` − `baseline_rate`; below 0 where the baseline is ahead;
        - `low`, `high`: 95 % expanded percentile interval of the lead over givens; `p`: of the
          sign-flip test; `half_width`: t · SE over givens and candidates, null where candidates
          cannot be resampled;
        - `verdict`: as that of `conclusion`, on this lead alone: "clear", "clear for these
          candidates" or "undecided"; null below 6 givens;
        - `outcome`: "survives" where the metric is ahead and the verdict is one of the first
          two, "beaten" where the baseline is, "undecided" otherwise; null without a verdict;
        - `partial`: whether the baseline lacks numbers, so that some contests are left out;
        - `covered_setups`, `covered_givens`: the contests that both cover, and their givens;
        - `reason`: why a number is null, else null.

    Raises
    ------
    InputError
        When a metric or baseline is unknown.

    Notes
    -----
    A fixed list of models as the baseline is that of Singh, Hess and Vanschoren 2026, ICLR
    (arXiv 2510.06448).
    """
    found = [
        {**levels, "baseline": baseline, **_row(part, metrics, baseline, seed)}
        for levels, part in by_backbone(setups, [*metrics, *baselines])
        for baseline in baselines
    ]
    return pd.DataFrame(found, columns=["scenario", "backbone", "baseline", *COLUMNS])


COLUMNS = (
    *("baseline_rate", "metric", "metric_rate", "lead", "low", "high", "p", "half_width"),
    *("verdict", "outcome", "partial", "covered_setups", "covered_givens", "reason"),
)


def _row(part: Rows, metrics: Sequence[str], baseline: str, seed: int) -> dict[str, object]:
    """The best metric against one baseline."""
    rows = part.compare((*metrics, baseline))
    setups = RankedSetups.of(rows, {})
    field = RankedSetups.of(part.compare(tuple(metrics)), {}).field
    own = field if len(metrics) > 1 else tuple(metrics)
    shares = setups.among([*own, baseline])
    if not own or not shares.givens:
        return {"reason": NOTHING_TO_BEAT if own else NO_METRIC}
    best = _best(shares, baseline)
    lead = lead_between(rows, shares, *_ahead_first(shares, best, baseline), seed)
    ahead = lead.metric == baseline
    return {
        "baseline_rate": float(shares.rates[-1]),
        "metric": best,
        "metric_rate": float(shares.rates[shares.metrics.index(best)]),
        **_signed(lead, ahead=ahead),
        "outcome": _outcome(lead, ahead=ahead),
        "partial": baseline not in setups.field,
        "covered_givens": lead.covered_givens,
        "covered_setups": lead.covered_setups,
    }


def _best(shares: GivenShares, baseline: str) -> str:
    order: list[str] = [shares.metrics[place] for place in ranked_metrics(shares.rates).tolist()]
    return next(name for name in order if name != baseline)


def _ahead_first(shares: GivenShares, best: str, baseline: str) -> tuple[str, str]:
    rates = dict(zip(shares.metrics, shares.rates, strict=True))
    return (best, baseline) if rates[best] >= rates[baseline] else (baseline, best)


def _signed(lead: Lead, *, ahead: bool) -> dict[str, object]:
    """The numbers of a lead, from the metric's side; `ahead` says whether it has the lead."""
    ends = (lead.low, lead.high) if ahead else (-lead.high, -lead.low)
    return {
        "lead": lead.lead if ahead else -lead.lead,
        "low": ends[0],
        "high": ends[1],
        "p": lead.p,
        "half_width": lead.half_width,
        "verdict": verdict([lead]),
        "reason": lead.reason,
    }


def _outcome(lead: Lead, *, ahead: bool) -> str | None:
    found = verdict([lead])
    if found not in DECIDED:
        return None if found is None else UNDECIDED
    return SURVIVES if ahead else BEATEN


def rates_with_baselines(
    setups: Setups, metrics: Sequence[str], baselines: Sequence[str], seed: int = 0
) -> pd.DataFrame:
    """Win rates of the metrics and of all baselines together, compared with each other.

    Parameters
    ----------
    setups, metrics, baselines, seed
        As for `against_baselines`; leave out baselines that are a metric in disguise.

    Returns
    -------
    pandas.DataFrame
        The table of `win_rates`, with `backbone` ("all" where there are several) after
        `scenario` and `is_baseline` after `metric`.

    Raises
    ------
    InputError
        When a metric or baseline is unknown.
    """
    rows = fetch(setups, [*metrics, *baselines])
    parts = win_rates(rows, by=["backbone"], seed=seed)
    several = parts.groupby("scenario")["backbone"].transform("nunique") > 1
    whole = win_rates(rows, seed=seed)
    whole.insert(1, "backbone", ALL)
    whole = whole[whole["scenario"].isin(parts.loc[several, "scenario"])]
    table = pd.concat([parts, whole] if len(whole) else [parts], ignore_index=True)
    is_baseline = np.isin(table["metric"].to_numpy(str), list(baselines))
    table.insert(list(table.columns).index("metric") + 1, "is_baseline", is_baseline)
    return table
