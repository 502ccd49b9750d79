"""Which slice is the present one compared with: the pinned one, else the one before it?"""

from typing import NamedTuple

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.session.page_keys import PIN
from setupscope.dashboard.session.state import State, set_page_choice
from setupscope.data.errors import InputError


class Former(NamedTuple):
    """A slice to compare the present one with, and whether the reader has pinned it."""

    slice_: Slice
    pinned: bool


def former_slice(state: State) -> Former | None:
    """The pinned slice of this scenario, else the slice that was shown before this one.

    None where nothing was changed yet, and where the slice before was of another scenario or
    of another study.
    """
    pinned = _pinned(state)
    if pinned is not None:
        return Former(pinned, pinned=True)
    before, now = state.former, state.slice_
    if before is None or before.study.digest != now.study.digest or before == now:
        return None
    if before.scenario_names() != now.scenario_names():
        return None
    return Former(before, pinned=False)


def _pinned(state: State) -> Slice | None:
    """The slice that is pinned; one that cannot be shown is named and let go."""
    text = state.choices.get(PIN)
    if text is None:
        return None
    study = state.slice_.study
    try:
        slice_ = Slice.parse(text, study)
    except InputError as error:
        state.drop(PIN, f"the pinned slice: {error}")
        return None
    if slice_.scenario_names() != state.slice_.scenario_names():
        title = study.scenario(state.scenario).title
        state.drop(PIN, f"the pinned slice is not of the scenario that is shown: {title}")
        return None
    return slice_


def pin(slice_: Slice) -> None:
    """Compares with this slice until it is let go; a callback."""
    set_page_choice(PIN, slice_.query())


def let_go() -> None:
    """Compares with the slice before the last change again; a callback."""
    set_page_choice(PIN, None)
