"""How are the questions worded that Findings asks a new reader?"""

from setupscope.dashboard.text.labels import metric_label
from setupscope.data.study.study import Study


def loses_lead(study: Study, winner: str, flips: int) -> str:
    """Whether a single restriction changes a winner: a promise where some do."""
    name = metric_label(study, winner)
    return f"Watch {name} lose its lead" if flips else f"Try to take {name}'s lead away"


def safe_choice(study: Study, winner: str, decided: bool) -> str:
    """Whether a winner can be relied on, or is ahead at all where that is undecided."""
    name = metric_label(study, winner)
    return f"Is {name} a safe choice?" if decided else f"Is {name} really ahead?"


def claimed(study: Study, better: str, worse: str) -> str:
    """Whether a paper shows what is typical when it says that one metric beats another."""
    return (
        f"Check a paper's claim: {metric_label(study, better)} beats {metric_label(study, worse)}"
    )
