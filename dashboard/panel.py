"""Which setups does the researcher look at? The sidebar, shared by all pages."""

import streamlit as st

from dashboard.wording import count, plain
from data import Store
from data.study import Scenario

PARAMETER = "scenario"


def choose_scenario(store: Store) -> Scenario:
    """Shows the panel and returns the scenario chosen; the address holds it."""
    study = store.study
    names = [scenario.name for scenario in study.scenarios]
    asked = st.query_params.get(PARAMETER, names[0])
    with st.sidebar:
        st.subheader("Setupscope", anchor=False)
        chosen = st.radio(
            "Scenario",
            names,
            index=names.index(asked) if asked in names else 0,
            key="scenario",
            format_func=lambda name: plain(study.scenario(name).title),
            captions=[f"{store.manifest.counts[name]:,} setups" for name in names],
            help="What is being selected, from which measurements.",
        )
        st.caption(f"{store.manifest.counts[chosen]:,} of {store.setup_count:,} setups")
    _say_unknown(asked, names)
    st.query_params[PARAMETER] = chosen
    return study.scenario(chosen)


def _say_unknown(asked: str, names: list[str]) -> None:
    if asked not in names:
        st.warning(
            f"The address asks for a scenario “{plain(asked[:60])}” that this store does not have;"
            f" it has {count(len(names), 'scenario')}: {', '.join(map(plain, names))}."
        )
