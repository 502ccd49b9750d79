"""What does an exhibit leave out, and can it be made of its slice?"""

from collections.abc import Sequence
from dataclasses import replace

from setupscope.analysis.questions.families import FAMILIES, NO_FAMILY, has_families
from setupscope.analysis.questions.one_setup import OneSetup
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.queries.answer import opening_pair, slices_with_setups
from setupscope.dashboard.queries.queries import Queries
from setupscope.data import InputError
from setupscope.data.errors import listed, unknown
from setupscope.data.study.setup_ids import SetupId


def the_setup(queries: Queries, exhibit: Exhibit) -> OneSetup:
    """The setup that an exhibit shows, or InputError where the store does not hold it."""
    one = queries.setup(SetupId.parse(exhibit.setup, queries.study))
    if one is None:
        raise InputError(
            f"setup {exhibit.setup!r} is not in the store (its pools: {queries.study.pools})"
        )
    return one


def resolve_as_it_is(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For what shows any slice of any scenarios that holds setups."""
    _require_setups(queries, exhibit)
    return exhibit


def resolve_one_scenario(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For what shows one scenario: the first where the slice names none."""
    slice_ = exhibit.slice_
    if len(slice_.scenarios) > 1:
        raise InputError(
            f"{exhibit.kind} {exhibit.name} shows one scenario, but the slice names"
            f" {len(slice_.scenarios)} (accepted: {listed(slice_.scenarios)})"
        )
    one = exhibit if slice_.scenarios else replace(exhibit, slice_=_first_scenario(slice_))
    _require_setups(queries, one)
    return one


def _first_scenario(slice_: Slice) -> Slice:
    return slice_.replace(scenarios=(slice_.study.scenarios[0].name,))


def _require_setups(queries: Queries, exhibit: Exhibit) -> None:
    if not slices_with_setups(queries, exhibit.slice_):
        raise InputError(f"no setups match the slice: {exhibit.slice_.caption()}")


def require_component(slice_: Slice, component: str, offered: Sequence[str]) -> None:
    """Raises InputError where a slice of one scenario has not several parts by a component."""
    if component in offered:
        return
    if component in FAMILIES and not has_families(slice_.study, slice_.scenario_names()[0]):
        raise InputError(NO_FAMILY)
    raise InputError(unknown("component of this slice", component, offered))


def resolve_pair(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics: those of `opening_pair`, unless they are named as shown."""
    one = resolve_one_scenario(queries, exhibit)
    metrics = one.slice_.metric_keys()
    strangers = [key for key in one.shown if key not in metrics]
    if strangers:
        raise InputError(unknown("metric of this slice", strangers[0], metrics))
    if len(metrics) < 2:
        raise InputError(f"{one.name} compares two metrics, but the slice has only one")
    shown = one.shown or opening_pair(queries, one.slice_)
    if len(set(shown)) != 2:
        raise InputError(f"{one.name} compares two metrics, not {len(set(shown))}")
    return replace(one, shown=shown)


def resolve_pair_under(queries: Queries, exhibit: Exhibit) -> Exhibit:
    """For two metrics under one measure: the first, unless it is named."""
    one = resolve_pair(queries, exhibit)
    return replace(one, measure=measure_of(one))


def measure_of(exhibit: Exhibit) -> str:
    """The measure that is named, else the first of the slice."""
    measures = exhibit.slice_.measure_keys()
    if exhibit.measure and exhibit.measure not in measures:
        raise InputError(unknown("measure of this slice", exhibit.measure, measures))
    return exhibit.measure or measures[0]


def pair_of(exhibit: Exhibit) -> tuple[str, str]:
    """The two metrics of an exhibit that is resolved."""
    first, second = exhibit.shown
    return first, second
