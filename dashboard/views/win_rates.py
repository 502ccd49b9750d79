"""Who wins in this slice, and in each of its parts?"""

import streamlit as st

from setupscope.analysis.questions.evidence import Evidence
from setupscope.analysis.questions.families import WITHOUT_FAMILY
from setupscope.analysis.questions.margin_lists import ORDERS, WIDEST
from setupscope.analysis.questions.restrictions import RESTRICTED
from setupscope.dashboard.components.before_after import by_evidence, show_moved, win_rates_shown
from setupscope.dashboard.components.chart import show_chart
from setupscope.dashboard.components.claim_check import check_claim, claimed
from setupscope.dashboard.components.export_buttons import show_export
from setupscope.dashboard.components.heading import show_heading, show_next, show_slice
from setupscope.dashboard.components.messages import show_empty
from setupscope.dashboard.components.segmented_choice import pick_one
from setupscope.dashboard.components.setup_table import (
    CLAIM,
    clickable,
    named_parts,
    open_setup,
    setup_ids,
)
from setupscope.dashboard.components.sweep import show_sweep
from setupscope.dashboard.components.usefulness_table import use_table
from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.recipes.leave_one_out import OF_FAMILIES as FAMILY_LEFT_OUT
from setupscope.dashboard.export.recipes.leave_one_out import known
from setupscope.dashboard.queries.answer import Answer, answer_of, parts_of
from setupscope.dashboard.queries.parts import (
    components_of,
    families_in,
    restricted_to,
    without_level,
)
from setupscope.dashboard.queries.sweep import choices_along
from setupscope.dashboard.queries.winner_map import MAP, fields_of_cell, said_by_map
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.page_keys import (
    ACROSS,
    ALONG,
    LEFT_OUT,
    MEASURE,
    ON,
    ORDER,
    SPLIT,
    SWEPT,
    WINS,
)
from setupscope.dashboard.session.state import change, current_state, page_choice, set_page_choice
from setupscope.dashboard.text.definitions import measures_defined, metrics_defined
from setupscope.dashboard.text.explanations import win_rates_explained
from setupscope.dashboard.text.labels import (
    by_component,
    component_label,
    measure_label,
    metric_label,
)
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import quantity, value
from setupscope.dashboard.text.pools import left_out, listed
from setupscope.dashboard.text.win_rates import one_given_less, split_wins, winners

queries, state = current_queries(), current_state()
store = queries.store
study, slice_ = store.study, state.slice_
scenario = study.scenario(slice_.scenario_names()[0])
given, candidate = study.noun(scenario, "given"), study.noun(scenario, "candidates")


def show() -> None:
    """The page, or why the slice is empty."""
    total = queries.facets(slice_).total
    if not total:
        show_empty(state)
        return
    answer = answer_of(queries, slice_)
    listed = page_choice(WINS, slice_.metric_keys(), "")
    show_answer(answer, listed)
    hint = "" if listed else "Click a bar to list the setups behind it."
    show_slice(state, total, store.setup_count, hint)
    if answer.found is None:
        show_inside()
    else:
        show_listing(listed)
        show_inside()
        show_use(answer.found)
        show_without(answer.found)
        show_values(answer.found)
    show_next(state)
    with st.expander("How this is computed"):
        st.markdown(win_rates_explained(store, scenario))


def show_answer(answer: Answer, listed: str) -> None:
    """The sentence, the doubt beside it, and the bars, that of the metric listed marked."""
    show_heading(scenario.question, answer.sentence, answer.doubts)
    show_moved(state, by_evidence)
    if scenario.note:
        st.info(escaped(scenario.note), icon=":material/info:")
    if answer.rates["win_rate"].isna().all():
        return
    show_chart(
        win_rates_shown(state),
        "bars",
        " ".join(["Bars of win rates with intervals.", answer.sentence, *answer.doubts]),
        lambda metric: set_page_choice(WINS, None if metric == listed else metric),
        marked=listed,
        name="win rates",
    )


