"""What stands under the figures of the deeper questions?"""

from collections.abc import Callable, Mapping

from dashboard.answered import scenario_of
from dashboard.compare_sentences import of_comparison, of_differences
from dashboard.export.caption_parts import (
    INTERVALS,
    INTERVALS_OF,
    TABLES,
    Words,
    beside,
    drawn,
    of_table,
    over,
    title,
)
from dashboard.export.deeper_recipes import (
    agreement_shown,
    compared,
    flips_shown,
    importance_shown,
)
from dashboard.export.exhibits import FIGURE, Exhibit
from dashboard.flip_figure import MOST_NEAR
from dashboard.questions import Ask
from dashboard.sentences import flipped
from dashboard.stability_sentences import (
    of_agreement,
    of_enough,
    of_importance,
    of_stability,
    other_components,
)
from data import Store


def _flips(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    table = flips_shown(ask, store, exhibit)
    dots = (
        f"A dot per restriction: how many percentage points the best other metric is ahead of the"
        f" winner there, in colour where it flips; all that do, and the {MOST_NEAR} nearest."
    )
    return [
        title(exhibit, "Single restrictions of the slice, and who wins there"),
        flipped(store.study, scenario_of(exhibit.slice_), table),
        drawn(exhibit, dots),
        f"95 % intervals {INTERVALS}, from 6 givens up.",
        over(ask, store, exhibit),
    ]


def _stability(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    scenario = scenario_of(exhibit.slice_)
    table = ask.table_of(store, exhibit.slice_, "stability", (), exhibit.seed)
    return [
        title(exhibit, TABLES["stability"]),
        of_stability(store.study, scenario, table),
        other_components(store.study, scenario, table),
        drawn(exhibit, "Dot: mean over groups; wide bar: its standard deviation over them."),
        INTERVALS_OF["stability"],
        over(ask, store, exhibit),
    ]


def _agreement(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    if exhibit.kind != FIGURE:
        return of_table(ask, store, exhibit)
    component = exhibit.by[0]
    table = agreement_shown(ask, store, exhibit)
    return [
        title(
            exhibit, f"How alike the levels of the {component.replace('_', ' ')} rank the metrics"
        ),
        of_agreement(store.study, component, table),
        "Kendall τ-b of their win rates: the stronger the shade, the nearer to 1 (blue-grey) or"
        " to −1 (brown); levels that agree stand together.",
        over(ask, store, exhibit),
    ]


def _importance(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    if exhibit.kind != FIGURE:
        return of_table(ask, store, exhibit)
    scenario = scenario_of(exhibit.slice_)
    return [
        title(exhibit, "What decides between two metrics"),
        of_importance(store.study, scenario, importance_shown(ask, store, exhibit)),
        INTERVALS_OF["importance"],
        over(ask, store, exhibit),
    ]


def _enough(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    table = ask.table_of(store, exhibit.slice_, "enough", (), exhibit.seed)
    return [
        title(exhibit, TABLES["enough"]),
        of_enough(store.study, scenario_of(exhibit.slice_), table),
        drawn(exhibit, "Line: mean τ-b; pale area: down to its 5 % quantile."),
        INTERVALS_OF["enough"],
        over(ask, store, exhibit),
    ]


def _compare(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    if exhibit.kind != FIGURE:
        return of_table(ask, store, exhibit)
    table = compared(ask, store, exhibit)
    row = table.iloc[0]
    second = f"Slice B: {int(row['setups_b']):,} setups over {int(row['givens_b'])} givens."
    return [
        title(exhibit, TABLES["compare"]),
        *beside(store, exhibit),
        of_comparison(store.study, table),
        of_differences(store.study, table),
        "Above: ranks and win rates; beneath: differences in percentage points.",
        INTERVALS_OF["compare"],
        over(ask, store, exhibit),
        second,
    ]


DEEPER: Mapping[str, Callable[[Ask, Store, Exhibit], Words]] = {
    "compare": _compare,
    "flips": _flips,
    "stability": _stability,
    "agreement": _agreement,
    "importance": _importance,
    "enough": _enough,
}
"""By the exhibit's name."""
