"""How do two metrics compare, setup by setup?"""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from setupscope.analysis.questions.find_setups import FOUND_ORDERS
from setupscope.analysis.slices.coverage import coverage
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.components.before_after import show_moved
from setupscope.dashboard.components.chart import show_chart
from setupscope.dashboard.components.claim_check import show_check
from setupscope.dashboard.components.export_buttons import show_export
from setupscope.dashboard.components.heading import show_heading, show_next, show_slice
from setupscope.dashboard.components.messages import show_empty
from setupscope.dashboard.components.metric_pair import compare, pick_metric
from setupscope.dashboard.components.pair_list import show_pair_list
from setupscope.dashboard.components.segmented_choice import pick_one
from setupscope.dashboard.components.setup_table import open_setup
from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.recipes.pairs import in_order_of, pairs_by_part
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.recipes.specification import curve_of
from setupscope.dashboard.queries.answer import opening_pair
from setupscope.dashboard.queries.claims import found_setups
from setupscope.dashboard.queries.parts import restricted_to
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.page_keys import CELL, FOUND, METRIC_A, METRIC_B, SHOWS, UNDER
from setupscope.dashboard.session.pages import HEAD_TO_HEAD, PAGES
from setupscope.dashboard.session.pasted_link import shown_by
from setupscope.dashboard.session.state import (
    change,
    current_state,
    page_choice,
    set_page_choice,
)
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.text.coverage import PAIR
from setupscope.dashboard.text.definitions import measures_defined
from setupscope.dashboard.text.explanations import head_to_head_explained
from setupscope.dashboard.text.head_to_head import (
    curve_sentence,
    curve_test,
    found_order,
    found_sentence,
    pair_moved,
    pair_sentence,
    parts_sentence,
    weighed,
)
from setupscope.dashboard.text.labels import measure_label, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import quantity
from setupscope.data import InputError
from setupscope.data.study.setup_ids import SetupId

queries, state = current_queries(), current_state()
store = queries.store
study, slice_ = store.study, state.slice_
scenario = study.scenario(slice_.scenario_names()[0])
CLICKS = "Click a row to open its setup, or its second column to check what it shows."
metrics = slice_.metric_keys()
given = study.noun(scenario, "given")


def show() -> None:
    """The page, or why two metrics cannot be compared."""
    total = queries.facets(slice_).total
    if not total:
        show_empty(state)
    elif len(metrics) < 2:
        text = f"Only {metric_label(study, metrics[0])} is compared; this page needs two metrics."
        show_heading(PAGES[HEAD_TO_HEAD].question, text)
    else:
        show_pair(total)
    show_next(state)
    with st.expander("How this is computed"):
        st.markdown(head_to_head_explained(store))


def show_pair(total: int) -> None:
    """All that is known of two metrics."""
    a, b = the_pair()
    row = row_of_pair(slice_, (a, b))
    text = pair_sentence(study, row, coverage(slice_, scenario.name, (a, b)).together)
    show_heading(PAGES[HEAD_TO_HEAD].question, text, [weighed(study, scenario, row)])
    show_moved(state, partial(moved, (a, b)))
    choose_pair(a, b)
    show_slice(state, total, store.setup_count, counting=PAIR, metrics=(a, b))
    if pd.isna(row["wins"]):
        return
    shown = what_shows()
    show_claim((a, b), shown)
    show_parts((a, b))
    show_values((a, b))
    show_curve((a, b), shown)


def the_pair() -> tuple[str, str]:
    """The two metrics of the address, else those of `opening_pair`."""
    first, second = opening_pair(queries, slice_)
    a = page_choice(METRIC_A, metrics, first)
    others = [key for key in metrics if key != a]
    return a, page_choice(METRIC_B, others, second if second != a else first)


def row_of_pair(one: Slice, pair: tuple[str, str]) -> pd.Series:
    """How often each of the two is ahead in a slice."""
    return in_order_of(queries.of_pair(one, "pairs", pair), pair).iloc[0]


