"""What was each page asked, so that it is still asked that when the reader comes back?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from setupscope.dashboard.session.page_keys import (
    CELL,
    OF_SECOND,
    PIN,
    SECOND,
    SETUP_ID,
    SHOWS,
    keys_of,
)

SECOND_KEYS = [f"{SECOND}{key}" for key in OF_SECOND]
OF_SCENARIO = {SETUP_ID, CELL, SHOWS, PIN, *SECOND_KEYS}
"""Keys whose values make sense in one scenario only; each scenario has its own."""


@dataclass
class PageChoices:
    """The choices of one reader on all pages, by the keys of their addresses.

    Attributes
    ----------
    values : dict
        Values by key and scenario; the scenario is "" where a key is of none.
    """

    values: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, page: str, scenario: str) -> dict[str, str]:
        """What a page is asked in a scenario: the values of its keys, without those left out."""
        places = {key: _place(key, scenario) for key in keys_of(page)}
        return {key: self.values[place] for key, place in places.items() if place in self.values}

    def choose(self, key: str, value: str | None, scenario: str) -> None:
        """Another value of a key; none means the page's own again."""
        self.values.pop(_place(key, scenario), None)
        if value:
            self.values[_place(key, scenario)] = value

    def update(self, choices: Mapping[str, str], scenario: str) -> None:
        """Takes choices; those of a second slice take the place of the whole former one."""
        if any(key in SECOND_KEYS for key in choices):
            self.forget(SECOND_KEYS, scenario)
        for key, value in choices.items():
            self.choose(key, value, scenario)

    def replace(self, page: str, choices: Mapping[str, str], scenario: str) -> None:
        """Takes choices of a page, and forgets its others."""
        self.forget(keys_of(page), scenario)
        self.update(choices, scenario)

    def forget(self, keys: list[str], scenario: str) -> None:
        """Forgets the values of some keys."""
        for key in keys:
            self.choose(key, None, scenario)


def _place(key: str, scenario: str) -> tuple[str, str]:
    return key, scenario if key in OF_SCENARIO else ""
