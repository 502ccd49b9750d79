"""How are names and numbers said?"""

import html
import math
import re
from collections import Counter
from collections.abc import Sequence

from data.measures import MEASURES
from data.study import Metric, Scenario, Study

CANDIDATE_PARTS = {"with": "candidate in", "without": "candidate out"}
ONE_LEVEL = ("given", "backbone", "measure")
"""Components that a restriction leaves one level of."""
NO_NUMBER = "–"
LONGEST_LABEL, LAST_LETTERS = 30, 9
"""Characters of a name in a figure, and how many of its end are kept of a longer one."""
LINKED = re.compile(r"(?i):(?=//)|www(?=\.)|@(?=[\w-]+\.)")
"""What a browser's Markdown makes a link of, even where it is escaped."""
MARKED = re.compile(r"\\(.)|\*\*")
MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+.!|~:$&-])")


def plain(name: str) -> str:
    """A name as Markdown shows it letter by letter, whatever signs it holds; never a link."""
    kept = LINKED.sub("\\g<0>\N{WORD JOINER}", " ".join(name.split()))
    return MARKDOWN.sub(r"\\\1", kept)


def spoken(markdown: str) -> str:
    """What Markdown of ours says to somebody who hears it."""
    return MARKED.sub(r"\1", markdown).replace("\N{WORD JOINER}", "")


def figure_text(text: str) -> str:
    """Any text in a figure, letter by letter, on one line; the middle of a long one is left out.

    Quotes stay as they are: Plotly knows no name for them.
    """
    line = " ".join(text.split())
    if len(line) > LONGEST_LABEL:
        line = f"{line[: LONGEST_LABEL - LAST_LETTERS - 1]}…{line[-LAST_LETTERS:]}"
    return html.escape(line, quote=False)


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


def figure_label(metric: Metric) -> str:
    """A metric's name in a figure: the study's own HTML, else its label, escaped."""
    return metric.html or figure_text(metric.label)


def percent(share: float) -> str:
    """A share to the tenth of a per cent: "49.8 %"; a little is "<0.1 %", nearly all ">99.9 %"."""
    if math.isnan(share):
        return NO_NUMBER
    if 0 < share < 0.0005:
        return "<0.1 %"
    if 0.9995 <= share < 1:
        return ">99.9 %"
    return f"{100 * share:.1f} %"


def unbroken(share: float) -> str:
    """The same, on one line wherever it stands."""
    return percent(share).replace(" ", "\N{NO-BREAK SPACE}")


def whole_percent(share: float) -> str:
    """A share in whole per cent, without the sign; a little is "<1", nearly all is ">99"."""
    if math.isnan(share):
        return NO_NUMBER
    if 0 < share < 0.005:
        return "<1"
    if 0.995 <= share < 1:
        return ">99"
    return f"{100 * share:.0f}"


def span(low: float, high: float) -> str:
    """An interval of shares in whole per cent: "37 to 61 %"."""
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def value(number: float) -> str:
    """A measure's value to two digits: "0.48"."""
    return NO_NUMBER if math.isnan(number) else _minus(f"{round(number, 2) + 0:.2f}")


def _minus(number: str) -> str:
    return number.replace("-", "−")


def four_digits(number: float) -> str:
    """A score, a performance or a value to four decimals: "0.7491"; a smaller one as "2.5e−07"."""
    if math.isnan(number):
        return NO_NUMBER
    return _minus(f"{number:.2g}" if 0 < abs(number) < 0.00005 else f"{number:.4f}")


def count(number: int, noun: str) -> str:
    """A number of things: "1 target dataset", "17 target datasets"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def together(names: list[str]) -> str:
    """Names as a sentence lists them: "A", "A and B", "A, B and C"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def measure_label(key: str) -> str:
    """A measure's name in Markdown."""
    return plain(MEASURES[key].label)


def metric_label(study: Study, key: str) -> str:
    """A metric's name in Markdown."""
    return plain(study.metric(key).label)


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
    return component.replace("_", " ")
