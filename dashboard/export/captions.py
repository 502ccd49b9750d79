"""What does a figure or a table show, in words that stand under it in a paper?

Each says what, of which slice, over how many setups, under which measure, with what interval,
and what was resampled and what held.
"""

from collections.abc import Callable, Mapping

from analysis.tables import CANDIDATE
from dashboard.answered import (
    Answered,
    answered,
    finding_of,
    parts_of,
    scenario_of,
    slices_with_setups,
)
from dashboard.coverage import of_exhibit
from dashboard.export.caption_parts import INTERVALS, MADE_BEST, Words, drawn, of_table, over, title
from dashboard.export.deeper_captions import DEEPER
from dashboard.export.exhibits import FIGURE, Exhibit
from dashboard.export.filling_in import the_setup
from dashboard.export.pair_captions import PAIRS
from dashboard.findings_sentences import against_baselines, headline, of_rescaled
from dashboard.paper.latex import latex_terms, latex_text
from dashboard.questions import Ask
from dashboard.sentences import one_given_less, winners
from dashboard.setup_sentences import of_neighbours, of_setup, without_scores
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


def caption(ask: Ask, store: Store, exhibit: Exhibit) -> str:
    """The caption of an exhibit that is settled, in plain text."""
    said = _way(ask, store, exhibit)(ask, store, exhibit)
    lacking = "" if exhibit.setup else of_exhibit(exhibit)
    return spoken(" ".join(filter(None, [*said, lacking])))


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
    return CAPTIONS.get(name, of_table) if whole and scenarios == 1 else of_table


def _findings(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    slices = slices_with_setups(ask, store, exhibit.slice_)
    found = [finding_of(ask, store, one, exhibit.seed) for one in slices]
    givens = [count(one.givens, plain(store.study.noun(one.scenario, "given"))) for one in found]
    return [
        title(exhibit, "Win rates in per cent, a row per scenario"),
        MADE_BEST,
        "Each given weighs the same." if any(one.givens > 1 for one in found) else "",
        headline(store.study, found),
        drawn(exhibit, "In bold and full colour: the best of a row, unless it is undecided."),
        f"Over {together(givens)}{', row by row' if len(givens) > 1 else ''}.",
    ]


def _win_rates(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    said = answered(ask, store, exhibit.slice_, exhibit.seed)
    bars = drawn(exhibit, _bars(said))
    counted = "" if "setup" in said.sentence else over(ask, store, exhibit)
    return [title(exhibit, "Win rates"), MADE_BEST, said.sentence, counted, *said.doubts, bars]


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
        title(exhibit, f"Win rates in per cent, by {noun}"),
        MADE_BEST,
        parts.said,
        over(ask, store, exhibit),
        drawn(exhibit, "In bold and full colour: the best of a row."),
    ]


def _values(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    label = measure_label(exhibit.measure)
    values = ask.evidence_of(store, exhibit.slice_, exhibit.seed).values
    of_measure = values[values["measure"] == exhibit.measure]
    over = count(int(of_measure["setups"].iloc[0]), "setup")
    return [
        title(exhibit, f"Values of each metric under {label}"),
        f"Over {over}, none of which counts for more than another.",
        drawn(exhibit, "Tick: median; thick bar: half of the values; thin bar: 90 % of them."),
        "They are spread over setups, and are no intervals.",
    ]


def _leave_one_out(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    scenario = scenario_of(exhibit.slice_)
    found = ask.evidence_of(store, exhibit.slice_, exhibit.seed)
    given = plain(store.study.noun(scenario, "given"))
    return [
        title(exhibit, f"The winner and its lead without each {given} in turn"),
        one_given_less(store.study, scenario, found.without, winners(found.rates)[0]),
        drawn(exhibit, "Lead: difference of two win rates, in percentage points."),
        over(ask, store, exhibit),
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
        without_scores(study, one, metrics),
        drawn(exhibit, f"{axes} {HOW.get(one.id.measure, '')}"),
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
        without_scores(study, one, metrics),
        of_neighbours(study, one, around, metrics),
        drawn(exhibit, "Bars from 0 to 1; in bold on the left, where another metric wins."),
    ]


def _baselines(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    study, extended = store.study, baseline_study(store.study)
    rates, _, rescaled = ask.baselines_of(store, exhibit.slice_.scenario_names()[0])
    return [
        title(exhibit, "Win rates with baselines among the metrics"),
        against_baselines(study, extended, rates),
        of_rescaled(extended, rescaled),
        drawn(
            exhibit, "" if rates["low"].isna().all() else f"Thin lines: 95 % intervals {INTERVALS}."
        ),
        over(ask, store, exhibit),
    ]


def _usefulness(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    return [
        title(exhibit, "How good the metric with the highest win rate is in itself"),
        "Median of its values; share of them at or below 0; mean Rel@1 of a candidate picked at"
        " random; share of setups in which all metrics tie.",
        over(ask, store, exhibit),
    ]


def _won(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    _, many = ask.won_by(store, exhibit.slice_, exhibit.metric, exhibit.order)
    label = metric_label(store.study, exhibit.metric)
    return [
        title(exhibit, f"Setups in which {label} is the best, the {exhibit.order} margin first"),
        f"It is the best in {many:,} setups, ties included; at most 100 are listed.",
        "Margin: its value minus that of the best other metric.",
    ]


CAPTIONS: Mapping[str, Callable[[Ask, Store, Exhibit], Words]] = {
    "findings": _findings,
    "win-rates": _win_rates,
    "values": _values,
    "leave-one-out": _leave_one_out,
    "setup": _setup,
    "neighbours": _neighbours,
    "baselines": _baselines,
    "usefulness": _usefulness,
    "won": _won,
    **DEEPER,
    **PAIRS,
}
"""By the exhibit's name; others say what their table is."""
