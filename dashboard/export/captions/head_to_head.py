"""What stands under the figures of two metrics?"""

from collections.abc import Callable, Mapping

from setupscope.analysis.slices.coverage import coverage
from setupscope.dashboard.export.captions.parts import Words, drawn, over, table_caption, title
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.head_to_head import along, in_order_of, pairs_by_part
from setupscope.dashboard.export.recipes.tables import density, margins, specification
from setupscope.dashboard.queries.answer import scenario_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.head_to_head import curve_sentence, pair_sentence, parts_sentence
from setupscope.dashboard.text.labels import measure_label, metric_label
from setupscope.dashboard.text.numbers import quantity
from setupscope.data import Store

COLOURS = "The colour is that of the metric that is ahead."


def _names(store: Store, exhibit: Exhibit) -> str:
    first, second = (metric_label(store.study, key) for key in exhibit.shown)
    return f"{first} against {second}"


def _said(queries: Queries, exhibit: Exhibit) -> str:
    """How often the one metric is ahead of the other over all of the slice."""
    slice_ = exhibit.slice_.replace(metrics=exhibit.shown)
    table = in_order_of(queries.table(slice_, "pairs", (), exhibit.seed), exhibit.shown)
    both = coverage(slice_, scenario_of(slice_).name).together
    return pair_sentence(queries.study, table.iloc[0], both)


def _pairs(queries: Queries, exhibit: Exhibit) -> Words:
    if exhibit.kind != FIGURE:
        return table_caption(queries, exhibit)
    table = pairs_by_part(queries, exhibit)
    return [
        title(exhibit, f"{_names(queries.store, exhibit)}, for each given under each measure"),
        _said(queries, exhibit),
        parts_sentence(queries.study, table, "combination"),
        "In per cent of setups, ties half; the stronger the shade, the further from a half.",
        COLOURS,
        over(queries, exhibit),
    ]


def _margins(queries: Queries, exhibit: Exhibit) -> Words:
    table, label = margins(queries, exhibit), measure_label(exhibit.measure)
    return [
        title(exhibit, f"Margins of {_names(queries.store, exhibit)} under {label}"),
        f"Over {quantity(int(table['setups'].sum()), 'setup')}, none of which counts for more than"
        " another.",
        drawn(exhibit, f"The narrow bar in the middle: ties. {COLOURS}"),
    ]


def _density(queries: Queries, exhibit: Exhibit) -> Words:
    table, label = density(queries, exhibit), measure_label(exhibit.measure)
    return [
        title(exhibit, f"Values of {_names(queries.store, exhibit)} under {label}"),
        f"Over {quantity(int(table['setups'].sum()), 'setup')}, none of which counts for more than"
        " another.",
        drawn(exhibit, "The stronger the shade, the more setups; on the line both are equal."),
        drawn(exhibit, COLOURS),
    ]


def _specification(queries: Queries, exhibit: Exhibit) -> Words:
    curve, levels = specification(queries, exhibit), along(queries, exhibit)
    names = (exhibit.shown[0], exhibit.shown[1])
    return [
        title(exhibit, f"Specification curve of {_names(queries.store, exhibit)}"),
        curve_sentence(queries.study, names, curve, levels),
        drawn(
            exhibit,
            f"Above: the margins of {len(curve)} setups at equal distances along all, in order."
            " Beneath: where along the curve the setups of each choice lie, the stronger the shade"
            " the more of them. Margins under different measures have different units.",
        ),
        drawn(exhibit, COLOURS),
        f"Over {quantity(queries.setup_count(exhibit.slice_), 'setup')}.",
    ]


PAIRS: Mapping[str, Callable[[Queries, Exhibit], Words]] = {
    "pairs": _pairs,
    "margins": _margins,
    "density": _density,
    "specification": _specification,
}
"""By the exhibit's name."""
