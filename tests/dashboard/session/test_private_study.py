"""What one reader brought is found in nothing that other readers share."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest

from setupscope.dashboard.export import figure_files
from setupscope.dashboard.session import cache, drawings, private_study
from setupscope.dashboard.session.pages import FIGURES, PAGES, YOUR_METRIC
from setupscope.dashboard.session.private_study import STATE, PrivateStudy
from setupscope.dashboard.session.stores import LINK, OWN
from setupscope.dashboard.uploads.folder import PrivateFolder
from setupscope.dashboard.uploads.room import Room
from setupscope.data import InputError, open_store
from setupscope.data.storage.building import build

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


@pytest.fixture
def session(monkeypatch):
    """A session of its own; what goes with it."""
    held = []
    monkeypatch.setattr("streamlit.session_state", {})
    monkeypatch.setattr(private_study, "release_when_gone", held.append)
    return held


def test_a_study_goes_with_its_reader_and_its_place_is_free(own, session, monkeypatch):
    monkeypatch.setattr(private_study, "STUDIES", Room(1, 0))
    assert private_study.has_place(own.folder)
    private_study.set_private_study(own)
    assert session == [own]
    assert private_study.has_place(PrivateFolder())  # of one that takes its place
    private_study.set_private_study(None)
    assert own.released
    assert private_study.has_place(PrivateFolder())


@pytest.mark.parametrize(("most_bytes", "in_place"), [(10**9, False), (0, True)])
def test_a_study_for_which_memory_has_no_room_is_read_where_it_lies(
    session, tiny, monkeypatch, most_bytes, in_place
):
    monkeypatch.setattr(private_study, "STUDIES", Room(1, most_bytes))
    folder = PrivateFolder()
    build(tiny, folder.path / "store")
    store = private_study.opened_study(folder, None, ()).store
    shutil.rmtree(store.path)
    with pytest.raises(InputError) if in_place else nullcontext():
        store.setups()


def _exports(key):
    return (key or "").startswith("export ")


def test_no_archive_of_a_private_study_leaves_anything_to_others(
    opened, small_link, own, files, caplog
):
    shown = private(opened, small_link, own, "setup", scenario=SCENARIO).press("Keep")
    shown.turn_to("Figures").press("Create the archive")
    assert [label for label in files if label.startswith("Download setupscope.zip")]
    unnoticed(files, own, caplog)
