"""How far is a build, or a table, and how fast does it go?"""

import sys
from functools import partial
from typing import NoReturn

from tqdm import tqdm


class Bar:
    """A progress bar on standard error, shown once the first steps are done.

    Where that is no terminal, but a log or a mail, there is none.

    Parameters
    ----------
    what, unit : str
        What is under way, and what is counted.
    wait : float
        Seconds for which it is not shown.

    Attributes
    ----------
    total : int
        Steps in all; 0 until the first are done.
    """

    def __init__(self, what: str = "Scoring", unit: str = " setups", wait: float = 0) -> None:
        self.total = 0
        self._unit = unit
        self._new = partial(_new, desc=what, unit=unit, delay=wait)
        self._bar: tqdm[NoReturn] | None = None

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leaves what is shown as it is."""
        if self._bar is not None:
            self._bar.close()

    def resume(self, done: int, total: int) -> None:
        """Says that so many steps were done before; they do not count for the speed."""
        self.total = total
        tqdm.write(
            f"Going on from {done:,} of {total:,}{self._unit} that are finished.", file=sys.stderr
        )
        self._bar = self._new(total=total, initial=done)

    def restart(self, done: int, total: int) -> None:
        """As `update`, of one piece of work after another; steps that are not known yet are 0."""
        if not total:
            return
        if self._bar is not None and (self._bar.total != total or done < self._bar.n):
            self._bar.reset(total)
        self.update(done, total)

    def update(self, done: int, total: int) -> None:
        """Shows that so many of all steps are done."""
        self.total = total
        bar = self._bar or self._new(total=total)
        bar.update(done - bar.n)
        self._bar = bar


def _new(total: int, desc: str, unit: str, delay: float, initial: int = 0) -> "tqdm[NoReturn]":
    return tqdm(
        total=total,
        initial=initial,
        desc=desc,
        unit=unit,
        delay=delay,
        unit_scale=True,
        disable=None,
    )
