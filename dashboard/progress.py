"""How far is a build, and how fast does it go?"""

from typing import NoReturn

from tqdm import tqdm


class Bar:
    """A progress bar of setups on standard error, shown once the first are scored.

    Attributes
    ----------
    total : int
        Setups in all; 0 until the first are scored.
    """

    def __init__(self) -> None:
        self.total = 0
        self._bar: tqdm[NoReturn] | None = None

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def at(self, done: int, total: int) -> None:
        """Shows that so many of all setups are scored."""
        self.total = total
        bar = self._bar or tqdm(total=total, unit=" setups", unit_scale=True, desc="Scoring")
        bar.update(done - bar.n)
        self._bar = bar
