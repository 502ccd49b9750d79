"""The same setups in every engine that the product takes."""

import os
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

from setupscope.data import Store


def in_pandas(store: Store):
    """A pandas frame, text as categories."""
    return store.setups().df()


def in_polars(store: Store):
    """A Polars frame, text as plain strings."""
    text = ["scenario", "given", "backbone", "measure"]
    return store.setups().pl().with_columns(pl.col(text).cast(pl.String))


def local_spark():
    """A Spark of two cores, one for all tests of this process."""
    if not find_spec("pyspark") or not shutil.which("java"):
        pytest.skip("takes PySpark and Java: make spark")
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[2]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def in_pyspark(store: Store):
    """A Spark frame that a local Spark reads from the store's Parquet."""
    return local_spark().read.parquet(str(Path(store.path) / "setups")).cache()


ENGINES: dict[str, Callable[[Store], object]] = {
    "pandas": in_pandas,
    "polars": in_polars,
    "pyspark": in_pyspark,
}
"""By name; each is held against DuckDB, which is the default."""

SUMS = {
    "importance": ["share", "total"],
    "stability": ["stability", "sd", "low", "high"],
    "pairs": ["mean_margin"],
    "usefulness": ["random_pick"],
    "conclusion_and_leads": ["half_width"],
    "leads_of_winner": ["half_width"],
    "against_baselines": ["half_width"],
    "winner_map": ["half_width"],
    "power": ["se", "se_candidates", "smallest", "more_givens", "more_candidates"],
    "values_left": ["mean", "mean_without", "change"],
}
"""Columns of means of fractions, which a store adds up in another order: equal to 12 digits."""


def assert_same(found: pd.DataFrame, expected: pd.DataFrame, name: str) -> None:
    """Equal to the last digit, but for what is a sum of fractions."""
    sums = [column for column in SUMS.get(name, []) if column in expected]
    numbers = [table[sums].to_numpy(np.float64) for table in (found, expected)]
    np.testing.assert_allclose(*numbers, rtol=0, atol=1e-12, err_msg=name)
    exact = [table.drop(columns=sums) for table in (found, expected)]
    pd.testing.assert_frame_equal(*exact, check_exact=True, obj=name)
