"""What does a figure or a table show, in words that stand under it in a paper?

Each says what, of which slice, over how many setups, under which measure, with what interval,
and what was resampled and what held.
"""

from collections.abc import Callable, Mapping

from analysis.slices import Slice
from analysis.tables import CANDIDATE
from dashboard.answered import (
    Answered,
    answered,
    finding_of,
    parts_of,
    scenario_of,
    setups_in,
    slices_with_setups,
)
from dashboard.export.deeper_recipes import flips_shown
from dashboard.export.exhibits import FIGURE, Exhibit
from dashboard.export.filling_in import the_setup
from dashboard.export.table_recipes import asked_of
from dashboard.findings_sentences import against_baselines, headline, of_rescaled
from dashboard.flip_figure import MOST_NEAR
from dashboard.paper.latex import latex_terms, latex_text
from dashboard.questions import Ask
from dashboard.sentences import flipped, one_given_less, winners
from dashboard.setup_sentences import of_id, of_neighbours, of_setup
from dashboard.wording import (
    component_label,
    count,
    measure_label,
    metric_label,
    plain,
    spoken,
    together,
)
from data import Store
from data.baselines import baseline_study
from data.setup_ids import SetupId

Words = list[str]
"""Sentences in Markdown of ours; none for what is not to be said."""

NOTHING = "No setup is left in it."
MADE_BEST = "A metric is the best in a setup if its value is the highest; ties are shared."
INTERVALS = "from 10,000 draws of givens with replacement, candidates held"


def caption(ask: Ask, store: Store, exhibit: Exhibit) -> str:
    """The caption of an exhibit that is settled, in plain text."""
    said = _way(ask, store, exhibit)(ask, store, exhibit)
    return spoken(" ".join(filter(None, said)))


def caption_in_latex(store: Store, said: str) -> str:
    """A caption in LaTeX."""
    return latex_text(said, latex_terms(store.study))


def _way(ask: Ask, store: Store, exhibit: Exhibit) -> Callable[[Ask, Store, Exhibit], Words]:
    """How an exhibit is said: in its own way, or as any table where it has parts of its own."""
    scenarios, name = len(slices_with_setups(ask, store, exhibit.slice_)), exhibit.name
    if scenarios > 1 and not exhibit.by and name in ("findings", "win-rates"):
        return _findings
    split = scenarios == 1 and len(exhibit.by) == 1 and exhibit.by[0] != CANDIDATE
    if split and name in ("win-rates", "win-rates-by"):
        return _win_rates_by
    whole = not exhibit.by or exhibit.kind == FIGURE
    return CAPTIONS.get(name, _of_table) if whole and scenarios == 1 else _of_table


def _title(exhibit: Exhibit, what: str) -> str:
    """What is shown, of which slice."""
    return f"{what}: {plain(exhibit.slice_.caption())}."


def _drawn(exhibit: Exhibit, sentence: str) -> str:
    """How to read a figure; nothing for a table."""
    return sentence if exhibit.kind == FIGURE else ""


