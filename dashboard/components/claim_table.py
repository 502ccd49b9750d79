"""How is a claim check shown on a page?"""

import pandas as pd

from setupscope.analysis.questions.claim import ALL
from setupscope.dashboard.text.labels import component_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import NO_NUMBER, percent
from setupscope.data.study.study import Scenario, Study


def claim_table(study: Study, scenario: Scenario, table: pd.DataFrame) -> pd.DataFrame:
    """How comparable setups speak on a claim, a row per part in which they may differ."""
    rows = table[table["comparable"] > 0]
    names = [
        "any part" if name == ALL else escaped(component_label(study, scenario, name))
        for name in rows["component"]
    ]
    against = rows["comparable"] - rows["agree"] - rows["tie"] - rows["undefined"]
    shown = {
        "comparable": rows["comparable"],
        "agree": rows["agree"],
        "tie": rows["tie"],
        "disagree": against,
    }
    shown |= {f"{head} margin": rows[head] for head in ("larger", "equal", "smaller")}
    counts = {head: [_count(count) for count in column] for head, column in shown.items()}
    places = [NO_NUMBER if pd.isna(p) else escaped(percent(p)) for p in rows["percentile"]]
    index = pd.Index(names, name="differing in")
    return pd.DataFrame({**counts, "percentile of the shown margin": places}, index=index)


def _count(count: float) -> str:
    return NO_NUMBER if pd.isna(count) else f"{int(count):,}"
