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
"""Which metrics and setups count: each metric over the setups that it covers; only metrics that
cover every setup that is compared; the setups that both metrics of a pair cover."""


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
    if all(count == held.setups for count in held.of.values()):
        return ""
    if counting == PAIR:
        return _of_pair(study, held)
    if len(held.field) < 2:
        return _no_field(study, held)
    none = [_of_absent(study, metric) for metric in held.absent]
    if counting == EVERY:
        return " ".join([*_narrowing(study, held), *_left_out(study, held), *none])
    partial = [_of_partial(study, held, metric) for metric in held.partial]
    return " ".join([*_narrowing(study, held), *partial, *none])


def _narrowing(study: Study, held: Coverage) -> list[str]:
    """Metrics that lack scores only where fewer than two metrics are left to compare."""
    narrow = [metric for metric in held.field if held.of[metric] < held.setups]
    said = [
        f"{metric_label(study, metric)} lacks some scores: it covers"
        f" {_share(held, held.of[metric])}."
        for metric in narrow
    ]
    return [*said, "Setups that fewer than two metrics cover are not compared."] if said else []


def _of_partial(study: Study, held: Coverage, metric: str) -> str:
    return (
        f"{metric_label(study, metric)} lacks some scores: it covers"
        f" {_share(held, held.of[metric])}, is compared with the others on these only, and changes"
        " none of their numbers."
    )


def _of_absent(study: Study, metric: str) -> str:
    name = metric_label(study, metric)
    return f"{name} is left out: it lacks scores and covers no setup here."


def _left_out(study: Study, held: Coverage) -> list[str]:
    """Metrics that a ranking of metrics leaves out."""
    names = join_names([metric_label(study, metric) for metric in held.partial])
    verb = "lacks some scores and is" if len(held.partial) == 1 else "lack some scores and are"
    return [f"{names} {verb} left out here."] if names else []


def _no_field(study: Study, held: Coverage) -> str:
    """Why no winner can be named."""
    counts = [
        f"{metric_label(study, metric)} covers {_share(held, count)}"
        for metric, count in held.of.items()
    ]
    if len(held.of) - len(held.absent) < 2:
        return f"Nothing can be compared: {join_names(counts)}."
    return (
        "No winner can be named, because fewer than two metrics have scores for all setups that"
        f" are compared: {join_names(counts)}."
    )


def _of_pair(study: Study, held: Coverage) -> str:
    names = join_names([metric_label(study, metric) for metric in held.of])
    if held.absent:
        return " ".join(_of_absent(study, metric) for metric in held.absent)
    return f"{names} both cover {_share(held, held.together)}; only these are counted."


def _share(held: Coverage, count: int) -> str:
    part = percent(count / held.setups) if held.setups else ""
    return f"{count:,} of {held.setups:,} setups ({part})"