def _findings(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    slices = slices_with_setups(ask, store, exhibit.slice_)
    found = [finding_of(ask, store, one, exhibit.seed) for one in slices]
    over = [count(one.givens, plain(store.study.noun(one.scenario, "given"))) for one in found]
    return [
        _title(exhibit, "Win rates in per cent, a row per scenario"),
        MADE_BEST,
        "Each given weighs the same." if any(one.givens > 1 for one in found) else "",
        headline(store.study, found),
        _drawn(exhibit, "In bold and full colour: the best of a row, unless it is undecided."),
        f"Over {together(over)}{', row by row' if len(over) > 1 else ''}.",
    ]


def _win_rates(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    said = answered(ask, store, exhibit.slice_, exhibit.seed)
    bars = _drawn(exhibit, _bars(said))
    counted = "" if "setup" in said.sentence else _over(ask, store, exhibit)
    return [_title(exhibit, "Win rates"), MADE_BEST, said.sentence, counted, *said.doubts, bars]


def _bars(said: Answered) -> str:
    """How to read the bars of win rates."""
    pale = "Bars are pale because the lead is undecided." if said.undecided else ""
    if said.rates["low"].isna().all():
        return pale
    lines = f"Thin lines: 95 % intervals {INTERVALS}; P(best): share of these draws in which a"
    return f"{lines} metric is first. {pale}".strip()


def _win_rates_by(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    component, scenario = exhibit.by[0], scenario_of(exhibit.slice_)
    parts = parts_of(ask, store, exhibit.slice_, component, exhibit.seed)
    noun = plain(component_label(store.study, scenario, component))
    return [
        _title(exhibit, f"Win rates in per cent, by {noun}"),
        MADE_BEST,
        parts.said,
        _over(ask, store, exhibit),
        _drawn(exhibit, "In bold and full colour: the best of a row."),
    ]


def _over(ask: Ask, store: Store, exhibit: Exhibit) -> str:
    """Over how many setups and givens."""
    slices = slices_with_setups(ask, store, exhibit.slice_)
    total = setups_in(ask, store, exhibit.slice_)
    if len(slices) != 1:
        many = f"{count(total, 'setup')} in {len(slices)} scenarios; each given weighs the same."
        return many if slices else NOTHING
    rates = ask.rates_of(store, slices[0], "", exhibit.seed)
    givens, noun = int(rates["givens"].iloc[0]), store.study.noun(scenario_of(slices[0]), "given")
    weigh = ", each weighing the same" if givens > 1 else ""
    return f"{count(total, 'setup')} over {count(givens, plain(noun))}{weigh}."


def _values(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    label = measure_label(exhibit.measure)
    values = ask.evidence_of(store, exhibit.slice_, exhibit.seed).values
    of_measure = values[values["measure"] == exhibit.measure]
    over = count(int(of_measure["setups"].iloc[0]), "setup")
    return [
        _title(exhibit, f"Values of each metric under {label}"),
        f"Over {over}, none of which counts for more than another.",
        _drawn(exhibit, "Tick: median; thick bar: half of the values; thin bar: 90 % of them."),
        "They are spread over setups, and are no intervals.",
    ]


def _leave_one_out(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    scenario = scenario_of(exhibit.slice_)
    found = ask.evidence_of(store, exhibit.slice_, exhibit.seed)
    given = plain(store.study.noun(scenario, "given"))
    return [
        _title(exhibit, f"The winner and its lead without each {given} in turn"),
        one_given_less(store.study, scenario, found.without, winners(found.rates)[0]),
        _drawn(exhibit, "Lead: difference of two win rates, in percentage points."),
        _over(ask, store, exhibit),
    ]


def _setup(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    study, one = store.study, the_setup(ask, store, exhibit)
    metrics, scenario = exhibit.slice_.metric_keys(), study.scenario(one.id.scenario)
    noun, table = plain(study.noun(scenario, "candidates")), study.table(scenario.table)
    upwards = plain(table.performance_label)
    axes = f"Each dot is one {noun}: its score to the right, its {upwards} upwards."
    inside = [plain(study.label(name)) for name in one.id.members(study)]
    return [
        f"One setup of {plain(table.task)}: scores of each metric and measured performances.",
        of_setup(study, one, metrics),
        _drawn(exhibit, f"{axes} {HOW.get(one.id.measure, '')}"),
        f"In the pool: {together(inside)}.",
        "It is one setup, so there is no interval.",
    ]


HOW = {
    "pearson": "The line is the least-squares fit; r says how close the dots lie to it.",
    "kendall": "Strong lines join discordant pairs, faint ones concordant pairs.",
    "weighted_kendall": "As for τ, with each candidate's weight as the size of its dot.",
    "rel_at_1": "The ring is what the metric would pick, the star the best there is.",
}
"""How what each measure looks at is drawn."""


def _neighbours(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    study, one = store.study, the_setup(ask, store, exhibit)
    metrics, around = exhibit.slice_.metric_keys(), ask.neighbours_of(store, one)
    return [
        f"{count(len(around), 'setup')} that {'differs' if len(around) == 1 else 'differ'} in one"
        " part from this one, and each metric's value there.",
        of_setup(study, one, metrics),
        of_neighbours(study, one, around, metrics),
        _drawn(exhibit, "Bars from 0 to 1; in bold on the left, where another metric wins."),
    ]


def _baselines(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    study, extended = store.study, baseline_study(store.study)
    rates, _, rescaled = ask.baselines_of(store, exhibit.slice_.scenario_names()[0])
    return [
        _title(exhibit, "Win rates with baselines among the metrics"),
        against_baselines(study, extended, rates),
        of_rescaled(extended, rescaled),
        _drawn(
            exhibit, "" if rates["low"].isna().all() else f"Thin lines: 95 % intervals {INTERVALS}."
        ),
        _over(ask, store, exhibit),
    ]


def _usefulness(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    return [
        _title(exhibit, "How good the metric with the highest win rate is in itself"),
        "Median of its values; share of them at or below 0; mean Rel@1 of a candidate picked at"
        " random; share of setups in which all metrics tie.",
        _over(ask, store, exhibit),
    ]


def _flips(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    table = flips_shown(ask, store, exhibit)
    drawn = (
        f"A dot per restriction: how many percentage points the best other metric is ahead of the"
        f" winner there, in colour where it flips; all that do, and the {MOST_NEAR} nearest."
    )
    return [
        _title(exhibit, "Single restrictions of the slice, and who wins there"),
        flipped(store.study, scenario_of(exhibit.slice_), table),
        _drawn(exhibit, drawn),
        f"95 % intervals {INTERVALS}, from 6 givens up.",
        _over(ask, store, exhibit),
    ]


def _won(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    _, many = ask.won_by(store, exhibit.slice_, exhibit.metric, exhibit.order)
    label = metric_label(store.study, exhibit.metric)
    return [
        _title(exhibit, f"Setups in which {label} is the best, the {exhibit.order} margin first"),
        f"It is the best in {many:,} setups, ties included; at most 100 are listed.",
        "Margin: its value minus that of the best other metric.",
    ]


def _of_table(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    what = TABLES.get(exhibit.name, exhibit.name)
    by = f", by {together([name.replace('_', ' ') for name in exhibit.by])}" if exhibit.by else ""
    rule = INTERVALS_OF.get(exhibit.name, "")
    title = _title(exhibit, f"{what}{by}")
    return [title, *_beside(store, exhibit), rule, _over(ask, store, exhibit)]


def _what_shows(store: Store, shows: SetupId | Slice) -> str:
    if isinstance(shows, Slice):
        return plain(shows.caption())
    return of_id(store.study, shows)


def _beside(store: Store, exhibit: Exhibit) -> Words:
    """What a slice is compared with, and which claim is checked in it."""
    asked = asked_of(exhibit)
    said = [f"Compared with (B): {plain(asked.against.caption())}."] if asked.against else []
    if asked.shows is not None:
        names = [metric_label(store.study, key) for key in (asked.better, asked.worse)]
        where = _what_shows(store, asked.shows)
        said.append(f"Claim: {names[0]} is better than {names[1]}, as shown by {where}.")
    return said


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

CAPTIONS: Mapping[str, Callable[[Ask, Store, Exhibit], Words]] = {
    "findings": _findings,
    "win-rates": _win_rates,
    "values": _values,
    "leave-one-out": _leave_one_out,
    "setup": _setup,
    "neighbours": _neighbours,
    "baselines": _baselines,
    "usefulness": _usefulness,
    "flips": _flips,
    "won": _won,
}
"""By the exhibit's name; others say what their table is."""
