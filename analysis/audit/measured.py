"""What do the slow definitions of a study's checks take: measurements, pools, backbones?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from setupscope.analysis.audit import slow
from setupscope.analysis.soundness.sampled import ALL, SampledBlock, measures_of
from setupscope.data.storage.opening import Store
from setupscope.data.study.study import Study

DRAWS, POOLS = 2, 2
"""Random metrics, and pools of a given, that the slow definitions are given."""

Row = Mapping[Any, Any]


def measurements_of(store: Store, scenario: str) -> pd.DataFrame:
    """The measurements of a scenario, as the slow definitions take them."""
    own, every = store.study.scenario(scenario), store.measurements()
    names = {own.given: "given", own.candidates: "candidate"}
    return ranked_by(
        store.study, scenario, every[every["table"] == own.table].rename(columns=names)
    )


def ranked_by(study: Study, scenario: str, measured: pd.DataFrame) -> pd.DataFrame:
    """Measurements with what candidates are ranked by as their performance."""
    own = study.scenario(scenario)
    if own.performance == "measured":
        return measured
    return slow.gains(measured, "candidate" if own.candidates == "source" else "given")


def parts_of(frame: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of each backbone, then all where it has several."""
    names = frame["backbone"].astype(str)
    levels = sorted(set(names))
    yield from ((level, frame[names == level]) for level in levels)
    if len(levels) > 1:
        yield ALL, frame


def rows_of(table: pd.DataFrame, backbone: str) -> list[dict[Any, Any]]:
    """The rows of a table for one backbone."""
    return table[table["backbone"] == backbone].to_dict("records")


def pools_of(names: Sequence[str], found: Sequence[SampledBlock]) -> slow.Pools:
    """The members of each sampled pool; `names` are the candidates in the order of the bits."""
    return {
        (one.block.given, one.block.backbone): (
            [
                [names[bit] for bit, there in zip(one.block.bits, row, strict=True) if there]
                for row in one.members
            ],
            one.weight,
        )
        for one in found
    }


def measures_in(study: Study, scenario: str) -> list[str]:
    """Keys of the evaluation measures of a scenario."""
    return [measure.key for measure in measures_of(study, scenario)]
