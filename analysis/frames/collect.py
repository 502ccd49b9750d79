"""How do small tables leave an engine?"""

from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa

from setupscope.data.spark.jobs import watched


def collected(frame: "nw.LazyFrame[Any]") -> pd.DataFrame:
    """A lazy frame as pandas; through Arrow, since Spark's own way needs an older pandas."""
    arrow = collected_arrow(frame)
    table: pd.DataFrame = arrow.to_pandas()
    return table


def collected_arrow(frame: "nw.LazyFrame[Any]") -> pa.Table:
    """The same as an Arrow table; whoever waits for Spark can give up."""
    return watched(frame.to_native(), lambda: frame.collect("pyarrow").to_native())