def moved(pair: tuple[str, str], before: Slice, now: Slice) -> str:
    """What a change of slice has changed between the two."""
    return pair_moved(study, row_of_pair(before, pair), row_of_pair(now, pair))


def choose_pair(a: str, b: str) -> None:
    """Two lists of metrics, and a way to swap them."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        pick_metric("Metric A", metrics, (a, b), 0)
        st.button("Swap", icon=":material/swap_horiz:", on_click=compare, args=(b, a), key="swap")
        pick_metric("Metric B", metrics, (a, b), 1)


def try_to(show_it: Callable[[], None]) -> None:
    """Shows what can be shown, else says why not."""
    try:
        show_it()
    except InputError as error:
        show_words(f"{escaped(str(error).capitalize())}.")


def show_parts(pair: tuple[str, str]) -> None:
    """Who is ahead for each given, under each measure."""
    exhibit = Exhibit(FIGURE, "pairs", slice_, shown=pair)
    table = pairs_by_part(queries, exhibit)
    st.subheader(f"For each {escaped(given)}, under each measure", anchor=False)
    text = parts_sentence(study, table, "combination")
    name = metric_label(study, pair[0])
    show_words(
        f"{text} Per cent of setups in which {name} is ahead, with ties counted half. Click a cell"
        " to restrict the slice to it."
    )
    show_chart(
        exhibit,
        f"pairs {' '.join(pair)}",
        f"A square per {given} and measure. {text}",
        partial(narrow, pair),
    )


def narrow(pair: tuple[str, str], levels: tuple[str, str]) -> None:
    """Restricts the slice to a given under a measure; the two metrics stay."""
    compare(*pair)
    change(givens=(levels[0],), measures=(levels[1],))


def show_values(pair: tuple[str, str]) -> None:
    """By how much, and where the values lie, under one measure."""
    measures = list(slice_.measure_keys())
    measure = page_choice(UNDER, measures, measures[0])
    st.subheader("By how much?", anchor=False)
    meanings = measures_defined(measures)
    pick_one(UNDER, measures, measure, "Measure", measure_label, meanings=meanings)
    exhibit = Exhibit(FIGURE, "margins", slice_, shown=pair, measure=measure)

    def figures() -> None:
        resolved(queries, exhibit)
        show_chart(exhibit, f"margins {measure} {' '.join(pair)}", "A bar per bin of margins.")
        show_density(pair, measure)

    try_to(figures)
    show_found(pair, measure)


def show_density(pair: tuple[str, str], measure: str) -> None:
    """The values of both, and the setups behind a cell that was clicked."""
    show_words(
        f"Values of both metrics under {measure_label(measure)}; above the line,"
        f" {metric_label(study, pair[0])} is ahead. Click a square to list its setups."
    )
    show_chart(
        Exhibit(FIGURE, "density", slice_, shown=pair, measure=measure),
        f"density {measure} {' '.join(pair)}",
        "One square per cell of values, in a stronger shade where there are more setups.",
        lambda cell: set_page_choice(CELL, f"{cell[0]},{cell[1]}"),
    )
    cell = the_cell()
    if cell is not None:
        show_cell(pair, measure, cell)


def the_cell() -> tuple[int, int] | None:
    """The cell of the address, if it names one."""
    parts = state.choices.get(CELL, "").split(",")
    if len(parts) == 2 and all(part.isdecimal() for part in parts):
        return int(parts[0]), int(parts[1])
    if CELL in state.choices:
        state.drop(CELL, f"{CELL} is not accepted (accepted: two numbers, as in 3,17)")
    return None


def show_cell(pair: tuple[str, str], measure: str, cell: tuple[int, int]) -> None:
    """The setups of one cell, a click on which opens them."""
    table, count = queries.setups_in_cell(slice_, pair[0], pair[1], measure, cell)
    with st.container(border=True, key="opened square"):
        show_words(f"**{quantity(count, 'setup')}** in this square. {CLICKS}")
        if count:
            values = table.rename(columns={"a": "value_a", "b": "value_b"})
            show_pair_list(slice_, pair, values, f"cell {slice_} {measure} {pair} {cell}")
        st.button("Close the list", on_click=set_page_choice, args=(CELL, None), key="close cell")


def show_found(pair: tuple[str, str], measure: str) -> None:
    """The setups with the widest or the narrowest win of either metric, once they are asked for."""
    orders = ("", *FOUND_ORDERS)
    order = page_choice(FOUND, orders, "")
    a, b = (metric_label(study, key) for key in pair)
    st.subheader(f"Where is {a} ahead of {b}, and where behind?", anchor=False)
    pick_one(FOUND, orders, order, "Listed first", partial(order_label, pair), labelled=True)
    if not order:
        return
    table, count = found_setups(queries, slice_, *pair, order, measure)
    show_words(found_sentence(study, pair, order, measure, table, count))
    if count:
        some = f"The first {len(table)} are listed. " if count > len(table) else ""
        show_words(f"{some}{CLICKS} The panel narrows the search.")
        show_pair_list(slice_, pair, table, f"found {slice_} {measure} {pair} {order}")
        found = Exhibit(TABLE, "find", slice_, shown=pair, measure=measure, order=order)
        show_export(found, "found")


def order_label(pair: tuple[str, str], order: str) -> str:
    """What a list of setups begins with; "no list" for none."""
    return found_order(study, pair, order) if order else "no list"


def show_curve(pair: tuple[str, str], shown: SetupId | Slice | None) -> None:
    """All setups in the order of their margins, and where each choice's setups lie."""
    linked = str(shown) if isinstance(shown, SetupId) and shown.scenario == scenario.name else ""
    exhibit = Exhibit(FIGURE, "specification", slice_, shown=pair, setup=linked)
    st.subheader("Which choices favour which metric?", anchor=False)

    def figure() -> None:
        one = resolved(queries, exhibit)
        curve = curve_of(queries, one)
        text = curve_sentence(study, curve.shares.iloc[0], curve.levels)
        test = curve_test(study, queries.specification_test(slice_, *pair))
        show_words(
            f"{text} {test} Top: all setups, sorted by margin. Bottom: where those of each choice"
            " lie. Click a dot to open its setup, or a row to restrict the slice to that choice."
        )
        on_click = partial(take, pair)
        show_chart(one, f"curve {' '.join(pair)}", f"A curve of margins. {text}", on_click)

    try_to(figure)


