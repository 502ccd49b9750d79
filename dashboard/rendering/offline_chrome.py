"""A Chrome that asks the network for nothing."""

from collections.abc import Sequence

from choreographer.browsers.chromium import Chromium

SILENT = ("--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND")


class OfflineChrome(Chromium):
    """Chrome, started so that no name is resolved and nothing is fetched in the background."""

    def get_cli(self) -> Sequence[str]:
        """The command that starts it."""
        return [*super().get_cli(), *SILENT]
