"""What changes between two slices?"""

from collections.abc import Sequence

import streamlit as st

from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.tables import TableOptions
from setupscope.dashboard.components.chart import show_chart
from setupscope.dashboard.components.heading import (
    show_coverage,
    show_heading,
    show_next,
    show_ways_on,
)
from setupscope.dashboard.components.messages import show_empty
from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.queries.answer import answer_with_verdict, is_undecided
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.page_keys import SECOND
from setupscope.dashboard.session.pages import COMPARE, PAGES
from setupscope.dashboard.session.pasted_link import slice_in
from setupscope.dashboard.session.second_slice import (
    compare_with,
    complements,
    second_slice,
    whole_of,
)
from setupscope.dashboard.session.state import current_state, set_page_choice
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.text.compare import comparison_sentence, differences_sentence, told_apart
from setupscope.dashboard.text.coverage import coverage_note
from setupscope.dashboard.text.explanations import compare_explained
from setupscope.dashboard.text.markdown import escaped, unparted
from setupscope.dashboard.text.numbers import quantity
from setupscope.data import InputError
from setupscope.data.measures import MEASURES

queries, state = current_queries(), current_state()
store = queries.store
study, slice_ = store.study, state.slice_
other = second_slice(state, study)
WORDS = {
    "measures": "The other measures",
    "backbones": "The other backbone",
    "givens": "The other {given}s",
    "present": "Exclude instead of require",
    "absent": "Require instead of exclude",
}


def show() -> None:
    """The page, or which of the two slices is empty."""
    if not queries.facets(slice_).total:
        show_empty(state)
        return
    if slice_ == other:
        show_only_sides("A and B are the same slice: choose another to compare with.")
    elif queries.facets(other).total:
        show_changes()
    else:
        show_only_sides("Nothing to compare with: no setups match slice B.")
    show_next(state)
    with st.expander("How this is computed"):
        st.markdown(compare_explained(store))


def show_only_sides(text: str) -> None:
    """Both slices, and why they are not compared."""
    show_heading(PAGES[COMPARE].question, text)
    show_sides()


def show_changes() -> None:
    """The sentence, the answers of both slices, what sets them apart, and the figure."""
    table = queries.table(slice_, "compare", (), 0, TableOptions(other))
    undecided = [is_undecided(queries, one) for one in (slice_, other)]
    text, doubt = comparison_sentence(study, table, undecided), differences_sentence(study, table)
    show_heading(PAGES[COMPARE].question, text, [doubt])
    show_sides()
    show_ways_on(slice_)
    show_words(told_apart(slice_, other))
    if table["difference"].notna().any():
        show_chart(
            Exhibit(FIGURE, "compare", slice_, against=other.link()),
            "slopes",
            f"One line per metric from A to B, with the difference. {text} {doubt}",
        )


def show_sides() -> None:
    """Both slices side by side with their answers, and ways to another second one."""
    sides = (("A: the slice of the panel", slice_), ("B: the slice compared with it", other))
    for column, (title, one) in zip(st.columns(2), sides, strict=True):
        with column, st.container(border=True, height="stretch", gap="small"):
            show_side(title, one)
    show_choices()


def show_side(title: str, one: Slice) -> None:
    """One of the two slices: who wins in it, what it selects, and what scores it lacks."""
    total = queries.facets(one).total
    said = answer_with_verdict(queries, one) if total else "No setups match this slice."
    show_words(f"**{title}**")
    show_words(said)
    st.caption(unparted(f"{escaped(one.caption())}. {quantity(total, 'setup')}."))
    show_coverage(coverage_note(one) if total else "")


