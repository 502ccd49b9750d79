"""Who wins in this scenario, and in each of its parts?"""

import streamlit as st

from analysis.leads import UNDECIDED
from dashboard.opened import scenario_conclusion, scenario_leads, scenario_rates, the_store
from dashboard.palette import metric_colours
from dashboard.parts import components_of, ordered_levels
from dashboard.rate_figures import win_rate_bars, win_rate_cells
from dashboard.sentences import answer, by_measure, doubt, parts_won, runner_up
from dashboard.wording import component_label, level_label, plain
from data.opening import MOST_IN_MEMORY

TOO_LARGE = (
    f"No verdict here on more than {MOST_IN_MEMORY:,} setups;"
    " `setupscope table conclusion` gives it."
)
CHART = {"displayModeBar": False, "responsive": True}

store = the_store()
study, scenario = store.study, st.session_state["chosen"]
dark = st.context.theme.type == "dark"
colours = metric_colours(study.metric_keys)
rates = scenario_rates(store, scenario.name)
ranked = rates.sort_values("win_rate", ascending=False, kind="stable")["metric"].tolist()

small = store.manifest.counts[scenario.name] <= MOST_IN_MEMORY
verdict, dependence = "", TOO_LARGE
if small:
    leads = scenario_leads(store, scenario.name)
    verdict = leads["verdict"].iloc[0] if len(leads) else ""
    dependence = by_measure(study, scenario_conclusion(store, scenario.name))
undecided = verdict == UNDECIDED
sentence = answer(study, scenario, rates, undecided)
doubts = [doubt(study, scenario, rates), runner_up(study, rates, verdict), dependence]

st.caption(plain(scenario.question))
st.header(sentence, anchor=False)
st.markdown(" ".join(filter(None, doubts)))
if scenario.note:
    st.info(plain(scenario.note), icon=":material/info:")
st.plotly_chart(
    win_rate_bars(study, rates, colours, dark, undecided),
    theme=None,
    config=CHART,
    key="bars",
    alt=" ".join(["Bars of win rates with intervals.", sentence, *doubts]),
)

backbones = scenario_rates(store, scenario.name, ("backbone",))["backbone"].nunique()
component = st.segmented_control(
    "Win rate in each part, in per cent",
    components_of(study, scenario, backbones),
    default="given",
    required=True,
    format_func=lambda key: f"by {component_label(study, scenario, key)}",
    key=f"split {scenario.name}",
)
parts = scenario_rates(store, scenario.name, (component,))
levels = ordered_levels(study, parts, component, ranked)
labels = {level: level_label(study, component, level) for level in levels}
won = parts_won(study, parts, component, f"{component_label(study, scenario, component)}")
st.markdown(won)
st.plotly_chart(
    win_rate_cells(study, parts, component, labels, ranked, colours, dark),
    theme=None,
    config=CHART,
    key="cells",
    alt=f"A row per part, a column per metric. {won}",
)

with st.expander("How this is counted"):
    st.markdown(
        f"""
A **setup** is one target or source that is held, one backbone, one pool of candidates and one
evaluation measure. In it, every metric gets one value: how well its scores agree with the measured
performances of the pool. The highest value wins; *k* metrics that tie for it get 1/*k* each.

A **win rate** is the mean of these shares over the setups of each
{plain(study.noun(scenario, "given"))}, then over all of them, so that each weighs the same.
Here: {plain(str(study.pools))}, {len(study.measures)} measures. “Best” is relative to the
{len(study.metrics)} metrics compared.

The thin lines and the **interval** resample the {plain(study.noun(scenario, "given"))}s with
replacement, 10,000 times (expanded percentile interval, Hesterberg 2015); below 6 there is none.
A lead is **clear** if it exceeds *t* standard errors when the candidates are resampled too
(delete-*d* jackknife), **clear for these candidates** if its interval with the candidates held is
above 0, else **undecided**.

One fine-tuning run stands behind each transfer, so no seed noise is in these rates. Pools overlap
and the same candidates return in them: setups are not independent, their number is no sample size.

{plain(study.citation)} {study.url}. Data: {plain(study.licence)}.
"""
    )
