"""Which candidates stand against each other for each given, and with what numbers?"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from setupscope.data.errors import InputError, quoted
from setupscope.data.limits import MAX_CANDIDATES
from setupscope.data.study.gain import ranked_transfers
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers, as_numbers


@dataclass(frozen=True)
class Block:
    """All that decides the setups of one scenario, given and backbone.

    Attributes
    ----------
    scenario, given, backbone : str
        What is held.
    bits : array of int64, shape (n,)
        The candidates, as bits of the scenario's masks, ascending.
    given_bit : int or None
        The given's own bit where givens are candidates too.
    names : int
        How many candidates the scenario has in all.
    candidates : tuple of str
        Their names, in the order of the bits.
    performances : array of float64, shape (n,)
        What each candidate is ranked by: its measured performance, or its gain.
    scores : array of float64, shape (n, q)
        Score of each candidate by each metric; NaN where there is none.
    """

    scenario: str
    given: str
    backbone: str
    bits: NDArray[np.int64]
    given_bit: int | None
    names: int
    candidates: tuple[str, ...]
    performances: NDArray[np.float64]
    scores: NDArray[np.float64]


def candidates(study: Study, transfers: Transfers, scenario: str) -> list[str]:
    """Names of all that can be candidates in a scenario, alphabetically: in order of the bits."""
    own = study.scenario(scenario)
    return sorted(set(transfers.of_table(own.table)[own.candidates].to_pylist()))


def blocks(study: Study, transfers: Transfers, scenario: str) -> Iterator[Block]:
    """The blocks of a scenario, by given and then by backbone, in alphabetical order.

    Raises
    ------
    InputError
        When a given has too few candidates for a single pool, or more than 62 under a rule that
        has every pool, or a gain is unknown.
    """
    own = study.scenario(scenario)
    names = candidates(study, transfers, scenario)
    bit_of = {name: bit for bit, name in enumerate(names)}
    order = [(name, "ascending") for name in (own.given, "backbone", own.candidates)]
    rows = ranked_transfers(study, transfers, scenario).sort_by(order)
    held = zip(rows[own.given].to_pylist(), rows["backbone"].to_pylist(), strict=True)
    start = 0
    for (given, backbone), length in Counter(held).items():
        _require_pools(study, scenario, f"{quoted(given)} ({backbone})", length)
        block = rows.slice(start, length)
        start += length
        own_names = tuple(block[own.candidates].to_pylist())
        yield Block(
            scenario=scenario,
            given=given,
            backbone=backbone,
            bits=np.array([bit_of[name] for name in own_names]),
            given_bit=bit_of.get(given),
            names=len(names),
            candidates=own_names,
            performances=as_numbers(block, ["performance"])[:, 0],
            scores=as_numbers(block, study.metric_keys),
        )


def _require_pools(study: Study, scenario: str, given: str, found: int) -> None:
    needed = study.pools.fewest
    if found < needed:
        raise InputError(
            f"scenario {quoted(scenario)}: given {given} has {found} candidates,"
            f" but at least {needed} are needed"
        )
    if found > MAX_CANDIDATES and study.pools.sample is None:
        raise InputError(
            f"scenario {quoted(scenario)}: given {given} has {found} candidates,"
            f" but at most {MAX_CANDIDATES} are accepted where every pool is scored;"
            " a sample of the pools takes more (sample under [pools], or --sample)"
        )
