"""How do the win rates of the slice move as it grows, and what is it at each step?"""

from functools import partial

import pandas as pd
import streamlit as st

from setupscope.analysis.questions.sweep import RANDOM, whole_of
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.components.chart import show_chart
from setupscope.dashboard.components.export_buttons import show_export
from setupscope.dashboard.components.segmented_choice import pick_one
from setupscope.dashboard.components.sweep_table import formats, sweep_table
from setupscope.dashboard.components.words import show_words
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.queries.sweep import (
    choices_along,
    fields_at,
    step_of,
    sweep_of,
    without_fact,
)
from setupscope.dashboard.session.page_keys import ALONG
from setupscope.dashboard.session.player import Player, player_of
from setupscope.dashboard.session.state import change
from setupscope.dashboard.session.widgets import set_widget, value_of
from setupscope.dashboard.text.labels import capital
from setupscope.dashboard.text.sweep import sweep_sentence
from setupscope.dashboard.text.sweep_steps import (
    at_step,
    axis_title,
    beyond,
    choice_name,
    left_out,
    numbers,
)

SECONDS = 1.0
"""Between two steps of a sweep that is played."""


def show_sweep(queries: Queries, slice_: Slice, along: str) -> None:
    """What the slice grows along, who leads from where on, and a slider over the steps."""
    study = queries.study
    scenario = study.scenario(slice_.scenario_names()[0])
    offered = choices_along(slice_)
    pick_one(
        ALONG,
        offered,
        along,
        "along",
        lambda key: choice_name(study, scenario, key),
        labelled=True,
    )
    table, whole = sweep_of(queries, slice_, along), whole_of(slice_, along)
    words = sweep_sentence(study, scenario, table)
    steps = sorted(table["step"].dropna().unique().tolist())
    own = step_of(slice_, along, steps)
    all_givens = beyond(study, scenario) if slice_.givens != whole.givens and own is None else ""
    out = left_out(study, scenario, along, without_fact(slice_, along))
    show_words(" ".join(filter(None, (words, all_givens, out))))
    if len(steps) < 2 or table["win_rate"].isna().all():
        return
    start = steps[-1] if own is None else own
    player = player_of(f"{slice_.link()} {along}", steps, start)
    # A timer of its own: the rest of the page stands while it is played.
    timed = player.playing
    show = st.fragment(_show_steps, run_every=SECONDS if timed else None)
    show(slice_, along, table, words, player, timed)
    with st.expander("As a table"):
        rows = sweep_table(study, scenario, table)
        st.dataframe(rows, hide_index=True, key=f"steps {along}", column_config=formats(rows))
        show_export(Exhibit(TABLE, "sweep", whole, along=along), f"sweep table {along}")


def _show_steps(
    slice_: Slice, along: str, table: pd.DataFrame, words: str, player: Player, timed: bool
) -> None:
    """The figure with the step that is shown, the slider over all steps, and what holds there."""
    study = slice_.study
    scenario = study.scenario(slice_.scenario_names()[0])
    player.tick()
    show_chart(
        Exhibit(FIGURE, "sweep", whole_of(slice_, along), along=along),
        f"sweep {along}",
        f"Lines of win rates. {words}",
        marked=repr(player.step),
    )
    _show_slider(player, along, axis_title(study, scenario, along))
    show_words(at_step(study, scenario, table, player.step))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _show_play(player)
        _offer_slice(slice_, along, player.step)
    if timed and not player.playing:
        st.rerun()  # which alone ends the timer


def _show_slider(player: Player, along: str, label: str) -> None:
    names = dict(zip(player.steps, numbers(player.steps), strict=True))
    # A played step has a slider of its own: a browser that is slow to show it still sends the
    # step before, which would move the same slider back, and stop it.
    played = f" {player.step!r}" if player.playing else ""
    key = set_widget(f"step {along}{played}", player.step)
    st.select_slider(
        capital(label),
        player.steps,
        key=key,
        format_func=lambda step: names[step],
        on_change=partial(_move, player, key, player.step),
    )


def _move(player: Player, key: str, own: float) -> None:
    """A slider that was drawn at one step, `own`, stands at another one."""
    step = value_of(key)
    if step not in (None, own):
        player.go_to(step)


def _show_play(player: Player) -> None:
    label, icon = ("Pause", "pause") if player.playing else ("Play", "play_arrow")
    help_ = None if player.playing else "Shows one step after another, one a second."
    if st.button(label, key="play", icon=f":material/{icon}:", type="tertiary", help=help_):
        if player.playing:
            player.playing = False
        else:
            player.play()
        st.rerun()  # which alone sets the timer


def _offer_slice(slice_: Slice, along: str, step: float) -> None:
    """A way to make the step the slice; why there is none, where it is a random part."""
    if along in RANDOM:
        st.caption("A step is many random draws from the slice, so it is no slice itself.")
        return
    fields = fields_at(slice_, along, step)
    same = slice_.replace(**fields) == slice_
    help_ = "The step is the slice already." if same else "Undo brings the present slice back."
    if st.button(
        "Use as the slice", key="use step", type="tertiary", icon=":material/tune:",
        disabled=same, help=help_,
    ):  # fmt: skip
        change(**fields)
        st.rerun()  # the whole page, not the slider alone
