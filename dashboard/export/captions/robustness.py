"""What stands under the figures of the deeper questions?"""

from collections.abc import Callable, Mapping

from setupscope.dashboard.export.captions.parts import (
    INTERVALS,
    INTERVALS_OF,
    TABLES,
    Words,
    beside,
    drawn,
    over,
    table_caption,
    title,
)
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.robustness import (
    agreement_shown,
    compared,
    flips_shown,
    importance_shown,
)
from setupscope.dashboard.figures.flips import MOST_NEAR
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.compare import comparison_sentence, differences_sentence
from setupscope.dashboard.text.stability import (
    agreement_sentence,
    enough_sentence,
    importance_sentence,
    other_components,
    stability_sentence,
)
from setupscope.dashboard.text.win_rates import flipped


def _flips(queries: Queries, exhibit: Exhibit) -> Words:
    table = flips_shown(queries, exhibit)
    dots = (
        f"A dot per restriction: how many percentage points the best other metric is ahead of the"
        f" winner there, in colour where it flips; all that do, and the {MOST_NEAR} nearest."
    )
    return [
        title(exhibit, "Single restrictions of the slice, and who wins there"),
        flipped(queries.study, scenario_of(exhibit.slice_), table),
        drawn(exhibit, dots),
        f"95 % intervals {INTERVALS}, from 6 givens up.",
        over(queries, exhibit),
    ]


def _stability(queries: Queries, exhibit: Exhibit) -> Words:
    scenario = scenario_of(exhibit.slice_)
    table = queries.table(exhibit.slice_, "stability", (), exhibit.seed)
    return [
        title(exhibit, TABLES["stability"]),
        stability_sentence(queries.study, scenario, table),
        other_components(queries.study, scenario, table),
        drawn(exhibit, "Dot: mean over groups; wide bar: its standard deviation over them."),
        INTERVALS_OF["stability"],
        over(queries, exhibit),
    ]


def _agreement(queries: Queries, exhibit: Exhibit) -> Words:
    if exhibit.kind != FIGURE:
        return table_caption(queries, exhibit)
    component = exhibit.by[0]
    table = agreement_shown(queries, exhibit)
    return [
        title(
            exhibit, f"How alike the levels of the {component.replace('_', ' ')} rank the metrics"
        ),
        agreement_sentence(queries.study, component, table),
        "Kendall τ-b of their win rates: the stronger the shade, the nearer to 1 (blue-grey) or"
        " to −1 (brown); levels that agree stand together.",
        over(queries, exhibit),
    ]


def _importance(queries: Queries, exhibit: Exhibit) -> Words:
    if exhibit.kind != FIGURE:
        return table_caption(queries, exhibit)
    scenario = scenario_of(exhibit.slice_)
    return [
        title(exhibit, "What decides between two metrics"),
        importance_sentence(queries.study, scenario, importance_shown(queries, exhibit)),
        INTERVALS_OF["importance"],
        over(queries, exhibit),
    ]


def _enough(queries: Queries, exhibit: Exhibit) -> Words:
    table = queries.table(exhibit.slice_, "enough", (), exhibit.seed)
    return [
        title(exhibit, TABLES["enough"]),
        enough_sentence(queries.study, scenario_of(exhibit.slice_), table),
        drawn(exhibit, "Line: mean τ-b; pale area: down to its 5 % quantile."),
        INTERVALS_OF["enough"],
        over(queries, exhibit),
    ]


def _compare(queries: Queries, exhibit: Exhibit) -> Words:
    if exhibit.kind != FIGURE:
        return table_caption(queries, exhibit)
    table = compared(queries, exhibit)
    row = table.iloc[0]
    second = f"Slice B: {int(row['setups_b']):,} setups over {int(row['givens_b'])} givens."
    return [
        title(exhibit, TABLES["compare"]),
        *beside(queries.store, exhibit),
        comparison_sentence(queries.study, table),
        differences_sentence(queries.study, table),
        "Above: ranks and win rates; beneath: differences in percentage points.",
        INTERVALS_OF["compare"],
        over(queries, exhibit),
        second,
    ]


DEEPER: Mapping[str, Callable[[Queries, Exhibit], Words]] = {
    "compare": _compare,
    "flips": _flips,
    "stability": _stability,
    "agreement": _agreement,
    "importance": _importance,
    "enough": _enough,
}
"""By the exhibit's name."""
