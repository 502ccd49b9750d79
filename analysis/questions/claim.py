"""Is a claim cherry-picked: how do the setups that are like the one shown speak on it?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.computed import Computed
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Integers, Marks, Part, Rows, Setups
from setupscope.analysis.questions.pair_values import margins_of
from setupscope.analysis.questions.stability import SHARED
from setupscope.analysis.slices.slices import Slice
from setupscope.data.errors import InputError, quoted
from setupscope.data.masks import as_masks
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.setup_ids import SetupId

ALL = "all"
IDENTITY = ("given", "backbone", "measure", "pool")
NOTHING_LIKE_IT = "the slice holds no comparable setup"
NO_MARGIN = "no comparable setup of the same measure gives both a value"
NO_SHOWN_MARGIN = "the setups that show the claim do not give both a value"
DIGITS = 6
"""After the point, to which margins are compared."""
SUPPORTS, TIES, CONTRADICTS, MIXED = "supports", "ties", "contradicts", "mixed"
SPEAKS = {1.0: SUPPORTS, 0.0: TIES, -1.0: CONTRADICTS}
OTHER_MEASURES = "margins of different measures are not compared"

Numbers = NDArray[np.float64]


def claim(
    setups: Setups, shown: Setups, better: str, worse: str, by: Components = ()
) -> pd.DataFrame:
    """How many comparable setups agree that one metric is better, and how extreme the shown is.

    Parameters
    ----------
    setups : frame of setups
        Of which comparable ones are taken: the slice that a reader thinks fair.
    shown : frame of setups
        The one setup, or the slice of one scenario, that shows the claim; it need not be
        among `setups`.
    better, worse : str
        Keys of the two metrics.
    by : sequence of str
        Components whose levels are parts: given, backbone, measure, pool_size.

    Returns
    -------
    pandas.DataFrame
        Five rows for the scenario of `shown`, or for each part of it:

        - `scenario`, the components of `by`;
        - `component`: all, for every comparable setup; given, backbone, measure, pool, for
          those that differ from a shown one in it alone (pools compared by roster);
        - `comparable`: setups of the part that are not among the shown, have a measure of
          theirs (any other where it is the measure that differs), and have both metrics'
          scores for every pool member;
        - `agree`, `tie`, `undefined`: how many of these have `better` ahead, both equal, or
          one of them without a value; the rest disagrees;
        - `percentile`: mid-rank, 0 to 1, of the shown margin of `better` over `worse` among
          the comparable setups' margins under the same measure, to six decimals; several
          shown setups count with their mean margin under each measure, and measures are
          averaged. 1 says that no comparable setup speaks as strongly for the claim;
        - `setups`, `givens`: how many the part has;
        - `larger`, `equal`, `smaller`: how many of these margins are above, at and below the
          shown one, to six digits; null as `percentile` is;
        - `shown`: supports, where every shown margin is above 0, contradicts, where every one
          is below, ties, where all are 0, else mixed; null without a shown margin;
        - `reason`: why `percentile` is null, else null.

        Empty where `shown` is.

    Raises
    ------
    InputError
        When a metric or component is unknown, both metrics are the same, or `shown` is of
        several scenarios.
    """
    rows, of_scenarios = fetch(setups, (better, worse), by), exhibited(shown, better, worse)
    found: list[dict[str, object]] = []
    for scenario, part in of_scenarios:
        found += _of_scenario(scenario, rows.parts(by), Shown.of(part))
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


def exhibited(shown: Setups, better: str, worse: str) -> list[Part]:
    """The setups that show a claim, with their scenario; none where none match.

    Raises
    ------
    InputError
        When a metric is unknown, both are the same, or the setups are of several scenarios.
    """
    if better == worse:
        raise InputError(f"a claim compares two metrics, not {quoted(better)} with itself")
    of_scenarios = list(fetch(shown, (better, worse)).parts(()))
    if len(of_scenarios) > 1:
        raise InputError(f"a claim is about one scenario, but {len(of_scenarios)} are shown")
    return of_scenarios


COLUMNS = (
    *("component", "comparable", "agree", "tie", "undefined", "percentile"),
    *("larger", "equal", "smaller", "shown", "setups", "givens", "reason"),
)


def _of_scenario(
    scenario: dict[str, str | int], parts: Iterator[Part], shown: "Shown"
) -> Iterator[dict[str, object]]:
    """The rows of each part of a scenario; those without numbers where it has no part."""
    here = [(levels, part) for levels, part in parts if levels.items() >= scenario.items()]
    for levels, part in here:
        yield from ({**levels, **row} for row in _table(part, shown))
    if not here:
        yield from ({**scenario, **row} for row in _nothing(shown))


def shown_in(text: str, study: MeasuredStudy) -> SetupId | Slice:
    """What shows a claim: the setup of an id, or the slice of a query.

    Raises
    ------
    InputError
        When it is neither, or names what the study does not have.
    """
    # Every query has a key, and an id has all its equals signs encoded.
    return Slice.parse(text, study) if "=" in text else SetupId.parse(text, study)


def _nothing(shown: "Shown") -> Iterator[dict[str, object]]:
    """The rows where the slice has no setup of the scenario."""
    counts = dict.fromkeys(("comparable", "agree", "tie", "undefined", "setups", "givens"), 0)
    for component in (ALL, *SHARED):
        yield {
            "component": component,
            **counts,
            "shown": shown.speaks,
            "reason": NOTHING_LIKE_IT,
        }


@dataclass(frozen=True)
class Shown:
    """The setups that show a claim, and their mean margin under each measure that has one."""

    rows: Rows
    margins: dict[str, float]

    @classmethod
    def of(cls, rows: Rows) -> "Shown":
        """The margins of some setups."""
        means = {}
        for levels, part in rows.parts(["measure"]):
            margins = margins_of(part)
            known = margins[~np.isnan(margins)]
            if len(known):
                means[str(levels["measure"])] = float(known.mean())
        return cls(rows, means)

    @property
    def speaks(self) -> str | None:
        """Whether what is shown supports the claim at all."""
        signs = set(np.sign(np.array(list(self.margins.values())).round(DIGITS)).tolist())
        return SPEAKS[signs.pop()] if len(signs) == 1 else (MIXED if signs else None)

    def others(self, rows: Rows, codes: Mapping[str, Integers]) -> Marks:
        """Which setups are not among those shown, and have both metrics' scores for their pool."""
        both = np.asarray(rows.rankings.covered.all(axis=1))[rows.ranking]
        return np.asarray(both & ~self.like(codes, IDENTITY))

    def codes(self, rows: Rows) -> Mapping[str, Integers]:
        """Which of the shown levels each setup has, −1 for none; one number where all are alike."""
        return Computed(partial(self._code_of, rows))

    def like(self, codes: Mapping[str, Integers], names: Sequence[str]) -> Marks:
        """Which setups share some parts with any of those shown; one mark where all are alike."""
        own: Integers = np.zeros((), np.int64)
        for name in names:
            code = codes[name]
            own = np.where((own < 0) | (code < 0), -1, own * len(self.rows.levels[name]) + code)
        return np.asarray((own >= 0) & self._table(tuple(names))[own])

    def _code_of(self, rows: Rows, name: str) -> Integers:
        levels = self.rows.levels[name]
        if name in ("pool", "roster"):
            masks, own = as_masks(levels), rows.number(name)
            place = np.minimum(np.searchsorted(masks, own), len(masks) - 1)
            return np.where(masks[place] == own, place, -1)
        number = {level: place for place, level in enumerate(levels)}
        of_level = np.array([number.get(level, -1) for level in rows.levels[name]], np.int64)
        counted = rows.counts.codes[name]
        if len(counted) and (counted == counted[0]).all():
            return np.asarray(of_level[counted[0]])
        return np.asarray(of_level[rows.codes[name]])

    @cached_property
    def _tables(self) -> dict[tuple[str, ...], Marks]:
        return {}

    def _table(self, names: tuple[str, ...]) -> Marks:
        """Which combinations of levels are shown; one more stands for none."""
        if names not in self._tables:
            size = [len(self.rows.levels[name]) for name in names]
            table = np.zeros(int(np.prod(size)) + 1, bool)
            table[np.ravel_multi_index([self.rows.codes[name] for name in names], size)] = True
            self._tables[names] = table
        return self._tables[names]


