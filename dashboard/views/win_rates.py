"""Who wins in this slice, and in each of its parts?"""

import streamlit as st

from analysis.evidence import Evidence
from analysis.listing import ORDERS, WIDEST
from dashboard import answers
from dashboard.answered import Answered, answered, fits_memory, parts_of
from dashboard.answers import copies_of, counts_of, won_by
from dashboard.charts import place
from dashboard.chosen import change, choice, choose, chosen, hold
from dashboard.explained import win_rates_explained
from dashboard.export.exhibits import FIGURE, TABLE, Exhibit
from dashboard.export_row import show_export
from dashboard.heading import show_heading, show_next, show_slice
from dashboard.messages import show_empty
from dashboard.opened import the_store
from dashboard.page_keys import MEASURE, ORDER, SPLIT, WINS
from dashboard.parts import components_of, restricted_to
from dashboard.segments import pick_one
from dashboard.sentences import one_given_less, split_wins, winners
from dashboard.tables import clickable, left_out, named_parts, open_setup, setup_ids
from dashboard.use import use_table
from dashboard.wording import (
    component_label,
    count,
    measure_label,
    metric_label,
    plain,
    value,
)

store, state = the_store(), chosen()
study, slice_ = store.study, state.slice_
scenario = study.scenario(slice_.scenario_names()[0])
given, candidate = study.noun(scenario, "given"), study.noun(scenario, "candidates")


def show() -> None:
    """The page, or why the slice is empty."""
    total = counts_of(store, slice_).total
    if not total:
        show_empty(store, state)
        return
    said = answered(answers, store, slice_)
    listed = choice(WINS, slice_.metric_keys(), "")
    show_answer(said, listed)
    hint = "" if listed else "Click a bar to list the setups behind it."
    show_slice(state, total, store.setup_count, hint)
    if said.found is None:
        show_parts()
    else:
        show_listing(listed)
        show_parts()
        show_use(said.found)
        show_without(said.found)
        show_values(said.found)
    show_next(state)
    with st.expander("How this is counted"):
        st.markdown(win_rates_explained(store, scenario))


def show_answer(said: Answered, listed: str) -> None:
    """The sentence, the doubt beside it, and the bars, that of the metric listed marked."""
    show_heading(scenario.question, said.sentence, said.doubts)
    if scenario.note:
        st.info(plain(scenario.note), icon=":material/info:")
    place(
        Exhibit(FIGURE, "win-rates", slice_),
        "bars",
        " ".join(["Bars of win rates with intervals.", said.sentence, *said.doubts]),
        lambda metric: choose(WINS, None if metric == listed else metric),
        marked=listed,
    )


def show_listing(metric: str) -> None:
    """The setups that a metric wins, if one was picked or its bar clicked."""
    order = choice(ORDER, ORDERS, WIDEST)
    picked = hold(f"listed {' '.join(slice_.metric_keys())}", metric or None)
    st.selectbox(
        "List the setups won by",
        slice_.metric_keys(),
        key=picked,
        index=None,
        format_func=lambda key: study.metric(key).label,
        placeholder="List the setups that a metric wins",
        label_visibility="collapsed",
        on_change=lambda: choose(WINS, st.session_state[picked]),
        width=320,
    )
    if not metric:
        return
    table, many = won_by(store, slice_, metric, order)
    label = metric_label(study, metric)
    with st.container(border=True):
        st.markdown(
            f"**{label} is the best in {many:,} setups**, ties included."
            f" Click one of {'these' if many > len(table) else 'them'} to open it."
        )
        pick_one(
            ORDER, ORDERS, order, "First those with the", lambda key: f"{key} margin", labelled=True
        )
        names = study.names_of(scenario.name).candidates
        shown = named_parts(study, table).rename(columns={"given": given})
        shown.insert(1, "backbone", table["backbone"])
        shown[f"{candidate}s left out"] = left_out(study, names, table)
        shown[study.metric(metric).label] = table["value"]
        shown["margin"] = table["margin"]
        shown["next best"] = [study.metric(key).label if key else "–" for key in table["second"]]
        if len(slice_.accepted("backbone")) < 2:
            shown = shown.drop(columns="backbone")
        ids = setup_ids(table)
        numbers = (study.metric(metric).label, "margin")
        key = f"list {slice_} {metric} {order}"
        clickable(
            shown, key, numbers, (f"{candidate}s left out",), lambda row: open_setup(ids[row])
        )
        show_export(Exhibit(TABLE, "won", slice_, metric=metric, order=order), "won")
        st.button("Close the list", on_click=choose, args=(WINS, None), key="close list")


