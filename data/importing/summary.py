"""What will come of a table, before anything is built from it?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from setupscope.data.errors import first_of, quoted
from setupscope.data.importing.competition import nothing_competes
from setupscope.data.pools import count_among
from setupscope.data.scoring.blocks import blocks
from setupscope.data.scoring.scoring import count_setups
from setupscope.data.study.study import Metric, Study
from setupscope.data.study.study_file import load_study
from setupscope.data.study.transfers import Transfers, read_transfers

SECONDS_TO_START = 0.7
SECONDS_A_VALUE = 4e-7
BYTES_A_VALUE = 2.5
"""Measured with 743,816 and with 5,249,592 setups of five metrics on two cores."""
MOST_NAMED = 6


@dataclass(frozen=True)
class Summary:
    """The summary of a table.

    Attributes
    ----------
    lines : tuple of (str, str)
        What, and how much of it.
    notes : tuple of str
        What to look at before the study is built, a sentence each.
    blocked : str
        Why nothing can be compared in any setup; empty where something can.
    """

    lines: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    blocked: str = ""

    def __str__(self) -> str:
        width = max(len(what) for what, _ in self.lines)
        lines = [f"{what:<{width}}  {how}" for what, how in self.lines]
        return "\n".join([*lines, *(f"Note: {ended(note)}" for note in self.notes)])


def ended(note: str) -> str:
    """A note as a sentence."""
    return note if note.endswith("?") else f"{note}."


def summarize(study_file: Path, first: Sequence[tuple[str, str]], notes: Sequence[str]) -> Summary:
    """What comes of a study: names, metrics, gaps, setups, time and size.

    Parameters
    ----------
    study_file : Path
        Of the study, written and complete.
    first : sequence of (str, str)
        What stands first.
    notes : sequence of str
        What its maker should know.

    Raises
    ------
    InputError
        When the study is not accepted.
    """
    study = load_study(study_file)
    transfers = read_transfers(study, study_file.parent)
    setups = count_setups(study, transfers)
    total, metrics = sum(setups.values()), len(study.metrics)
    lines = [
        *first,
        *_sides(study, transfers),
        ("metrics", f"{metrics}: {', '.join(_named(metric) for metric in study.metrics)}"),
        ("pools", str(study.pools)),
        ("setups", f"{total:,}: {', '.join(f'{name} {n:,}' for name, n in setups.items())}"),
        (
            "takes",
            f"about {_seconds(total, metrics):,.0f} s of computing (longer on a busy machine)"
            f" and {_megabytes(total, metrics)} MB",
        ),
    ]
    idle = {s.name: why for s in study.scenarios if (why := nothing_competes(study, transfers, s))}
    blocked = next(iter(idle.values())) if len(idle) == len(study.scenarios) else ""
    told = [] if blocked else idle.values()
    return Summary(tuple(lines), (*notes, *_gaps(study, transfers), *told), blocked)


def repeated_rows(rows: int) -> list[tuple[str, str]]:
    """How many rows of a table say nothing new, if any does."""
    return [("repeated", f"{rows:,} rows that repeat others; each is used once")] if rows else []


def _named(metric: Metric) -> str:
    inside = [metric.key] * (metric.key != metric.label)
    inside += ["lower is better"] * (metric.direction == "lower")
    return f"{metric.label} ({', '.join(inside)})" if inside else metric.label


def _seconds(setups: int, metrics: int) -> float:
    return max(1, SECONDS_TO_START + setups * metrics * SECONDS_A_VALUE)


def _megabytes(setups: int, metrics: int) -> str:
    size = setups * metrics * BYTES_A_VALUE / 1e6
    return f"{size:,.0f}" if size >= 1 else "less than 1"


def _sides(study: Study, transfers: Transfers) -> Iterable[tuple[str, str]]:
    """Sources, targets, backbones and transfers of each table."""
    for table in study.tables:
        rows = transfers.of_table(table.key)
        in_front = f"{table.key} " if len(study.tables) > 1 else ""
        sides = {side: sorted(set(rows[side].to_pylist())) for side in ("source", "target")}
        held = sorted(set(rows["backbone"].to_pylist()))
        for side, names in sides.items():
            yield f"{in_front}{side}s", _counted(names)
        if table.backbone:
            yield f"{in_front}backbones", _counted(held)
        yield f"{in_front}transfers", _of_all(rows.num_rows, sides, held)


def _of_all(found: int, sides: dict[str, list[str]], held: list[str]) -> str:
    same = len(set(sides["source"]) & set(sides["target"]))
    possible = (len(sides["source"]) * len(sides["target"]) - same) * len(held)
    return f"{found:,} of {possible:,}" + (
        f", {possible - found:,} not measured" * (found < possible)
    )


def _counted(names: Sequence[str]) -> str:
    return f"{len(names)}: {first_of([quoted(name) for name in names], MOST_NAMED)}"


def _gaps(study: Study, transfers: Transfers) -> Iterable[str]:
    """For the metrics that lack the same scores: how many, which, and what they cover."""
    for table in study.tables:
        rows = transfers.of_table(table.key)
        alike: dict[bytes, list[Metric]] = {}
        for metric in study.metrics:
            if rows[metric.key].null_count:
                gaps = pc.is_null(rows[metric.key]).to_numpy()
                alike.setdefault(np.packbits(gaps).tobytes(), []).append(metric)
        for metrics in alike.values():
            yield _gap(study, transfers, metrics, table.key, rows)


def _gap(
    study: Study, transfers: Transfers, metrics: Sequence[Metric], table: str, rows: pa.Table
) -> str:
    metric, *others = metrics
    lacking = rows.filter(pc.is_null(rows[metric.key])).to_pylist()
    named = [f"{quoted(row['source'])} → {quoted(row['target'])}" for row in lacking]
    covers = [
        f"{covered:,} of {total:,} setups of {scenario.name}"
        for scenario in study.scenarios
        if scenario.table == table
        for covered, total in [_covered(study, transfers, scenario.name, metric)]
    ]
    labels = ", ".join(metric.label for metric in metrics)
    lack, cover = ("each lack", "each covers") if others else ("lacks", "it covers")
    return (
        f"{labels} {lack} {len(lacking):,} of {rows.num_rows:,} scores in {table}"
        f" ({first_of(list(dict.fromkeys(named)), MOST_NAMED)}); {cover} {', '.join(covers)}"
    )


def _covered(study: Study, transfers: Transfers, scenario: str, metric: Metric) -> tuple[int, int]:
    """Setups of a scenario in which a metric has a score for every candidate, and all setups."""
    index, own, whole = study.metric_keys.index(metric.key), 0, 0
    for block in blocks(study, transfers, scenario):
        scored = np.flatnonzero(~np.isnan(block.scores[:, index])).tolist()
        own += count_among(study.pools, block.candidates, sum(1 << place for place in scored))
        whole += study.pools.count(len(block.bits))
    measures = len(study.measures_of(scenario))
    return own * measures, whole * measures
