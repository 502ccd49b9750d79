"""The link that is meant to be cited: every key, the format's version, the store's digest."""

from urllib.parse import urlencode

from dashboard.chosen import Chosen
from dashboard.contents import FIGURES
from dashboard.kept import in_address
from dashboard.opened import STAMP, stamp
from dashboard.page_keys import KEPT


def whole_link(state: Chosen) -> str:
    """The query of such a link: the slice, the page's own choices, and on its page what is kept."""
    collected = in_address() if state.page == FIGURES else ""
    own = state.offered | ({KEPT: collected} if collected else {})
    link = state.slice_.link(stamp().get(STAMP, ""))
    return "&".join(filter(None, [link, urlencode(own)]))
