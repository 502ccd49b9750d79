"""How does my own metric fare, and what does my own table of results say?"""

import hashlib
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import streamlit as st

from dashboard.chosen import chosen
from dashboard.contents import OWN as PAGE
from dashboard.contents import PAGES
from dashboard.explained import own_explained
from dashboard.heading import show_heading, show_next
from dashboard.opened import shared_store
from dashboard.own_form import Table, show_results_form, show_scores_form
from dashboard.own_results import headline, show_own, take
from dashboard.private import Private, private, uploads_allowed
from dashboard.session_end import release_when_gone
from dashboard.upload_process import SPARE
from dashboard.uploading import Reply, Upload
from dashboard.wording import plain
from data import open_store
from data.files import MOST_BYTES
from data.matching import measured_in, template

SCORES, RESULTS = "Scores of one metric", "A table of results"
ENDINGS = ["csv", "tsv", "txt", "parquet", "feather", "arrow"]
PASTED = "pasted table"
HELD, ROUND = "upload", "own round"
GLANCE = 0.2
"""Seconds between two looks at how far the scoring is."""
FIRST = ("read", "repeated", "scores", "metrics", "setups", "takes")
"""What a reader looks at before all else that was understood."""
KEEPS_TO_ITSELF = (
    "What you bring stays in this browser tab's session on this server: no other reader, page or"
    " link can reach it, and it is gone when you close or reload the tab, or discard it. Download"
    " the study to keep it."
)
OFF = (
    "The server that you look at takes no uploads: whoever runs it may allow them with"
    " `setupscope dashboard --allow-uploads`. On your own machine, `setupscope dashboard` allows"
    " them by itself, and `setupscope add-metric` and `setupscope import` do the same in a"
    " terminal."
)


def show() -> None:
    """The page, or that uploads are off."""
    question = PAGES[PAGE].question
    if not uploads_allowed():
        show_heading(question, "Uploads are off here.", [OFF])
    else:
        own = private()
        sentence = headline(own) if own else "Bring scores, and see at once where they stand."
        show_heading(question, sentence)
        st.caption(KEEPS_TO_ITSELF)
        if own:
            show_own(own)
        show_form()
    show_next(chosen())
    with st.expander("How this is kept to yourself"):
        st.markdown(own_explained())


def show_form() -> None:
    """What is brought, which column holds what, what was understood, and the button."""
    st.subheader("Bring another" if private() else "Bring a table", anchor=False)
    what = st.segmented_control(
        "What it holds", [SCORES, RESULTS], default=SCORES, required=True, key="own what"
    )
    study_file = shared_store().path / "study" / "study.toml"
    if what == SCORES:
        show_template(study_file)
    brought = bring(study_file)
    if brought is None:
        return
    if brought.read.error:
        st.error(plain(brought.read.error), icon=":material/error:")
        return
    form = show_scores_form if what == SCORES else show_results_form
    called = "" if brought.called == PASTED else Path(brought.called).stem
    asked = form(Table(brought.read.columns, called))
    if asked is not None:
        show_understood(brought, asked)


def show_template(study_file: Path) -> None:
    """What a table of scores looks like."""
    st.markdown(
        f"A row for each pair of source and target of “{plain(shared_store().study.title)}”, with"
        " a column `score`; leave it empty where you have none."
    )
    st.download_button(
        "Download a template",
        lambda: template(measured_in(study_file)),
        file_name="scores.csv",
        mime="text/csv",
        icon=":material/download:",
        key="own template",
    )


def bring(study_file: Path) -> Upload | None:
    """The table that was uploaded or pasted, read in a process of its own."""
    left, right = st.columns(2)
    turn = st.session_state.setdefault(ROUND, 0)
    with left:
        file = st.file_uploader(
            "CSV, Parquet or Feather, up to 50 MB",
            ENDINGS,
            key=f"own file {turn}",
            max_upload_size=MOST_BYTES // 10**6,
        )
    with right:
        text = st.text_area("or paste a table", key=f"own text {turn}", height=120)
    content = file.getvalue() if file else text.encode()
    if not content.strip():
        st.session_state.pop(HELD, None)
        SPARE.prepare()
        return None
    encoding = st.text_input(
        "Encoding of the text", placeholder="utf-8", key="own encoding", width=240
    )
    name = Path(file.name).name if file else PASTED
    return _held(content, name, study_file, encoding.strip())


def _held(content: bytes, called: str, study_file: Path, encoding: str) -> Upload:
    """The same upload as in the last run, unless something about it has changed."""
    key = (hashlib.sha256(content).hexdigest(), called, str(study_file), encoding)
    held_key, upload = st.session_state.get(HELD, (None, None))
    if held_key != key or not (upload.alive or upload.read.error):
        with st.spinner("Reading the table…"):
            upload = Upload(content, called, study_file, encoding)
            # At once: a run may be broken off wherever it shows something.
            st.session_state[HELD] = (key, upload)
        release_when_gone(upload)
    return cast(Upload, upload)


def show_understood(brought: Upload, asked: Mapping[str, Any]) -> None:
    """What would be built, or why it is not accepted; and the button."""
    with st.spinner("Looking at the table…"):
        reply = brought.understand(asked)
    if reply.error:
        st.error(plain(reply.error), icon=":material/error:")
        return
    with st.container(border=True):
        st.markdown("**What was understood**")
        first = [line for line in reply.lines if line[0] in FIRST]
        st.markdown(_listed(first))
        for note in reply.notes:
            st.warning(plain(note), icon=":material/rule:")
        with st.expander("All of it"):
            st.markdown(_listed([line for line in reply.lines if line not in first]))
    if st.button("Score it", type="primary", key="own build"):
        build(brought, asked, reply)


def _listed(lines: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- {plain(what)}: {plain(how)}" for what, how in lines)


def build(brought: Upload, asked: Mapping[str, Any], understood: Reply) -> None:
    """Scores the table, and turns to what comes of it."""
    bar, shown = st.progress(0.0, "Scoring…"), time.monotonic()

    def show_progress(done: int, of: int) -> None:
        nonlocal shown
        if time.monotonic() - shown > GLANCE:
            bar.progress(done / of, f"Scoring: {done:,} of {of:,} setups")
            shown = time.monotonic()

    reply = brought.build(asked, show_progress)
    bar.empty()
    if reply.error:
        st.error(plain(reply.error), icon=":material/error:")
        return
    store, study = open_store(brought.place / "store"), brought.place / "study"
    brought.end()
    st.session_state.pop(HELD)
    st.session_state[ROUND] += 1  # empty fields for the next one
    take(Private(store, study, brought.folder, reply.metric, understood.notes))
    st.rerun()


show()
