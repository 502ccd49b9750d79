"""Measured transfers to experimental setups to the Parquet store."""

from setupscope.data.errors import InputError
from setupscope.data.storage.opening import Store, open_store
from setupscope.data.study.study import Study
from setupscope.data.study.study_file import load_study

__all__ = ["InputError", "Store", "Study", "load_study", "open_store"]
