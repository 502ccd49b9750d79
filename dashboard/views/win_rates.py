"""Who wins in this slice, and in each of its parts?"""

import pandas as pd
import streamlit as st

from analysis.evidence import Evidence
from analysis.leads import UNDECIDED
from analysis.listing import ORDERS, WIDEST
from dashboard.answers import copies_of, counts_of, evidence_of, fits_memory, rates_of, won_by
from dashboard.charts import place
from dashboard.chosen import change, choice, choose, chosen, hold
from dashboard.contents import SETUP
from dashboard.evidence_figures import lead_dots, value_ranges
from dashboard.explained import win_rates_explained
from dashboard.heading import show_heading, show_next, show_slice
from dashboard.messages import show_empty
from dashboard.opened import the_store
from dashboard.page_keys import MEASURE, ORDER, SPLIT, WINS
from dashboard.palette import metric_colours
from dashboard.parts import components_of, ordered_levels, restricted_to
from dashboard.rate_figures import win_rate_bars, win_rate_cells
from dashboard.segments import pick_one
from dashboard.sentences import (
    answer,
    by_measure,
    doubt,
    one_given_less,
    other_answers,
    parts_won,
    runner_up,
    split_wins,
    winners,
)
from dashboard.tables import clickable, left_out, named_parts, open_setup, setup_ids
from dashboard.use import use_table
from dashboard.wording import (
    component_label,
    count,
    level_label,
    measure_label,
    metric_label,
    plain,
    value,
)
from data.opening import MOST_IN_MEMORY

TOO_LARGE = (
    f"No verdict here on more than {MOST_IN_MEMORY:,} setups;"
    " `setupscope table conclusion` gives it."
)

store, state = the_store(), chosen()
study, slice_ = store.study, state.slice_
scenario = study.scenario(slice_.scenario_names()[0])
dark = st.context.theme.type == "dark"
colours = metric_colours(study.metric_keys, slice_.metric_keys())
given, candidate = study.noun(scenario, "given"), study.noun(scenario, "candidates")


def show() -> None:
    """The page, or why the slice is empty."""
    total = counts_of(store, slice_).total
    if not total:
        show_empty(store, state)
        return
    found = evidence_of(store, slice_) if fits_memory(store, slice_) else None
    rates = rates_of(store, slice_) if found is None else found.rates
    listed = choice(WINS, slice_.metric_keys(), "")
    show_answer(rates, found, listed)
    hint = "" if listed else "Click a bar to list the setups behind it."
    show_slice(state, total, store.setup_count, hint)
    if found is not None:
        show_listing(listed)
    show_parts(rates)
    if found is not None:
        show_use(found)
        show_without(found)
        show_values(found)
    show_next(SETUP, "what happened in one of these setups?", state)
    with st.expander("How this is counted"):
        st.markdown(win_rates_explained(store, scenario))


def show_answer(rates: pd.DataFrame, found: Evidence | None, listed: str) -> None:
    """The sentence, the doubt beside it, and the bars, that of the metric listed marked."""
    verdict, others = "", [TOO_LARGE]
    tied = False
    if found is not None:
        verdict = found.leads["verdict"].iloc[0] if len(found.leads) else ""
        others = [by_measure(study, found.concluded), other_answers(study, found.others)]
        tied = bool((found.useful["all_tied"] == 1).all())
    undecided = verdict == UNDECIDED and int(rates["setups"].iloc[0]) > 1
    sentence = answer(study, scenario, rates, undecided=undecided, all_tied=tied)
    doubts = [doubt(study, scenario, rates), runner_up(study, rates, verdict), *others]
    show_heading(scenario.question, sentence, doubts)
    if scenario.note:
        st.info(plain(scenario.note), icon=":material/info:")
    place(
        win_rate_bars(study, rates, colours, dark, undecided=undecided, marked=listed),
        "bars",
        " ".join(["Bars of win rates with intervals.", sentence, *filter(None, doubts)]),
        lambda metric: choose(WINS, None if metric == listed else metric),
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
        st.button("Close the list", on_click=choose, args=(WINS, None), key="close list")


def show_parts(rates: pd.DataFrame) -> None:
    """The same by one component; each cell is a click away from being the slice."""
    offered = components_of(slice_, fits_memory(store, slice_))
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
    parts = rates_of(store, slice_, component)
    ranked = rates.sort_values("win_rate", ascending=False, kind="stable")["metric"].tolist()
    levels = ordered_levels(study, parts, component, ranked)
    if not levels:
        st.markdown("No candidate can be singled out: the pools of this slice are all the same.")
        return
    labels = {level: level_label(study, component, level) for level in levels}
    noun = component_label(study, scenario, component)
    won = parts_won(study, parts, component, noun.removesuffix(" in").removesuffix(" out"))
    st.markdown(f"{won} In per cent; click a row to look at it alone.")
    place(
        win_rate_cells(study, parts, component, labels, ranked, colours, dark),
        f"cells {component}",
        f"A row per part, a column per metric. {won}",
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
        lead_dots(study, known, colours, dark),
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
        value_ranges(study, values, colours, dark),
        f"ranges {measure}",
        f"Values of each metric. The highest median is {value(top['q50'])}, of"
        f" {study.metric(top['metric']).label}.",
        lambda metric: choose(WINS, metric),
    )


show()