@dataclass
class Tally:
    """Comparable setups, and where the shown margin stands among theirs under each measure.

    Attributes
    ----------
    setups, agree, tie, undefined : int
        How many there are, and how they speak.
    places : dict
        By measure: how many margins are larger, equal and smaller than the one shown.
    """

    setups: int = 0
    agree: int = 0
    tie: int = 0
    undefined: int = 0
    places: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    def add(self, margins: Numbers, measure: str, shown: float | None) -> None:
        """More setups of one measure, by their margins."""
        self.setups += len(margins)
        self.agree += int((margins > 0).sum())
        self.tie += int((margins == 0).sum())
        self.undefined += int(np.isnan(margins).sum())
        if shown is not None:
            apart = (margins[~np.isnan(margins)] - shown).round(DIGITS)
            counts = np.array([(apart > 0).sum(), (apart == 0).sum(), (apart < 0).sum()])
            self.places[measure] = self.places.get(measure, np.zeros(3, np.int64)) + counts

    def place(self) -> dict[str, float]:
        """How many margins are larger, equal and smaller than the shown, and its mid-rank."""
        found = [counts.tolist() for counts in self.places.values() if counts.any()]
        if not found:
            return {}
        larger, equal, smaller = np.sum(found, axis=0).tolist()
        ranks = [(below + same / 2) / (above + same + below) for above, same, below in found]
        place = {"larger": larger, "equal": equal, "smaller": smaller}
        return {"percentile": float(np.mean(ranks)), **place}


COMPARED = {ALL: ("measure",), **SHARED}
"""What comparable setups share with one of those shown."""


def _table(part: Rows, shown: Shown) -> Iterator[dict[str, object]]:
    tallies = {component: Tally() for component in COMPARED}
    for levels, own in part.parts(["measure"]):
        for piece in own.pieces():
            _add(tallies, piece, str(levels["measure"]), shown)
    common = {"setups": len(part), "givens": part.givens}
    for component, tally in tallies.items():
        reason = _why_no_place(tally, shown, component)
        counts = {"comparable": tally.setups, "agree": tally.agree, "tie": tally.tie}
        counts |= {"undefined": tally.undefined}
        place = {} if reason else tally.place()
        row = {"component": component, **counts, **place, "shown": shown.speaks}
        yield {**row, **common, "reason": reason}


def _add(tallies: Mapping[str, Tally], rows: Rows, measure: str, shown: Shown) -> None:
    """Counts the comparable ones among some setups of one measure."""
    margins, codes = margins_of(rows), shown.codes(rows)
    comparable = shown.others(rows, codes)
    for component, tally in tallies.items():
        chosen = comparable & shown.like(codes, COMPARED[component])
        tally.add(margins[chosen], measure, shown.margins.get(measure))


def _why_no_place(tally: Tally, shown: Shown, component: str) -> str | None:
    """Why it is not known where the shown margin stands among others of its measure."""
    if not tally.setups:
        return NOTHING_LIKE_IT
    if component == "measure":
        return OTHER_MEASURES
    if not shown.margins:
        return NO_SHOWN_MARGIN
    return None if tally.place() else NO_MARGIN
