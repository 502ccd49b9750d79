"""What stands under the figures of two metrics?"""

from collections.abc import Callable, Mapping

from analysis.coverage import coverage
from dashboard.answered import scenario_of, setups_in
from dashboard.export.caption_parts import Words, drawn, of_table, over, title
from dashboard.export.exhibits import FIGURE, Exhibit
from dashboard.export.pair_recipes import along, in_order_of, pairs_by_part
from dashboard.export.table_recipes import between
from dashboard.pair_sentences import of_curve, of_pair, of_parts
from dashboard.questions import Ask
from dashboard.wording import count, measure_label, metric_label
from data import Store

COLOURS = "The colour is that of the metric that is ahead."


def _names(store: Store, exhibit: Exhibit) -> str:
    first, second = (metric_label(store.study, key) for key in exhibit.shown)
    return f"{first} against {second}"


def _said(ask: Ask, store: Store, exhibit: Exhibit) -> str:
    """How often the one metric is ahead of the other over all of the slice."""
    slice_ = exhibit.slice_.replace(metrics=exhibit.shown)
    table = in_order_of(ask.table_of(store, slice_, "pairs", (), exhibit.seed), exhibit.shown)
    both = coverage(slice_, scenario_of(slice_).name).together
    return of_pair(store.study, table.iloc[0], both)


def _pairs(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    if exhibit.kind != FIGURE:
        return of_table(ask, store, exhibit)
    table = pairs_by_part(ask, store, exhibit)
    return [
        title(exhibit, f"{_names(store, exhibit)}, for each given under each measure"),
        _said(ask, store, exhibit),
        of_parts(store.study, table, "combination"),
        "In per cent of setups, ties half; the stronger the shade, the further from a half.",
        COLOURS,
        over(ask, store, exhibit),
    ]


def _margins(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    table, label = between(ask, store, exhibit), measure_label(exhibit.measure)
    return [
        title(exhibit, f"Margins of {_names(store, exhibit)} under {label}"),
        f"Over {count(int(table['setups'].sum()), 'setup')}, none of which counts for more than"
        " another.",
        drawn(exhibit, f"The narrow bar in the middle: ties. {COLOURS}"),
    ]


def _density(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    table, label = between(ask, store, exhibit), measure_label(exhibit.measure)
    return [
        title(exhibit, f"Values of {_names(store, exhibit)} under {label}"),
        f"Over {count(int(table['setups'].sum()), 'setup')}, none of which counts for more than"
        " another.",
        drawn(exhibit, "The stronger the shade, the more setups; on the line both are equal."),
        drawn(exhibit, COLOURS),
    ]


def _specification(ask: Ask, store: Store, exhibit: Exhibit) -> Words:
    curve, levels = between(ask, store, exhibit), along(ask, store, exhibit)
    names = (exhibit.shown[0], exhibit.shown[1])
    return [
        title(exhibit, f"Specification curve of {_names(store, exhibit)}"),
        of_curve(store.study, names, curve, levels),
        drawn(
            exhibit,
            f"Above: the margins of {len(curve)} setups at equal distances along all, in order."
            " Beneath: where along the curve the setups of each choice lie, the stronger the shade"
            " the more of them. Margins under different measures have different units.",
        ),
        drawn(exhibit, COLOURS),
        f"Over {count(setups_in(ask, store, exhibit.slice_), 'setup')}.",
    ]


PAIRS: Mapping[str, Callable[[Ask, Store, Exhibit], Words]] = {
    "pairs": _pairs,
    "margins": _margins,
    "density": _density,
    "specification": _specification,
}
"""By the exhibit's name."""
