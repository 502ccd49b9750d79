"""What survives over several studies?"""

import streamlit as st

from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.studies.matching import question_of
from setupscope.dashboard.components.chart import show_chart
from setupscope.dashboard.components.export_buttons import show_export
from setupscope.dashboard.components.heading import show_heading, show_next
from setupscope.dashboard.components.metric_pair import compare, pick_metric
from setupscope.dashboard.components.preview import show_paper_table
from setupscope.dashboard.components.study_choice import pick_studies
from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.recipes.across import (
    first_pair,
    rows_of_pair,
    said_beside,
    won_said,
)
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.table_files import on_paper
from setupscope.dashboard.queries.across import across_of, others_of, pairs_in
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.page_keys import FIRST, SECOND_METRIC, STUDIES
from setupscope.dashboard.session.pages import ACROSS, PAGES
from setupscope.dashboard.session.state import current_state, page_choice
from setupscope.dashboard.text.across import (
    QUESTION_NAMES,
    summary_sentences,
    survival_sentence,
)
from setupscope.dashboard.text.explanations import across_explained
from setupscope.dashboard.text.labels import metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.data import InputError

queries, state = current_queries(), current_state()
study = queries.study
scenario = study.scenario(state.slice_.scenario_names()[0])
whole = Slice(
    study, (scenario.name,), measures=state.slice_.measures, metrics=state.slice_.own_metrics()
)
KEYS = FIRST, SECOND_METRIC
HOW = """
Each study is a store of its own. Start the pages with several, and they are held beside each other
here:

```
setupscope dashboard \\
  --store data/store \\
  --store mine --store theirs
```

A table of results becomes a store with `setupscope import`. The page *Your metric* takes one too,
which then takes part for you alone.
"""


def show() -> None:
    """The page, or how to open several studies."""
    others = others_of(queries)
    if not others:
        for key in (STUDIES, *KEYS):
            page_choice(key, (), "")  # names what the address asks for
        show_heading(PAGES[ACROSS].question, "Only one study is open.")
        st.markdown(HOW)
    else:
        try:
            show_studies(pick_studies(queries, others))
        except InputError as error:
            show_heading(PAGES[ACROSS].question, f"{escaped(str(error).capitalize())}.")
    show_next(state)
    with st.expander("How this is computed"):
        st.markdown(across_explained(queries.store))


def show_studies(beside: tuple[str, ...]) -> None:
    """All that several studies say of the question of the panel's scenario."""
    exhibit = Exhibit(FIGURE, "across", whole, beside=beside)
    metrics = compared(exhibit)
    pair = the_pair(exhibit, metrics)
    one = resolved(queries, Exhibit(FIGURE, "across", whole, shown=pair, beside=beside))
    rows = rows_of_pair(queries, one)
    first, second = (metric_label(study, key) for key in pair)
    text = survival_sentence((first, second), rows)
    show_heading(PAGES[ACROSS].question, text, summary_sentences(rows))
    st.caption(
        f"{QUESTION_NAMES[question_of(scenario)].capitalize()} Of the panel, the scenario's"
        " question, the measures and the metrics count here, and no other restriction."
    )
    choose_pair(metrics, pair)
    show_chart(one, f"across {' '.join(pair)}", f"A row per scenario and study. {text}")
    show_words(" ".join(filter(None, said_beside(queries, one))))
    show_map(beside)
    show_pairs(beside)


def the_pair(exhibit: Exhibit, metrics: list[str]) -> tuple[str, str]:
    """The two metrics of the address, else those with which the page opens."""
    a, b = first_pair(queries, exhibit)
    first = page_choice(FIRST, metrics, a)
    others = [key for key in metrics if key != first]
    return first, page_choice(SECOND_METRIC, others, b if b != first else a)


def compared(exhibit: Exhibit) -> list[str]:
    """The study's own metrics that another study has too."""
    table = across_of(queries, whole, exhibit.beside, exhibit.alias)
    shared = {key for pair in pairs_in(table) for key in pair}
    return [key for key in whole.metric_keys() if key in shared]


def choose_pair(metrics: list[str], pair: tuple[str, str]) -> None:
    """Two lists of metrics, and a way to swap them."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        pick_metric("Metric A", metrics, pair, 0, KEYS)
        swapped = (pair[1], pair[0], KEYS)
        st.button("Swap", icon=":material/swap_horiz:", on_click=compare, args=swapped, key="swap")
        pick_metric("Metric B", metrics, pair, 1, KEYS)


def show_map(beside: tuple[str, ...]) -> None:
    """Who wins where."""
    st.subheader("Who wins in each scenario, under each measure?", anchor=False)
    exhibit = resolved(queries, Exhibit(FIGURE, "across-map", whole, beside=beside))
    said = won_said(queries, exhibit)
    show_words(said)
    show_chart(exhibit, "across map", f"A square per scenario and measure. {said}")


def show_pairs(beside: tuple[str, ...]) -> None:
    """All pairs and all matched metrics, to take away."""
    st.subheader("All pairs, and which metrics count as one", anchor=False)
    for name in ("across", "across-metrics"):
        exhibit = resolved(queries, Exhibit(TABLE, name, whole, beside=beside))
        show_paper_table(on_paper(queries, exhibit), name)
        show_export(exhibit, name)


show()
