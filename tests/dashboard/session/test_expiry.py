"""What is private goes when its reader has gone for good, and not while the reader is there."""

import weakref

import pytest

from setupscope.dashboard.session import expiry


class Held:
    released = False

    def release(self):
        self.released = True


@pytest.fixture
def watched(monkeypatch):
    """Watches something, with what the server says of the session at each look."""

    def watch(held, active):
        looks = iter(active)

        class Server:
            def is_active_session(self, _):
                return next(looks)

        monkeypatch.setattr(expiry.runtime, "exists", lambda: True)
        monkeypatch.setattr(expiry.runtime, "get_instance", Server)
        monkeypatch.setattr(expiry, "sleep", lambda _: None)
        expiry._watch(weakref.ref(held), "a session")
        return len(list(looks))

    return watch


def test_it_is_released_when_the_reader_stays_away(watched):
    held = Held()
    count = expiry.AWAY_SECONDS // expiry.LOOK
    assert watched(held, [True, False, True, *[False] * count, True]) == 1
    assert held.released


def test_a_reader_who_comes_back_in_time_keeps_it(watched):
    held = Held()
    count = expiry.AWAY_SECONDS // expiry.LOOK
    with pytest.raises(StopIteration):  # the looks are at their end, and nothing was released
        watched(held, [*[False] * (count - 1), True, *[False] * (count - 1)])
    assert not held.released


def test_the_server_may_resume_a_session_for_less_long():
    from streamlit.runtime.memory_session_storage import MemorySessionStorage

    assert MemorySessionStorage()._cache.ttl < expiry.AWAY_SECONDS
