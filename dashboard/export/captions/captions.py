"""What does a figure or a table show, in words that stand under it in a paper?

Each says what, of which slice, over how many setups, under which measure, with what interval,
and what was resampled and what held.
"""

from collections.abc import Callable, Mapping

from setupscope.analysis.tables import CANDIDATE
from setupscope.dashboard.export.captions.coverage import exhibit_coverage_note
from setupscope.dashboard.export.captions.head_to_head import PAIRS
from setupscope.dashboard.export.captions.parts import (
    INTERVALS,
    MADE_BEST,
    Words,
    drawn,
    over,
    table_caption,
    title,
)
from setupscope.dashboard.export.captions.robustness import DEEPER
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.defaults import the_setup
from setupscope.dashboard.paper.latex import latex_terms, latex_text
from setupscope.dashboard.queries.answer import (
    Answer,
    answer_of,
    finding_of,
    parts_of,
    scenario_of,
    slices_with_setups,
)
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.findings import against_baselines, headline, rescaled_sentence
from setupscope.dashboard.text.labels import component_label, measure_label, metric_label
from setupscope.dashboard.text.markdown import escaped, strip_markdown
from setupscope.dashboard.text.numbers import join_names, quantity
from setupscope.dashboard.text.setup import neighbours_sentence, setup_sentence, without_scores
from setupscope.dashboard.text.win_rates import one_given_less, winners
from setupscope.data.scoring.baselines import baseline_study
from setupscope.data.study.study import Study


def caption(queries: Queries, exhibit: Exhibit) -> str:
    """The caption of an exhibit that is resolved, in plain text."""
    sentences = _way(queries, exhibit)(queries, exhibit)
    lacking = "" if exhibit.setup else exhibit_coverage_note(exhibit)
    return strip_markdown(" ".join(filter(None, [*sentences, lacking])))


def caption_in_latex(study: Study, caption_text: str) -> str:
    """A caption in LaTeX."""
    return latex_text(caption_text, latex_terms(study))


def _way(queries: Queries, exhibit: Exhibit) -> Callable[[Queries, Exhibit], Words]:
    """How an exhibit is said: in its own way, or as any table where it has parts of its own."""
    scenarios, name = len(slices_with_setups(queries, exhibit.slice_)), exhibit.name
    if scenarios > 1 and not exhibit.by and name in ("findings", "win-rates"):
        return _findings
    split = scenarios == 1 and len(exhibit.by) == 1 and exhibit.by[0] != CANDIDATE
    if split and name in ("win-rates", "win-rates-by"):
        return _win_rates_by
    whole = not exhibit.by or exhibit.kind == FIGURE
    return CAPTIONS.get(name, table_caption) if whole and scenarios == 1 else table_caption


def _findings(queries: Queries, exhibit: Exhibit) -> Words:
    slices = slices_with_setups(queries, exhibit.slice_)
    found = [finding_of(queries, one, exhibit.seed) for one in slices]
    givens = [
        quantity(one.givens, escaped(queries.study.noun(one.scenario, "given"))) for one in found
    ]
    return [
        title(exhibit, "Win rates in per cent, a row per scenario"),
        MADE_BEST,
        "Each given weighs the same." if any(one.givens > 1 for one in found) else "",
        headline(queries.study, found),
        drawn(exhibit, "In bold and full colour: the best of a row, unless it is undecided."),
        f"Over {join_names(givens)}{', row by row' if len(givens) > 1 else ''}.",
    ]


def _win_rates(queries: Queries, exhibit: Exhibit) -> Words:
    answer = answer_of(queries, exhibit.slice_, exhibit.seed)
    bars = drawn(exhibit, _bars(answer))
    counted = "" if "setup" in answer.sentence else over(queries, exhibit)
    return [title(exhibit, "Win rates"), MADE_BEST, answer.sentence, counted, *answer.doubts, bars]


def _bars(answer: Answer) -> str:
    """How to read the bars of win rates."""
    pale = "Bars are pale because the lead is undecided." if answer.undecided else ""
    if answer.rates["low"].isna().all():
        return pale
    lines = f"Thin lines: 95 % intervals {INTERVALS}; P(best): share of these draws in which a"
    return f"{lines} metric is first. {pale}".strip()


def _win_rates_by(queries: Queries, exhibit: Exhibit) -> Words:
    component, scenario = exhibit.by[0], scenario_of(exhibit.slice_)
    parts = parts_of(queries, exhibit.slice_, component, exhibit.seed)
    noun = escaped(component_label(queries.study, scenario, component))
    return [
        title(exhibit, f"Win rates in per cent, by {noun}"),
        MADE_BEST,
        parts.text,
        over(queries, exhibit),
        drawn(exhibit, "In bold and full colour: the best of a row."),
    ]


