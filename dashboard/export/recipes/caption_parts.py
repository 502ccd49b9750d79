"""What captions share."""

from collections.abc import Callable

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit, table_options
from setupscope.dashboard.export.recipes.recipe import Caption, Words
from setupscope.dashboard.queries.answer import scenario_of, slices_with_setups
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.labels import capital, metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import quantity
from setupscope.dashboard.text.setup import setup_name
from setupscope.dashboard.text.win_rates import counted_over
from setupscope.data import Store
from setupscope.data.study.setup_ids import SetupId
from setupscope.data.study.study import Scenario, Study

NOTHING = "No setups match this slice."
MADE_BEST = "A metric wins a setup if it has the highest value; tied metrics share the win."
INTERVALS = "from 10,000 bootstrap draws of the givens, with the candidates fixed"
COLOURS = "Colours show which metric is ahead."


def intervals(study: Study, scenario: Scenario) -> str:
    """What the intervals of one scenario are from, in the study's nouns."""
    given, candidates = (escaped(study.noun(scenario, role)) for role in ("given", "candidates"))
    return f"from 10,000 bootstrap draws of the {given}s, with these {candidates}s fixed"


def title(exhibit: Exhibit, what: str) -> str:
    """What is shown, of which slice."""
    return f"{what}: {escaped(exhibit.slice_.caption())}."


def drawn(exhibit: Exhibit, sentence: str) -> str:
    """How to read a figure; nothing for a table."""
    return sentence if exhibit.kind == FIGURE else ""


def over(queries: Queries, exhibit: Exhibit) -> str:
    """Over how many setups that compare the metrics, and how many of their givens."""
    slices = slices_with_setups(queries, exhibit.slice_)
    if len(slices) != 1:
        return over_all(queries, exhibit)
    rates = queries.rates(slices[0], "", exhibit.seed)
    weigh = ", each with equal weight" if int(rates["covered_givens"].max()) > 1 else ""
    counted = counted_over(queries.study, scenario_of(slices[0]), rates)
    return f"{capital(counted)}{weigh}."


def over_all(queries: Queries, exhibit: Exhibit) -> str:
    """Over how many setups and givens."""
    slices = slices_with_setups(queries, exhibit.slice_)
    total = quantity(queries.setup_count(exhibit.slice_), "setup")
    if len(slices) != 1:
        counted = f"{total} in {len(slices)} scenarios"
        return f"{counted}; all givens have equal weight." if slices else NOTHING
    noun = escaped(queries.study.noun(scenario_of(slices[0]), "given"))
    givens = int(queries.rates(slices[0], "", exhibit.seed)["givens"].iloc[0])
    return f"{total} over {quantity(givens, noun)}."


def _what_shows(store: Store, shows: SetupId | Slice) -> str:
    if isinstance(shows, Slice):
        return escaped(shows.caption())
    return setup_name(store.study, shows)


def beside(store: Store, exhibit: Exhibit) -> Words:
    """What a slice is compared with, and which claim is checked in it."""
    options = table_options(exhibit)
    sentences = [f"Slice B: {escaped(options.against.caption())}."] if options.against else []
    if options.shows is not None:
        names = [metric_label(store.study, key) for key in (options.better, options.worse)]
        where = _what_shows(store, options.shows)
        sentences.append(f"Claim: {names[0]} is better than {names[1]}, as shown by {where}.")
    return sentences


def names_of_pair(store: Store, exhibit: Exhibit) -> str:
    """The two metrics of an exhibit, as its caption names them."""
    first, second = (metric_label(store.study, key) for key in exhibit.shown)
    return f"{first} against {second}"


def of_whole(caption: Callable[[Queries, Exhibit], Words]) -> Caption:
    """A caption of tables of one scenario that are not split; others have a general one."""

    def whole(queries: Queries, exhibit: Exhibit) -> Words | None:
        split = exhibit.by or len(slices_with_setups(queries, exhibit.slice_)) != 1
        return None if split else caption(queries, exhibit)

    return whole
