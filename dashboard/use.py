"""How is it said whether a winner is any good in itself?"""

import pandas as pd

from dashboard.wording import measure_label, metric_label, percent, value
from data.study import Study

HEAD = (
    "| measure | winner | median | ≤ 0 | random pick | all tie |\n"
    "| :-- | :-- | --: | --: | --: | --: |\n"
)


def use_table(study: Study, useful: pd.DataFrame) -> str:
    """A Markdown table with a row per measure, from a table of `analysis.usefulness`."""
    order = {key: at for at, key in enumerate(study.measures)}
    rows = useful.sort_values("measure", key=lambda keys: keys.map(order))
    shares = rows[["share_not_positive", "all_tied"]].astype(float).map(percent)
    values = rows[["median", "random_pick"]].astype(float).map(value)
    winners = [metric_label(study, key) if isinstance(key, str) else "–" for key in rows["winner"]]
    columns = [
        map(measure_label, rows["measure"]),
        winners,
        values["median"],
        shares["share_not_positive"],
        values["random_pick"],
        shares["all_tied"],
    ]
    return HEAD + "\n".join(f"| {' | '.join(row)} |" for row in zip(*columns, strict=True))
