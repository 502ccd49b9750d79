"""What do the pages say about several studies?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from setupscope.analysis.studies.across import SCENARIO, STUDY, SUMMARY
from setupscope.analysis.studies.matching import GAIN, LEFT_OUT, MATCHED, SOURCES, TARGETS
from setupscope.analysis.studies.random_effects import FEWEST_STUDIES
from setupscope.dashboard.text.labels import figure_text, measure_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, quantity, span, value
from setupscope.data.study.study import Study

QUESTION_NAMES: Mapping[str, str] = {
    SOURCES: "which source?",
    TARGETS: "which target?",
    GAIN: "which target gains?",
}
IN_WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
ORDINALS = {3: "a fourth", 4: "a fifth", 5: "a sixth", 6: "a seventh", 7: "an eighth"}
NEARLY_ALL = 0.8
"""Width of a prediction interval from which it spans nearly everything."""
MOST_NAMES = 3
"""Names that studies share, of which so many are told."""
SHORT = 28


def survival_sentence(names: tuple[str, str], rows: pd.DataFrame) -> str:
    """In how many scenarios of how many studies one metric beats the other, and in a new one.

    `names` are in Markdown, `rows` of `analysis.across` for one pair and question.
    """
    scenarios = rows[(rows["row"] == SCENARIO) & rows["improvement"].notna()]
    if scenarios.empty:
        return f"No study compares {names[0]} with {names[1]}."
    won = int((scenarios["improvement"] > 0.5).sum())
    even = int((scenarios["improvement"] == 0.5).sum())
    tied = f", and they tie in {even}" if even else ""
    studies = quantity(scenarios["study"].nunique(), "study").replace("studys", "studies")
    counted = quantity(len(scenarios), "scenario")
    start = f"**{names[0]}** beats **{names[1]}** in {won} of {counted} of {studies}{tied}"
    summary = rows[rows["row"] == SUMMARY].iloc[0]
    if pd.isna(summary["improvement"]):
        return f"{start}; {escaped(str(summary['reason']))}: they are listed only."
    predicted = span(summary["prediction_low"], summary["prediction_high"])
    return f"{start}; in a new one it would in {predicted} of the setups{_little(summary)}."


def _little(summary: pd.Series) -> str:
    """How little so many studies say about one more."""
    count = int(summary["studies"])
    width = summary["prediction_high"] - summary["prediction_low"]
    if count > FEWEST_STUDIES and width < NEARLY_ALL:
        return ""
    many, next_ = IN_WORDS.get(count, str(count)), ORDINALS.get(count, "one more")
    return f"; {many} studies say little about {next_}"


def summary_sentences(rows: pd.DataFrame) -> list[str]:
    """The summary, its interval and the heterogeneity; or why there is none, in Markdown."""
    summary = rows[rows["row"] == SUMMARY].iloc[0]
    few = rows[(rows["row"] == STUDY) & rows["improvement"].isna()]
    unused = [
        f"{escaped(row['study'])} is listed only: {escaped(str(row['reason']))}."
        for row in few.to_dict("records")
    ]
    if pd.isna(summary["improvement"]):
        least = f"A summary needs {FEWEST_STUDIES} studies; {int(summary['studies'])} can count."
        return [least, *unused]
    wide = summary["prediction_high"] - summary["prediction_low"] >= NEARLY_ALL
    return [
        f"Over {int(summary['studies'])} studies: {100 * summary['improvement']:.0f} %, 95 %"
        f" interval {span(summary['low'], summary['high'])}.",
        f"Studies differ with a standard deviation of {100 * summary['tau2'] ** 0.5:.0f} points"
        f" (τ² {summary['tau2']:.3f}); {100 * summary['i2']:.0f} % of the spread between them is"
        f" more than sampling error (I²; Q {value(summary['q'])}).",
        "The prediction for a new study spans nearly everything." if wide else "",
        *unused,
    ]


def overlap_sentences(table: pd.DataFrame) -> list[str]:
    """Which studies share models or data, in Markdown; `table` is of `analysis.overlaps`."""
    said = []
    for (study, other), part in table.groupby(["study", "other"], sort=False):
        sides = [_side(row) for row in part.to_dict("records")]
        said.append(f"{escaped(str(study))} and {escaped(str(other))} share {join_names(sides)}")
    if not said:
        return []
    return [
        f"{'; '.join(said)}: such studies are not independent, and agree more than others would."
    ]


def _side(row: Mapping[object, object]) -> str:
    names = str(row["names"]).split(", ")
    shown = [escaped(name) for name in names[:MOST_NAMES]]
    more = ", …" if len(names) > MOST_NAMES else ""
    return f"{quantity(len(names), str(row['side']))} ({', '.join(shown)}{more})"


def matching_sentences(table: pd.DataFrame) -> list[str]:
    """Which metrics count as one under another key, and which are left out, in Markdown.

    `table` is of `analysis.matched_metrics`.
    """
    matched = table[table["state"] == MATCHED]
    said = [
        f"{escaped(row['label'])} of {escaped(row['study'])} counts as {_counts_as(row, matched)}."
        for row in matched[matched["key"] != matched["metric"]].to_dict("records")
    ]
    left = table[table["state"] == LEFT_OUT]
    if len(left):
        named = [
            f"{', '.join(map(escaped, part['label']))} ({escaped(str(study))})"
            for study, part in left.groupby("study", sort=False)
        ]
        said.append(f"Left out, since no other study has them: {'; '.join(named)}.")
    return said


def _counts_as(row: Mapping[object, object], matched: pd.DataFrame) -> str:
    """The metric by its label in the first other study that has it under the shared key."""
    same = matched[(matched["metric"] == row["metric"]) & (matched["key"] == row["metric"])]
    for other in same[same["study"] != row["study"]].to_dict("records"):
        return f"{escaped(other['label'])} of {escaped(other['study'])}"
    return escaped(str(row["metric"]))


def measures_sentence(measures: Sequence[str]) -> str:
    """Which measures count, in Markdown."""
    labels = [measure_label(key) for key in measures]
    return f"Over the measures that all studies have: {join_names(labels)}." if labels else ""


def row_labels(rows: pd.DataFrame, studies: Mapping[str, Study]) -> list[str]:
    """What the rows of a forest plot are called, in HTML."""
    several = rows[rows["row"] == SCENARIO].groupby("study").size()
    return [_label(row, studies, several) for row in rows.to_dict("records")]


def _label(row: Mapping[object, object], studies: Mapping[str, Study], several: pd.Series) -> str:
    if row["row"] == SUMMARY:
        return "<b>all studies</b>"
    study = str(row["study"])
    if row["row"] == STUDY:
        return f"<b>{figure_text(study)}</b>"
    return scenario_name(studies[study], str(row["scenario"]))


def scenario_name(study: Study, scenario: str) -> str:
    """A scenario's title without its question where it has both, in HTML."""
    title = study.scenario(scenario).title
    return figure_text(title.partition(":")[0] if ":" in title else title)


def won_sentence(labels: Mapping[str, str], table: pd.DataFrame) -> str:
    """Who wins how many cells of the map; `labels` are the metrics' names in Markdown."""
    known = table.dropna(subset=["winner"])
    if known.empty:
        reasons = table["reason"].dropna()
        return f"No winners: {escaped(str(reasons.iloc[0]))}." if len(reasons) else ""
    clear = known[known["verdict"].astype(str).str.startswith("clear")]
    counts = clear["winner"].value_counts()
    won = [f"{labels.get(str(key), escaped(str(key)))} {count}" for key, count in counts.items()]
    decided = f": {join_names(won)}" if won else ""
    return (
        f"{len(clear)} of {quantity(len(known), 'combination')} of study, scenario and measure have"
        f" a clear winner{decided}."
    )
