"""What moved when the slice changed, in a sentence?"""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from setupscope.dashboard.text.labels import metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import percent
from setupscope.data.study.study import Study

Row = Mapping[Hashable, Any]
ARROW = " → "
NO_VERDICT = "no verdict"


def moved(study: Study, table: pd.DataFrame) -> str:
    """What moved between two slices of one scenario each, in Markdown: only what did.

    `table` is one of `analysis.before_after`. Empty where either slice has no setup.
    """
    if table.empty:
        return ""
    row = table.iloc[0].to_dict()
    before, after = row["winner_before"], row["winner_after"]
    if not (isinstance(before, str) and isinstance(after, str)):
        return _won(study, before, after)
    rates = {one["metric"]: one for one in table.to_dict("records")}
    if before == after:
        parts = [f"{_bold(study, before)} {_same(rates[before]) or _rates(rates[before])}"]
    else:
        own = [f"{metric_label(study, name)} {_rates(rates[name])}" for name in (before, after)]
        parts = [f"{_bold(study, before)}{ARROW}{_bold(study, after)}", *own]
    parts += [_lead(row), _verdict(row)]
    return f"{', '.join(filter(None, parts))}."


def _won(study: Study, before: object, after: object) -> str:
    """Who won and who wins, where one of the slices has no winner."""
    names = [_bold(study, one) if isinstance(one, str) else "no winner" for one in (before, after)]
    return f"{ARROW.join(names)}." if names[0] != names[1] else "No winner, as before."


def _bold(study: Study, metric: str) -> str:
    return f"**{metric_label(study, metric)}**"


def _same(row: Row) -> str:
    """A win rate that is the same as before; empty where it is not."""
    rate = percent(row["rate_after"])
    return f"{rate} as before" if rate == percent(row["rate_before"]) else ""


def _rates(row: Row) -> str:
    """A win rate before and after, with the sign of per cent once."""
    return f"{percent(row['rate_before']).removesuffix(' %')}{ARROW}{percent(row['rate_after'])}"


def _lead(row: Row) -> str:
    """The winner's lead before and after, in points; empty where it is the same."""
    ends = [f"{100 * row[f'lead_{when}']:.1f}" for when in ("before", "after")]
    if any(pd.isna(row[f"lead_{when}"]) for when in ("before", "after")) or ends[0] == ends[1]:
        return ""
    return f"lead {ARROW.join(ends)} points"


def _verdict(row: Row) -> str:
    """The verdict before and after; empty where it is the same."""
    found = [row[f"verdict_{when}"] for when in ("before", "after")]
    said = [escaped(one) if isinstance(one, str) else NO_VERDICT for one in found]
    return ARROW.join(said) if said[0] != said[1] else ""
