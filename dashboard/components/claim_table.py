"""How is a claim check shown on a page?"""

from collections.abc import Callable
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from setupscope.analysis.questions.claim import ALL
from setupscope.dashboard.text.claim import ANY_PART
from setupscope.dashboard.text.labels import component_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import NO_NUMBER, unbroken
from setupscope.data.study.study import Scenario, Study

PLACE = "percentile of the shown margin"


def claim_table(study: Study, scenario: Scenario, table: pd.DataFrame) -> Styler:
    """How comparable setups speak on a claim, a row per part in which they may differ."""
    rows = table[table["comparable"] > 0]
    names = [
        ANY_PART if name == ALL else escaped(component_label(study, scenario, name))
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
    numbers = pd.DataFrame(shown | {PLACE: rows["percentile"]}).astype(float)
    numbers.index = pd.Index(names, name="differing in")
    formats: dict[str, Callable[[Any], str]] = {**dict.fromkeys(shown, _count), PLACE: unbroken}
    return numbers.style.format(dict(formats))


def _count(count: float) -> str:
    return NO_NUMBER if pd.isna(count) else f"{int(count):,}"
