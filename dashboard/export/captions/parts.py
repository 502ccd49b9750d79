"""Of what is a caption made, whatever it stands under?"""

from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.tables import table_options
from setupscope.dashboard.queries.answer import scenario_of, slices_with_setups
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.labels import metric_label
from setupscope.dashboard.text.markdown import escaped
from setupscope.dashboard.text.numbers import join_names, quantity
from setupscope.dashboard.text.setup import setup_name
from setupscope.data import Store
from setupscope.data.study.setup_ids import SetupId

Words = list[str]
"""Sentences in Markdown of ours; none for what is not to be said."""

NOTHING = "No setup is left in it."
MADE_BEST = "A metric is the best in a setup if its value is the highest; ties are shared."
INTERVALS = "from 10,000 draws of givens with replacement, candidates held"


def title(exhibit: Exhibit, what: str) -> str:
    """What is shown, of which slice."""
    return f"{what}: {escaped(exhibit.slice_.caption())}."


def drawn(exhibit: Exhibit, sentence: str) -> str:
    """How to read a figure; nothing for a table."""
    return sentence if exhibit.kind == FIGURE else ""


def over(queries: Queries, exhibit: Exhibit) -> str:
    """Over how many setups and givens."""
    slices = slices_with_setups(queries, exhibit.slice_)
    total = queries.setup_count(exhibit.slice_)
    if len(slices) != 1:
        counted = f"{quantity(total, 'setup')} in {len(slices)} scenarios"
        return f"{counted}; each given weighs the same." if slices else NOTHING
    rates = queries.rates(slices[0], "", exhibit.seed)
    givens, noun = int(rates["givens"].iloc[0]), queries.study.noun(scenario_of(slices[0]), "given")
    weigh = ", each weighing the same" if givens > 1 else ""
    return f"{quantity(total, 'setup')} over {quantity(givens, escaped(noun))}{weigh}."


def table_caption(queries: Queries, exhibit: Exhibit) -> Words:
    """The caption of any table, and of what has none of its own."""
    what = TABLES.get(exhibit.name, exhibit.name)
    by = f", by {join_names([name.replace('_', ' ') for name in exhibit.by])}" if exhibit.by else ""
    rule = INTERVALS_OF.get(exhibit.name, "")
    shown = title(exhibit, f"{what}{by}")
    return [shown, *beside(queries.store, exhibit), rule, over(queries, exhibit)]


def _what_shows(store: Store, shows: SetupId | Slice) -> str:
    if isinstance(shows, Slice):
        return escaped(shows.caption())
    return setup_name(store.study, shows)


def beside(store: Store, exhibit: Exhibit) -> Words:
    """What a slice is compared with, and which claim is checked in it."""
    options = table_options(exhibit)
    sentences = (
        [f"Compared with (B): {escaped(options.against.caption())}."] if options.against else []
    )
    if options.shows is not None:
        names = [metric_label(store.study, key) for key in (options.better, options.worse)]
        where = _what_shows(store, options.shows)
        sentences.append(f"Claim: {names[0]} is better than {names[1]}, as shown by {where}.")
    return sentences


TABLES = {
    "win-rates": "Win rates",
    "conclusion": "The metric with the highest win rate, its lead over the next, and the verdict",
    "scores": "Values of each metric, measure by measure",
    "pairs": "Metrics compared two by two, setup by setup",
    "stability": "Mean Kendall τ-b of the rankings of metrics in setups that differ in one"
    " component alone, from −1 to 1",
    "leave-one-out": "The winner and its lead without each given in turn",
    "flips": "Every single restriction of the slice, and who wins there",
    "enough": "How well two rankings of the metrics agree, each of n setups or of n givens",
    "importance": "How much of what decides between two metrics each choice of setup makes up",
    "ranks": "Mean ranks of the metrics over givens, and whether they differ",
    "agreement": "How alike two parts rank the metrics: Kendall τ-b of their win rates, −1 to 1",
    "compare": "Win rates and ranks of the metrics in two slices, A and B",
    "claim": "How the setups that are like the one shown speak on a claim",
    "setups": "The setups themselves: the value of each metric in each",
}
INTERVALS_OF = {
    "win-rates": f"{MADE_BEST} 95 % intervals {INTERVALS}.",
    "conclusion": f"95 % intervals {INTERVALS}. A lead is clear if it also survives other"
    " candidates (delete-d jackknife), clear for these candidates if its interval is above 0.",
    "scores": "Quantiles are spread over setups, and are no intervals.",
    "enough": "Rankings by mean rank within setups; 1,000 draws: setups two independent samples"
    " with replacement, givens two disjoint ones with all their setups. Stable: the smallest n from"
    " which the mean Kendall τ-b stays at .9 or above.",
    "importance": "Shares of the variance of who has the higher value (+1, 0, −1); combinations of"
    " given, backbone and measure weigh the same, and pools vary within them.",
    "ranks": "In each setup the metrics are ranked, 1 the best, ties averaged; each given's mean"
    " ranks are ranked again. Tests have givens as blocks, candidates held: Friedman's, 10,000"
    " permutations within givens, and Nemenyi's critical difference at the 5 % level.",
    "compare": f"Differences are B − A; 95 % intervals {INTERVALS}, each draw of the union of both"
    " slices' givens serving both.",
    "claim": "Comparable: of the same measure, and without the shown setups; of a component: setups"
    " that differ in it alone. Percentile: of the shown margin among theirs, 100 the strongest.",
    "stability": "The standard deviation is that over groups. 95 % intervals resample givens,"
    " candidates held; for the given itself they are a jackknife.",
}
