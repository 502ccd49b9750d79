"""At which step of a sweep is the reader, and is it being played?"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

PLAYER = "player"


@dataclass
class Player:
    """The place of one reader in one sweep.

    Attributes
    ----------
    of : str
        Which sweep, of which slice.
    steps : sequence of float
        Its steps, ascending.
    step : float
        The one that is shown.
    playing : bool
        Whether the next one follows by itself.
    waits : bool
        Whether the step shown is still to be seen before the next one follows.
    """

    of: str
    steps: Sequence[float]
    step: float
    playing: bool = False
    waits: bool = False

    def go_to(self, step: float) -> None:
        """Another step, at which it stays."""
        self.step, self.playing = step, False

    def play(self) -> None:
        """From the step shown on, or from the first one at the end."""
        if self.step == self.steps[-1]:
            self.step = self.steps[0]
        self.playing = self.waits = True

    def tick(self) -> None:
        """A moment has passed: the next step follows, and after the last none."""
        if self.playing and not self.waits:
            place = self.steps.index(self.step) + 1
            self.step = self.steps[place]
            self.playing = place < len(self.steps) - 1
        self.waits = False


def player_of(of: str, steps: Sequence[float], start: float) -> Player:
    """The place in a sweep, at first that of `start`; another sweep begins anew."""
    held: Player | None = st.session_state.get(PLAYER)
    if held is None or held.of != of or list(held.steps) != list(steps):
        held = st.session_state[PLAYER] = Player(of, steps, start)
    return held
