"""Which slice is the first one compared with?"""

from collections.abc import Iterator

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.session.page_keys import OF_SECOND, SECOND
from setupscope.dashboard.session.state import (
    State,
    address,
    opening_slice,
    read_slice,
    set_page_choices,
)
from setupscope.data.study.measured import MeasuredStudy

OTHERS = {"measures": "measure", "backbones": "backbone", "givens": "given"}
"""Fields of a slice whose levels can be exchanged for the others."""


def second_slice(state: State, study: MeasuredStudy) -> Slice:
    """The second slice of the address, else one that is worth comparing; with the same metrics."""
    own = {
        key.removeprefix(SECOND): value
        for key, value in state.choices.items()
        if key.startswith(SECOND)
    }
    if not own:
        return _first_choice(state.slice_)
    slice_, problems = read_slice(study, {"scenario": state.slice_.scenario_names()[0]} | own)
    if problems:
        state.problems = [*state.problems, *problems]
        state.asked.update(keys_of_second(slice_), state.scenario)
    return slice_.comparing_as(state.slice_)


def _first_choice(first: Slice) -> Slice:
    """The whole scenario; where that is the first slice, another that ranks the same side.

    Where there is no other, one level of it: a measure, else a backbone, else a given.
    """
    whole = whole_of(first)
    if first != whole:
        return whole
    study, own = first.study, first.scenario_names()[0]
    others = [one for one in study.scenarios if one.name != own]
    alike = [one for one in others if one.candidates == study.scenario(own).candidates]
    if not others:
        return next(_single_levels(whole), whole)
    return opening_slice(study, (alike or others)[0]).comparing_as(first)


def _single_levels(whole: Slice) -> Iterator[Slice]:
    """The first level of each component of which a slice has several."""
    for field, key in OTHERS.items():
        levels = getattr(whole, field) or whole.accepted(key)
        if len(levels) > 1:
            yield whole.replace(**{field: levels[:1]})


def whole_of(slice_: Slice) -> Slice:
    """The scenario of a slice as it opens, with the same metrics."""
    scenario = slice_.study.scenario(slice_.scenario_names()[0])
    return opening_slice(slice_.study, scenario).comparing_as(slice_)


def complements(first: Slice) -> Iterator[tuple[str, Slice]]:
    """Slices that have the other levels of one restriction: the field, and the slice."""
    for field, key in OTHERS.items():
        levels = getattr(first, field)
        if levels:
            others = tuple(name for name in first.accepted(key) if name not in levels)
            yield field, first.replace(**{field: others})
    if first.present and not first.absent:
        yield "present", first.replace(present=(), absent=first.present)
    if first.absent and not first.present:
        yield "absent", first.replace(present=first.absent, absent=())


def keys_of_second(second: Slice) -> dict[str, str]:
    """The keys of an address that hold the second slice."""
    wanted = address(second)
    return {f"{SECOND}{key}": wanted[key] for key in OF_SECOND if key in wanted}


def compare_with(second: Slice) -> None:
    """Makes a slice the second one; a callback."""
    set_page_choices(keys_of_second(second))
