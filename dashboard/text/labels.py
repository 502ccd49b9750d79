"""What are metrics, measures, scenarios and levels called on pages and in figures?"""

import html
import re
from collections import Counter
from collections.abc import Sequence

from setupscope.analysis.questions.families import (
    FAMILIES,
    FAMILY,
    POOL_WITHOUT_FAMILY,
    WITHOUT_FAMILY,
    family_label,
)
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import NO_NUMBER
from setupscope.data.measures import MEASURES
from setupscope.data.study.study import Metric, Scenario, Study

CANDIDATE_PARTS = {"with": "candidate in", "without": "candidate out"}
BY_FAMILY = {
    FAMILY: "by family",
    WITHOUT_FAMILY: "without a family",
    POOL_WITHOUT_FAMILY: "in pools without a family",
}
"""How parts by family are named, where others are "by" a component."""
ONE_LEVEL = ("given", "backbone", "measure", FAMILY)
"""Components that a restriction leaves one level of, or one family."""
LONGEST_LABEL, LAST_LETTERS = 30, 9
"""Characters of a name in a figure, and how many of its end are kept of a longer one."""
TAG = re.compile(r"<[^>]*>")
BETWEEN_WORDS = re.compile(r"(?<!\d) +(?![^<]*>)")
"""Where a line may end: outside tags, and not between a number and what it counts."""


def capital(text: str) -> str:
    """The text with a capital at its start, as heads and sentences have."""
    return text[:1].upper() + text[1:]


def figure_text(text: str) -> str:
    """Any text in a figure, letter by letter, on one line; the middle of a long one is left out.

    Quotes stay as they are: Plotly knows no name for them.
    """
    line = " ".join(text.split())
    if len(line) > LONGEST_LABEL:
        line = f"{line[: LONGEST_LABEL - LAST_LETTERS - 1]}…{line[-LAST_LETTERS:]}"
    return html.escape(line, quote=False)


def without_tags(text: str) -> str:
    """Text of a figure as plain text, on one line."""
    return " ".join(html.unescape(TAG.sub("", text.replace("<br>", " "))).split())


def on_lines(label: str, longest: int) -> str:
    """A long name of several words, in HTML, on as many lines as it needs; tags take no room."""
    first, *others = BETWEEN_WORDS.split(label)
    lines = [first]
    for word in others:
        longer = f"{lines[-1]} {word}"
        if len(html.unescape(TAG.sub("", longer))) <= longest:
            lines[-1] = longer
        else:
            lines.append(word)
    return "<br>".join(lines)


def distinct(labels: Sequence[str]) -> list[str]:
    """Labels, numbered where they would be the same."""
    times = Counter(labels)
    seen: Counter[str] = Counter()
    found = []
    for label in labels:
        seen[label] += 1
        found.append(f"{label} ({seen[label]})" if times[label] > 1 else label)
    return found


def scenario_title(scenario: Scenario) -> str:
    """A scenario's title in a figure, escaped, on two lines so that it fits a narrow one."""
    first, _, second = scenario.title.partition(": ")
    return f"{figure_text(first)}:<br>{figure_text(second)}" if second else figure_text(first)


def ranked_by(scenario: Scenario) -> str:
    """What the candidates of a scenario are ranked by, in a sentence."""
    return "gain" if scenario.performance == "gain" else "measured performance"


def figure_label(metric: Metric) -> str:
    """A metric's name in a figure: the study's own HTML, else its label, escaped."""
    return metric.html or figure_text(metric.label)


def measure_label(key: str) -> str:
    """A measure's name in Markdown."""
    return escaped(MEASURES[key].label)


def metric_label(study: Study, key: str) -> str:
    """A metric's name in Markdown."""
    return escaped(study.metric(key).label)


def level_label(study: Study, component: str, level: str) -> str:
    """What a level of a component is called in a figure, escaped."""
    if component == "measure":
        return MEASURES[level].html
    return figure_text(level_name(study, component, level))


def level_name(study: Study, component: str, level: str) -> str:
    """What a level of a component is called in a list, in plain text."""
    if component == "measure":
        return MEASURES[level].label
    if component == "pool_size":
        return f"pools of {level}"
    if component in FAMILIES:
        return family_label(component, level)
    label = study.label(level)
    return f"{component} {label}" if component in CANDIDATE_PARTS else label


def restriction_label(study: Study, component: str, level: str) -> str:
    """What a restriction to a level is called in a figure, escaped: "only ADE20K"."""
    only = "only " if component in ONE_LEVEL else ""
    return only + level_label(study, component, level)


def restriction_name(study: Study, component: str, level: str) -> str:
    """What a restriction to a level is called in a list, in plain text."""
    only = "only " if component in ONE_LEVEL else ""
    return only + level_name(study, component, level)


def label_of(study: Study, key: object) -> str:
    """A metric's name in a list; a dash for none."""
    return study.metric(key).label if isinstance(key, str) else NO_NUMBER


def component_label(study: Study, scenario: Scenario, component: str) -> str:
    """What a component is called on a page."""
    if component == "given":
        return study.noun(scenario, "given")
    if component in CANDIDATE_PARTS:
        return CANDIDATE_PARTS[component]
    return BY_FAMILY.get(component, component.replace("_", " ")).removeprefix("by ")


def by_component(study: Study, scenario: Scenario, component: str) -> str:
    """How the parts by a component are announced: "by measure", "without a family"."""
    return BY_FAMILY.get(component, f"by {component_label(study, scenario, component)}")
