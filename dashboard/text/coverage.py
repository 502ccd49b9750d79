"""What is said beside numbers about metrics that lack scores? Nothing where none does."""

from collections import defaultdict
from collections.abc import Sequence

from setupscope.analysis.slices.coverage import Coverage, coverage
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.text.labels import metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, percent
from setupscope.data.study.study import Study

EACH, EVERY, PAIR = "each", "every", "pair"
"""Which setups count: for each metric those that it covers; those that every metric covers that
covers any; those that both metrics of a pair cover."""


def coverage_note(slice_: Slice, counting: str = EACH, metrics: Sequence[str] = ()) -> str:
    """Which metrics do not cover all of a slice, and what counts then, in Markdown.

    By default of the metrics that the slice compares.
    """
    titles = defaultdict(list)
    for one in slice_.by_scenario():
        scenario = slice_.study.scenario(one.scenario_names()[0])
        words = _of_one(slice_.study, coverage(one, scenario.name, metrics), counting)
        titles[words].append(f"“{escaped(scenario.title)}”")
    if len(slice_.scenario_names()) == 1:
        return next(iter(titles), "")
    return " ".join(f"In {join_names(named)}: {words}" for words, named in titles.items() if words)


def _of_one(study: Study, held: Coverage, counting: str) -> str:
    lacking = [*held.partial, *held.absent]
    if not lacking:
        return ""
    if counting == PAIR:
        return _of_pair(study, held)
    none = [_of_absent(study, metric) for metric in held.absent]
    if counting == EVERY:
        return " ".join([*none, *_of_every(study, held)])
    return " ".join([*(_of_partial(study, held, metric) for metric in held.partial), *none])


def _of_partial(study: Study, held: Coverage, metric: str) -> str:
    return (
        f"{metric_label(study, metric)} lacks some scores: it covers"
        f" {_share(held, held.of[metric])}, and its numbers are for these setups only."
    )


def _of_absent(study: Study, metric: str) -> str:
    name = metric_label(study, metric)
    return f"{name} is left out: it lacks scores and covers no setup here."


def _of_every(study: Study, held: Coverage) -> list[str]:
    if not held.partial:
        return []
    names = join_names([metric_label(study, metric) for metric in held.partial])
    lack, cover = ("lacks", "it covers") if len(held.partial) == 1 else ("lack", "they cover")
    share = _share(held, held.together)
    return [f"{names} {lack} some scores: only the {share} that {cover} are counted."]


def _of_pair(study: Study, held: Coverage) -> str:
    names = join_names([metric_label(study, metric) for metric in held.of])
    if held.absent:
        return " ".join(_of_absent(study, metric) for metric in held.absent)
    return f"{names} both cover {_share(held, held.together)}; only these are counted."


def _share(held: Coverage, count: int) -> str:
    part = percent(count / held.setups) if held.setups else ""
    return f"{count:,} of {held.setups:,} setups ({part})"
