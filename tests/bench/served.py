"""A server that shows the shipped study, for measurements."""

import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from serving import serving
from setupscope.data import open_store
from setupscope.data.storage.building import build
from setupscope.data.study.study_file import SHIPPED_STUDY


@contextmanager
def served():
    """Its address."""
    with served_process() as (address, _, _):
        yield address


@contextmanager
def served_process():
    """Its address, the id of its process, and the study."""
    with (
        shipped_link() as link,
        closing(open_store(link)) as store,
        serving(link) as (address, pid),
    ):
        yield address, pid, store.study


@contextmanager
def shipped_link():
    """The shipped study's store, built for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / "store"
        build(SHIPPED_STUDY, link)
        yield link
