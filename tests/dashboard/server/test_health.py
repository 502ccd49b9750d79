"""Whoever watches the server learns whether its stores can be opened, and of what kind they are."""

import json
import os
import shutil
from types import SimpleNamespace

import pytest

import event_loop
from setupscope.dashboard.server import health
from setupscope.dashboard.server.health import LOOK_SECONDS, Health, healthz, readyz
from setupscope.data.storage.manifest import FORMAT, MANIFEST, read_manifest


@pytest.fixture
def link(small_link, tmp_path):
    """A link that leads to a copy of the small store."""
    shutil.copytree(small_link.resolve(), tmp_path / "builds" / "one")
    (tmp_path / "served").symlink_to(tmp_path / "builds" / "one")
    return tmp_path / "served"


def swap(link, root):
    new = link.with_name("new")
    new.symlink_to(root)
    os.replace(new, link)


def seen(link):
    ((fine, said),) = Health(lambda: [str(link)]).stores()
    assert str(link.parent) not in said
    assert "\n" not in said
    return fine, said


def test_a_store_that_can_be_opened_says_its_digest_and_size(link, small):
    assert seen(link) == (True, f"served: {small.digest}, 7,279 setups")


def test_a_store_that_is_gone_is_named(link):
    shutil.rmtree(link.resolve())
    assert seen(link) == (False, "served: there is no store; build it, or set its link right")
    link.unlink()
    assert seen(link)[0] is False


def test_a_store_of_a_former_format_says_what_to_do(link):
    path = link / MANIFEST
    content = json.loads(path.read_text(encoding="utf-8")) | {"format": FORMAT - 1}
    path.write_text(json.dumps(content), encoding="utf-8")
    fine, said = seen(link)
    assert not fine
    assert said.startswith(f"served: is a store of format '{FORMAT - 1}'")
    assert said.endswith("build it again")


def test_a_store_whose_files_are_others_than_its_manifest_says_is_refused(link):
    file = link / read_manifest(link.resolve()).files_of()[0]
    file.write_bytes(bytes(file.stat().st_size))
    fine, said = seen(link)
    assert not fine
    assert "changed since the manifest was written" in said


def test_a_store_that_was_swapped_is_told_apart(link, brief_link, small):
    now = [0.0]
    watched = Health(lambda: [str(link)], lambda: now[0])
    watched.stores()
    swap(link, brief_link.resolve())
    assert small.digest in watched.stores()[0][1]
    now[0] += LOOK_SECONDS
    fine, said = watched.stores()[0]
    assert fine
    assert said.startswith(f"served: {read_manifest(brief_link.resolve()).digest}, ")
    assert said.endswith(f"swapped for {small.digest}")


def asked(address):
    answer = event_loop.run(address(None))
    return answer.status_code, answer.body.decode()


def test_any_store_that_cannot_be_opened_is_unhealthy_and_the_first_alone_stops_readers(
    link, monkeypatch
):
    async def ready():
        return True

    monkeypatch.setattr(health, "runs", ready)
    gone = str(link.with_name("gone"))
    for links, codes in (
        ([str(link)], (200, 200)),
        ([str(link), gone], (503, 200)),
        ([gone, str(link)], (503, 503)),
    ):
        monkeypatch.setattr(health, "HEALTH", Health(lambda links=links: links))
        assert (asked(healthz)[0], asked(readyz)[0]) == codes
    assert asked(healthz)[1].startswith("gone: there is no store")


@pytest.mark.parametrize(("exists", "open_", "code"), [(False, True, 503), (True, False, 503)])
def test_a_server_that_starts_or_ends_is_not_ready(exists, open_, code, monkeypatch):
    class Starting:
        @property
        async def is_ready_for_browser_connection(self):
            return open_, "…"

    runtime = SimpleNamespace(exists=lambda: exists, instance=Starting)
    monkeypatch.setattr(health, "Runtime", runtime)
    assert asked(readyz) == (code, f"{health.STARTING}\n")
