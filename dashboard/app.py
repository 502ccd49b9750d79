"""The entry script: navigation, and the panel that all pages share."""

from pathlib import Path

import streamlit as st

from setupscope.dashboard.components.copy_link import copy_link
from setupscope.dashboard.components.frame import show_frame
from setupscope.dashboard.components.messages import show_problems, show_rebuilt
from setupscope.dashboard.components.sidebar import show_panel
from setupscope.dashboard.session.cache import begin_queries
from setupscope.dashboard.session.expiry import know_session
from setupscope.dashboard.session.former_slice import former_slice
from setupscope.dashboard.session.page_log import page_logged
from setupscope.dashboard.session.pages import PAGES
from setupscope.dashboard.session.permalink import permalink
from setupscope.dashboard.session.spark_jobs import begin_page, end_page
from setupscope.dashboard.session.state import address_of, begin_run, edited, write_address
from setupscope.dashboard.session.stores import follow_address
from setupscope.dashboard.session.turns import turn_of

ICON = Path(__file__).parent / "icon.svg"
WIDTH = 1040  # pixels; longer lines are hard to read

pages = {name: entry.page for name, entry in PAGES.items()}
page = st.navigation(list(pages.values()), position="hidden")
# A file: Streamlit would fetch a named icon from a font server on the internet.
st.set_page_config(page_title=f"{page.title} – Setupscope", page_icon=str(ICON), layout="wide")
know_session()
if not edited():
    follow_address()
queries = begin_queries()
state = begin_run(queries.study, next(name for name, own in pages.items() if own == page))
if state.going:
    name, state.going = state.going, None
    st.switch_page(PAGES[name].page, query_params=address_of(name, state.slice_))
with page_logged(state.page), turn_of(state.page):
    link = show_panel(queries, state, pages)
    with st.container(width=WIDTH):
        show_frame()
        show_rebuilt(queries.store)
        begin_page()
        notes = st.empty()
        show_problems(notes, state)
        former_slice(state)  # so that a pin that cannot be shown is named, whatever the page shows
        page.run()
        show_problems(notes, state)  # those that the page itself found included
        end_page()
    with link:
        copy_link(permalink(state))
write_address(state)
queries.memo.clear()  # or the garbage collector, which comes next, looks at all that it holds
