"""What is the conclusion under the setups of a paper's evaluation?"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.queries.queries import Queries, remembered
from setupscope.data import Store
from setupscope.data.errors import listed
from setupscope.data.study.measured import MeasuredStudy
from setupscope.data.study.presets import measures_named
from setupscope.data.study.study import Preset

COLUMNS = (
    *("scenario", "preset", "paper", "slice", "setups", "givens", "winner", "runner_up"),
    *("lead", "low", "high", "verdict", "note", "reason"),
)
NO_SETUPS = "no setup of this store matches it"


@dataclass(frozen=True)
class PaperSetups:
    """The setups of a preset, as far as a store has them.

    Attributes
    ----------
    preset : Preset
        As the study names it.
    slice_ : Slice
        Its setups; without what the store does not have.
    reason : str
        What the store does not have of it; empty where it has all.
    """

    preset: Preset
    slice_: Slice
    reason: str


READ: WeakKeyDictionary[Store, list[PaperSetups]] = WeakKeyDictionary()
"""The presets of each store: every run of every page asks for them. Gone with the store."""


def stored_presets(store: Store, scenario: str = "") -> list[PaperSetups]:
    """The presets of a store's study, or those of one of its scenarios, read once."""
    if store not in READ:
        READ[store] = presets_of(store.study)
    return [one for one in READ[store] if scenario in ("", one.slice_.scenario_names()[0])]


def presets_of(study: MeasuredStudy) -> list[PaperSetups]:
    """The presets of a study, in the study's order."""
    found = []
    for preset in study.presets:
        slice_, problems = Slice.read(preset.slice, study)
        without = [key for key in measures_named(preset) if key not in study.measures]
        if without:
            problems = (f"the store is built without measure {listed(without)}",)
        found.append(PaperSetups(preset, slice_, "; ".join(problems)))
    return found


@remembered
def presets_table(queries: Queries, slice_: Slice, seed: int = 0) -> pd.DataFrame:
    """The conclusion under each preset of the scenarios of a slice, its metrics compared.

    Returns
    -------
    pandas.DataFrame
        A row per preset: `scenario`, `preset` (its label), `paper`, `slice` (its query),
        `setups`, `givens`; `winner`, `runner_up`, `lead`, `low`, `high`, `verdict` as in
        `analysis.conclusion`, of all measures together; `note`, what differs from the paper;
        `reason` of a null.
    """
    names = slice_.scenario_names()
    found = [p for name in names for p in stored_presets(queries.store, name)]
    return pd.DataFrame([_row(queries, one, slice_, seed) for one in found], columns=list(COLUMNS))


def _row(queries: Queries, one: PaperSetups, slice_: Slice, seed: int) -> dict[str, object]:
    shown = one.slice_.replace(metrics=slice_.metrics)
    row: dict[str, object] = {
        "scenario": shown.scenario_names()[0],
        "preset": one.preset.label,
        "paper": one.preset.paper,
        "slice": one.preset.slice,
        "note": one.preset.note,
        "reason": one.reason,
        "setups": 0 if one.reason else queries.setup_count(shown),
        "givens": 0,
    }
    if not row["setups"]:
        return row | {"reason": one.reason or NO_SETUPS}
    # The row of all measures together comes last; where there is one, that one.
    last = queries.table(shown, "conclusion", (), seed).iloc[-1]
    kept = ("givens", "winner", "runner_up", "lead", "low", "high", "verdict", "reason")
    return row | {key: last[key] for key in kept}
