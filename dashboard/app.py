"""The entry script: navigation, and the panel that all pages share."""

from pathlib import Path

import streamlit as st

from dashboard.chosen import begin, edited, whole_address, write
from dashboard.contents import PAGES
from dashboard.copy_link import copy_link
from dashboard.link import whole_link
from dashboard.messages import show_problems
from dashboard.opened import STAMP, settle, the_store
from dashboard.panel import show_panel

ICON = Path(__file__).parent / "icon.svg"
WIDTH = 1040  # pixels; longer lines are hard to read

st.set_page_config(page_title="Setupscope", page_icon=str(ICON), layout="wide")
entries = {entry.page: name for name, entry in PAGES.items()}
page = st.navigation(list(entries), position="hidden")
if not edited():
    settle(st.query_params.get(STAMP))
store = the_store()
state = begin(store.study, next(name for entry, name in entries.items() if entry == page))
if state.going:
    (name, state.choices), state.going = state.going, None
    st.switch_page(PAGES[name].page, query_params=whole_address(state.slice_) | state.choices)
link = show_panel(store, state)
with st.container(width=WIDTH):
    notes = st.empty()
    show_problems(notes, state)
    page.run()
    show_problems(notes, state)  # those that the page itself found included
with link:
    copy_link(whole_link(state))
write(state)