def _values(queries: Queries, exhibit: Exhibit) -> Words:
    label = measure_label(exhibit.measure)
    values = queries.evidence(exhibit.slice_, exhibit.seed).values
    of_measure = values[values["measure"] == exhibit.measure]
    over = quantity(int(of_measure["setups"].iloc[0]), "setup")
    return [
        title(exhibit, f"Values of each metric under {label}"),
        f"Over {over}, none of which counts for more than another.",
        drawn(exhibit, "Tick: median; thick bar: half of the values; thin bar: 90 % of them."),
        "They are spread over setups, and are no intervals.",
    ]


def _leave_one_out(queries: Queries, exhibit: Exhibit) -> Words:
    scenario = scenario_of(exhibit.slice_)
    found = queries.evidence(exhibit.slice_, exhibit.seed)
    given = escaped(queries.study.noun(scenario, "given"))
    return [
        title(exhibit, f"The winner and its lead without each {given} in turn"),
        one_given_less(queries.study, scenario, found.without, winners(found.rates)[0]),
        drawn(exhibit, "Lead: difference of two win rates, in percentage points."),
        over(queries, exhibit),
    ]


def _setup(queries: Queries, exhibit: Exhibit) -> Words:
    study, one = queries.study, the_setup(queries, exhibit)
    metrics, scenario = exhibit.slice_.metric_keys(), study.scenario(one.id.scenario)
    noun, table = escaped(study.noun(scenario, "candidates")), study.table(scenario.table)
    upwards = escaped(table.performance_label)
    axes = f"Each dot is one {noun}: its score to the right, its {upwards} upwards."
    inside = [escaped(study.label(name)) for name in one.id.members(study)]
    return [
        f"One setup of {escaped(table.task)}: scores of each metric and measured performances.",
        setup_sentence(study, one, metrics),
        without_scores(study, one, metrics),
        drawn(exhibit, f"{axes} {HOW.get(one.id.measure, '')}"),
        f"In the pool: {join_names(inside)}.",
        "It is one setup, so there is no interval.",
    ]


HOW = {
    "pearson": "The line is the least-squares fit; r says how close the dots lie to it.",
    "kendall": "Strong lines join discordant pairs, faint ones concordant pairs.",
    "weighted_kendall": "As for τ, with each candidate's weight as the size of its dot.",
    "rel_at_1": "The ring is what the metric would pick, the star the best there is.",
}
"""How what each measure looks at is drawn."""


def _neighbours(queries: Queries, exhibit: Exhibit) -> Words:
    study, one = queries.study, the_setup(queries, exhibit)
    metrics, around = exhibit.slice_.metric_keys(), queries.neighbours(one)
    return [
        f"{quantity(len(around), 'setup')} that {'differs' if len(around) == 1 else 'differ'} in"
        " one part from this one, and each metric's value there.",
        setup_sentence(study, one, metrics),
        without_scores(study, one, metrics),
        neighbours_sentence(study, one, around, metrics),
        drawn(exhibit, "Bars from 0 to 1; in bold on the left, where another metric wins."),
    ]


def _baselines(queries: Queries, exhibit: Exhibit) -> Words:
    study, extended = queries.study, baseline_study(queries.study)
    rates, _, rescaled = queries.baselines(exhibit.slice_.scenario_names()[0])
    return [
        title(exhibit, "Win rates with baselines among the metrics"),
        against_baselines(study, extended, rates),
        rescaled_sentence(extended, rescaled),
        drawn(
            exhibit, "" if rates["low"].isna().all() else f"Thin lines: 95 % intervals {INTERVALS}."
        ),
        over(queries, exhibit),
    ]


def _usefulness(queries: Queries, exhibit: Exhibit) -> Words:
    return [
        title(exhibit, "How good the metric with the highest win rate is in itself"),
        "Median of its values; share of them at or below 0; mean Rel@1 of a candidate picked at"
        " random; share of setups in which all metrics tie.",
        over(queries, exhibit),
    ]


def _won(queries: Queries, exhibit: Exhibit) -> Words:
    _, count = queries.won_setups(exhibit.slice_, exhibit.metric, exhibit.order)
    label = metric_label(queries.study, exhibit.metric)
    return [
        title(exhibit, f"Setups in which {label} is the best, the {exhibit.order} margin first"),
        f"It is the best in {count:,} setups, ties included; at most 100 are listed.",
        "Margin: its value minus that of the best other metric.",
    ]


CAPTIONS: Mapping[str, Callable[[Queries, Exhibit], Words]] = {
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
