"""Why does a slice have no setups?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from setupscope.analysis.slices.coverage import setups_covered
from setupscope.analysis.slices.facets import NOTHING
from setupscope.analysis.slices.slices import Slice
from setupscope.data.masks import mask_of
from setupscope.data.pools import SMALLEST_POOL
from setupscope.data.study.measured import ScoredBlock

Cause = Literal[
    "not_measured",
    "contradiction",
    "not_a_candidate",
    "too_many_left_out",
    "no_such_size",
    "not_sampled",
    "covered",
]


@dataclass(frozen=True)
class Emptiness:
    """What leaves a slice of one scenario without a setup.

    Attributes
    ----------
    cause : str
        "not_measured": no given of the slice has one of its backbones. "contradiction": a
        candidate has to take part and must not. "not_a_candidate": each given lacks a candidate
        that has to take part. "too_many_left_out": pools of this rule hold more candidates than
        are left. "no_such_size": pools of these sizes hold another number of candidates than the
        slice allows. "not_sampled": none of the pools that were drawn is one of the slice.
        "covered": no pool is covered by all metrics.
    names : tuple of str
        The candidates or givens that it is about.
    of, left_out, back : int
        Where too many are left out: the candidates of a given, how many of them are left out, and
        how many have to come back; of the given with the fewest to come back. Else 0.
    """

    cause: Cause
    names: tuple[str, ...] = ()
    of: int = 0
    left_out: int = 0
    back: int = 0

    @property
    def min_pool(self) -> int:
        """The pool rule under which the slice would have setups; 0 where none would help."""
        left = self.of - self.left_out
        return left if self.cause == "too_many_left_out" and left >= SMALLEST_POOL else 0


def emptiness(slice_: Slice) -> Emptiness | None:
    """Why a slice of one scenario has no setups; none where it has some."""
    (scenario,) = slice_.scenario_names()
    if setups_covered(slice_, scenario, ()):
        return None
    blocks = slice_.study.names_of(scenario).blocks
    givens, backbones = slice_.givens, slice_.backbones
    held = [b for b in blocks if not givens or b.given in givens]
    held = [b for b in held if not backbones or b.backbone in backbones]
    checks: Sequence[Check]
    checks = (_measured, _contradicted, _candidates, _left_out, _sampled, _covered)
    found = (cause for check in checks for cause in check(slice_, held))
    return next(found, Emptiness("no_such_size"))


Check = Callable[[Slice, Sequence[ScoredBlock]], Iterator[Emptiness]]


def _measured(slice_: Slice, held: Sequence[ScoredBlock]) -> Iterator[Emptiness]:
    if not held:
        yield Emptiness("not_measured", slice_.givens)


def _contradicted(slice_: Slice, _: Sequence[ScoredBlock]) -> Iterator[Emptiness]:
    both = tuple(name for name in slice_.present if name in slice_.absent)
    if both:
        yield Emptiness("contradiction", both)


def _candidates(slice_: Slice, held: Sequence[ScoredBlock]) -> Iterator[Emptiness]:
    inside = _mask(slice_, slice_.present)
    if all(inside & ~block.candidates for block in held):
        lacking = [name for name in slice_.present if _mask(slice_, (name,)) & ~held[0].candidates]
        yield Emptiness("not_a_candidate", tuple(lacking))


def _left_out(slice_: Slice, held: Sequence[ScoredBlock]) -> Iterator[Emptiness]:
    outside, rule = _mask(slice_, slice_.absent), slice_.study.pools
    found = []
    for block in held:
        of, left_out = block.candidates.bit_count(), (block.candidates & outside).bit_count()
        fewest = max(rule.sizes_of(of)[0], slice_.sizes[0] if slice_.sizes else 0)
        found.append(
            Emptiness("too_many_left_out", slice_.absent, of, left_out, fewest - of + left_out)
        )
    fewest_back = min(found, key=lambda one: one.back)
    if fewest_back.back > 0 and fewest_back.left_out:
        yield fewest_back


def _sampled(slice_: Slice, held: Sequence[ScoredBlock]) -> Iterator[Emptiness]:
    """Where pools are drawn at random: whether some of the sizes asked for were drawn at all."""
    rule, (scenario,) = slice_.study.pools, slice_.scenario_names()
    low, high = slice_.sizes or slice_.study.names_of(scenario).sizes
    sizes = {size for block in held for size in rule.sizes_of(block.candidates.bit_count())}
    of_size = any(low <= size <= high for size in sizes)
    if rule.sample is not None and of_size and not _all_covered(slice_, scenario):
        yield Emptiness("not_sampled")


def _all_covered(slice_: Slice, scenario: str) -> int:
    """Setups of a slice whatever covers them."""
    return setups_covered(slice_.replace(covered=False), scenario, ())


def _covered(slice_: Slice, _: Sequence[ScoredBlock]) -> Iterator[Emptiness]:
    (scenario,) = slice_.scenario_names()
    if slice_.covered and _all_covered(slice_, scenario):
        yield Emptiness("covered")


def _mask(slice_: Slice, names: Sequence[str]) -> int:
    return mask_of(slice_.study.names_of(slice_.scenario_names()[0]).candidates, names)


def ways_back(slice_: Slice) -> dict[tuple[str, ...], int]:
    """Setups that come back without some restrictions: the fewest that do, by their fields."""
    used = [name for name in NOTHING if getattr(slice_, name)]
    for many in range(1, len(used) + 1):
        lifted = {fields: _without(slice_, fields) for fields in combinations(used, many)}
        found = {fields: setups for fields, setups in lifted.items() if setups}
        if found:
            return found
    return {}


def _without(slice_: Slice, restrictions: Sequence[str]) -> int:
    """The setups of a slice without some of its restrictions."""
    wider = slice_.replace(**{name: NOTHING[name] for name in restrictions})
    return sum(setups_covered(wider, one, ()) for one in wider.scenario_names())
