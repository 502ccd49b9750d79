"""Stores that are built again, swapped, damaged and deleted while pages are open."""

import os
import shutil
from threading import Thread

import pytest

from own_studies import patchy
from setupscope.dashboard import settings
from setupscope.dashboard.session import stores
from setupscope.dashboard.session.open_stores import OpenStores
from setupscope.data import InputError, open_store
from setupscope.data.pools import PoolRule
from setupscope.data.storage.building import build

RULES = (PoolRule(leave_out=1), PoolRule(leave_out=0))


@pytest.fixture
def known(monkeypatch):
    """The stores that were opened; those of the pages are all."""
    known = []

    def open_it(path):
        known.append(open_store(path, most_in_memory=0))
        return known[-1]

    monkeypatch.setattr(stores, "OPEN", OpenStores(open_it))
    return known


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return patchy(tmp_path_factory.mktemp("built"))


@pytest.fixture
def link(built, tmp_path):
    """A store and its study, for one test alone."""
    shutil.copytree(built.parent, tmp_path / "own", symlinks=True)
    return tmp_path / "own" / built.name


def build_again(link, rule):
    build(link.parent / "study.toml", link, rule=rule)


def is_closed(store):
    try:
        store.candidates()
    except InputError:
        return True
    return False


def said(page):
    return "\n".join(error.value.replace("\\", "") for error in page.app.error)


def rule_shown(page):
    return page.app.session_state["queries of this run"].store.manifest.rule


@pytest.mark.usefixtures("as_served")
def test_a_page_shows_each_build_in_turn_until_there_is_none(opened, link, known, monkeypatch):
    page = opened(link, "figures")
    assert not page.app.info
    digests = [store.digest for store in known]
    for rule in RULES:
        build_again(link, rule)
        page.run()
        assert (said(page), rule_shown(page)) == ("", rule)
        former, digests = digests, [store.digest for store in known]
        (told,) = (info.value for info in page.app.info)
        assert told.endswith(f"its digest is {digests[-1]} instead of {former[-1]}.")
        page.run()
        assert not page.app.info
    assert [is_closed(store) for store in known] == [True, True, False]
    shutil.rmtree(link.parent / "store.d")
    page.run()
    assert said(page).startswith("The store cannot be opened.")
    assert f"{link}: there is no store; build one" in said(page)
    monkeypatch.setattr(settings, "server_names", lambda: ("scope.example.org",))
    page.run()
    assert f" {link.name}: there is no store; build one" in said(page)
    assert str(link.parent) not in said(page)


@pytest.mark.usefixtures("as_served")
@pytest.mark.parametrize("before", [True, False])
def test_files_that_are_damaged_are_named_in_one_sentence(opened, link, known, before):
    page = opened(link, "figures")
    for path in link.resolve().rglob("*.parquet"):
        os.truncate(path, 99)
    if before:
        stores.OPEN._current.clear()
    page.turn_to("Setup")
    assert "build the store again" in said(page)
    assert "\n" not in said(page)


def test_a_folder_that_another_store_takes_the_place_of_is_opened_again(link, known, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(link, copy)
    first = stores.OPEN.of(str(copy), for_page=False)
    build_again(link, RULES[0])
    shutil.rmtree(copy)
    shutil.copytree(link, copy)
    second = stores.OPEN.of(str(copy), for_page=False)
    assert second.manifest.rule == RULES[0] != first.manifest.rule
    assert is_closed(first)


def test_a_former_build_stays_open_while_a_page_of_it_is_made_and_no_longer(link, known):
    first = stores.OPEN.of(str(link), for_page=False)
    over = []

    def make_page():
        assert stores.OPEN.hold(str(link), first)
        build_again(link, RULES[0])
        stores.OPEN.of(str(link), for_page=False)
        over.append(is_closed(first))

    page = Thread(target=make_page)
    page.start()
    page.join()
    assert over == [False]
    stores.OPEN.of(str(link), for_page=False)
    assert is_closed(first)
    assert not stores.OPEN.hold(str(link), first)