def show_listing(metric: str) -> None:
    """The setups that a metric wins, if its bar was clicked or chosen."""
    order = page_choice(ORDER, ORDERS, WIDEST)
    if not metric:
        return
    table, count = queries.won_setups(slice_, metric, order)
    label = metric_label(study, metric)
    with st.container(border=True, key="opened list"):
        show_words(
            f"**{label} is the best in {count:,} setups**, ties included."
            f" Click one of {'these' if count > len(table) else 'them'} to open it, or its"
            " second column to check what it shows."
        )
        pick_one(ORDER, ORDERS, order, "Listed first", lambda key: f"{key} margin", labelled=True)
        shown = named_parts(study, table).rename(columns={"given": given})
        shown.insert(1, "backbone", table["backbone"])
        shown[f"{candidate}s left out"] = [listed(names) for names in left_out(study, table)]
        shown[study.metric(metric).label] = table["value"]
        shown["margin"] = table["margin"]
        shown["next best"] = [study.metric(key).label if key else "–" for key in table["second"]]
        if len(slice_.accepted("backbone")) < 2:
            shown = shown.drop(columns="backbone")
        # Where no other metric is compared in the setup, its value has nothing to be ahead of.
        claims = [(metric, key or metric) for key in table["second"]]
        checks = ["–" if a == b else claimed([(a, b)])[0] for a, b in claims]
        shown.insert(1, CLAIM, checks)  # in sight on a phone
        ids = setup_ids(table)
        numbers = (study.metric(metric).label, "margin")
        key = f"list {slice_} {metric} {order}"
        clickable(
            shown,
            key,
            numbers,
            (f"{candidate}s left out",),
            lambda row: open_setup(ids[row]),
            meanings={study.metric(metric).label: metrics_defined(study, [metric])},
            on_claim=lambda row: check_claim(ids[row], *claims[row]),
        )
        show_export(Exhibit(TABLE, "won", slice_, metric=metric, order=order), "won")
        st.button("Close the list", on_click=set_page_choice, args=(WINS, None), key="close list")


def show_inside() -> None:
    """The slice in its parts, or as it grows."""
    offered = components_of(slice_)
    names = {"": "In each part", ON: "As it grows"}
    swept = page_choice(SWEPT, list(names) if offered else [""], "")
    if not offered:
        return
    # All are read, whichever is shown, so that each is checked and kept.
    component = page_choice(SPLIT, offered, offered[0])
    restricting = [one for one in offered if one in RESTRICTED]
    across = page_choice(ACROSS, ("", *restricting), "")
    growing = choices_along(slice_)
    along = page_choice(ALONG, growing, growing[0])
    st.subheader("Within the slice", anchor=False)
    pick_one(SWEPT, list(names), swept, "What is shown", lambda key: names[key])
    if swept:
        show_sweep(queries, slice_, along)
    else:
        others = [one for one in restricting if one != component]
        show_parts(offered, component, others if component in restricting else [], across)


def show_parts(offered: list[str], component: str, others: list[str], across: str) -> None:
    """The same by one component; each cell is a click away from being the slice.

    `across` is a second component, which waits where it is none of `others`.
    """
    pick_one(
        SPLIT,
        offered,
        component,
        "Win rate in each part, in per cent",
        lambda key: by_component(study, scenario, key),
    )
    across = across if across in others else ""
    pick_across(others, across)
    if across and said_by_map(queries, slice_, (component, across)):
        show_map(component, across)
        return
    parts = parts_of(queries, slice_, component)
    if not parts.labels:
        show_words("No candidate can be singled out: the pools of this slice are all the same.")
        return
    if parts.rates["win_rate"].isna().all():
        show_words(parts.text)
        return
    show_words(f"{parts.text} Win rates in per cent; click a row to restrict the slice to it.")
    show_chart(
        Exhibit(FIGURE, "win-rates-by", slice_, by=(component,)),
        f"cells {component}",
        f"A row per part, a column per metric. {parts.text}",
        lambda cell: change(**restricted_to(slice_, component, cell[0])),
    )


