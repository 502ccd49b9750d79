"""How does a table of one's own results become a study?

It gets two scenarios: the sources are ranked for each target, and the targets for each
source.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import tomlkit

from setupscope.data.errors import InputError, quoted
from setupscope.data.importing.drafts import Draft, as_csv, metric_entry, number
from setupscope.data.importing.facts import Known, fact_entry
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.results import Results, Transfer
from setupscope.data.limits import MAX_CANDIDATES
from setupscope.data.measures import MEASURES
from setupscope.data.pools import RULES, SMALLEST_POOL, PoolRule
from setupscope.data.study.keys import plain_key
from setupscope.data.vocabulary import PERFORMANCE_ERROR, SCENARIO_PATTERN

PAPERS_MEASURES = ("pearson", "kendall", "weighted_kendall", "rel_at_1")
LEAVE_OUT = 4
"""Candidates that pools leave out at most, unless that gives more than `COMFORTABLE` setups."""
COMFORTABLE = 1_000_000
"""Setups up to which every page answers at once."""

FAR_ABOVE = 2
"""Performance above which another target's of at most 1 is in another unit."""
SIDES = {"source": "target", "target": "source"}
"""What is ranked, and what is given then."""
TARGET_NOTE = (
    "This ranks targets of different difficulty by raw performance. It is not the gain from"
    " transfer; Rel@1 compares performances across tasks here."
)


@dataclass(frozen=True)
class Imported:
    """A study that a table of results became.

    Attributes
    ----------
    draft : Draft
        The study.
    notes : tuple of str
        What its maker should know, a sentence each.
    """

    draft: Draft
    notes: tuple[str, ...]


def import_results(
    name: str,
    results: Results,
    layout: Layout,
    origin: str,
    rule: PoolRule | None = None,
    only: str | None = None,
    known: Known | None = None,
    measures: Sequence[str] = (),
) -> Imported:
    """The study of a table of results.

    Parameters
    ----------
    name : str
        Of the study; its scenarios are `name`-source and `name`-target.
    results, layout : Results, Layout
        What the table says, and how it was read.
    origin : str
        Where the table comes from, in words.
    rule : PoolRule, optional
        By default every pool that leaves out at most four candidates, or fewer where that
        would give more than a million setups.
    only : {"source", "target"}, optional
        What is ranked; by default both, where there are enough of them.
    known : Known, optional
        What is known of sources and targets beforehand.
    measures : sequence of str, optional
        Keys of the evaluation measures; by default those of the paper.

    Raises
    ------
    InputError
        When the name is not accepted, there are too few or too many candidates, or a measure
        divides performances that are negatives of errors.
    """
    if not re.match(SCENARIO_PATTERN, f"{name}-source"):
        raise InputError(
            f"name {quoted(name)} is not accepted: it is used in names of scenarios and files, so"
            " it must have at most 57 letters from a to z, digits, - and _, and begin with a letter"
            " or digit"
        )
    measures = _measures(results, measures)
    ranked, notes = _ranked(name, results, only)
    if rule is not None:
        _require_few(results, ranked, rule)
    notes += _doubts(results, layout)
    if rule is None:
        rule, more = _comfortable(results, ranked, len(measures))
        notes += more
    key = plain_key(name, "s")
    study = {
        "name": key,
        "title": name,
        "measures": measures,
        "pools": _pools(rule),
        "tables": [_table(key, name, results, layout)],
        "metrics": [metric_entry(metric) for metric in results.metrics],
        "scenarios": [_scenario(name, key, side) for side in ranked],
        **_known_entries(known or Known()),
    }
    toml = tomlkit.comment(
        f"Imported from {_one_line(origin)}. Edit this file and build it again."
    ).as_string()
    files = {f"{key}.csv": _csv(results)}
    return Imported(Draft(f"{toml}\n\n{tomlkit.dumps(study)}", files), tuple(notes))


def _measures(results: Results, wanted: Sequence[str]) -> list[str]:
    """Those wanted, else the paper's; without Rel@1 where performances are negatives of errors."""
    ratios = [key for key in wanted or PAPERS_MEASURES if MEASURES[key].needs_ratio]
    if wanted and ratios and results.negated:
        raise InputError(
            f"measure {quoted(ratios[0])} divides performances, which has no meaning for errors;"
            " leave it out of the measures"
        )
    left_out = ratios if results.negated else []
    return [key for key in wanted or PAPERS_MEASURES if key not in left_out]


def _known_entries(known: Known) -> dict[str, Any]:
    """Facts and families as a study's TOML has them."""
    facts = {"facts": [fact_entry(fact) for fact in known.facts]} if known.facts else {}
    families = {name: list(names) for name, names in known.families.items()}
    return {**facts, **({"families": families} if families else {})}


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\s]+", " ", text)


def _ranked(name: str, results: Results, only: str | None) -> tuple[list[str], list[str]]:
    """What is ranked, and what is said of the rest."""
    ranked, notes = [], []
    for side in [only] if only else SIDES:
        smallest, largest = _pools_of(results, side)
        instead = "" if only else f", or import the table with --only {SIDES[side]}"
        if smallest[1] >= SMALLEST_POOL:
            ranked.append(side)
        elif largest[1] >= SMALLEST_POOL:
            raise InputError(
                f"{SIDES[side]} {quoted(smallest[0])} has only {smallest[1]} {side}s, but a pool"
                f" needs at least {SMALLEST_POOL}; leave it out of the table{instead}"
            )
        else:
            notes.append(
                f"no scenario ranks {side}s: no {SIDES[side]} has {SMALLEST_POOL} or more of them"
            )
    if not ranked:
        raise InputError(f"nothing can be ranked: {'; '.join(notes)}")
    return ranked, notes


