"""Where is each metric the best: who wins in each cell of two components, and is it so?

The map shows in one look that no metric is best everywhere, and where each one is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from setupscope.analysis.frames.contests import field_of
from setupscope.analysis.frames.fetch import fetch
from setupscope.analysis.frames.rows import Metrics, Rows, Setups
from setupscope.analysis.questions.cell_errors import CellErrors
from setupscope.analysis.questions.documentation import documented
from setupscope.analysis.questions.leads import CLEAR_GIVENS, UNDECIDED, Array
from setupscope.analysis.questions.map_cells import MapCells
from setupscope.analysis.questions.restrictions import RESTRICTED
from setupscope.analysis.questions.shares import NO_WINNER, RankedSetups
from setupscope.analysis.questions.verdicts import verdict_of
from setupscope.analysis.resampling.bootstrap import FEWEST_GIVENS, TOLERANCE, t_quantile
from setupscope.analysis.slices.slices import Slice
from setupscope.data.errors import InputError, unknown
from setupscope.data.study.measured import MeasuredStudy

GIVEN, MEASURE = "given", "measure"
COLUMNS = (
    *("row", "column", "panel", "winner", "runner_up", "win_rate", "lead", "half_width"),
    *("verdict", "tied", "ties", "setups", "givens", "reason"),
)


@documented
def winner_map(
    setups: Setups,
    study: MeasuredStudy,
    metrics: Metrics = None,
    rows: str = GIVEN,
    columns: str = MEASURE,
    panels: str = "",
    seed: int = 0,
) -> pd.DataFrame:
    """Who wins in each cell of two components of each scenario, by how much, and is it so?

    All cells of a scenario compare the same metrics, as flips do: those that cover all
    contests of its slice. So one colour means one thing on the whole map.

    {parameters}
    study : MeasuredStudy
        Whose setups these are; it names the candidates.
    rows, columns, panels : str
        given, backbone, measure, pool_size, with or without (a candidate of the pool); all
        different, and `panels` empty for none. Candidates that every pool has, or none, are
        no levels. Cells of candidates share setups; others do not.

    Returns
    -------
    pandas.DataFrame
        A row per scenario and cell that has setups, ordered by panel, row and column:

        - `scenario`; `row`, `column`, `panel`: the levels, `panel` empty without panels;
        - `winner`, `runner_up`: the metrics with the highest win rates, those that tie in
          the metrics' order; null where no metric has a value, or fewer than two cover all
          contests of the scenario's slice;
        - `win_rate`: of the winner, 0 to 1, each given weighing the same;
        - `lead`: over the runner-up, the difference of their win rates;
        - `half_width`: t · SE of that lead; over givens and candidates from 6 givens up,
          over candidates alone below (the givens held); null where candidates cannot be
          resampled;
        - `verdict`: from 6 givens up that of `conclusion` on the cell. Below, "clear for
          these givens" where every lead of the winner exceeds its t · SE over candidates,
          else "undecided"; null where candidates cannot be resampled. A tie is undecided;
        - `tied`: whether several metrics share the highest win rate; `ties`: all of these,
          with commas between, empty where one is alone;
        - `setups`, `givens`: how many the cell has;
        - `reason`: why a number or the verdict is null, else null.

        Empty where the frame is.

    Raises
    ------
    InputError
        When a metric or a component is unknown, or two components are the same.

    Notes
    -----
    A cell of one given cannot say how the answer would change with another, so its verdict is
    about candidates alone: the delete-d jackknife of Shao and Wu 1989, t of n − 1 degrees of
    freedom for n candidates that pools leave out.
    """
    components = required_axes(rows, columns, panels)
    found: list[dict[str, object]] = []
    for levels, part in fetch(setups, metrics).parts(()):
        candidates = study.names_of(str(levels["scenario"])).candidates
        whole = _Map.of(part, components, candidates, seed)
        found += [{**levels, **row} for row in whole.table()]
    return pd.DataFrame(found, columns=["scenario", *COLUMNS])


def default_axes(slice_: Slice) -> tuple[str, ...]:
    """Given and measure, and backbone where a scenario of the slice has several."""
    several = any(
        len(one.backbones or one.accepted("backbone")) > 1 for one in slice_.by_scenario()
    )
    return (GIVEN, MEASURE, *(["backbone"] if several else []))


def required_axes(rows: str, columns: str, panels: str = "") -> tuple[str, ...]:
    """The components of a map, or InputError."""
    components = (rows, columns, *([panels] if panels else []))
    for component in components:
        if component not in RESTRICTED:
            raise InputError(unknown("component", component, RESTRICTED))
    if len(set(components)) < len(components):
        named = ", ".join(components)
        raise InputError(f"the components of a map must differ, but these are {named}")
    return components


@dataclass(frozen=True)
class _Map:
    """The map of one scenario: its cells, and why it has no winner anywhere, if so."""

    cells: MapCells
    nothing: str | None
    seed: int

    @classmethod
    def of(
        cls, part: Rows, components: tuple[str, ...], candidates: tuple[str, ...], seed: int
    ) -> "_Map":
        """The map of a part of a scenario."""
        cells = MapCells(part, field_of(part), components, candidates)
        return cls(cells, RankedSetups.of(part, {}).why_no_winner(), seed)

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """Positions of the metrics in each cell, the highest win rate first: (..., k)."""
        return np.argsort(-self.cells.rates, axis=-1, kind="stable")

    @cached_property
    def errors(self) -> CellErrors:
        """What the leads of the winners owe to candidates."""
        return CellErrors(self.cells, self.order[..., 0])

    def table(self) -> Iterator[dict[str, object]]:
        """A row per cell, by panel, row and column."""
        rows, columns, *panels = self.cells.components
        occurring = [(place, self.cells.levels(*place)) for place in self.cells.occurring.tolist()]
        places = {name: self._places(name) for name in self.cells.components}
        order = (*panels, rows, columns)
        occurring.sort(key=lambda cell: [places[name][cell[1][name]] for name in order])
        for place, levels in occurring:
            combination, base = place
            sums = self.cells.sums[combination, base, :, -1]
            yield {
                "row": levels[rows],
                "column": levels[columns],
                "panel": levels[panels[0]] if panels else "",
                "setups": int(sums.sum()),
                "givens": int((sums > 0).sum()),
                "tied": False,
                "ties": "",
                **self._cell(combination, base),
            }

    def _places(self, component: str) -> dict[str | int, int]:
        known = self.cells.part.levels.get(component, self.cells.candidates)
        levels: tuple[str | int, ...] = (*known,)
        return {level: place for place, level in enumerate(levels)}

    def _cell(self, combination: int, base: int) -> dict[str, object]:
        """Winner, lead and verdict of a cell."""
        rates = self.cells.rates[combination, base]
        if self.nothing or np.isnan(rates).any():
            return {"reason": self.nothing or NO_WINNER}
        first, second = self.order[combination, base, :2]
        shares = self.cells.shares[combination, base]
        shares = shares[~np.isnan(shares).any(axis=1)]
        widths = self._half_widths(combination, base, shares)
        lead = float(rates[first] - rates[second])
        verdict = self._verdict(combination, base, shares, widths)
        tied = [self.cells.field[place] for place in np.flatnonzero(rates == rates[first])]
        return {
            "winner": self.cells.field[first],
            "runner_up": self.cells.field[second],
            "win_rate": float(rates[first]),
            "lead": lead,
            "half_width": float(widths[second]),
            "verdict": verdict,
            "tied": lead <= TOLERANCE,
            "ties": ",".join(tied) if len(tied) > 1 else "",
            "reason": str(self.errors.reasons[combination, base]) or None,
        }

    def _half_widths(self, combination: int, base: int, shares: Array) -> Array:
        """T · SE of the winner's lead over each metric; NaN where there is none."""
        place = combination, base
        square = self.errors.of_candidates[place]
        free = int(self.errors.free[place])
        if free < 2:
            return np.full(len(square), np.nan)
        if len(shares) < FEWEST_GIVENS:
            return np.asarray(t_quantile(free - 1) * np.sqrt(square))
        if not self.errors.are_givens[place]:
            leads = shares[:, [self.order[place][0]]] - shares
            square = square + leads.var(axis=0, ddof=1) / len(shares)
        return np.asarray(t_quantile(min(len(shares), free) - 1) * np.sqrt(square))

    def _verdict(self, combination: int, base: int, shares: Array, widths: Array) -> str | None:
        rates = self.cells.rates[combination, base]
        first, *others = self.order[combination, base].tolist()
        if len(shares) >= FEWEST_GIVENS:
            return verdict_of(shares, lambda: self.cells.rows(combination, base), self.seed)
        leads = rates[first] - rates[others]
        if leads.min() <= TOLERANCE:
            return UNDECIDED
        if np.isnan(widths[others]).any():
            return None
        return CLEAR_GIVENS if (leads > widths[others]).all() else UNDECIDED
