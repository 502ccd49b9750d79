"""Which keys of an address belong to a page, and not to the slice?

Slice.parse knows the others. Each is documented in docs/links.md.
"""

from collections.abc import Mapping
from typing import NamedTuple

from setupscope.dashboard.session.pages import ACROSS as ACROSS_PAGE
from setupscope.dashboard.session.pages import (
    COMPARE,
    FINDINGS,
    FLIPS,
    HEAD_TO_HEAD,
    SETUP,
    STABILITY,
    WIN_RATES,
)

SPLIT = "p.by"
ACROSS = "p.across"
SWEPT, ALONG = "p.sweep", "p.along"
MEASURE = "p.values"
WINS = "p.wins"
ORDER = "p.order"
LEFT_OUT = "p.left"
METRIC_A, METRIC_B = "p.a", "p.b"
UNDER = "p.under"
CELL = "p.cell"
SHOWS = "p.shows"
FOUND = "p.found"
LEVELS = "p.levels"
KIND = "p.kind"
SETUP_ID = "p.setup"
SHOWN = "p.shown"
KEPT = "p.kept"
STUDIES = "p.studies"
FIRST, SECOND_METRIC = "p.first", "p.second"
PIN = "p.pin"
BASELINES = "p.baselines"
ON = "on"

SECOND = "b."
"""Before the keys of Compare's second slice."""
OF_SECOND: Mapping[str, str] = {
    "scenario": "its scenario",
    "given": "its givens",
    "backbone": "its backbones",
    "measure": "its measures",
    "size": "its pool sizes",
    "with": "candidates that take part in all its pools",
    "without": "candidates that take part in none of its pools",
    "covered": "all, for only those of its setups that all compared metrics cover",
}
"""Keys of a slice that the second slice has of its own."""

EVERY_PAGE = "every page"


class PageKey(NamedTuple):
    """A key of an address: the page that reads it, and what it says there."""

    page: str
    meaning: str


PAGE_KEYS: Mapping[str, PageKey] = {
    BASELINES: PageKey(FINDINGS, "on, where baselines are shown beside the metrics"),
    SPLIT: PageKey(WIN_RATES, "the component by which the slice is split"),
    ACROSS: PageKey(WIN_RATES, "a second component, across, which makes a map of the two"),
    SWEPT: PageKey(WIN_RATES, "on, where the slice is shown as it grows, not in its parts"),
    ALONG: PageKey(WIN_RATES, "what it grows along"),
    MEASURE: PageKey(WIN_RATES, "the measure whose values are shown"),
    WINS: PageKey(WIN_RATES, "the metric whose setups are listed"),
    ORDER: PageKey(WIN_RATES, "widest or narrowest margin first in that list"),
    LEFT_OUT: PageKey(WIN_RATES, "what is left out in turn: given, or without_family"),
    **{
        f"{SECOND}{key}": PageKey(COMPARE, f"of the second slice: {meaning}")
        for key, meaning in OF_SECOND.items()
    },
    METRIC_A: PageKey(HEAD_TO_HEAD, "the first of the two metrics"),
    METRIC_B: PageKey(HEAD_TO_HEAD, "the second"),
    UNDER: PageKey(HEAD_TO_HEAD, "the measure whose values are shown"),
    CELL: PageKey(HEAD_TO_HEAD, "the square of the density whose setups are listed"),
    SHOWS: PageKey(HEAD_TO_HEAD, "the setup or slice given as evidence for a claim"),
    FOUND: PageKey(
        HEAD_TO_HEAD,
        "which setups are listed first: widest or narrowest win of the first metric, or against,"
        " the widest of the second",
    ),
    LEVELS: PageKey(STABILITY, "the component whose levels are compared"),
    KIND: PageKey(FLIPS, "the only kind of restriction shown"),
    STUDIES: PageKey(ACROSS_PAGE, "the other studies, by the digests of their stores"),
    FIRST: PageKey(ACROSS_PAGE, "the first of the two metrics"),
    SECOND_METRIC: PageKey(ACROSS_PAGE, "the second"),
    SETUP_ID: PageKey(SETUP, "the setup that is shown"),
    SHOWN: PageKey(SETUP, "the metrics drawn, where there are more than six"),
    PIN: PageKey(EVERY_PAGE, "the slice that is pinned, as a query, to compare others with"),
    KEPT: PageKey(EVERY_PAGE, "the figures and tables that were kept, and their style"),
}
"""Every key of a page; a key left out means the page's own choice."""


def keys_of(page: str) -> list[str]:
    """The keys that a page reads, its own and what is pinned."""
    return [key for key, entry in PAGE_KEYS.items() if entry.page == page or key == PIN]
