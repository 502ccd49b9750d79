"""Which names are one name in two spellings?"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from setupscope.data.errors import InputError, first_of, listed, quoted
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.observations import Observed

ENDS = ("source", "target")
MOST_NAMED = 6


class SpellingsError(InputError):
    """Names may be one name in several spellings, and it is not said whether they are."""


class Spelled(NamedTuple):
    """What was observed under the names that are kept, which were changed, and notes on that."""

    observed: Observed
    renamed: Mapping[str, str]
    notes: Sequence[str]


def one_spelling(observed: Observed, layout: Layout) -> Spelled:
    """What was observed, each name in one spelling, and what was renamed.

    Raises
    ------
    InputError
        When names differ only in their spelling and it is not said whether they are the same, or
        a name is to be changed that is not there.
    """
    ends = pd.concat([observed.numbers[side] for side in ENDS])
    counts: dict[str, int] = ends.value_counts(sort=False).to_dict()
    for name in layout.names:
        if name not in counts:
            raise InputError(
                f"no source or target is called {quoted(name)}, which is to be renamed"
            )
    renamed = dict(layout.names)
    notes = [f"{len(renamed)} names are changed as asked"] if renamed else []
    groups = _alike(counts, renamed)
    if layout.merge_spellings:
        merged = {name: group[0] for group in groups for name in group[1:]}
        renamed = {old: merged.get(new, new) for old, new in renamed.items()} | merged
        notes += [f"spellings are merged: {_shown(groups)}"] if groups else []
    elif groups and not layout.keep_spellings:
        raise SpellingsError(
            f"{_shown(groups)} may be the same name in different spellings; add --merge-spellings"
            " to take the first of each, --names FILE to rename some, or --keep-spellings if they"
            " differ"
        )
    if not renamed:
        return Spelled(observed, {}, notes)
    numbers = observed.numbers.assign(
        **{side: observed.numbers[side].map(lambda name: renamed.get(name, name)) for side in ENDS}
    )
    _require_other(numbers)
    return Spelled(replace(observed, numbers=numbers), renamed, notes)


def plain(name: str) -> str:
    """The name without what spellings differ in: case, blanks, hyphens and underscores."""
    return re.sub(r"[\s_\u2010-\u2015-]+", "", name).casefold()


def _alike(counts: Mapping[str, int], renamed: Mapping[str, str]) -> list[list[str]]:
    """Names that differ only in their spelling, the most frequent of each group first."""
    groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, count in counts.items():
        new = renamed.get(name, name)
        groups[plain(new)][new] += count
    return [
        [name for name, _ in group.most_common()] for group in groups.values() if len(group) > 1
    ]


def _shown(groups: Iterable[list[str]]) -> str:
    return first_of([listed(group) for group in groups], MOST_NAMED, "; ")


def _require_other(numbers: pd.DataFrame) -> None:
    """Raises InputError where a name that was changed is now both ends of a transfer."""
    same = numbers.loc[numbers["source"] == numbers["target"], "source"]
    if len(same):
        raise InputError(
            f"{quoted(same.iloc[0])} would be both the source and the target of a transfer once"
            " its spellings are merged; leave out that row"
        )