def show_parts() -> None:
    """The same by one component; each cell is a click away from being the slice."""
    offered = components_of(slice_, fits_memory(answers, store, slice_))
    if not offered:
        return
    component = choice(SPLIT, offered, offered[0])
    st.subheader("In each part", anchor=False)
    pick_one(
        SPLIT,
        offered,
        component,
        "Win rate in each part, in per cent",
        lambda key: f"by {component_label(study, scenario, key)}",
    )
    parts = parts_of(answers, store, slice_, component)
    if not parts.labels:
        st.markdown("No candidate can be singled out: the pools of this slice are all the same.")
        return
    st.markdown(f"{parts.said} In per cent; click a row to look at it alone.")
    place(
        Exhibit(FIGURE, "win-rates-by", slice_, by=(component,)),
        f"cells {component}",
        f"A row per part, a column per metric. {parts.said}",
        lambda cell: change(**restricted_to(slice_, component, cell[0])),
    )


def show_use(found: Evidence) -> None:
    """A win is not usefulness: how good the winner is in itself."""
    st.subheader("How good is the winner in itself?", anchor=False)
    st.markdown(
        "A win is relative to the metrics compared. Here: the median of the winner's own values,"
        " the share of them at or below 0, the mean Rel@1 of a candidate picked at random, and"
        " the share of setups in which all metrics tie."
    )
    st.table(
        use_table(study, found.useful),
        border="horizontal",
        width="content",
        alt="How good the winner is, a row per measure.",
    )
    show_export(Exhibit(TABLE, "usefulness", slice_), "use")
    split = split_wins(
        study, copies_of(store, scenario.name), slice_.metric_keys(), slice_.measures
    )
    if split:
        st.markdown(split)


def show_without(found: Evidence) -> None:
    """The conclusion without each given in turn."""
    known = found.without.dropna(subset=["winner", "lead"])
    if known.empty:
        return
    st.subheader(f"Without each {plain(given)} in turn", anchor=False)
    said = one_given_less(study, scenario, found.without, winners(found.rates)[0])
    st.markdown(f"{said} Lead in percentage points; click a dot to leave that one out.")
    accepted = slice_.givens or slice_.accepted("given")
    place(
        Exhibit(FIGURE, "leave-one-out", slice_),
        "without",
        f"A dot per {given} that is left out. {said}",
        lambda left: change(givens=tuple(name for name in accepted if name != left)),
    )


def show_values(found: Evidence) -> None:
    """The distribution of each metric's values under one measure."""
    measures = [key for key in study.measures if key in set(found.values["measure"])]
    measure = choice(MEASURE, measures, measures[0])
    st.subheader("The values themselves", anchor=False)
    pick_one(MEASURE, measures, measure, "Measure", measure_label)
    values = found.values[found.values["measure"] == measure]
    if values["q50"].isna().all():
        st.markdown(f"No metric has a value under {measure_label(measure)} here.")
        return
    over = count(int(values["setups"].iloc[0]), "setup")
    st.markdown(
        f"{measure_label(measure)} over {over}: the tick is the median, the thick bar half of the"
        " values, the thin one 90 %."
        " Click a bar to list the setups that its metric wins."
    )
    top = values.sort_values("q50", ascending=False).iloc[0]
    place(
        Exhibit(FIGURE, "values", slice_, measure=measure),
        f"ranges {measure}",
        f"Values of each metric. The highest median is {value(top['q50'])}, of"
        f" {study.metric(top['metric']).label}.",
        lambda metric: choose(WINS, metric),
    )


show()
