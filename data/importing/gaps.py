"""Which candidates and givens do all metrics score, and what is left with them alone?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from setupscope.data.errors import InputError, first_of, quoted
from setupscope.data.importing.layout import Side
from setupscope.data.importing.results import Results, Transfer
from setupscope.data.pools import SMALLEST_POOL

Complete = Literal["candidates", "givens"]
MOST_NAMED = 10


def gap_note(results: Results, candidates: Side, complete: Complete | None) -> str | None:
    """Which candidates and givens every metric scores; None where no score is missing."""
    if not _lacking(results):
        return None
    clauses = []
    for what, side in _sides(candidates).items():
        kept, every = _complete(results, side)
        named = f" ({first_of([quoted(name) for name in kept], MOST_NAMED)})" if kept else ""
        clauses.append(f"{len(kept)} of {len(every)} {side}s have scores of every metric{named}")
        if len(kept) >= (SMALLEST_POOL if what == "candidates" else 1) and what != complete:
            clauses[-1] += f", and --complete {what} keeps only these"
    for side in _sides(candidates).values():
        if names := _unscored(results, side):
            unscored = first_of([quoted(name) for name in names], MOST_NAMED)
            clauses.append(f"no metric has any score of {side} {unscored}")
    return "; ".join(clauses)


def only_complete(results: Results, candidates: Side, what: Complete) -> tuple[Results, str]:
    """The results of the candidates, or the givens, that every metric scores; and a note on it.

    Raises
    ------
    InputError
        When too few are left to rank.
    """
    side = _sides(candidates)[what]
    kept, every = _complete(results, side)
    if len(kept) < (SMALLEST_POOL if what == "candidates" else 1):
        raise InputError(
            f"every metric has scores for {len(kept)} of {len(every)} {side}s, which are too few to"
            f" rank; leave out --complete {what}, or a metric with few scores"
        )
    names = set(kept)
    note = (
        f"only the {len(kept)} of {len(every)} {side}s that every metric scores are kept:"
        f" {first_of([quoted(name) for name in kept], MOST_NAMED)}"
    )
    at = 0 if side == "source" else 1

    def left(numbers: Mapping[Transfer, float]) -> dict[Transfer, float]:
        return {transfer: n for transfer, n in numbers.items() if transfer[at] in names}

    return replace(
        results,
        performances=left(results.performances),
        scores={key: left(scores) for key, scores in results.scores.items()},
        errors=left(results.errors),
    ), note


def _sides(candidates: Side) -> dict[Complete, Side]:
    given: Side = "target" if candidates == "source" else "source"
    return {"candidates": candidates, "givens": given}


def _lacking(results: Results) -> list[Transfer]:
    """Transfers that some metric has no score for."""
    every = len(results.performances)
    scores = [some for some in results.scores.values() if len(some) < every]
    return [t for t in results.performances if not all(t in some for some in scores)]


def _unscored(results: Results, side: Side) -> list[str]:
    """The names of a side that no metric scores at all."""
    at = 0 if side == "source" else 1
    scored = {transfer[at] for some in results.scores.values() for transfer in some}
    return sorted({transfer[at] for transfer in results.performances} - scored)


def _complete(results: Results, side: Side) -> tuple[list[str], list[str]]:
    """The names of a side that lack no score of any metric, and all names."""
    at = 0 if side == "source" else 1
    every = {transfer[at] for transfer in results.performances}
    lacking = {transfer[at] for transfer in _lacking(results)}
    return sorted(every - lacking), sorted(every)
