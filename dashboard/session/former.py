"""Which slice is the present one compared with?"""

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.session.state import State, current_state


def former_slice(state: State) -> Slice | None:
    """The pinned slice, else the one before the last change.

    None where that is of another scenario, or the same.
    """
    one, present = state.pinned or (state.past[-1] if state.past else None), state.slice_
    if one is None or one == present or one.scenario_names() != present.scenario_names():
        return None
    return one


def pin(slice_: Slice | None) -> None:
    """Another slice to compare with until it is let go; none lets go."""
    state = current_state()
    state.pinned, state.edited = slice_, True


def return_to(slice_: Slice) -> None:
    """A former slice again; undo brings the present one back."""
    state = current_state()
    state.change(slice_)
    state.edited = True