def pick_across(others: list[str], across: str) -> None:
    """A second component, which makes a map of the parts; none by default.

    One that is the first component now waits until that is another.
    """
    if others:
        pick_one(
            ACROSS,
            ["", *others],
            across,
            "and by",
            lambda key: component_label(study, scenario, key) if key else "nothing else",
            labelled=True,
        )


def show_map(component: str, across: str) -> None:
    """The winner of each cell of two components; a click restricts the slice to both."""
    axes, words = (component, across), said_by_map(queries, slice_, (component, across))
    show_words(f"{words} Click a cell to restrict the slice to it.")
    show_chart(
        Exhibit(FIGURE, MAP, slice_, by=axes),
        f"map {component} {across}",
        f"A map of two components, each cell in the winner's colour. {words}",
        lambda cell: change(**fields_of_cell(slice_, axes, cell[1:])),
    )


def show_use(found: Evidence) -> None:
    """A win is not usefulness: how good the winner is in itself."""
    st.subheader("How good is the winner on its own?", anchor=False)
    show_words(
        "A win is relative to the metrics compared. The table shows the median of the winner's"
        " values, the share of them at or below 0, the mean Rel@1 of a candidate picked at random,"
        " and the share of setups in which all metrics tie."
    )
    st.table(
        use_table(study, found.useful),
        border="horizontal",
        width="content",
        alt="How good the winner is, one row per measure.",
    )
    show_export(Exhibit(TABLE, "usefulness", slice_), "use")
    split = split_wins(
        study, queries.near_copies(scenario.name), slice_.metric_keys(), slice_.measures
    )
    if split:
        show_words(split)


def show_without(found: Evidence) -> None:
    """The conclusion without each given in turn."""
    if known(found.without).empty:
        return
    kinds = ["given", WITHOUT_FAMILY] if families_in(slice_, WITHOUT_FAMILY) else ["given"]
    kind = page_choice(LEFT_OUT, kinds, "given")
    noun, name = ("family", FAMILY_LEFT_OUT) if kind != "given" else (given, "leave-one-out")
    st.subheader(f"Without each {escaped(noun)} in turn", anchor=False)
    if len(kinds) > 1:
        label = {"given": f"each {escaped(given)}", WITHOUT_FAMILY: "each family"}
        pick_one(LEFT_OUT, kinds, kind, "What is left out in turn", lambda key: label[key])
    without = found.without if kind == "given" else queries.table(slice_, FAMILY_LEFT_OUT)
    if known(without).empty:
        show_words("Without any one family, no metric leads.")
        return
    answer = one_given_less(study, scenario, without, winners(found.rates)[0])
    show_words(f"{answer} Lead in percentage points; click a dot to leave that one out.")
    show_chart(
        Exhibit(FIGURE, name, slice_),
        "without" if kind == "given" else "without family",
        f"A dot per {noun} that is left out. {answer}",
        lambda left: change(**without_level(slice_, kind, left)),
    )


def show_values(found: Evidence) -> None:
    """The distribution of each metric's values under one measure."""
    measures = [key for key in study.measures if key in set(found.values["measure"])]
    measure = page_choice(MEASURE, measures, measures[0])
    st.subheader("The values themselves", anchor=False)
    meanings = measures_defined(measures)
    pick_one(MEASURE, measures, measure, "Measure", measure_label, meanings=meanings)
    values = found.values[found.values["measure"] == measure]
    if values["q50"].isna().all():
        show_words(f"No metric has a value under {measure_label(measure)} here.")
        return
    over = quantity(int(values["setups"].iloc[0]), "setup")
    show_words(
        f"{measure_label(measure)} over {over}: the tick is the median, the thick bar the middle"
        " half of the values, the thin one the middle 90 %."
        " Click a bar to list the setups that its metric wins."
    )
    top = values.sort_values("q50", ascending=False).iloc[0]
    show_chart(
        Exhibit(FIGURE, "values", slice_, measure=measure),
        f"ranges {measure}",
        f"Values of each metric. The highest median is {value(top['q50'])}, of"
        f" {study.metric(top['metric']).label}.",
        lambda metric: set_page_choice(WINS, metric),
    )


show()