def show_choices() -> None:
    """Ways to another second slice, and to the first one."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown("Compare with", width="content")
        for label, one in offered():
            st.button(
                label,
                on_click=compare_with,
                args=(one,),
                key=f"with {label}",
                type="primary" if one == other else "secondary",
            )
        st.button("Swap A and B", icon=":material/swap_vert:", on_click=swap, key="swap slices")
    with st.expander("Define another slice, or paste a link"):
        show_paste()
        show_form()


def show_paste() -> None:
    """A field for the link or the query of the second slice."""
    key = set_widget("pasted second", "")
    st.text_input(
        "Link or query of slice B",
        key=key,
        on_change=lambda: paste(value_of(key)),
        placeholder="https://…/win-rates?scenario=… or scenario=…&measure=…",
    )


def offered() -> list[tuple[str, Slice]]:
    """Second slices that are a click away."""
    given = study.noun(study.scenario(slice_.scenario_names()[0]), "given")
    found = [(WORDS[field].format(given=given), one) for field, one in complements(slice_)]
    if slice_ != whole_of(slice_):
        found.append(("The whole scenario", whole_of(slice_)))
    for scenario in study.scenarios:
        if scenario.name not in slice_.scenario_names():
            whole = whole_of(Slice(study, (scenario.name,), metrics=slice_.metrics))
            found.append((scenario.title, whole))
    return found


def swap() -> None:
    """B becomes the slice of the panel, and what that was becomes B; undo brings it back."""
    compare_with(slice_)
    state.change(other)


def paste(text: str) -> None:
    """Makes a pasted slice the second one, or says why it is not a slice."""
    if not text.strip():
        return
    try:
        compare_with(slice_in(text, study).replace(metrics=slice_.metrics))
    except InputError as error:
        state.problems, state.edited = [str(error)], True


def show_form() -> None:
    """The second slice, part by part; it starts from what B is now."""
    name = other.scenario_names()[0]
    scenario = set_widget("b scenario", name)
    st.selectbox(
        "scenario",
        [one.name for one in study.scenarios],
        key=scenario,
        format_func=lambda key: study.scenario(key).title,
        on_change=lambda: compare_with(
            whole_of(Slice(study, (value_of(scenario),), metrics=slice_.metrics))
        ),
    )
    pick_some("measure", other.accepted("measure"), other.measures, "under these measures")
    if len(other.accepted("backbone")) > 1:
        pick_some("backbone", other.accepted("backbone"), other.backbones, "with this backbone")
    pick_sizes()
    noun = escaped(study.noun(study.scenario(name), "given"))
    pick_some("given", other.accepted("given"), other.givens, f"for these {noun}s")
    held = escaped(study.noun(study.scenario(name), "candidates"))
    pick_some("with", other.accepted("with"), other.present, f"{held}s that must take part")
    pick_some(
        "without", other.accepted("without"), other.absent, f"{held}s that must not take part"
    )
    pick_covered()


def pick_covered() -> None:
    """Whether B has only setups that all compared metrics cover, where some metric lacks scores."""
    if not (other.covered or study.names_of(other.scenario_names()[0]).lack(other.metric_keys())):
        return

    def take() -> None:
        begin_from_here()
        set_page_choice(f"{SECOND}covered", "all" if value_of("b covered") else None)

    st.toggle(
        "Only setups that all compared metrics cover",
        key=set_widget("b covered", other.covered),
        on_change=take,
    )


def pick_some(key: str, options: Sequence[str], picked: Sequence[str], label: str) -> None:
    """Some levels of the second slice; none means all."""
    widget = set_widget(f"b {key} {other.scenario_names()[0]}", list(picked))

    def take() -> None:
        begin_from_here()
        set_page_choice(f"{SECOND}{key}", ",".join(value_of(widget)) or None)

    names = {"measure": lambda key: MEASURES[key].label}  # a list of plain text
    st.multiselect(
        label,
        options,
        key=widget,
        format_func=names.get(key, study.label),
        placeholder="any" if key in ("with", "without") else "all",
        on_change=take,
    )


def pick_sizes() -> None:
    """The pool sizes of the second slice."""
    low, high = other.all_sizes
    if low == high:
        return
    widget = set_widget(f"b size {other.scenario_names()[0]}", tuple(other.sizes or (low, high)))

    def take() -> None:
        begin_from_here()
        first, last = value_of(widget)
        set_page_choice(
            f"{SECOND}size", None if (first, last) == (low, high) else f"{first}-{last}"
        )

    st.select_slider(
        "in pools of size", range(low, high + 1), value=(low, high), key=widget, on_change=take
    )


def begin_from_here() -> None:
    """Writes out all parts of B before one of them is changed."""
    compare_with(other)


show()
