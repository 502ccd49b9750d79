"""What happened in this one setup?"""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from analysis.one_setup import OneSetup, holds
from dashboard.answers import counts_of, first_setup, neighbours_of, setup_of
from dashboard.charts import place
from dashboard.chosen import choose, chosen
from dashboard.contents import PAGES, SETUP
from dashboard.explained import setup_explained
from dashboard.heading import show_heading
from dashboard.messages import show_empty
from dashboard.opened import the_store
from dashboard.page_keys import SETUP_ID, SHOWN
from dashboard.palette import metric_colours
from dashboard.setup_figure import MOST_DRAWN, setup_scatter
from dashboard.setup_sentences import of_neighbours, of_setup, winners
from dashboard.tables import ROW, clickable
from dashboard.wording import component_label, plain
from data import InputError
from data.measures import MEASURES
from data.setup_ids import SetupId

store, state = the_store(), chosen()
study, slice_ = store.study, state.slice_
metrics = slice_.metric_keys()
dark = st.context.theme.type == "dark"
HOW = {
    "pearson": "The line is the least-squares fit; r says how close the dots lie to it.",
    "kendall": "Dark lines join discordant pairs, pale ones concordant pairs.",
    "weighted_kendall": "As for τ, with each candidate's weight as the size of its dot.",
    "rel_at_1": "The ring is what the metric would pick, the star the best there is.",
}


def show() -> None:
    """The page, or why there is no setup to show."""
    if not counts_of(store, slice_).total and SETUP_ID not in state.choices:
        show_empty(store, state)
        return
    id_ = asked_for()
    one = setup_of(store, id_)
    if one is None:
        show_missing(id_)
    else:
        show_setup(one)
    show_parts(id_)
    with st.expander("How these values come about"):
        st.markdown(setup_explained(store))


def asked_for() -> SetupId:
    """The setup of the address, else the first of the slice with the largest pool."""
    try:
        if SETUP_ID in state.choices:
            return SetupId.parse(state.choices[SETUP_ID], study)
    except InputError as error:
        state.problems = [*state.problems, str(error)]
        del state.choices[SETUP_ID]
    found = first_setup(store, slice_)
    assert found is not None
    return found


def show_missing(id_: SetupId) -> None:
    """That the pool is none of the rule's."""
    show_heading(PAGES[SETUP].question, "The store does not hold this setup.")
    pool = len(id_.members(study))
    st.markdown(
        f"It holds {plain(str(study.pools))}; this pool has {pool}. Change it below, or"
        " score more pools with `setupscope build --leave-out`."
    )


def show_setup(one: OneSetup) -> None:
    """The sentence, the metrics' values, their plots, the candidates, and the neighbours."""
    around = neighbours_of(store, one)
    sentence, doubt = of_setup(study, one, metrics), of_neighbours(study, one, around, metrics)
    show_heading(PAGES[SETUP].question, sentence, [doubt])
    if not holds(slice_, one.id):
        st.caption("This setup is not one of the slice on the left.")
    show_plots(one, sentence)
    show_candidates(one)
    show_neighbours(one, around)


def show_plots(one: OneSetup, sentence: str) -> None:
    """Score against performance, metric by metric."""
    scenario = study.scenario(one.id.scenario)
    noun, table = study.noun(scenario, "candidates"), study.table(scenario.table)
    st.markdown(
        f"Each dot is one {plain(noun)}: to the right the metric's score, upwards the measured"
        f" performance ({plain(table.performance_label)}). {HOW.get(one.id.measure, '')}"
        " Click a dot to leave it out."
    )
    place(
        setup_scatter(study, one, drawn(), metric_colours(study.metric_keys), dark),
        "scatter",
        f"Score against measured performance, a plot per metric. {sentence}",
        lambda name: choose(SETUP_ID, str(without(one.id, name))),
    )


def without(id_: SetupId, candidate: str) -> SetupId:
    """The setup whose pool lacks one candidate more."""
    bit = study.names_of(id_.scenario).candidates.index(candidate)
    return replace(id_, pool=id_.pool & ~(1 << bit))


def drawn() -> tuple[str, ...]:
    """The metrics that are drawn: all, or a choice where they are more than six."""
    if len(metrics) <= MOST_DRAWN:
        return metrics
    asked = [key for key in state.choices.get(SHOWN, "").split(",") if key in metrics]
    shown = tuple(asked or metrics)[:MOST_DRAWN]
    st.multiselect(
        f"Metrics drawn, at most {MOST_DRAWN}",
        metrics,
        default=shown,
        max_selections=MOST_DRAWN,
        format_func=lambda key: study.metric(key).label,
        key=f"shown {','.join(shown)}",
        on_change=lambda: choose(SHOWN, ",".join(st.session_state[f"shown {','.join(shown)}"])),
    )
    return shown


