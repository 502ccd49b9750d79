"""What do the metrics, the measures and the words of the pages mean, in a sentence each?"""

import re
from collections.abc import Iterable, Mapping

from setupscope.dashboard.text.labels import figure_label, measure_label, metric_label, without_tags
from setupscope.dashboard.text.markdown import escaped
from setupscope.data.measures import MEASURES
from setupscope.data.study.study import OTHERS, STATIC, Study

MOST_DEFINED = 12
"""Metrics up to which a hover defines all; more would cover the page."""

CLEAR_MEANS = (
    "A lead is **clear** if it survives other givens and other candidates, and **clear for these"
    " candidates** if it survives other givens only."
)
UNDECIDED_MEANS = "A lead is **undecided** if other givens could reverse it."
FIXED_MEANS = (
    "**Fixed** candidates are not resampled: the interval says how much the rate could differ for"
    " other givens, with these same candidates."
)
ON_CARDS = f"{CLEAR_MEANS} {UNDECIDED_MEANS} {FIXED_MEANS}"
"""What the cards of Findings take for known."""
TERMS: Mapping[str, str] = {
    r"setups?": "A **setup** is one given, one backbone, one pool of candidates and one measure."
    " In it, every metric gets one value.",
    r"givens?": "The **given** is the side of a setup that is fixed: the target where sources are"
    " ranked, the source where targets are.",
    r"pools?": "A **pool** is the set of candidates that a setup ranks.",
    r"fixed": FIXED_MEANS,
    r"clear": CLEAR_MEANS,
    r"undecided": UNDECIDED_MEANS,
    r"depends on the measure": "The winner **depends on the measure** if measures that each have a"
    " clear winner have different ones.",
}
"""Words that have a meaning of their own here, as regular expressions, and that meaning."""


def terms_in(text: str) -> str | None:
    """Markdown that defines the words of ours in a text; none where there are none."""
    found = [meaning for word, meaning in TERMS.items() if re.search(rf"\b{word}\b", text)]
    return "\n\n".join(found) or None


def metric_definition(study: Study, key: str) -> str:
    """What a metric measures and where it comes from, in plain text; empty if nobody says.

    Of a baseline, what it knows.
    """
    if study.is_baseline(key):
        return _baselines_defined(study).get(key, "")
    metric = study.metric(key)
    return _with_reference(metric.about, metric.reference)


def _baselines_defined(study: Study) -> dict[str, str]:
    """What each baseline of a study knows, by its key."""
    known = "Known before any transfer is measured"
    found = {
        STATIC.key: "One list of sources for every target, by how much better each is than the mean"
        " of all sources on the other targets.",
        OTHERS.key: "The mean performance of the other sources on each target.",
    }
    for fact in study.facts:
        source = f"; source: {fact.reference.removesuffix('.')}" if fact.reference else ""
        found[fact.key] = f"{known}{source}."
    for one in study.rescaled:
        found[one.key] = f"{study.metric(one.metric).label} on another scale, in the same order."
    return found


def measure_definition(key: str) -> str:
    """What a value of a measure says and where it comes from, in plain text."""
    return _with_reference(MEASURES[key].about, MEASURES[key].reference)


def _with_reference(about: str, reference: str) -> str:
    sentences = [text.strip().removesuffix(".") for text in (about, reference)]
    return " ".join(f"{text}." for text in sentences if text)


def metrics_defined(study: Study, keys: Iterable[str]) -> str:
    """A line of Markdown for each metric that has a definition."""
    known = [(metric_label(study, key), metric_definition(study, key)) for key in keys]
    return _listed([pair for pair in known if pair[1]][:MOST_DEFINED])


def measures_defined(keys: Iterable[str]) -> str:
    """A line of Markdown for each measure."""
    return _listed([(measure_label(key), measure_definition(key)) for key in keys])


def definitions(study: Study) -> str:
    """What all metrics and measures of a study mean, in Markdown."""
    lists = {
        "Metrics": metrics_defined(study, study.metric_keys),
        "Measures": measures_defined(study.measures),
    }
    return "\n\n".join(f"**{head}**\n{lines}" for head, lines in lists.items() if lines)


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f"\n- **{name}.** {escaped(meaning)}" for name, meaning in pairs)


def plain_definitions(study: Study) -> dict[str, str]:
    """What metrics and measures mean, in plain text, by each of their names in figures."""
    found: dict[str, str] = {}
    for key in (*study.metric_keys, *_baselines_defined(study)):
        metric = study.metric(key)
        names = (metric.label, figure_label(metric))
        found |= dict.fromkeys(names, metric_definition(study, key))
    for key in study.measures:
        names = (MEASURES[key].label, MEASURES[key].html)
        found |= dict.fromkeys(names, measure_definition(key))
    return {without_tags(name): meaning for name, meaning in found.items() if meaning}
