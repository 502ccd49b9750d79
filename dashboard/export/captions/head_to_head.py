"""What stands under the figures of two metrics?"""

from collections.abc import Callable, Mapping

from setupscope.analysis.slices.coverage import coverage
from setupscope.dashboard.export.captions.parts import Words, drawn, over, table_caption, title
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.recipes.head_to_head import along, in_order_of, pairs_by_part
from setupscope.dashboard.export.recipes.tables import between
from setupscope.dashboard.queries.answer import scenario_of, setups_in
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.text.head_to_head import curve_sentence, pair_sentence, parts_sentence
from setupscope.dashboard.text.labels import measure_label, metric_label
from setupscope.dashboard.text.numbers import quantity
from setupscope.data import Store

COLOURS = "The colour is that of the metric that is ahead."


def _names(store: Store, exhibit: Exhibit) -> str:
    first, second = (metric_label(store.study, key) for key in exhibit.shown)
    return f"{first} against {second}"


def _said(queries: Queries, store: Store, exhibit: Exhibit) -> str:
    """How often the one metric is ahead of the other over all of the slice."""
    slice_ = exhibit.slice_.replace(metrics=exhibit.shown)
    table = in_order_of(queries.table_of(store, slice_, "pairs", (), exhibit.seed), exhibit.shown)
    both = coverage(slice_, scenario_of(slice_).name).together
    return pair_sentence(store.study, table.iloc[0], both)


def _pairs(queries: Queries, store: Store, exhibit: Exhibit) -> Words:
    if exhibit.kind != FIGURE:
        return table_caption(queries, store, exhibit)
    table = pairs_by_part(queries, store, exhibit)
    return [
        title(exhibit, f"{_names(store, exhibit)}, for each given under each measure"),
        _said(queries, store, exhibit),
        parts_sentence(store.study, table, "combination"),
        "In per cent of setups, ties half; the stronger the shade, the further from a half.",
        COLOURS,
        over(queries, store, exhibit),
    ]


def _margins(queries: Queries, store: Store, exhibit: Exhibit) -> Words:
    table, label = between(queries, store, exhibit), measure_label(exhibit.measure)
    return [
        title(exhibit, f"Margins of {_names(store, exhibit)} under {label}"),
        f"Over {quantity(int(table['setups'].sum()), 'setup')}, none of which counts for more than"
        " another.",
        drawn(exhibit, f"The narrow bar in the middle: ties. {COLOURS}"),
    ]


def _density(queries: Queries, store: Store, exhibit: Exhibit) -> Words:
    table, label = between(queries, store, exhibit), measure_label(exhibit.measure)
    return [
        title(exhibit, f"Values of {_names(store, exhibit)} under {label}"),
        f"Over {quantity(int(table['setups'].sum()), 'setup')}, none of which counts for more than"
        " another.",
        drawn(exhibit, "The stronger the shade, the more setups; on the line both are equal."),
        drawn(exhibit, COLOURS),
    ]


def _specification(queries: Queries, store: Store, exhibit: Exhibit) -> Words:
    curve, levels = between(queries, store, exhibit), along(queries, store, exhibit)
    names = (exhibit.shown[0], exhibit.shown[1])
    return [
        title(exhibit, f"Specification curve of {_names(store, exhibit)}"),
        curve_sentence(store.study, names, curve, levels),
        drawn(
            exhibit,
            f"Above: the margins of {len(curve)} setups at equal distances along all, in order."
            " Beneath: where along the curve the setups of each choice lie, the stronger the shade"
            " the more of them. Margins under different measures have different units.",
        ),
        drawn(exhibit, COLOURS),
        f"Over {quantity(setups_in(queries, store, exhibit.slice_), 'setup')}.",
    ]


PAIRS: Mapping[str, Callable[[Queries, Store, Exhibit], Words]] = {
    "pairs": _pairs,
    "margins": _margins,
    "density": _density,
    "specification": _specification,
}
"""By the exhibit's name."""
