"""What do the pages say about a comparison of two metrics?"""

import pandas as pd

from setupscope.analysis.questions.margin_lists import AGAINST, NARROWEST, WIDEST
from setupscope.dashboard.text.before_after import arrow
from setupscope.dashboard.text.labels import measure_label, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import p_value, percent, quantity, three_digits
from setupscope.data.study.study import Scenario, Study


def pair_sentence(study: Study, row: pd.Series, both: int) -> str:
    """How often one metric is ahead of the other: one sentence in Markdown.

    `row` is one of a table of `analysis.pairs`; `both` is how many setups both metrics cover.
    """
    a, b = (metric_label(study, str(row[key])) for key in ("a", "b"))
    setups = quantity(int(row["setups"]), "setup")
    over = setups if both == row["setups"] else f"the {both:,} of {setups} that both cover"
    if pd.isna(row["wins"]):
        return f"No setup compares {a} with {b}: {escaped(str(row['reason']))}."
    tie = f"; they tie in {percent(row['ties'])}" if row["ties"] else ""
    undefined = f", and in {percent(row['undefined'])} one has no value" if row["undefined"] else ""
    return (
        f"**{a}** is ahead of **{b}** in **{percent(row['wins'])}** of {over}, and behind in"
        f" {percent(row['losses'])}{tie}{undefined}."
    )


def pair_moved(study: Study, before: pd.Series, after: pd.Series) -> str:
    """How often each of two metrics is ahead moved from one slice to another, in Markdown.

    Both are rows of `analysis.pairs` of the same two metrics in the same order.
    """
    a, b = (metric_label(study, after[key]) for key in "ab")
    if pd.isna(before["wins"]) or pd.isna(after["wins"]):
        when = "compared the two" if pd.isna(before["wins"]) else "compares them now"
        return f"No setup {when}."
    moved = {
        word: arrow(percent(before[key]), percent(after[key]), " %")
        for word, key in (("ahead", "wins"), ("behind", "losses"))
    }
    said = ", ".join(f"{word} in {text}" for word, text in moved.items() if text)
    if not said:
        return f"Unchanged: **{a}** is ahead of {b} in {percent(after['wins'])} as before."
    return f"**{a}** against {b}: {said}."


def weighed(study: Study, scenario: Scenario, row: pd.Series) -> str:
    """How setups count; empty for one given."""
    givens, noun = int(row["givens"]), escaped(study.noun(scenario, "given"))
    return f"Averaged over {quantity(givens, noun)}, each with equal weight." if givens > 1 else ""


def parts_sentence(study: Study, table: pd.DataFrame, noun: str) -> str:
    """In how many parts the first metric is ahead; `table` is of `analysis.pairs` by parts."""
    known = table.dropna(subset=["improvement"])
    if known.empty:
        return ""
    a = metric_label(study, str(table["a"].iloc[0]))
    ahead = int((known["improvement"] > 0.5).sum())
    even = int((known["improvement"] == 0.5).sum())
    drawn = f", tied in {even}" if even else ""
    return f"{a} is ahead in {ahead} of {quantity(len(known), noun)}{drawn}."


def curve_sentence(study: Study, shares: pd.Series, along: pd.DataFrame) -> str:
    """In what share of the setups each metric is ahead, and which levels favour the first most.

    `shares` is a row of a table of `analysis.ahead`.
    """
    if pd.isna(shares["ahead"]):
        return ""
    a = metric_label(study, str(shares["a"]))
    tie = f", and they tie in {percent(shares['ties'])}" if shares["ties"] else ""
    text = (
        f"Each setup counts once here: {a} is ahead in {percent(shares['ahead'])} of them, behind"
        f" in {percent(shares['behind'])}{tie}."
    )
    levels = along.drop_duplicates(["component", "level"])
    if levels.empty:
        return text
    ordered = levels.sort_values("ahead", kind="stable")
    names = [_level(study, row) for row in (ordered.iloc[-1], ordered.iloc[0])]
    return f"{text} Counting ties half, it does best with {names[0]} and worst with {names[1]}."


def curve_test(study: Study, test: pd.DataFrame) -> str:
    """Whether chance explains the curve; empty without a test.

    `test` is a table of `analysis.specification_test` for one scenario.
    """
    known = test.dropna(subset=["p"]).to_dict("records")
    if not known:
        return ""
    a, b = (metric_label(study, known[0][key]) for key in ("a", "b"))
    return (
        f"If {a} and {b} were exchangeable within each given, one of them would be ahead as often"
        f" with p = {p_value(known[0]['p'])}."
    )


def _level(study: Study, row: pd.Series) -> str:
    level = str(row["level"])
    if row["component"] == "measure":
        return f"{measure_label(level)} ({percent(row['ahead'])})"
    named = f"pools of {level}" if row["component"] == "pool_size" else escaped(study.label(level))
    return f"{named} ({percent(row['ahead'])})"


def found_order(study: Study, pair: tuple[str, str], order: str) -> str:
    """Which setups a search lists first: "widest win of GBC"."""
    a, b = (metric_label(study, key) for key in pair)
    named = {WIDEST: f"widest win of {a}", NARROWEST: f"narrowest win of {a}"}
    return named.get(order, f"widest win of {b}")


def found_sentence(
    study: Study, pair: tuple[str, str], order: str, measure: str, table: pd.DataFrame, count: int
) -> str:
    """In how many setups one metric is ahead of the other, and by how much at the ends of a list.

    `table` and `count` are those of `analysis.find_setups`.
    """
    ahead, behind = pair[::-1] if order == AGAINST else pair
    names, under = [metric_label(study, key) for key in (ahead, behind)], measure_label(measure)
    if not count:
        return f"{names[0]} is ahead of {names[1]} in no setup under {under}."
    first = three_digits(abs(table["margin"].iloc[0]))
    return (
        f"**{names[0]}** is ahead of **{names[1]}** in **{quantity(count, 'setup')}** under"
        f" {under}, by {first} at {'least' if order == NARROWEST else 'most'}."
    )
