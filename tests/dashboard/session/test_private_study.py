"""What one reader brought is found in nothing that other readers share."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from setupscope.dashboard.export import figure_files
from setupscope.dashboard.session import cache, drawings
from setupscope.dashboard.session.pages import FIGURES, PAGES, YOUR_METRIC
from setupscope.dashboard.session.private_study import STATE, PrivateStudy
from setupscope.dashboard.session.stores import LINK, OWN
from setupscope.dashboard.uploads.folder import PrivateFolder
from setupscope.data import open_store

SCENARIO = "segmentation-source"
EXHIBITS = [name for name in PAGES if name not in (FIGURES, YOUR_METRIC)]


@pytest.fixture
def own(brief_link):
    return PrivateStudy(open_store(brief_link), brief_link, PrivateFolder(), None, ())


@pytest.fixture
def files(monkeypatch):
    """What is behind the download buttons that were shown, by their labels; none is drawn."""
    found = {}

    def button(label, data, *_, **__):
        found[label] = data

    monkeypatch.setattr("streamlit.download_button", button)
    monkeypatch.setattr(figure_files, "render", lambda *_: b"<svg ></svg>")
    return found


def private(opened, link, own, page, **keys):
    """A page that shows a study which its reader has brought."""
    shown = opened(link, page)
    shown.app.session_state[STATE] = own
    shown.app.session_state[LINK] = OWN
    shown.app.query_params.update(keys)
    return shown.run()


def shared():
    """The digests of the stores about which something is kept for all readers."""
    kept = (cache.RECENT, cache.LASTING, drawings.DRAWN, drawings.PRINTED)
    return {key[0] for one in kept for key in one._answers}


def made(files):
    """The files, each made as one that is clicked is: in a thread that knows no session."""
    with ThreadPoolExecutor(1) as outside:
        return {
            label: outside.submit(data).result() if callable(data) else data
            for label, data in files.items()
        }


def unnoticed(files, own, caplog):
    """Makes the files; nothing is kept of them for others, and the log says nothing."""
    caplog.clear()
    assert all(made(files).values())
    assert own.answers._answers
    assert own.store.digest not in shared()
    assert caplog.text == ""


@pytest.mark.parametrize(
    "page",
    [
        name if name == "setup" else pytest.param(name, marks=pytest.mark.extended)
        for name in EXHIBITS
    ],
)
def test_no_export_of_a_private_study_leaves_anything_to_others(
    opened, small_link, own, files, caplog, page
):
    shown, count = private(opened, small_link, own, page, scenario=SCENARIO), 0
    for key in [button.key for button in shown.app.button if _exports(button.key)]:
        files.clear()
        shown.app.button(key=key).click()
        shown.run()
        count += len(files)
        unnoticed(files, own, caplog)
    assert count


def _exports(key):
    return (key or "").startswith("export ")


def test_no_archive_of_a_private_study_leaves_anything_to_others(
    opened, small_link, own, files, caplog
):
    shown = private(opened, small_link, own, "setup", scenario=SCENARIO).press("Keep")
    shown.turn_to("Figures").press("Create the archive")
    assert [label for label in files if label.startswith("Download setupscope.zip")]
    unnoticed(files, own, caplog)
