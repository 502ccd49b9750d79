"""Chrome has its sandbox wherever it starts with one."""

import os
import time

import pytest

from setupscope.dashboard.rendering import sandbox
from setupscope.dashboard.rendering.offline_chrome import OfflineChrome
from setupscope.dashboard.rendering.sandbox import SandboxedChrome, safest_chrome, starts

PAGE = "<html><head></head><body></body></html>"


def stand_in(tmp_path, does):
    """A browser that does something else."""
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\n{does}\n")
    browser.chmod(0o755)
    return str(browser)


@pytest.mark.parametrize(
    ("does", "expected"),
    [
        (f"echo '{PAGE}'", True),
        (f"echo '{PAGE}'; exit 1", False),
        ("echo No usable sandbox >&2; kill -TRAP $$", False),
        ("exit 0", False),
    ],
)
def test_a_browser_starts_if_it_shows_a_page(tmp_path, does, expected):
    assert starts(stand_in(tmp_path, does)) is expected


def test_a_browser_that_hangs_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 0.2)
    began = time.monotonic()
    assert not starts(stand_in(tmp_path, "exec sleep 60"))
    assert time.monotonic() - began < 30


def test_a_browser_that_is_gone_does_not_start(tmp_path):
    assert not starts(str(tmp_path / "gone"))


@pytest.mark.parametrize(
    ("user", "does", "expected"),
    [
        (1000, f"echo '{PAGE}'", SandboxedChrome),
        (1000, "exit 1", OfflineChrome),
        (0, f"echo '{PAGE}'", OfflineChrome),
    ],
)
def test_root_and_systems_that_refuse_go_without(tmp_path, monkeypatch, user, does, expected):
    browser = stand_in(tmp_path, does)
    monkeypatch.setattr(OfflineChrome, "find_browser", lambda **_: browser)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert safest_chrome() is expected


def test_a_sandboxed_chrome_is_not_told_to_do_without(monkeypatch):
    words = ["chrome", "--no-sandbox", "--headless"]
    monkeypatch.setattr(OfflineChrome, "get_cli", lambda _: words)
    assert object.__new__(SandboxedChrome).get_cli() == ["chrome", "--headless"]
