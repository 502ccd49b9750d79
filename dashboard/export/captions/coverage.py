"""What is said under a figure or a table of metrics that lack scores? Nothing where none does."""

from setupscope.dashboard.export.exhibit import Exhibit
from setupscope.dashboard.export.recipes.tables import table_options
from setupscope.dashboard.text.coverage import EACH, EVERY, PAIR, coverage_note

COUNTING = dict.fromkeys(("stability", "enough", "ranks"), EVERY)
"""What counts in tables and figures, by name, where it is not each metric's own setups."""


def exhibit_coverage_note(exhibit: Exhibit) -> str:
    """Which of its metrics lack scores, in Markdown; of its two metrics alone if it has two."""
    options = table_options(exhibit)
    two = tuple(filter(None, (options.better, options.worse))) or exhibit.shown
    counting = PAIR if len(two) == 2 and not exhibit.setup else COUNTING.get(exhibit.name, EACH)
    own = coverage_note(exhibit.slice_, counting, two)
    if options.against is None:
        return own
    other = coverage_note(options.against, counting, two)
    return " ".join(f"{name}: {text}" for name, text in (("A", own), ("B", other)) if text)
