"""How do the setups of a frame come to hand, to be asked several questions?"""

from collections.abc import Sequence

from setupscope.analysis.frames.counts import metrics_of, require_known
from setupscope.analysis.frames.fetched import fetch_frame
from setupscope.analysis.frames.rows import Scenarios, Setups
from setupscope.analysis.frames.selection import stored_rows


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
        Keys of the metrics compared; by default all that the frame has.
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
    known = metrics_of(setups)
    compared = tuple(known if metrics is None else metrics)
    require_known(compared, known, by)
    stored = stored_rows(setups, compared)
    return fetch_frame(setups, compared) if stored is None else stored
