"""Has the reader gone on, so that nobody wants what this run of a page computes?"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx


def stop_if_superseded() -> None:
    """Ends the run of a page if another one of the same reader has been asked for.

    Streamlit does so wherever a run shows something or looks at its session, but a long answer
    does neither. Outside a run of a page, nothing is stopped.
    """
    if get_script_run_ctx(suppress_warning=True) is not None:
        st.session_state.get("any key")  # a look at the session is where Streamlit stops it