def take(pair: tuple[str, str], mark: list[str]) -> None:
    """A click on the curve opens a setup, one beneath it makes a choice the slice."""
    if len(mark) == 2:
        compare(*pair)
        change(**restricted_to(slice_, mark[0], mark[1]))
    else:
        given_, backbone, measure, pool = mark
        open_setup(SetupId(scenario.name, given_, backbone, measure, int(pool)))


def what_shows() -> SetupId | Slice | None:
    """The setup or slice given as evidence for the claim; anything else is named."""
    text = state.choices.get(SHOWS, "")
    if not text:
        return None
    try:
        return shown_by(text, study)
    except InputError as error:
        state.problems = [*state.problems, str(error)]
        return None


def show_claim(pair: tuple[str, str], shown: SetupId | Slice | None) -> None:
    """Whether the evidence for the claim is cherry-picked among comparable setups."""
    st.subheader("Is it cherry-picked?", anchor=False)
    key = set_widget("claim shown by", state.choices.get(SHOWS, ""))
    st.text_input(
        f"Claim: {study.metric(pair[0]).label} is ahead of {study.metric(pair[1]).label}."
        " Which setup or slice is given as evidence?",
        key=key,
        placeholder="link or id of a setup, or link or query of a slice",
        on_change=lambda: set_page_choice(SHOWS, value_of(key).strip() or None),
        help="The evidence is compared with the setups of the slice of the panel. Swap the metrics"
        " above to check the reverse claim.",
    )
    if shown is None:
        if state.choices.get(SHOWS):
            st.warning(escaped(state.problems[-1]), icon=":material/link_off:")
        return

    with st.container(key=f"arrived {' '.join(pair)} {shown}"):
        try_to(lambda: show_check(slice_, pair, shown))


show()
