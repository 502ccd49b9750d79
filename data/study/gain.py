"""By what are the candidates of a scenario ranked: by performance, or by what is gained?

Targets differ in difficulty, and any source does well on an easy one. The gain of a transfer is
its performance less the mean of the other sources on the same target, which leaves that out.
"""

import numpy as np
import pandas as pd
import pyarrow as pa

from setupscope.data.errors import InputError, quoted
from setupscope.data.study.baselines import mean_of_others
from setupscope.data.study.study import Study
from setupscope.data.study.transfers import Transfers

DIGITS = 12
"""Decimals of a gain, in units of the table's largest performance: sums are exact to 15."""


def ranked_transfers(study: Study, transfers: Transfers, scenario: str) -> pa.Table:
    """The transfers of a scenario, with the performance that its candidates are ranked by.

    Returns
    -------
    pyarrow.Table
        The rows of the scenario's table, with the columns and in the order of `Transfers`;
        `performance` is the gain where candidates are ranked by it.

    Raises
    ------
    InputError
        When a gain is unknown, because a target has no other source under a backbone.
    """
    own = study.scenario(scenario)
    table = transfers.of_table(own.table)
    if own.performance == "measured":
        return table
    gains = gain(table.to_pandas())
    _require_known(gains, table, scenario)
    place = table.schema.get_field_index("performance")
    return table.set_column(place, "performance", pa.array(gains.to_numpy(np.float64)))


def ranked_measurements(study: Study, measurements: pd.DataFrame, scenario: str) -> pd.DataFrame:
    """The same of a store's measurements, as pandas holds them."""
    own = study.scenario(scenario)
    rows = measurements[measurements["table"] == own.table]
    return rows if own.performance == "measured" else rows.assign(performance=gain(rows))


def gain(transfers: pd.DataFrame) -> "pd.Series[float]":
    """What each transfer gains over the other sources on its target, under the same backbone.

    Parameters
    ----------
    transfers : pandas.DataFrame
        The transfers of one table, with the columns of `Transfers`.

    Returns
    -------
    pandas.Series
        Performance less the mean of the others, in units of performance. Rounded to 12
        decimals of the largest performance, so that equal gains of different targets are
        equal. Null without another source.
    """
    return gains(transfers, transfers[["performance"]])["performance"]


def gains(transfers: pd.DataFrame, performances: pd.DataFrame) -> pd.DataFrame:
    """The same for many performances of each transfer, a column each, in their order."""
    # Sums lose the last digit, by which two equal gains would differ; rounding needs a scale.
    largest = performances.abs().max()
    scale = largest.where(largest > 0, 1.0)
    scaled = performances / scale
    return (scaled - mean_of_others(scaled, transfers, "target")).round(DIGITS) * scale


def _require_known(gains: "pd.Series[float]", table: pa.Table, scenario: str) -> None:
    unknown = np.flatnonzero(gains.isna())
    if len(unknown):
        row = table.slice(int(unknown[0]), 1).to_pylist()[0]
        raise InputError(
            f"scenario {quoted(scenario)} ranks by gain, but target {quoted(row['target'])}"
            f" ({row['backbone']}) has no source besides {quoted(row['source'])}: leave that row"
            " out of the table, or add another source"
        )
