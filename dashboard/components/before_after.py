"""What moved since the former slice: one line under the headline, and what to do with that slice.

The line is read out when it changes; see `frame.js`.
"""

from collections.abc import Callable

import streamlit as st

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.before_after import both_answers, both_conclusions
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.session.cache import current_queries
from setupscope.dashboard.session.former_slice import Former, former_slice, let_go, pin
from setupscope.dashboard.session.state import State, change_to
from setupscope.dashboard.text.before_after import moved_line, what_moved
from setupscope.dashboard.text.markdown import unparted

Tell = Callable[[Slice, Slice], str]
"""Says in Markdown what moved from one slice to another, which both have setups."""


def by_conclusions(before: Slice, now: Slice) -> str:
    """How winner, rates, lead and verdict moved."""
    table = both_conclusions(current_queries(), before, now)
    return what_moved(now.study, scenario_of(before), table)


def by_evidence(before: Slice, now: Slice) -> str:
    """The same for a page that asks for all evidence, so that it need not be asked less."""
    table = both_answers(current_queries(), before, now)
    return what_moved(now.study, scenario_of(before), table)


def show_moved(state: State, tell: Tell = by_conclusions) -> None:
    """The line and its buttons; nothing where nothing was changed yet."""
    queries, former = current_queries(), former_slice(state)
    if former is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="moved"):
        line = unparted(_line(queries, state, former, tell))
        st.markdown(line, width="content")
        if former.pinned:
            st.button("Let go", on_click=let_go, key="let go", type="tertiary")
        else:
            st.button(
                "Pin the former slice",
                on_click=pin,
                args=(former.slice_,),
                key="pin",
                type="tertiary",
                icon=":material/keep:",
                help="Compare with this slice until you let it go, whatever you change.",
            )
        if former.slice_ != state.slice_:
            st.button(
                "Go back to it",
                on_click=change_to,
                args=(former.slice_,),
                key="back",
                type="tertiary",
            )


def _line(queries: Queries, state: State, former: Former, tell: Tell) -> str:
    before = former.slice_
    if not queries.facets(before).total:
        sentence = "it has no setups."
    elif before == state.slice_:
        sentence = ""
    else:
        sentence = tell(before, state.slice_)
    return moved_line(before, state.slice_, sentence, pinned=former.pinned)


def win_rates_shown(state: State) -> Exhibit:
    """The bars of win rates, beside their former lengths where there is a former slice."""
    former = former_slice(state)
    if former is None or former.slice_ == state.slice_:
        return Exhibit(FIGURE, "win-rates", state.slice_)
    if not current_queries().facets(former.slice_).total:
        return Exhibit(FIGURE, "win-rates", state.slice_)
    return Exhibit(FIGURE, "before-after", state.slice_, against=former.slice_.link())
