"""What the attacks stand on: studies, tables and stores in a folder of their own."""

from functools import cached_property
from pathlib import Path

from narrow_study import narrow_study
from own_data_tables import write_tables
from setupscope.data import open_store
from setupscope.data.importing.scores import measured_in, template
from setupscope.data.storage.building import build
from trust.commands import run

IMPORT = (
    *("--source", "model", "--target", "dataset", "--performance", "accuracy"),
    *("--name", "own", "--only", "source"),
)


class World:
    """Everything is made when it is first asked for.

    Parameters
    ----------
    folder : Path
        Where it is made; it lasts longer than what is attacked.
    """

    def __init__(self, folder):
        self.folder = Path(folder)

    @cached_property
    def study(self):
        """The TOML of the shipped study with few pools."""
        return narrow_study(self.folder / "study")

    @cached_property
    def link(self):
        """The link of its store."""
        build(self.study, self.folder / "store")
        return self.folder / "store"

    @cached_property
    def store(self):
        """That store, opened."""
        return open_store(self.link)

    @cached_property
    def tables(self):
        """A folder of tables of results of a study of 4 models and 5 datasets."""
        (self.folder / "tables").mkdir()
        write_tables(self.folder / "tables")
        return self.folder / "tables"

    @cached_property
    def scores(self):
        """A table of scores for every pair of the study."""
        place = self.folder / "scores.csv"
        place.write_bytes(scores_for(self.study))
        return place

    @property
    def tiny_study(self):
        """The TOML of the study of such a table."""
        return self.tiny_link.with_name("tiny.study") / "study.toml"

    @cached_property
    def tiny_link(self):
        """The link of the store of such a table, which is soon built and reported."""
        place = self.folder / "tiny"
        done = run("import", self.tables / "wide.csv", *IMPORT, "--store", place)
        assert done.returncode == 0, done.stderr
        return place


def scores_for(study_file):
    """A table with some score for every pair of a study, as CSV."""
    header, *pairs = template(measured_in(study_file)).decode().splitlines()
    assert header.endswith(",score")
    scored = (f"{pair}{index * 7 % 11}" for index, pair in enumerate(pairs))
    return "\n".join([header, *scored, ""]).encode()
