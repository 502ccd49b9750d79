"""What some tables ask besides a slice."""

from analysis.tables import Asked


def options_of(name, slice_):
    """As options of an exhibit."""
    better, worse = slice_.metric_keys()[:2]
    shown = slice_.replace(measures=slice_.study.measures[:1]).link()
    return {
        "compare": {"against": slice_.link()},
        "claim": {"better": better, "worse": worse, "shows": shown},
    }.get(name, {})


def asked_of(name, slice_):
    """As `table_of` takes them."""
    better, worse = slice_.metric_keys()[:2]
    shown = slice_.replace(measures=slice_.study.measures[:1])
    return Asked(slice_ if name == "compare" else None, better, worse, shown)
