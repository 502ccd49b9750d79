"""What does the check of a claim say: is it shown at all, and is what is shown typical?"""

import pandas as pd

from setupscope.analysis.questions.claim_verdict import (
    ALONE,
    ATYPICAL,
    MIXED,
    OPPOSITE,
    TIE,
    TYPICAL,
    claim_verdict,
)
from setupscope.dashboard.text.labels import measure_label, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import percent, quantity, three_digits
from setupscope.data.study.study import Study

ANY_PART = "any part but the measure"
"""In which comparable setups may differ from those shown: margins are of one measure."""


def claim_sentence(
    study: Study, table: pd.DataFrame, shown: pd.DataFrame, better: str, worse: str
) -> str:
    """The verdict on a claim, and how comparable setups bear on it, in Markdown.

    `table` is of `analysis.claim`, and `shown` of `analysis.shown_margins`.
    """
    row = table[table["component"] == "all"].iloc[0]
    names = [metric_label(study, key) for key in (better, worse)]
    count = int(row["comparable"])
    if not count:
        return f"{_said(table, shown)}No comparable setup: {escaped(str(row['reason']))}."
    share = percent(int(row["agree"]) / count)
    tie = f", {percent(int(row['tie']) / count)} tie" if row["tie"] else ""
    text = f"**{share}** of {quantity(count, 'comparable setup')} agree that {names[0]} is ahead of"
    return f"{_said(table, shown)}{text} {names[1]}{tie}.{_extreme(row, shown)}"


def margin_shown(shown: pd.DataFrame) -> str:
    """The margin shown under each measure, in Markdown; empty where there is none."""
    known = shown.dropna(subset=["margin"])
    if known.empty:
        return ""
    mean = "mean " if known["setups"].max() > 1 else ""
    if len(known) == 1:
        return f"{mean}margin {three_digits(known['margin'].iloc[0])}"
    margins = zip(known["measure"], known["margin"], strict=True)
    listed = [f"{three_digits(margin)} under {measure_label(key)}" for key, margin in margins]
    return f"{mean}margins {', '.join(listed)}"


def _said(table: pd.DataFrame, shown: pd.DataFrame) -> str:
    """Whether the claim is shown at all, and whether most comparable setups agree."""
    found = claim_verdict(table)
    verdict, margin = found.verdict if found else "", margin_shown(shown)
    what = "This slice" if shown["setups"].sum() > 1 else "This setup"
    said = {
        OPPOSITE: f"**{what} shows the opposite** ({margin}). ",
        TIE: f"**{what} shows a tie**, so it does not support the claim. ",
        MIXED: f"**Shown under some measures only** ({margin}). ",
        ATYPICAL: "**Shown, but atypical:** ",
        TYPICAL: "**Shown, and typical:** ",
        ALONE: f"**Shown** ({margin}). ",
    }
    return said.get(verdict, f"**{what} gives no value to both**, so it shows nothing. ")


def _extreme(row: pd.Series, shown: pd.DataFrame) -> str:
    """How the margin shown compares with those of the comparable setups."""
    if pd.isna(row["percentile"]):
        return ""
    known = row["larger"] + row["equal"] + row["smaller"]
    larger, equal, smaller = (percent(row[key] / known) for key in ("larger", "equal", "smaller"))
    margins = shown["margin"].dropna()
    one = f" ({three_digits(margins.iloc[0])})" if len(margins) == 1 else ""
    return (
        f" Their margin is larger than the one shown{one} in {larger}, equal in {equal} and"
        f" smaller in {smaller} of {quantity(int(known), 'setup')}."
    )
