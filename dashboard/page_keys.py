"""Which keys of an address belong to a page, and not to the slice?

Slice.parse knows the others. Each is documented in docs/links.md.
"""

from collections.abc import Mapping

SPLIT = "p.by"
MEASURE = "p.values"
WINS = "p.wins"
ORDER = "p.order"
SETUP_ID = "p.setup"
SHOWN = "p.shown"

PAGE_KEYS: Mapping[str, str] = {
    SPLIT: "Win rates: the component by which the slice is split",
    MEASURE: "Win rates: the measure whose values are shown",
    WINS: "Win rates: the metric whose setups are listed",
    ORDER: "Win rates: widest or narrowest margin first in that list",
    SETUP_ID: "Setup: the setup that is shown",
    SHOWN: "Setup: the metrics drawn, where there are more than six",
}
"""Every key of a page; a key left out means the page's own choice."""
