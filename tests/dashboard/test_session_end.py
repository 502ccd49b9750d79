"""What is private goes when its reader has gone for good, and not while the reader is there."""

import weakref

import pytest

from dashboard import session_end


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

        monkeypatch.setattr(session_end.runtime, "exists", lambda: True)
        monkeypatch.setattr(session_end.runtime, "get_instance", Server)
        monkeypatch.setattr(session_end, "sleep", lambda _: None)
        session_end._watch(weakref.ref(held), "a session")
        return len(list(looks))

    return watch


def test_it_is_released_when_the_reader_stays_away(watched):
    held = Held()
    many = session_end.PATIENCE // session_end.LOOK
    assert watched(held, [True, False, True, *[False] * many, True]) == 1
    assert held.released


def test_a_reader_who_comes_back_in_time_keeps_it(watched):
    held = Held()
    many = session_end.PATIENCE // session_end.LOOK
    with pytest.raises(StopIteration):  # the looks are at their end, and nothing was released
        watched(held, [*[False] * (many - 1), True, *[False] * (many - 1)])
    assert not held.released


def test_the_server_may_resume_a_session_for_less_long():
    from streamlit.runtime.memory_session_storage import MemorySessionStorage

    assert MemorySessionStorage()._cache.ttl < session_end.PATIENCE
