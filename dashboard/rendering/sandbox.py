"""Can Chrome confine its own processes on this system?"""

import os
import subprocess
import tempfile

from setupscope.dashboard.rendering.offline_chrome import SILENT, OfflineChrome

SECONDS = 8
"""Seconds after which a Chrome that shows nothing is given up."""


class SandboxedChrome(OfflineChrome):
    """One whose processes are confined by the system, each to what it needs."""

    def get_cli(self) -> list[str]:
        """The command that starts it."""
        return [word for word in super().get_cli() if word != "--no-sandbox"]


def safest_chrome() -> type[OfflineChrome]:
    """The class of Chrome to draw with: sandboxed where one starts, else without sandbox.

    Chrome refuses to start with its sandbox as root, and where the system keeps it from user
    namespaces, as many containers do, which shows only when it is tried.
    """
    browser = OfflineChrome.find_browser(skip_local=False)
    return SandboxedChrome if browser and os.geteuid() and starts(str(browser)) else OfflineChrome


def starts(browser: str) -> bool:
    """Whether a browser shows an empty page without being asked to do without its sandbox."""
    with tempfile.TemporaryDirectory() as profile:
        words = ["--headless", "--disable-gpu", *SILENT, f"--user-data-dir={profile}"]
        command = [browser, *words, "--dump-dom", "about:blank"]
        try:
            shown = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
    return shown.returncode == 0 and b"<body>" in shown.stdout
