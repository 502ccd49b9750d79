"""Which single choice changes the winner?"""

import pandas as pd
import streamlit as st

from setupscope.analysis.questions.families import FAMILIES
from setupscope.analysis.questions.fragility import CANDIDATES
from setupscope.analysis.questions.restrictions import RESTRICTED
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.components.before_after import show_moved
from setupscope.dashboard.components.chart import show_chart
from setupscope.dashboard.components.export_buttons import show_export
from setupscope.dashboard.components.heading import show_heading, show_next, show_slice
from setupscope.dashboard.components.messages import show_empty
from setupscope.dashboard.components.segmented_choice import pick_one
from setupscope.dashboard.components.setup_table import TALL, clickable
from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.recipes.flips import BY_FAMILY
from setupscope.dashboard.figures.flips import worth_drawing
from setupscope.dashboard.queries.answer import answer_with_verdict
from setupscope.dashboard.queries.parts import families_in, restricted_to, without_givens
from setupscope.dashboard.queries.presets import presets_table, stored_presets
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.page_keys import KIND
from setupscope.dashboard.session.pages import FLIPS, PAGES
from setupscope.dashboard.session.state import change, change_to, current_state, page_choice
from setupscope.dashboard.text.explanations import flips_explained
from setupscope.dashboard.text.flips import exchangeable, flipped
from setupscope.dashboard.text.fragility import fragile
from setupscope.dashboard.text.labels import by_component, capital, label_of, restriction_name
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import quantity

queries, state = current_queries(), current_state()
store = queries.store
study, slice_ = store.study, state.slice_
scenario = study.scenario(slice_.scenario_names()[0])
given = study.noun(scenario, "given")
EVERY = ""


def show() -> None:
    """The page, or why there is nothing to restrict."""
    total = queries.facets(slice_).total
    if not total:
        show_empty(state)
        return
    question = PAGES[FLIPS].question
    table = queries.table(slice_, "flips")
    text = flipped(study, scenario, table) or "No metric wins, so nothing can flip."
    test = exchangeable(queries.flip_test(slice_))
    show_heading(question, text, [answer_with_verdict(queries, slice_), test])
    show_moved(state)
    if worth_drawing(table).empty:
        show_slice(state, total, store.setup_count)
    else:
        show_slice(
            state, total, store.setup_count, "Click a dot to restrict the slice to that part."
        )
        show_restrictions(table)
    show_fragility()
    show_presets()
    show_next(state)
    with st.expander("How this is computed"):
        st.markdown(flips_explained(store))


def show_restrictions(table: pd.DataFrame) -> None:
    """Those that change the winner, the closest others, and a list of all."""
    kinds = [kind for kind in RESTRICTED if (table["component"] == kind).any()]
    kinds += [kind for kind in FAMILIES if families_in(slice_, kind)]
    kind = page_choice(KIND, [EVERY, *kinds], EVERY)
    pick_one(KIND, [EVERY, *kinds], kind, "Kind of restriction", _kind)
    table = queries.table(slice_, BY_FAMILY) if kind in FAMILIES else table
    counted = table.dropna(subset=["component"])
    shown = counted[counted["component"] == kind] if kind else counted
    text = flipped(study, scenario, shown)
    if kind:
        show_words(text)
    rows = worth_drawing(shown)
    if not rows.empty:
        show_chart(
            Exhibit(FIGURE, "flips", slice_, by=(kind,) if kind else ()),
            f"flips {kind or 'all'}",
            f"One dot per restriction, largest flip first. {text}",
            lambda restriction: apply(*restriction),
        )
    with st.expander(f"List of all {quantity(len(shown), 'restriction')}"):
        show_list(shown.sort_values("by", ascending=False, kind="stable", ignore_index=True))


def _kind(kind: str) -> str:
    return by_component(study, scenario, kind) if kind else "all"


def apply(component: str, value: str) -> None:
    """Makes one part the slice; undo brings the present one back."""
    change(**restricted_to(slice_, component, value))


def show_fragility() -> None:
    """How many givens, or candidates, have to be taken away until another metric wins."""
    table = queries.table(slice_, "fragility")
    if not (table["removed"] > 0).any():
        return
    text = fragile(study, scenario, table)
    st.subheader(f"How many {escaped(given)}s does the win hang on?", anchor=False)
    show_words(f"{text} Click a bar to take these out of the slice.")
    show_chart(Exhibit(FIGURE, "fragility", slice_), "fragility", text, lambda taken: drop(*taken))


def drop(unit: str, names: list[str]) -> None:
    """Takes givens out of the slice, or the pools that contain some candidates."""
    if unit == CANDIDATES:
        change(absent=(*slice_.absent, *names))
    else:
        change(**without_givens(slice_, names))


def differs(note: str, reason: str | None) -> str:
    """What differs from a paper, and why it has no verdict, in sentences."""
    return note if pd.isna(reason) else f"{note} {capital(reason)}."


def show_presets() -> None:
    """The conclusion under the setups of papers; a click takes them."""
    found = stored_presets(store, scenario.name)
    if not found:
        return
    st.subheader("And under the setups of papers?", anchor=False)
    show_words(
        "Each row takes the setups of a paper in place of those chosen on the panel; the metrics"
        " are those compared here."
    )
    rows = presets_table(queries, slice_)
    listed = pd.DataFrame(
        {
            "setups of": rows["preset"],
            "winner": [
                label_of(study, key) if isinstance(key, str) else "–" for key in rows["winner"]
            ],
            "points ahead": 100 * rows["lead"].astype(float),
            "verdict": rows["verdict"].fillna("–"),
            "setups": rows["setups"],
            "paper": rows["paper"],
            "what differs": [
                differs(note, reason)
                for note, reason in zip(rows["note"], rows["reason"], strict=True)
            ],
        }
    )
    clickable(
        listed,
        f"presets {slice_}",
        ("points ahead",),
        ("paper", "what differs"),
        lambda row: change_to(found[row].slice_.comparing_as(slice_)),
        digits=1,
        pick="Take the setups of a paper",
        row_height=TALL,
    )
    whole = Slice(study, slice_.scenario_names(), metrics=slice_.metrics)
    show_export(Exhibit(TABLE, "presets", whole), "presets")


def show_list(rows: pd.DataFrame) -> None:
    """Every restriction, a click on which applies it."""
    levels = zip(rows["component"], rows["value"], strict=True)
    listed = pd.DataFrame(
        {
            "restriction": [restriction_name(study, *level) for level in levels],
            "winner there": [label_of(study, key) for key in rows["winner"]],
            "points ahead of the slice's winner": 100 * rows["by"],
            "from": 100 * rows["low"],
            "to": 100 * rows["high"],
            "verdict": rows["verdict"].fillna("–"),
            "setups": rows["setups"],
            f"{given}s": rows["givens"],
        }
    )
    clickable(
        listed,
        f"list {slice_} {' '.join(rows['component'].unique())}",
        ("points ahead of the slice's winner", "from", "to"),
        ("restriction",),
        lambda row: apply(rows["component"][row], rows["value"][row]),
        digits=1,
        pick="Apply a restriction of this list",
    )
    name = BY_FAMILY if rows["component"].isin(FAMILIES).all() else "flips"
    show_export(Exhibit(TABLE, name, slice_), "list")


show()
