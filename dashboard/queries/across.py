"""What do several studies say, of which one is shown?

Metrics are named by the keys of the study shown, where it has them; each study's own numbers are
cached with its own store, what is made of them with the study shown or with a private one.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import signature
from typing import Concatenate, ParamSpec

import pandas as pd

from setupscope.analysis.slices.slices import Slice
from setupscope.analysis.studies.across import combined, keys_in
from setupscope.analysis.studies.improvements import improvements
from setupscope.analysis.studies.matching import (
    Part,
    Shared,
    matched_metrics,
    overlaps,
    question_of,
    same_study,
    shared,
)
from setupscope.analysis.studies.winners import won
from setupscope.dashboard.queries.handed_out import handed_out
from setupscope.dashboard.queries.queries import Queries, cached, keys_of, remembered
from setupscope.dashboard.text.labels import distinct
from setupscope.data.errors import InputError, listed

P = ParamSpec("P")
Names = tuple[str, ...]
FLIPPED = {
    "low": "high",
    "high": "low",
    "prediction_low": "prediction_high",
    "prediction_high": "prediction_low",
}


def others_of(queries: Queries) -> Names:
    """The digests of all other stores that are open, but those of a study that is there already."""
    taken = [queries.study]
    found = []
    for digest, other in queries.beside().items():
        if not any(same_study(other.study, one) for one in taken):
            taken.append(other.study)
            found.append(digest)
    return tuple(found)


def studies_of(queries: Queries, beside: Names) -> dict[str, Queries]:
    """The study that is shown and those beside it, by the names under which they are listed."""
    opened = queries.beside() if beside else {}
    for digest in beside:
        if digest not in opened:
            there = f"accepted: {listed(opened)}" if opened else "only one store is open"
            raise InputError(f"the study of store {digest} is not open here ({there})")
    found = [queries, *(opened[digest] for digest in beside)]
    return dict(zip(distinct([one.study.name for one in found]), found, strict=True))


def read_aliases(texts: Sequence[str]) -> dict[str, str]:
    """Aliases as `analysis.across` takes them, of texts such as "n_leep=nleep"."""
    pairs = [text.partition("=") for text in texts]
    for text, (other, _, own) in zip(texts, pairs, strict=True):
        if not other or not own:
            raise InputError(f"alias {text!r} is not accepted (accepted: OTHER=KEY, two keys)")
    return {other.strip(): own.strip() for other, _, own in pairs}


Answer = Callable[Concatenate[Queries, P], pd.DataFrame]


def _together(question: Answer[P]) -> Answer[P]:
    """The question about several stores, with answers cached for all readers.

    Where one of the stores is a reader's own, they are kept with it instead.
    """
    key_of, parameters = keys_of(question), signature(question)

    @wraps(question)
    def ask(queries: Queries, /, *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
        name, *asked = key_of(queries, *args, **kwargs)
        key = (name, queries.store.digest, *asked)
        beside = parameters.bind(queries, *args, **kwargs).arguments["beside"]
        stores = studies_of(queries, beside).values()
        owner = next((one for one in stores if one.private), queries)
        return queries.memo(
            key,
            lambda: handed_out(owner.cache(key, lambda: question(queries, *args, **kwargs))),
        )

    return ask


@remembered
def shared_of(queries: Queries, slice_: Slice, beside: Names, alias: Names) -> list[Shared]:
    """What the studies share of the questions that the scenarios of a slice ask.

    Of the slice, the metrics and measures count; where it names none, all do.
    """
    studies = {name: one.study for name, one in studies_of(queries, beside).items()}
    study, aliases = queries.study, read_aliases(alias)
    asked = {question_of(study.scenario(name)) for name in slice_.scenario_names()}
    own = {key: common for common, key in _keys_of(queries, beside, alias).items()}
    metrics = [own[key] for key in slice_.own_metrics()] if slice_.metrics else None
    found = shared(studies, aliases, metrics, slice_.measures or None)
    return [one for one in found if one.question in asked]


@remembered
def _keys_of(queries: Queries, beside: Names, alias: Names) -> Mapping[str, str]:
    """The study's own key of each of its metrics, by the key that the studies share."""
    study, aliases = queries.study, read_aliases(alias)
    (first, *_) = shared({study.name: study}, aliases)
    return first.parts[0].keys


@_together
def matched_of(queries: Queries, beside: Names, alias: Names) -> pd.DataFrame:
    """Which metric counts as which, and what is left out; see `analysis.matched_metrics`."""
    studies = {name: one.study for name, one in studies_of(queries, beside).items()}
    return matched_metrics(studies, read_aliases(alias))


@cached
def _improvements(queries: Queries, slice_: Slice, metrics: Names, seed: int) -> pd.DataFrame:
    """Every pair of some metrics of one study, each alone, in the order given."""
    return improvements(queries.setups(slice_), metrics, seed)


@_together
def overlaps_of(queries: Queries, beside: Names) -> pd.DataFrame:
    """Which sources and targets the studies share; see `analysis.studies.matching.overlaps`."""
    return overlaps({name: one.study for name, one in studies_of(queries, beside).items()})


@_together
def across_of(
    queries: Queries, slice_: Slice, beside: Names, alias: Names, seed: int = 0
) -> pd.DataFrame:
    """The table of `analysis.across` of the questions of a slice."""
    studies = studies_of(queries, beside)

    def ask(common: Shared, part: Part) -> pd.DataFrame:
        one = studies[part.study]
        own = Slice(one.study, part.scenarios, measures=common.measures)
        return _improvements(one, own, keys_in(common, part), seed)

    table = combined(shared_of(queries, slice_, beside, alias), ask)
    return _in_own_keys(table, ("a", "b"), _keys_of(queries, beside, alias))


@_together
def winners_of(
    queries: Queries, slice_: Slice, beside: Names, alias: Names, seed: int = 0
) -> pd.DataFrame:
    """The table of `analysis.winners_across` of the questions of a slice."""
    studies = studies_of(queries, beside)
    asked = {
        name: lambda own, one=one: one.table(own, "conclusion", ("measure",), seed)
        for name, one in studies.items()
    }
    measured = {name: one.study for name, one in studies.items()}
    table = won(shared_of(queries, slice_, beside, alias), measured, asked)
    return _in_own_keys(table, ("winner", "runner_up"), _keys_of(queries, beside, alias))


def pairs_in(table: pd.DataFrame) -> list[tuple[str, str]]:
    """The pairs of metrics of a table of `across`, in its order."""
    return list(dict.fromkeys(zip(table["a"], table["b"], strict=True)))


def of_pair(table: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    """The rows of one pair of a table of `across`, the metrics in the order asked for."""
    there = table[(table["a"] == pair[0]) & (table["b"] == pair[1])]
    if len(there):
        return there.reset_index(drop=True)
    other = table[(table["a"] == pair[1]) & (table["b"] == pair[0])].reset_index(drop=True)
    turned = other.assign(a=other["b"], b=other["a"], improvement=1 - other["improvement"])
    return turned.assign(**{end: 1 - other[opposite] for end, opposite in FLIPPED.items()})


def _in_own_keys(
    table: pd.DataFrame, columns: Sequence[str], own: Mapping[str, str]
) -> pd.DataFrame:
    named = {column: table[column].map(lambda key: own.get(key, key)) for column in columns}
    return table.assign(**named)