def _doubts(results: Results, layout: Layout) -> Iterable[str]:
    """What of the performances may be meant otherwise."""
    if results.negated:
        yield (
            f"{layout.performance} is an error: performances are its negatives, and Rel@1, which"
            " divides them, is left out"
        )
        return
    low, high = min(results.performances.values()), max(results.performances.values())
    highest = _highest(results)
    fractions = [target for target, most in highest.items() if most <= 1]
    above = [target for target, most in highest.items() if most > FAR_ABOVE]
    if fractions and above and not layout.percent:
        yield (
            f"performances of {quoted(above[0])} reach {highest[above[0]]:g}, and those of"
            f" {quoted(fractions[0])} {highest[fractions[0]]:g}: are some targets in per cent and"
            " others fractions?"
        )
    elif high > 1 and not layout.percent:
        yield f"performances reach {high:g}; if they are in per cent, use --percent"
    elif layout.percent and 0 < high <= 1 / 100:
        yield f"performances reach {high:.2g} once divided by 100; are they fractions already?"
    if low < 0:
        yield f"performances go down to {low:g}; Rel@1 has no value if one is below 0"


def _highest(results: Results) -> dict[str, float]:
    """The highest performance of each target."""
    found: dict[str, float] = {}
    for (_, target, _), performance in results.performances.items():
        found[target] = max(found.get(target, performance), performance)
    return found


def _pools_of(results: Results, side: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """The given with the fewest candidates and that with the most, and how many they have."""
    sizes = sorted((count, given) for (given, _), count in _blocks(results, side).items())
    return (sizes[0][1], sizes[0][0]), (sizes[-1][1], sizes[-1][0])


def _blocks(results: Results, side: str) -> Counter[tuple[str, str]]:
    """Candidates of each given and backbone, where that side is ranked."""
    index = 1 if side == "source" else 0
    return Counter((transfer[index], transfer[2]) for transfer in results.performances)


def _require_few(results: Results, ranked: Iterable[str], rule: PoolRule) -> None:
    """Raises InputError where a rule would score every pool of too many candidates."""
    for side in ranked if rule.sample is None else ():
        _, (given, candidates) = _pools_of(results, side)
        if candidates > MAX_CANDIDATES:
            raise InputError(
                f"{SIDES[side]} {quoted(given)} has {candidates} {side}s, but at most"
                f" {MAX_CANDIDATES} candidates are accepted where every pool is scored; leave the"
                " pool rule out, or draw pools with --sample"
            )


def _comfortable(
    results: Results, ranked: Iterable[str], measures: int
) -> tuple[PoolRule, list[str]]:
    """The widest of the usual pool rules that does not give too many setups."""
    sizes = [size for side in ranked for size in _blocks(results, side).values()]
    if max(sizes) > MAX_CANDIDATES:
        return _sample(measures * len(sizes))
    for leave_out in range(LEAVE_OUT, -1, -1):
        rule = PoolRule(leave_out=leave_out)
        if measures * sum(map(rule.count, sizes)) <= COMFORTABLE:
            break
    if leave_out == LEAVE_OUT:
        return rule, []
    wider = f"{PoolRule(leave_out=leave_out + 1)} would give more than {COMFORTABLE:,} setups"
    return rule, [f"{wider}; --leave-out widens the rule"]


def _sample(measured: int) -> tuple[PoolRule, list[str]]:
    """A sample of the pools, of so many measures and blocks, that does not give too many setups."""
    usual = RULES["by-ratio"]
    number = min(usual.sample or 1, max(len(usual.fractions), COMFORTABLE // measured))
    rule = replace(usual, sample=number)
    note = f"a given has more than {MAX_CANDIDATES} candidates, too many for every pool: {rule}"
    return rule, [f"{note}; --sample, --sizes and --fractions change it"]


def _pools(rule: PoolRule) -> dict[str, Any]:
    return {key: part for key, part in vars(rule).items() if part not in (None, ())}


def _table(key: str, name: str, results: Results, layout: Layout) -> dict[str, Any]:
    table = {"key": key, "file": f"{key}.csv", "task": name}
    if results.has_backbones:
        table["backbone"] = "backbone"
    if results.errors:
        table[PERFORMANCE_ERROR] = PERFORMANCE_ERROR
    negated = ", negated" if results.negated else ""
    return {**table, "performance_label": f"{layout.performance}{negated}"}


def _scenario(name: str, table: str, side: str) -> dict[str, str]:
    given = SIDES[side]
    use = "to start from" if side == "source" else "it does well on"
    return {
        "name": f"{name}-{side}",
        "table": table,
        "given": given,
        "candidates": side,
        "title": f"{name}: which {side}?",
        "question": f"Given a {given}, which metric best predicts the {side} {use}?",
        **({"note": TARGET_NOTE} if side == "target" else {}),
    }


def _csv(results: Results) -> bytes:
    """The study's table: a row per transfer."""
    keys = [metric.key for metric in results.metrics]
    held = ["backbone"] if results.has_backbones else []
    columns: dict[str, Mapping[Transfer, float]] = {}
    columns |= {PERFORMANCE_ERROR: results.errors} if results.errors else {}
    columns |= {"runs": results.runs} if results.runs and "runs" not in keys else {}
    columns |= {key: results.scores[key] for key in keys}
    rows: list[Sequence[str]] = [
        [*transfer[: 2 + len(held)], number(performance)]
        + [number(column.get(transfer)) for column in columns.values()]
        for transfer, performance in results.performances.items()
    ]
    return as_csv(["source", "target", *held, "performance", *columns], rows)
