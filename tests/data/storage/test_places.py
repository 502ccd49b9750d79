"""Where a store lives: what may stand in its place, and what a build clears away."""

import pytest

from setupscope.data.errors import InputError
from setupscope.data.storage.places import DEFAULT_STORE, Place, notes_of, store_path

OLD, NEW, KILLED = "0123456789ab-00000000", "0123456789ab-11111111", "0123456789ab-22222222"


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path / "store")
    place.builds.mkdir()
    return place


def test_a_store_is_as_given_else_as_the_environment_says_else_the_default(tmp_path, monkeypatch):
    monkeypatch.delenv("SETUPSCOPE_STORE", raising=False)
    assert store_path() == DEFAULT_STORE
    monkeypatch.setenv("SETUPSCOPE_STORE", str(tmp_path))
    assert store_path() == tmp_path
    assert store_path("/elsewhere").as_posix() == "/elsewhere"


def test_publishing_makes_the_link_lead_to_the_build(place):
    for name in (OLD, NEW):
        (place.builds / name).mkdir()
        place.publish(place.builds / name)
        assert place.current() == place.builds / name
        assert place.link.resolve() == (place.builds / name).resolve()
    assert sorted(path.name for path in place.builds.iterdir()) == [OLD, NEW]


def test_a_new_build_clears_all_but_the_current_one_and_what_is_not_ours(place):
    for name in (OLD, NEW, KILLED):
        (place.builds / name).mkdir()
    (place.builds / f"{KILLED}.link").symlink_to("nowhere")
    (place.builds / "my notes").mkdir()
    (place.builds / "lock").touch()
    place.publish(place.builds / NEW)
    build = place.new_build("fedcba987654")
    left = sorted(path.name for path in place.builds.iterdir())
    assert left == sorted([NEW, build.name, f"{build.name}.notes", "lock", "my notes"])


def test_a_killed_build_of_the_same_digest_is_taken_up_and_others_are_cleared(place):
    killed = place.new_build(KILLED[:12])
    (killed / "part").touch()
    assert place.new_build(KILLED[:12]) == killed
    assert (killed / "part").exists()
    other = place.new_build("fedcba987654")
    assert sorted(path.name for path in place.builds.iterdir()) == [
        other.name,
        f"{other.name}.notes",
    ]


def test_a_published_and_a_discarded_build_are_not_taken_up(place):
    published = place.new_build(OLD[:12])
    place.publish(published)
    discarded = place.new_build(OLD[:12])
    assert discarded != published
    place.discard(discarded)
    assert [path.name for path in place.builds.iterdir()] == [published.name]
    assert place.new_build(OLD[:12]) not in (published, discarded)


def test_a_build_that_was_killed_once_it_was_published_is_not_taken_up(place):
    published = place.new_build(OLD[:12])
    place.publish(published)
    notes_of(published).mkdir()
    assert place.new_build(OLD[:12]) != published
    assert not notes_of(published).exists()


def test_a_file_a_folder_and_a_foreign_link_in_the_way_are_refused(place, tmp_path):
    place.link.write_text("precious")
    with pytest.raises(InputError, match="is in the way"):
        place.current()
    place.link.unlink()
    place.link.mkdir()
    with pytest.raises(InputError, match="is in the way"):
        place.current()
    place.link.rmdir()
    place.link.symlink_to(tmp_path)
    with pytest.raises(InputError, match="which was not made by a build"):
        place.current()
    assert place.link.is_symlink()


def test_a_lock_that_is_a_link_is_not_followed(place, tmp_path):
    (tmp_path / "victim").write_text("precious")
    place.builds.mkdir(exist_ok=True)
    (place.builds / "lock").symlink_to(tmp_path / "victim")
    with pytest.raises(OSError, match="symbolic links"), place.locked(lambda: None):
        pass
    assert (tmp_path / "victim").read_text() == "precious"
