"""What a reader brings to the page Your metric: nobody else sees it, and it goes when she does."""

import pytest

from own_metric_page import held, scored, scores
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries import queries
from setupscope.dashboard.session import cache
from setupscope.data import open_store
from setupscope.data.storage.building import build


def test_nothing_of_it_is_in_what_the_server_keeps_for_all(own, monkeypatch):
    asked = []
    monkeypatch.setattr(cache, "_answer", lambda *asking: asked.append(asking) or asking[-1]())
    scored(own, scores("performance"))
    own.app.switch_page("views/win_rates.py")
    own.run()
    own.app.switch_page("views/stability.py")
    own.run()
    digest = held(own).store.digest
    assert asked  # of the shipped store, before
    assert digest not in {asking[0] for asking in asked}
    assert "enough" in {key[2] for key in held(own).answers._answers if key[0] == "table"}


def test_another_session_sees_nothing_of_it_by_any_link(own, opened, small_link, small):
    scored(own, scores("performance"))
    store = held(own).store
    address = {"scenario": "segmentation-target", "store": f"private-{store.digest}"}
    other = opened(small_link, "win_rates", address)
    assert "private to that session" in other.problems
    assert "Study" not in [box.label for box in other.app.selectbox]
    assert "Mine" not in other.text
    assert other.app.session_state["chosen"].slice_.study.digest == small.digest
    plain_link = opened(small_link, "win_rates", address | {"store": store.digest})
    assert "the link was made on store" in plain_link.problems


def test_a_second_one_takes_the_place_of_the_first_and_its_folder_is_gone(own):
    scored(own, scores("performance"))
    first = held(own).folder.path
    assert first.exists()
    scored(own, scores("logme"), "Second")
    assert not first.exists()
    assert [offer.label for offer in held(own).store.study.metrics][-1] == "Second"


def test_what_is_discarded_is_gone_and_the_shared_study_is_shown(own, small):
    scored(own, scores("performance"))
    folder = held(own).folder.path
    own.press("Discard it")
    assert held(own) is None
    assert not folder.exists()
    assert "store" not in own.address
    assert own.app.session_state["chosen"].slice_.study.digest == small.digest


def test_slices_that_were_fetched_are_gone_with_their_store(tmp_path, tiny):
    build(tiny, tmp_path / "store")
    store = open_store(tmp_path / "store")
    queries.Queries(store).rates(Slice(store.study))
    assert store in queries.COUNTED
    before = len(queries.COUNTED)
    del store
    assert len(queries.COUNTED) == before - 1


def test_what_is_released_gives_its_memory_back_though_pages_still_refer_to_it(own):
    scored(own, scores("performance"))
    there, store = held(own), held(own).store
    there.release()
    assert there.released
    assert not there.folder.path.exists()
    assert store not in queries.COUNTED
    with pytest.raises(Exception, match="closed"):
        store.setups()
    own.run()
    assert own.sentence == "Upload scores to see how your metric compares."
