"""What changes between two slices?"""

from collections.abc import Sequence

import streamlit as st

from analysis.slices import Slice
from analysis.tables import Asked
from dashboard.answers import counts_of, rates_of, table_of
from dashboard.charts import place
from dashboard.chosen import choose, chosen, hold
from dashboard.compare_sentences import of_comparison, of_differences, told_apart
from dashboard.contents import COMPARE, PAGES
from dashboard.coverage import of_coverage
from dashboard.explained import compare_explained
from dashboard.export.exhibits import FIGURE, Exhibit
from dashboard.heading import show_coverage, show_heading, show_next, show_slice
from dashboard.messages import show_empty
from dashboard.opened import the_store
from dashboard.page_keys import SECOND
from dashboard.pasted import slice_in
from dashboard.second_slice import compare_with, complements, second_slice, whole_of
from dashboard.sentences import answer
from dashboard.wording import measure_label, plain
from data import InputError

store, state = the_store(), chosen()
study, slice_ = store.study, state.slice_
other = second_slice(state, study)
WORDS = {
    "measures": "The other measures",
    "backbones": "The other backbone",
    "givens": "The other {given}s",
    "present": "Without instead of with",
    "absent": "With instead of without",
}


def show() -> None:
    """The page, or which of the two slices is empty."""
    total = counts_of(store, slice_).total
    if not total:
        show_empty(store, state)
        return
    if counts_of(store, other).total:
        show_changes(total)
    else:
        said = "Nothing to compare with: no setup is left in B."
        show_heading(PAGES[COMPARE].question, said, [f"It asks for {plain(other.caption())}."])
    show_choices()
    show_next(state)
    with st.expander("How this is counted"):
        st.markdown(compare_explained(store))


def show_changes(total: int) -> None:
    """The sentence, the answers of both slices, what sets them apart, and the figure."""
    table = table_of(store, slice_, "compare", (), 0, Asked(other))
    said, doubt = of_comparison(study, table), of_differences(study, table)
    show_heading(PAGES[COMPARE].question, said, [doubt])
    for name, one in (("A", slice_), ("B", other)):
        scenario = study.scenario(one.scenario_names()[0])
        st.markdown(f"**{name}** · {answer(study, scenario, rates_of(store, one))}")
    st.markdown(told_apart(slice_, other))
    show_slice(state, total, store.setup_count)
    if of_coverage(other):
        show_coverage(f"B: {of_coverage(other)}")
    if table["difference"].notna().any():
        place(
            Exhibit(FIGURE, "compare", slice_, against=other.link()),
            "slopes",
            f"A line per metric from A to B, and its difference. {said} {doubt}",
        )


def show_choices() -> None:
    """Ways to another second slice, and to the first one."""
    st.subheader("Compare with", anchor=False)
    with st.container(horizontal=True, gap="small"):
        for label, one in offered():
            st.button(
                label,
                on_click=compare_with,
                args=(one,),
                key=f"with {label}",
                type="primary" if one == other else "secondary",
            )
        st.button("Swap A and B", icon=":material/swap_vert:", on_click=swap, key="swap slices")
    with st.expander("A slice of your own"):
        show_form()
    key = hold("pasted second", "")
    st.text_input(
        "or paste a link or a query",
        key=key,
        on_change=lambda: paste(st.session_state[key]),
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
    """B becomes the slice on the left, and what that was becomes B; undo brings it back."""
    compare_with(slice_)
    state.change(other)


def paste(text: str) -> None:
    """Makes a pasted slice the second one, or says why it is none."""
    if not text.strip():
        return
    try:
        compare_with(slice_in(text, study).replace(metrics=slice_.metrics))
    except InputError as error:
        state.problems, state.edited = [str(error)], True


def show_form() -> None:
    """The second slice, part by part; it starts from what B is now."""
    name = other.scenario_names()[0]
    scenario = hold("b scenario", name)
    st.selectbox(
        "scenario",
        [one.name for one in study.scenarios],
        key=scenario,
        format_func=lambda key: study.scenario(key).title,
        on_change=lambda: compare_with(
            whole_of(Slice(study, (st.session_state[scenario],), metrics=slice_.metrics))
        ),
    )
    pick_some("measure", study.measures, other.measures, "under")
    if len(other.accepted("backbone")) > 1:
        pick_some("backbone", other.accepted("backbone"), other.backbones, "with the backbone")
    pick_sizes()
    noun = plain(study.noun(study.scenario(name), "given"))
    pick_some("given", other.accepted("given"), other.givens, f"for these {noun}s")
    held = plain(study.noun(study.scenario(name), "candidates"))
    pick_some("with", other.accepted("with"), other.present, f"{held}s that must take part")
    pick_some("without", other.accepted("without"), other.absent, f"{held}s that must not")


def pick_some(key: str, options: Sequence[str], picked: Sequence[str], label: str) -> None:
    """Some levels of the second slice; none means all."""
    widget = hold(f"b {key} {other.scenario_names()[0]}", list(picked))

    def take() -> None:
        begin_from_here()
        choose(f"{SECOND}{key}", ",".join(st.session_state[widget]) or None)

    names = {"measure": measure_label}
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
    widget = hold(f"b size {other.scenario_names()[0]}", tuple(other.sizes or (low, high)))

    def take() -> None:
        begin_from_here()
        first, last = st.session_state[widget]
        choose(f"{SECOND}size", None if (first, last) == (low, high) else f"{first}-{last}")

    st.select_slider(
        "in pools of", range(low, high + 1), value=(low, high), key=widget, on_change=take
    )


def begin_from_here() -> None:
    """Writes out what B is, before a part of it is changed."""
    compare_with(other)


show()