def show_candidates(one: OneSetup) -> None:
    """The candidates as a table, the best performance first."""
    scenario = study.scenario(one.id.scenario)
    noun, table = study.noun(scenario, "candidates"), study.table(scenario.table)
    st.subheader(f"The {len(one.candidates)} {plain(noun)}s", anchor=False)
    st.caption("The best performance first; of scores, higher predicts better.")
    shown = pd.DataFrame({noun: [study.label(name) for name in one.candidates["candidate"]]})
    shown[table.performance_label] = one.candidates["performance"]
    for metric in metrics:
        shown[study.metric(metric).label] = one.candidates[metric]
    four = st.column_config.NumberColumn(format="%.4f")
    st.dataframe(
        shown,
        hide_index=True,
        column_config=dict.fromkeys(shown.columns[1:], four),
        height=ROW * (len(shown) + 1) + 2,
        key="members",
    )


def show_neighbours(one: OneSetup, around: pd.DataFrame) -> None:
    """The setups that differ in one part, and what that changes; a click opens one."""
    st.subheader("Neighbours: one part changed", anchor=False)
    if around.empty:
        st.markdown("The store holds no setup that differs in one part alone.")
        return
    scenario = study.scenario(one.id.scenario)
    best = set(winners(one.values, metrics))
    rows = around.to_dict("records")
    now = [winners(row, metrics) for row in rows]
    labels = [study.metric(metric).label for metric in metrics]
    shown = pd.DataFrame(
        {
            "differs in": [component_label(study, scenario, row["component"]) for row in rows],
            "it is": [what_differs(one, row) for row in rows],
            "winner": [", ".join(study.metric(m).label for m in names) or "–" for names in now],
            "new winner": ["" if best & set(names) else "yes" for names in now],
        }
    )
    shown[labels] = around[list(metrics)].to_numpy()
    ids = [
        replace(one.id, **{part: row[part] for part in ("given", "backbone", "measure", "pool")})
        for row in rows
    ]
    st.caption("Click a row to open that setup.")
    key = f"neighbours {one.id}"
    clickable(shown, key, labels, ("it is", "winner"), lambda row: choose(SETUP_ID, str(ids[row])))


def what_differs(one: OneSetup, row: Mapping[Hashable, Any]) -> str:
    """The part of a neighbour that is another, in words."""
    component: str = row["component"]
    if component == "pool":
        bit = (one.id.pool ^ int(row["pool"])).bit_length() - 1
        name = study.label(study.names_of(one.id.scenario).candidates[bit])
        return f"without {name}" if one.id.pool >> bit & 1 else f"with {name}"
    if component == "measure":
        return MEASURES[row["measure"]].label
    return study.label(row[component])


def show_parts(id_: SetupId) -> None:
    """The five parts, to be changed one by one."""
    names = study.names_of(id_.scenario)
    scenario = study.scenario(id_.scenario)
    others = [name for name in names.candidates if name != id_.given]
    st.subheader("Another setup", anchor=False)

    def take(part: str) -> None:
        value = st.session_state[f"part {part} {id_}"]
        if part == "pool":
            value = sum(1 << names.candidates.index(name) for name in value)
        changed = replace(id_, **{part: value})
        own = names.candidates.index(changed.given) if changed.given in names.candidates else None
        if own is not None and changed.pool >> own & 1:
            back = names.candidates.index(id_.given)
            changed = replace(changed, pool=changed.pool & ~(1 << own) | 1 << back)
        choose(SETUP_ID, str(changed))

    with st.container(horizontal=True):
        for part, label, options, shown in (
            ("given", study.noun(scenario, "given"), names.givens, study.label),
            ("backbone", "backbone", names.backbones, plain),
            ("measure", "measure", study.measures, lambda key: MEASURES[key].label),
        ):
            if len(options) > 1:
                st.selectbox(
                    label,
                    options,
                    index=options.index(getattr(id_, part)),
                    format_func=shown,
                    key=f"part {part} {id_}",
                    on_change=take,
                    args=(part,),
                    width=240,
                )
    st.multiselect(
        f"{plain(study.noun(scenario, 'candidates'))}s in the pool",
        others,
        default=[name for name in id_.members(study) if name in others],
        format_func=study.label,
        key=f"part pool {id_}",
        on_change=take,
        args=("pool",),
        help=f"The store holds {study.pools}.",
    )


show()
