"""How is a slice said in words?"""

from collections.abc import Iterator, Sequence

from setupscope.analysis.slices.levels import Levels
from setupscope.data.measures import MEASURES
from setupscope.data.study.study import Scenario

MOST_NAMED = 3
"""Levels up to which a caption names each; beyond, it counts them."""


def caption(slice_: Levels) -> str:
    """What a slice holds: scenarios and givens, then every restriction, with semicolons between."""
    return "; ".join(_clauses(slice_))


def _clauses(slice_: Levels) -> Iterator[str]:
    scenarios = [slice_.study.scenario(name) for name in slice_.scenario_names()]
    yield "; ".join(_scenario(slice_, scenario) for scenario in scenarios)
    if slice_.backbones:
        yield f"{_listed(slice_.backbones)} backbone"
    labels = [MEASURES[key].label for key in slice_.measure_keys()]
    yield _some(labels, "measures", bool(slice_.measures))
    if slice_.sizes:
        low, high = slice_.sizes
        yield f"pools of {low}" if low == high else f"pools of {low} to {high}"
    if slice_.study.pools.sample is not None:
        yield f"a sample of {slice_.study.pools.sample:,} pools a given"
    if slice_.present:
        yield f"with {_listed([slice_.study.label(name) for name in slice_.present])}"
    if slice_.absent:
        yield f"without {_listed([slice_.study.label(name) for name in slice_.absent])}"
    if slice_.metrics:
        labels = [slice_.study.metric(key).label for key in slice_.metrics]
        yield f"{_listed(labels)} compared"
    if slice_.covered:
        yield "only setups that all compared metrics cover"


def _scenario(slice_: Levels, scenario: Scenario) -> str:
    givens = slice_.study.names_of(scenario.name).givens
    left = [given for given in givens if not slice_.givens or given in slice_.givens]
    task = slice_.study.table(scenario.table).task
    labels = [slice_.study.label(given) for given in left]
    whom = _family(slice_, givens, left, f"{scenario.given}s") or _some(
        labels, f"{scenario.given}s", len(left) < len(givens), of=len(givens)
    )
    by = " by gain" if scenario.performance == "gain" else ""
    return f"{task}, {scenario.candidates}s ranked{by} for {whom}"


def _family(slice_: Levels, givens: Sequence[str], left: Sequence[str], noun: str) -> str:
    """The family whose givens are left, or all but whose; else nothing."""
    for family, own in slice_.study.families_among(givens).items():
        if {*own} == {*left}:
            labels = [slice_.study.label(given) for given in left]
            return f"{family} ({_some(labels, noun, restricted=True)})"
    for family, own in slice_.study.families_among(givens).items():
        if {*own} == {*givens} - {*left} and len(left) > MOST_NAMED:
            return f"all but {family} ({len(left)} of {len(givens)} {noun})"
    return ""


def _some(labels: Sequence[str], noun: str, restricted: bool, of: int | None = None) -> str:
    """The labels, where they are a restriction and few; else how many there are."""
    if restricted and 0 < len(labels) <= MOST_NAMED:
        return _listed(labels)
    total = f" of {of}" if restricted and of else ""
    return f"{len(labels)}{total} {noun}"


def _listed(labels: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(labels[:-1]), labels[-1]]))
