"""Is a claim cherry-picked: how do the setups that are like the one shown speak on it?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Components, Integers, Part, Rows, Setups
from setupscope.analysis.questions.head_to_head import margins_of
from setupscope.analysis.questions.stability import SHARED
from setupscope.analysis.slices.slices import Slice
from setupscope.data.errors import InputError, quoted
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
    if better == worse:
        raise InputError(f"a claim compares two metrics, not {quoted(better)} with itself")
    rows, exhibited = fetch(setups, (better, worse), by), fetch(shown, (better, worse))
    of_scenarios = list(exhibited.parts(()))
    if len(of_scenarios) > 1:
        raise InputError(f"a claim is about one scenario, but {len(of_scenarios)} are shown")
    found: list[dict[str, object]] = []
    for scenario, part in of_scenarios:
        found += _of_scenario(scenario, rows.parts(by), Shown.of(part))
    return pd.DataFrame(found, columns=["scenario", *by, *COLUMNS])


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
        yield from ({**scenario, **row} for row in _nothing())


def shown_in(text: str, study: MeasuredStudy) -> SetupId | Slice:
    """What shows a claim: the setup of an id, or the slice of a query.

    Raises
    ------
    InputError
        When it is neither, or names what the study does not have.
    """
    # Every query has a key, and an id has all its equals signs encoded.
    return Slice.parse(text, study) if "=" in text else SetupId.parse(text, study)


def _nothing() -> Iterator[dict[str, object]]:
    """The rows where the slice has no setup of the scenario."""
    counts = dict.fromkeys(("comparable", "agree", "tie", "undefined", "setups", "givens"), 0)
    for component in (ALL, *SHARED):
        yield {"component": component, **counts, "reason": NOTHING_LIKE_IT}


@dataclass(frozen=True)
class Shown:
    """The setups that show a claim, and their mean margin under each measure that has one."""

    rows: Rows
    margins: dict[str, float]

    @classmethod
    def of(cls, rows: Rows) -> "Shown":
        """The margins of some setups."""
        margins = margins_of(rows)
        known = ~np.isnan(margins)
        means = {
            measure: float(margins[own & known].mean())
            for measure, own in _by_measure(rows)
            if (own & known).any()
        }
        return cls(rows, means)

    @property
    def speaks(self) -> str | None:
        """Whether what is shown supports the claim at all."""
        signs = set(np.sign(np.array(list(self.margins.values())).round(DIGITS)).tolist())
        return SPEAKS[signs.pop()] if len(signs) == 1 else (MIXED if signs else None)


def _by_measure(rows: Rows) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Each measure that occurs, and which setups have it."""
    for code, measure in enumerate(rows.levels["measure"]):
        own = np.asarray(rows.codes["measure"] == code)
        if own.any():
            yield str(measure), own


def _table(part: Rows, shown: Shown) -> Iterator[dict[str, object]]:
    both = np.asarray(part.rankings.covered.all(axis=1))[part.ranking]
    others = part.where(both & ~alike(part, shown.rows, IDENTITY))
    common = {"setups": len(part), "givens": part.givens}
    for component, shared in {ALL: ("measure",), **SHARED}.items():
        like_it = others.where(alike(others, shown.rows, shared))
        margins = margins_of(like_it)
        extreme, reason = _extreme(like_it, margins, shown, component)
        row = {"component": component, **_counts(margins), **extreme, "shown": shown.speaks}
        yield {**row, **common, "reason": reason}


def _counts(margins: Numbers) -> dict[str, int]:
    return {
        "comparable": len(margins),
        "agree": int((margins > 0).sum()),
        "tie": int((margins == 0).sum()),
        "undefined": int(np.isnan(margins).sum()),
    }


def _extreme(
    rows: Rows, margins: Numbers, shown: Shown, component: str
) -> tuple[dict[str, float], str | None]:
    """Where the shown margin stands among others of its measure, and why that is not known."""
    if not len(rows):
        return {}, NOTHING_LIKE_IT
    if component == "measure":
        return {}, OTHER_MEASURES
    if not shown.margins:
        return {}, NO_SHOWN_MARGIN
    found = [
        _place(shown.margins[measure], margins[own])
        for measure, own in _by_measure(rows)
        if measure in shown.margins and not np.isnan(margins[own]).all()
    ]
    if not found:
        return {}, NO_MARGIN
    larger, equal, smaller = np.array(found).sum(axis=0).tolist()
    ranks = [(below + same / 2) / (above + same + below) for above, same, below in found]
    place = {"larger": larger, "equal": equal, "smaller": smaller}
    return {"percentile": float(np.mean(ranks)), **place}, None


def _place(margin: float, others: Numbers) -> tuple[int, int, int]:
    """How many other margins are larger, equal and smaller, to six digits."""
    apart = (others[~np.isnan(others)] - margin).round(DIGITS)
    return int((apart > 0).sum()), int((apart == 0).sum()), int((apart < 0).sum())


def alike(rows: Rows, others: Rows, names: Sequence[str]) -> NDArray[np.bool_]:
    """Which setups share some parts with any of the others: shape (N,)."""
    own: Integers = np.zeros(len(rows), np.int64)
    wanted: Integers = np.zeros(len(others), np.int64)
    for name in names:
        levels = {level: index for index, level in enumerate(others.levels[name])}
        of_level = np.array([levels.get(level, -1) for level in rows.levels[name]], np.int64)
        code = of_level[rows.codes[name]]
        own = np.where((own < 0) | (code < 0), -1, own * len(levels) + code)
        wanted = wanted * len(levels) + others.codes[name]
    return np.isin(own, wanted)
