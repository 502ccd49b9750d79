"""Does a store say what SciPy says, and every table what its definition says?

Random setups are recomputed from the measurements, and random slices of every table by the
slow definitions; every difference is reported.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from setupscope.analysis.audit import slow
from setupscope.analysis.questions.agreement import agreement
from setupscope.analysis.questions.claim import claim
from setupscope.analysis.questions.compare import compare
from setupscope.analysis.questions.conclusion import leads_of_winner
from setupscope.analysis.questions.enough import enough
from setupscope.analysis.questions.flips import flips
from setupscope.analysis.questions.importance import importance
from setupscope.analysis.questions.leave_one_out import leave_one_out
from setupscope.analysis.questions.pairs import pairs
from setupscope.analysis.questions.ranks import ranks
from setupscope.analysis.questions.scores import scores
from setupscope.analysis.questions.stability import stability
from setupscope.analysis.questions.wins import win_rates
from setupscope.analysis.resampling.bootstrap import draws_for
from setupscope.analysis.slices.slices import Slice
from setupscope.data.measures import MEASURES
from setupscope.data.storage.opening import Store
from setupscope.data.study.measured import MeasuredStudy

TOLERANCE = 1e-9
FLOAT32 = 2.0**-23
MOST_SETUPS = 400
"""Setups of a slice that the slow definitions are given."""

QUERIES_OF_LEADS = "scenario={scenario}&measure={measure}"
MOST_SETS = 300
"""Sets of candidates up to which the jackknife is repeated set by set."""


@dataclass(frozen=True)
class Difference:
    """Something that is not what its definition says.

    Attributes
    ----------
    where : str
        Table or "setups", and the slice or setup.
    what : str
        Column, and the row it stands in.
    found, expected : object
        What the store or table says, and what the definition says.
    """

    where: str
    what: str
    found: object
    expected: object

    def __str__(self) -> str:
        return (
            f"{self.where}: {self.what} is {self.found}, but by definition it should be"
            f" {self.expected}"
        )


def audit_setups(store: Store, rng: np.random.Generator, count: int) -> Iterator[Difference | None]:
    """Recomputes random setups from the measurements with SciPy; None where all is right."""
    frame = store.setups().df()
    tables = dict(iter(store.measurements().groupby("table")))
    for index in rng.choice(len(frame), min(count, len(frame)), replace=False):
        setup = frame.iloc[index]
        scenario = store.study.scenario(setup["scenario"])
        table = tables[scenario.table]
        held = (table[scenario.given] == setup["given"]) & (table["backbone"] == setup["backbone"])
        candidates = store.study.names_of(scenario.name).candidates
        pool = [name for bit, name in enumerate(candidates) if int(setup["pool"]) >> bit & 1]
        block = table[held].set_index(scenario.candidates).loc[pool]
        yield from _audit_setup(store.study, setup, block)


def _audit_setup(
    study: MeasuredStudy, setup: pd.Series, block: pd.DataFrame
) -> Iterator[Difference | None]:
    where = "setups: " + "/".join(str(setup[key]) for key in ("scenario", "given", "backbone"))
    where += f"/{setup['measure']}/{setup['pool']:x}"
    for metric in study.metric_keys:
        expected = np.nan
        if block[metric].notna().all():
            performances, of_metric = block["performance"].to_numpy(), block[metric].to_numpy()
            expected = slow.value(setup["measure"], performances, of_metric)
        yield _compare_numbers(where, metric, float(setup[metric]), expected, FLOAT32)


def random_slices(study: MeasuredStudy, rng: np.random.Generator, count: int) -> Iterator[Slice]:
    """Random slices of one scenario each: restrictions are drawn one by one."""

    def some(levels: tuple[str, ...]) -> tuple[str, ...]:
        if rng.random() > 0.4 or len(levels) < 2:
            return ()
        return tuple(rng.choice(levels, rng.integers(1, len(levels)), replace=False).tolist())

    names = [scenario.name for scenario in study.scenarios]
    for _ in range(count):
        chosen = Slice(study, scenarios=(str(rng.choice(names)),))
        low, high = chosen.all_sizes
        first, last = sorted(rng.integers(low, high + 1, 2).tolist())
        candidates = rng.permutation(chosen.accepted("with")).tolist()
        yield chosen.replace(
            givens=some(chosen.accepted("given")),
            backbones=some(chosen.accepted("backbone")),
            measures=some(chosen.accepted("measure")),
            sizes=(first, last) if rng.random() < 0.3 else None,
            present=tuple(candidates[:1]) if rng.random() < 0.3 else (),
            absent=tuple(candidates[1:3]) if rng.random() < 0.3 else (),
        )


def audit_tables(store: Store, rng: np.random.Generator, count: int) -> Iterator[Difference | None]:
    """Compares every table with its slow definition on random slices; None where all is right."""
    for slice_ in random_slices(store.study, rng, count):
        frame = slice_.narrow(store.setups()).df()
        if len(frame):
            few = frame.sample(min(MOST_SETUPS, len(frame)), random_state=rng)
            for audit in (
                _win_rates,
                _pairs,
                _scores,
                _stability,
                _leave_one_out,
                _flips,
                _ranks,
                _importance,
                _agreement,
                _compare,
                _enough,
            ):
                yield from audit(slice_, few)
            yield from _claim(slice_, few, rng)
    yield from _leads(store, rng)


def _win_rates(slice_: Slice, frame: pd.DataFrame) -> Iterator[Difference | None]:
    known = slice_.study.metric_keys
    expected = slow.win_rates(frame, known, known)
    for row in win_rates(frame).to_dict("records"):
        for column in ("wins", "win_rate", "undefined", "not_covered", "setups", "givens"):
            where = f"win-rates: {slice_}"
            wanted = expected.loc[row["metric"], column]
            yield _compare_numbers(where, f"{column} of {row['metric']}", row[column], wanted)
    givens = slow.given_rates(frame, known, known)
    weights = draws_for({len(givens)}, 0).get(len(givens))
    if weights is not None and givens[known[0]].notna().all():
        low, high = slow.interval(givens[known[0]].to_numpy(), weights)
        first = win_rates(frame).iloc[0]
        yield _compare_numbers(f"win-rates: {slice_}", f"low of {known[0]}", first["low"], low)
        yield _compare_numbers(f"win-rates: {slice_}", f"high of {known[0]}", first["high"], high)


def _pairs(slice_: Slice, frame: pd.DataFrame) -> Iterator[Difference | None]:
    for row in pairs(frame).to_dict("records"):
        rates, margin = slow.pair(frame, slice_.study.metric_keys, row["a"], row["b"])
        expected = dict(zip(("wins", "ties", "losses", "undefined"), rates, strict=True))
        for column, wanted in {**expected, "mean_margin": margin}.items():
            what = f"{column} of {row['a']} against {row['b']}"
            yield _compare_numbers(f"pairs: {slice_}", what, row[column], wanted)


def _scores(slice_: Slice, frame: pd.DataFrame) -> Iterator[Difference | None]:
    for row in scores(frame).to_dict("records"):
        expected = dict(slow.scores(frame[frame["measure"] == row["measure"]], row["metric"]))
        if row["measure"] == "rel_at_1":
            expected["share_not_positive"] = np.nan
        for column, wanted in expected.items():
            what = f"{column} of {row['metric']} under {row['measure']}"
            yield _compare_numbers(f"scores: {slice_}", what, row[column], wanted)


def _stability(slice_: Slice, frame: pd.DataFrame) -> Iterator[Difference | None]:
    levels = {"pool": "roster"}
    for row in stability(frame).to_dict("records"):
        component = row["component"]
        if frame[levels.get(component, component)].nunique() > 1:
            expected = slow.stability(frame, slice_.study.metric_keys, component)
            for column, wanted in expected.items():
                where = f"stability: {slice_}"
                yield _compare_numbers(where, f"{column} of {component}", row[column], wanted)


def _flips(slice_: Slice, frame: pd.DataFrame) -> Iterator[Difference | None]:
    known = slice_.study.metric_keys
    old = slow.given_rates(frame, known, known).mean().fillna(0.0).idxmax()
    candidates = slice_.study.names_of(slice_.scenario_names()[0]).candidates
    for row in flips(frame, slice_.study).dropna(subset="component").to_dict("records"):
        component, value = row["component"], row["value"]
        if component in ("with", "without"):
            masks = np.asarray(frame["pool"], np.int64)
            inside = (masks >> candidates.index(value) & 1) == 1
            left = frame.loc[inside if component == "with" else ~inside]
        else:
            left = frame.loc[frame[component].astype(str) == value]
        by, flipped = slow.flip(left, known, known, str(old))
        where, what = f"flips: {slice_}", f"{component} {value}"
        yield _compare_numbers(where, f"setups of {what}", row["setups"], len(left))
        yield _compare_numbers(where, f"by of {what}", row["by"], by)
        if abs(by) > TOLERANCE:
            yield _compare_numbers(where, f"flips of {what}", row["flips"], flipped)


def _ranks(slice_: Slice, frame: pd.DataFrame) -> Iterator[Difference | None]:
    expected = slow.mean_ranks(frame, slice_.study.metric_keys)
    for row in ranks(frame).to_dict("records"):
        metric = row["metric"]
        what = f"mean rank of {metric}"
        yield _compare_numbers(f"ranks: {slice_}", what, row["mean_rank"], expected[metric])


def _importance(slice_: Slice, frame: pd.DataFrame) -> Iterator[Difference | None]:
    for (a, b), part in importance(frame).groupby(["a", "b"]):
        expected = slow.importance(frame, str(a), str(b))
        for row in part.to_dict("records"):
            what = f"share of {row['component']} for {a} against {b}"
            wanted = expected.get(row["component"], np.nan)
            yield _compare_numbers(f"importance: {slice_}", what, row["share"], wanted)


def _agreement(slice_: Slice, frame: pd.DataFrame) -> Iterator[Difference | None]:
    known = slice_.study.metric_keys
    table = agreement(frame, slice_.study, by=("given", "backbone", "measure", "pool_size"))
    for row in table.dropna(subset="level_a").to_dict("records"):
        own = frame[row["component"]].astype(str)
        rates = [
            slow.given_rates(frame[own == row[level]], known, known).mean()
            for level in ("level_a", "level_b")
        ]
        what = f"tau of {row['level_a']} and {row['level_b']}"
        yield _compare_numbers(f"agreement: {slice_}", what, row["tau"], slow.tau(*rates))


def _compare(slice_: Slice, frame: pd.DataFrame) -> Iterator[Difference | None]:
    """One half of the setups against the other."""
    known, half = slice_.study.metric_keys, np.asarray(frame["pool"], np.int64) % 2 == 0
    first, second = frame[half], frame[~half]
    table = compare(first, second)
    if len(table):
        rates = [slow.given_rates(part, known, known).mean() for part in (first, second)]
        for row in table.to_dict("records"):
            what, wanted = f"difference of {row['metric']}", (rates[1] - rates[0])[row["metric"]]
            yield _compare_numbers(f"compare: {slice_}", what, row["difference"], wanted)


def _claim(
    slice_: Slice, frame: pd.DataFrame, rng: np.random.Generator
) -> Iterator[Difference | None]:
    known = slice_.study.metric_keys
    if len(known) < 2:
        return
    better, worse = rng.choice(known, 2, replace=False).tolist()
    shown = frame.sample(1, random_state=rng)
    expected = slow.claim(frame, shown, known, better, worse)
    for row in claim(frame, shown, better, worse).to_dict("records"):
        for column, wanted in expected[row["component"]].items():
            what = f"{column} of {better} over {worse}, {row['component']}"
            yield _compare_numbers(f"claim: {slice_}", what, row[column], wanted)


def _enough(slice_: Slice, frame: pd.DataFrame) -> Iterator[Difference | None]:
    """Two setups against two others; the same draws, since they are the first."""
    known = slice_.study.metric_keys
    row = enough(frame).iloc[0]
    if row["unit"] == "setups" and row["n"] == 2:
        parts = ["given", "backbone", "measure", "pool_size", "pool"]
        places = {measure: index for index, measure in enumerate(MEASURES)}
        coded = frame.assign(measure=frame["measure"].astype(str).map(places))
        coded = coded.astype({"given": str, "backbone": str}).sort_values(parts)
        for column, wanted in slow.enough_setups(coded, known, 2, 0).items():
            yield _compare_numbers(
                f"enough: {slice_}", f"{column} of 2 setups", row[column], wanted
            )


def _leave_one_out(slice_: Slice, frame: pd.DataFrame) -> Iterator[Difference | None]:
    known = slice_.study.metric_keys
    givens = slow.given_rates(frame, known, known)
    for row in leave_one_out(frame).to_dict("records"):
        rates = givens.drop(index=row["given"]).mean().sort_values(ascending=False)
        if len(givens) > 1 and rates.sum() > 0:
            where, what = f"leave-one-out: {slice_}", f"lead without {row['given']}"
            yield _compare_numbers(where, what, row["lead"], rates.iloc[0] - rates.iloc[1])
            yield _compare_numbers(where, f"winner's {what}", rates[row["winner"]], rates.iloc[0])


def _leads(store: Store, rng: np.random.Generator) -> Iterator[Difference | None]:
    """The leads of the winner in each scenario whose jackknife is short enough to repeat."""
    known = store.study.metric_keys
    for scenario in store.study.scenarios:
        measure = str(rng.choice(store.study.measures))
        query = QUERIES_OF_LEADS.format(scenario=scenario.name, measure=measure)
        setups = Slice.parse(query, store.study).narrow(store.setups())
        frame = setups.df()
        sizes = np.bitwise_count(frame["roster"].to_numpy())
        if frame.loc[sizes == sizes.min(), "roster"].nunique() > MOST_SETS:
            continue
        givens = slow.given_rates(frame, known, known).mean()
        for row in leads_of_winner(setups).to_dict("records"):
            where, pair = f"conclusion: {query}", (row["winner"], row["metric"])
            lead = givens[pair[0]] - givens[pair[1]]
            width = slow.half_width(frame, known, known, pair)
            yield _compare_numbers(where, f"lead over {row['metric']}", row["lead"], lead)
            if row["half_width"] == row["half_width"]:
                what = f"half-width of the lead over {row['metric']}"
                yield _compare_numbers(where, what, row["half_width"], width)


def _compare_numbers(
    where: str, what: str, found: float, expected: float, relative: float = 0.0
) -> Difference | None:
    """None where two numbers agree or both are missing."""
    same = np.isclose(found, expected, rtol=relative, atol=TOLERANCE, equal_nan=True)
    return None if same else Difference(where, what, found, expected)


AUDITS: dict[str, Callable[[Store, np.random.Generator, int], Iterator[Difference | None]]] = {
    "setups": audit_setups,
    "tables": audit_tables,
}
