"""How do small tables leave an engine?"""

from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa


def collected(frame: "nw.LazyFrame[Any]") -> pd.DataFrame:
    """A lazy frame as pandas; through Arrow, since Spark's own way needs an older pandas."""
    arrow: pa.Table = frame.collect("pyarrow").to_native()
    table: pd.DataFrame = arrow.to_pandas()
    return table
