"""The link that is meant to be cited: every key, the format's version, the store's digest."""

from urllib.parse import urlencode

from setupscope.dashboard.session.collection import collection_parameter
from setupscope.dashboard.session.page_keys import KEPT
from setupscope.dashboard.session.pages import FIGURES
from setupscope.dashboard.session.state import State
from setupscope.dashboard.session.stores import STAMP, store_stamp


def permalink(state: State) -> str:
    """The query of such a link: the slice, the page's own choices, and on its page what is kept."""
    collected = collection_parameter() if state.page == FIGURES else ""
    own = state.offered | ({KEPT: collected} if collected else {})
    link = state.slice_.link(store_stamp().get(STAMP, ""))
    return "&".join(filter(None, [link, urlencode(own)]))
