"""How do the setups of a frame come to hand, to be asked several questions?"""

from collections.abc import Sequence

from setupscope.analysis.frames.counts import metrics_of, require_known
from setupscope.analysis.frames.fetched import fetch_frame
from setupscope.analysis.frames.rows import Scenarios, Setups
from setupscope.analysis.frames.selection import rows_of
from setupscope.analysis.slices.slices import origin_of


def fetch(
    setups: Setups, metrics: Sequence[str] | None = None, by: Sequence[str] = ()
) -> Scenarios:
    """Fetches a frame of setups.

    Parameters
    ----------
    setups : frame of setups
        Anything that narwhals takes: a DuckDB relation, a pandas or Polars frame, ...; or
        rows that were fetched already, which are returned as they are. The frame of a store,
        whole or narrowed by a slice, is answered from the store's outcomes.
    metrics : sequence of str, optional
        Keys of the metrics compared; by default all that the frame has. That of a store has
        baselines too, which are compared only where they are named.
    by : sequence of str
        Components that are going to be asked for.

    Raises
    ------
    InputError
        When a metric or component is unknown.
    """
    if isinstance(setups, Scenarios):
        require_known(metrics or (), setups.metrics, by)
        return setups if metrics is None else setups.compare(tuple(metrics))
    origin = origin_of(setups)
    if origin is None:
        compared = _compared(metrics, metrics_of(setups), by)
        return fetch_frame(setups, compared)
    store, slice_ = origin
    default = store.study.metric_keys if metrics is None else metrics
    return rows_of(store, slice_, _compared(default, slice_.accepted("metrics"), by))


def _compared(
    metrics: Sequence[str] | None, known: Sequence[str], by: Sequence[str]
) -> tuple[str, ...]:
    """The metrics, by default all that are known, or InputError."""
    require_known(metrics or (), known, by)
    return tuple(known if metrics is None else metrics)
