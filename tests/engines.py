"""The same setups in every engine that the product takes."""

import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

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


def in_pyspark(store: Store):
    """A Spark frame that a local Spark reads from the store's Parquet."""
    if not find_spec("pyspark") or not shutil.which("java"):
        pytest.skip("takes PySpark and Java: make spark")
    from pyspark.sql import SparkSession

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
    return session.read.parquet(str(Path(store.path) / "setups")).cache()


ENGINES: dict[str, Callable[[Store], object]] = {
    "pandas": in_pandas,
    "polars": in_polars,
    "pyspark": in_pyspark,
}
"""By name; each is held against DuckDB, which is the default."""
