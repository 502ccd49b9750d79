"""How does my own metric compare, and what does my own table of results say?"""

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from setupscope.dashboard.components.heading import show_heading, show_next
from setupscope.dashboard.components.upload_form import Table, show_results_form, show_scores_form
from setupscope.dashboard.components.upload_results import own_sentence, show_own, take
from setupscope.dashboard.session.pages import PAGES
from setupscope.dashboard.session.pages import YOUR_METRIC as PAGE
from setupscope.dashboard.session.pending_upload import (
    drop_upload,
    finish_upload,
    form_number,
    pending_upload,
)
from setupscope.dashboard.session.private_study import PrivateStudy, private_study
from setupscope.dashboard.session.state import current_state
from setupscope.dashboard.session.stores import shared_store
from setupscope.dashboard.settings import uploads_allowed
from setupscope.dashboard.text.explanations import own_explained, scoring_progress
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.uploads.messages import Reply, Request
from setupscope.dashboard.uploads.process import SPARE
from setupscope.dashboard.uploads.upload import Upload
from setupscope.data import InputError, open_store
from setupscope.data.errors import sentence
from setupscope.data.importing.scores import measured_in, template
from setupscope.data.limits import MAX_TABLE_BYTES

SCORES, RESULTS = "Scores of one metric", "A table of results"
ENDINGS = ["csv", "tsv", "txt", "parquet", "feather", "arrow"]
PASTED = "pasted table"
GLANCE = 0.2
"""Seconds between two looks at how far the scoring is."""
FIRST = ("read", "repeated", "scores", "metrics", "setups", "takes")
"""The lines of the summary that come first."""
KEEPS_TO_ITSELF = (
    "What you upload stays in this browser tab's session on this server: no other reader and no"
    " link can reach it, and it is deleted when you close or reload the tab, or discard it."
    " Download the study to keep it."
)
OFF = (
    "This server does not accept uploads; whoever runs it can allow them with"
    " `setupscope dashboard --allow-uploads`. On your own machine, `setupscope dashboard` allows"
    " them by default, and `setupscope add-metric` and `setupscope import` do the same on the"
    " command line."
)


def show() -> None:
    """The page, or that uploads are off."""
    question = PAGES[PAGE].question
    if not uploads_allowed():
        show_heading(question, "Uploads are turned off on this server.", [OFF])
    else:
        own = private_study()
        sentence = own_sentence(own) if own else "Upload scores to see how your metric compares."
        show_heading(question, sentence)
        st.caption(KEEPS_TO_ITSELF)
        if own:
            show_own(own)
        show_form()
    show_next(current_state())
    with st.expander("How this is kept private"):
        st.markdown(own_explained())


def show_form() -> None:
    """The table, the choice of its columns, its summary, and the button."""
    st.subheader("Upload another table" if private_study() else "Upload a table", anchor=False)
    what = st.segmented_control(
        "It contains", [SCORES, RESULTS], default=SCORES, required=True, key="own what"
    )
    study_file = shared_store().path / "study" / "study.toml"
    if what == SCORES:
        show_template(study_file)
    upload = read_upload(study_file)
    if upload is None:
        return
    if upload.read.error:
        show_failure(upload, upload.read)
        return
    form = show_scores_form if what == SCORES else show_results_form
    file_name = "" if upload.file_name == PASTED else Path(upload.file_name).stem
    try:
        request = form(Table(upload.read.columns, file_name))
    except InputError as error:
        st.error(escaped(sentence(error)), icon=":material/error:")
        return
    if request is not None:
        show_summary(upload, request)


def show_template(study_file: Path) -> None:
    """What a table of scores looks like."""
    st.markdown(
        "One row for each pair of source and target of"
        f" “{escaped(shared_store().study.title)}”, with a column `score`; leave the score empty"
        " where you have none."
    )
    st.download_button(
        "Download a template",
        lambda: template(measured_in(study_file)),
        file_name="scores.csv",
        mime="text/csv",
        icon=":material/download:",
        key="own template",
    )


def read_upload(study_file: Path) -> Upload | None:
    """The table that was uploaded or pasted, read in a separate process."""
    left, right = st.columns(2)
    form = form_number()
    with left:
        file = st.file_uploader(
            "CSV, Parquet or Feather, up to 50 MB",
            ENDINGS,
            key=f"own file {form}",
            max_upload_size=MAX_TABLE_BYTES // 10**6,
        )
    with right:
        text = st.text_area("or paste a table", key=f"own text {form}", height=120)
    content = file.getvalue() if file else text.encode()
    if not content.strip():
        drop_upload()
        SPARE.prepare()
        return None
    encoding = st.text_input("Text encoding", placeholder="utf-8", key="own encoding", width=240)
    name = Path(file.name).name if file else PASTED
    return _held(content, name, study_file, encoding.strip())


def _held(content: bytes, file_name: str, study_file: Path, encoding: str) -> Upload:
    """The same upload as in the last run, unless something about it has changed."""
    key = (hashlib.sha256(content).hexdigest(), file_name, str(study_file), encoding)
    with st.spinner("Reading the table…"):
        return pending_upload(key, lambda: Upload(content, file_name, study_file, encoding))


def show_summary(upload: Upload, request: Request) -> None:
    """What would be built, or why it is not accepted; and the button."""
    with st.spinner("Checking the table…"):
        reply = upload.summarize(request)
    if reply.error:
        show_failure(upload, reply)
        return
    with st.container(border=True):
        st.markdown("**Summary of your table**")
        first = [line for line in reply.lines if line[0] in FIRST]
        st.markdown(_listed(first))
        for note in reply.notes:
            st.warning(escaped(note), icon=":material/rule:")
        with st.expander("Full summary"):
            st.markdown(_listed([line for line in reply.lines if line not in first]))
    failure = upload.failure(request)
    if failure.error:
        st.error(escaped(failure.error), icon=":material/error:")
    label = "Try again" if failure.cause else "Score it"
    if st.button(label, type="primary", key="own build"):
        build(upload, request, reply)


def show_failure(upload: Upload, reply: Reply) -> None:
    """Why there is no answer; asks the same again where the table is not at fault."""
    st.error(escaped(reply.error), icon=":material/error:")
    if reply.cause is not None and st.button("Try again", key="own again"):
        with st.spinner("Trying again…"):
            upload.try_again()
        st.rerun()


def _listed(lines: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- {escaped(what)}: {escaped(how)}" for what, how in lines)


def build(upload: Upload, request: Request, summary: Reply) -> None:
    """Scores the table, and shows the result."""
    bar, shown = st.progress(0.0, "Scoring…"), time.monotonic()
    started = shown

    def show_progress(done: int, of: int) -> None:
        nonlocal shown
        if time.monotonic() - shown > GLANCE:
            shown = time.monotonic()
            bar.progress(done / of, scoring_progress(done, of, shown - started))

    reply = upload.build(request, show_progress)
    bar.empty()
    if reply.error:
        st.rerun()
    store, study = open_store(upload.place / "store"), upload.place / "study"
    upload.end()
    finish_upload()
    take(PrivateStudy(store, study, upload.folder, reply.metric, summary.notes))
    st.rerun()


show()
