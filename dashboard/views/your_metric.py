"""How does my own metric compare, and what does my own table of results say?"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from setupscope.dashboard.components.heading import show_heading, show_next
from setupscope.dashboard.components.printed_check import show_printed_check
from setupscope.dashboard.components.queue import QueueNote
from setupscope.dashboard.components.results_form import show_results_form
from setupscope.dashboard.components.upload_form import Table, show_scores_form
from setupscope.dashboard.components.upload_preview import show_preview
from setupscope.dashboard.components.upload_results import own_sentence, show_own, take
from setupscope.dashboard.limits import MAX_PASTED, MAX_PRIVATE_STUDIES
from setupscope.dashboard.session.pages import PAGES
from setupscope.dashboard.session.pages import YOUR_METRIC as PAGE
from setupscope.dashboard.session.pending_upload import (
    BroughtFile,
    drop_upload,
    finish_upload,
    form_number,
    held_sheets,
    is_there,
    keep_sheets,
    pending_upload,
)
from setupscope.dashboard.session.private_study import has_place, opened_study, private_study
from setupscope.dashboard.session.state import current_state
from setupscope.dashboard.session.stores import shared_store
from setupscope.dashboard.session.uploaded_files import empty
from setupscope.dashboard.settings import uploads_allowed
from setupscope.dashboard.text.explanations import own_explained, scoring_progress
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.own_tables import LABELS, OTHER, SAME, on_page, spelled
from setupscope.dashboard.uploads.messages import Reply, Request, ResultsRequest
from setupscope.dashboard.uploads.process import SPARE
from setupscope.dashboard.uploads.room import STUDIES
from setupscope.dashboard.uploads.upload import Reading, Upload, distinct
from setupscope.data import InputError
from setupscope.data.errors import sentence
from setupscope.data.importing.option_text import names_in
from setupscope.data.importing.scores import measured_in, template
from setupscope.data.importing.summary import ended
from setupscope.data.limits import MAX_TABLE_BYTES

SCORES, RESULTS = "Scores of one metric", "A table of results"
PASTED = "pasted table"
GLANCE = 0.2
"""Seconds between two looks at how far the scoring is."""
FIRST = ("read", "repeated", "scores", "metrics", "setups", "takes")
"""The lines of the summary that come first."""
MOST_READ = 2
"""Tables that are listed there; of more only the number is."""
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
NO_ROOM = (
    f"This server holds {MAX_PRIVATE_STUDIES} studies that readers brought, as many as it can; try"
    " again in a few minutes. Your table stays here."
)
TOO_LONG = (
    f"pasted table: has more than {MAX_PASTED // 10**6} million characters; save it as a file and"
    " upload that"
)


def show() -> None:
    """The page, or that uploads are off."""
    question = PAGES[PAGE].question
    if not uploads_allowed(st.context.headers):
        show_heading(question, "Uploads are turned off on this server.", [OFF])
    else:
        own = private_study()
        sentence = own_sentence(own) if own else "Upload scores to see how your metric compares."
        show_heading(question, sentence)
        st.caption(KEEPS_TO_ITSELF)
        if own:
            show_own(own)
        show_form()
        show_printed_check(own.store if own else shared_store())
    show_next(current_state())
    with st.expander("How this is kept private"):
        st.markdown(own_explained())


def show_form() -> None:
    """The tables, the choice of their columns, beside it their summary, and the button."""
    st.subheader("Upload another table" if private_study() else "Upload a table", anchor=False)
    what = st.segmented_control(
        "It contains", [SCORES, RESULTS], default=SCORES, required=True, key="own what"
    )
    study_file = shared_store().path / "study" / "study.toml"
    if what == SCORES:
        show_template(study_file)
    try:
        upload = read_upload(study_file)
    except InputError as error:
        show_full(error)
        return
    if upload is None:
        return
    if upload.read.error:
        show_failure(upload, upload.read)
        return
    show_preview(upload.read.tables, f"own preview {form_number()}")
    form = show_scores_form if what == SCORES else show_results_form
    names = upload.file_names
    left, right = st.columns([3, 2], gap="medium")
    try:
        with left:
            request = form(Table(upload.read.guess, names, names[0] == PASTED))
        if request is not None:
            with right:
                show_summary(upload, request)
    except InputError as error:
        st.error(escaped(on_page(sentence(error))), icon=":material/error:")


def show_full(error: InputError) -> None:
    """Why tables are not taken now; what was uploaded waits in its field."""
    st.error(escaped(on_page(sentence(error))), icon=":material/hourglass_top:")
    st.button("Try again", key="own retry")


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
    """The tables that were uploaded or pasted, read in a separate process."""
    left, right = st.columns(2)
    form = form_number()
    with left:
        files = st.file_uploader(
            "CSV, JSON, Excel, Parquet or Feather, also compressed with gzip; one file or several,"
            " up to 50 MB together",
            accept_multiple_files=True,
            key=f"own file {form}",
            max_upload_size=MAX_TABLE_BYTES // 10**6,
        )
    with right:
        text = st.text_area(
            "or paste a table",
            key=f"own text {form}",
            height=120,
            placeholder="CSV, tabs as from a web page or a spreadsheet, Markdown, JSON",
            max_chars=MAX_PASTED,
        )
    brought = [BroughtFile(Path(file.name).name, file.file_id, file.getvalue()) for file in files]
    brought += [pasted(text)] if text.strip() else []
    if not any(map(is_there, brought)):
        drop_upload()
        SPARE.prepare()
        return None
    upload = _read(brought, study_file)
    if upload.holds_tables:
        empty(files)
    return upload


def pasted(text: str) -> BroughtFile:
    """A table that was pasted; raises InputError where it is too long."""
    if len(text) > MAX_PASTED:  # browsers stop there, others need not
        raise InputError(TOO_LONG)
    content = text.encode()
    return BroughtFile(PASTED, hashlib.sha256(content).hexdigest(), content)


def _read(brought: Sequence[BroughtFile], study_file: Path) -> Upload:
    """The tables, read as it is chosen; the choice of a sheet is there where there are several."""
    first, second, third = st.columns(3)
    with first:
        encoding = st.text_input(LABELS["encoding"], placeholder="utf-8", key="own encoding")
    with second:
        missing = st.text_input(
            LABELS["missing"], placeholder="besides -, N/A, nan, …", key="own missing"
        )
    sheets = held_sheets(distinct([file.name for file in brought]))
    sheet = ""
    if len(sheets) > 1:
        with third:
            sheet = st.selectbox(LABELS["sheet"], sheets, key="own sheet")
    words = tuple(filter(None, (word.strip() for word in names_in(missing))))
    upload = _held(brought, study_file, Reading(encoding.strip(), sheet, words))
    if keep_sheets(upload.file_names, upload.read.sheets):
        st.rerun()
    return upload


def _held(brought: Sequence[BroughtFile], study_file: Path, reading: Reading) -> Upload:
    """The same upload as in the last run, unless something about it has changed."""
    told = QueueNote()

    def start(contents: Sequence[tuple[str, bytes]]) -> Upload:
        return Upload(contents, study_file, reading, told)

    with st.spinner("Reading the table…"):
        upload = pending_upload((str(study_file), repr(reading)), brought, start)
    upload.waiting = told
    return upload


def show_summary(upload: Upload, request: Request) -> None:
    """What would be built, or why it is not accepted; and the button."""
    request, reply = _summary(upload, request)
    if reply is None:
        return
    if reply.lines:
        _show_lines(reply)
    if reply.error:
        show_failure(upload, reply)
        return
    failure = upload.failure(request)
    if failure.error:
        st.error(escaped(failure.error), icon=":material/error:")
    label = "Try again" if failure.cause else "Score it"
    if st.button(label, type="primary", key="own build"):
        build(upload, request, reply)


def _summary(upload: Upload, request: Request) -> tuple[Request, Reply | None]:
    """The reply to a request, and to which; None where names that are alike are to be judged."""
    with st.spinner("Checking the table…"):
        reply = upload.summarize(request)
    if reply.asks is None or not isinstance(request, ResultsRequest):
        return request, reply
    st.warning(escaped(spelled(reply.error)) + ".", icon=":material/spellcheck:")
    chosen = st.segmented_control(
        "They are", [SAME, OTHER], key=f"own spellings {'-'.join(upload.file_names)}"
    )
    if chosen is None:
        return request, None
    columns = replace(
        request.columns, merge_spellings=chosen == SAME, keep_spellings=chosen == OTHER
    )
    request = request.model_copy(update={"columns": columns})
    with st.spinner("Checking the table…"):
        return request, upload.summarize(request)


def _show_lines(reply: Reply) -> None:
    """The summary and its notes."""
    with st.container(border=True):
        st.markdown("**Summary of your table**")
        read = [line for line in reply.lines if line[0] == "read"]
        several = len(read) > MOST_READ
        first = [
            line for line in reply.lines if line[0] in FIRST and not (several and line in read)
        ]
        st.markdown(_listed([*([("read", f"{len(read)} tables")] if several else []), *first]))
        if reply.notes:
            notes = (f"- {escaped(on_page(ended(note)))}" for note in reply.notes)
            st.warning("\n".join(notes), icon=":material/rule:")
        with st.expander("Full summary"):
            st.markdown(_listed([line for line in reply.lines if line not in first]))


def show_failure(upload: Upload, reply: Reply) -> None:
    """Why there is no answer; asks the same again where the table is not at fault."""
    st.error(escaped(on_page(reply.error)), icon=":material/error:")
    if reply.cause is not None and st.button("Try again", key="own again"):
        with st.spinner("Trying again…"):
            upload.try_again()
        st.rerun()


def _listed(lines: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- {escaped(what)}: {escaped(how)}" for what, how in lines)


def build(upload: Upload, request: Request, summary: Reply) -> None:
    """Scores the table, and shows the result."""
    if not has_place(upload.folder):
        st.info(NO_ROOM, icon=":material/hourglass_top:")
        return
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
        STUDIES.leave(upload.folder)
        st.rerun()
    own = opened_study(upload.folder, reply.metric, summary.notes)
    upload.end()
    finish_upload()
    take(own)
    st.rerun()


show()
