"""Measured transfers to experimental setups to the Parquet store."""

from data.errors import InputError
from data.opening import Store, open_store
from data.study import Study, load_study

__all__ = ["InputError", "Store", "Study", "load_study", "open_store"]
