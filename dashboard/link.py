"""The link that is meant to be cited: every key, the format's version, the store's digest."""

from urllib.parse import urlencode

from dashboard.chosen import Chosen


def whole_link(state: Chosen) -> str:
    """The query of such a link, the page's own choices included."""
    return "&".join(filter(None, [state.slice_.link(), urlencode(state.offered)]))
