"""The entry script: navigation, and the panel that all pages share."""

from pathlib import Path

import streamlit as st

from dashboard.opened import the_store
from dashboard.panel import choose_scenario

ICON = Path(__file__).parent / "icon.svg"
WIDTH = 1040  # pixels; longer lines are hard to read

st.set_page_config(page_title="Setupscope", page_icon=str(ICON), layout="wide")
page = st.navigation(
    [st.Page("views/win_rates.py", title="Win rates", url_path="win-rates", default=True)],
    position="hidden",
)
store = the_store()
st.session_state["chosen"] = choose_scenario(store)
with st.container(width=WIDTH):
    page.run()
