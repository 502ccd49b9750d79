"""What does a figure or a table show, in words that stand under it in a paper?

Each says what, of which slice, over how many setups, under which measure, with what interval,
and what was resampled and what was fixed.
"""

from setupscope.dashboard.export.exhibit import Exhibit, table_options
from setupscope.dashboard.export.recipes.caption_parts import beside, over, over_all, title
from setupscope.dashboard.export.recipes.recipe import Words
from setupscope.dashboard.export.recipes.resolve import RECIPES
from setupscope.dashboard.export.recipes.tables import TABLES
from setupscope.dashboard.paper.latex import latex_terms, latex_text
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.coverage import EACH, PAIR, coverage_note
from setupscope.dashboard.text.markdown import strip_markdown
from setupscope.dashboard.text.numbers import join_names
from setupscope.data.study.study import Study


def caption(queries: Queries, exhibit: Exhibit) -> str:
    """The caption of an exhibit that is resolved, in plain text."""
    recipe = RECIPES[exhibit.kind].get(exhibit.name)
    own = recipe.caption if recipe else None
    sentences = own(queries, exhibit) if own else None
    if sentences is None:
        sentences = _table_caption(queries, exhibit)
    lacking = "" if exhibit.setup else exhibit_coverage_note(exhibit)
    return strip_markdown(" ".join(filter(None, [*sentences, lacking])))


def caption_in_latex(study: Study, caption_text: str) -> str:
    """A caption in LaTeX."""
    return latex_text(caption_text, latex_terms(study))


def _table_caption(queries: Queries, exhibit: Exhibit) -> Words:
    """The caption of any table that has none of its own."""
    recipe = TABLES.get(exhibit.name)
    heading = recipe.heading or recipe.name if recipe else SETUPS_HEADING
    by = f", by {join_names([name.replace('_', ' ') for name in exhibit.by])}" if exhibit.by else ""
    method = recipe.method if recipe else ""
    shown = title(exhibit, f"{heading}{by}")
    counted = over_all if exhibit.name in NOT_COMPARED else over
    return [shown, *beside(queries.store, exhibit), method, counted(queries, exhibit)]


NOT_COMPARED = ("scores", "setups")
"""Tables in which each metric stands on its own, so that all setups count."""


SETUPS_HEADING = "The value of each metric in each setup"


def exhibit_coverage_note(exhibit: Exhibit) -> str:
    """Which of its metrics lack scores, in Markdown; of its two metrics alone if it has two."""
    options = table_options(exhibit)
    two = tuple(filter(None, (options.better, options.worse))) or exhibit.shown
    counting = PAIR if len(two) == 2 and not exhibit.setup else _counting(exhibit)
    own = coverage_note(exhibit.slice_, counting, two)
    if options.against is None:
        return own
    other = coverage_note(options.against, counting, two)
    return " ".join(f"{name}: {text}" for name, text in (("A", own), ("B", other)) if text)


def _counting(exhibit: Exhibit) -> str:
    """Which setups count; in a figure those that count in the table of its name."""
    recipe = TABLES.get(exhibit.name)
    return recipe.counting if recipe else EACH
