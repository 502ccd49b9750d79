"""Many uploads at once: `python tests/uploads_at_once.py 30` scores so many with real processes."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import NamedTuple

import pandas as pd

from setupscope.dashboard.uploads import upload
from setupscope.dashboard.uploads.messages import ScoresRequest
from setupscope.dashboard.uploads.upload import Upload
from setupscope.data import open_store
from setupscope.data.importing.scores import ScoreColumns
from setupscope.data.study.study_file import SHIPPED_STUDY

ASKED = ScoresRequest(kind="scores", name="Mine", lower_is_better=False, columns=ScoreColumns())


class Crowd(NamedTuple):
    """What came of uploads that were made together.

    Attributes
    ----------
    errors : list of str
        Of each; empty where it was scored.
    setups : set of int
        How many setups their stores have.
    before : int
        How many at most came before one that waited.
    alive : int
        Processes that stood by in the end.
    """

    errors: list
    setups: set
    before: int
    alive: int


def uploads_at_once(how_many, study=SHIPPED_STUDY, name="segmentation.csv", column="gbc"):
    """Uploads that begin together: each is read, summed up and scored.

    Their scores are those of a metric that the study has, by its table and column.
    """
    table = pd.read_csv(study.parent / name)
    content = table[["source", "target"]].assign(score=table[column]).to_csv(index=False).encode()
    start, heard, brought = Barrier(how_many), [0], []

    def bring(number):
        start.wait()
        one = Upload([(f"{number}.csv", content)], study, waiting=heard.append)
        brought.append(one)
        replies = one.read, one.summarize(ASKED), one.build(ASKED)
        return "".join(reply.error for reply in replies)

    with ThreadPoolExecutor(how_many) as readers:
        errors = list(readers.map(bring, range(how_many)))
    alive = sum(one._process is not None and one._process.alive for one in brought)
    built = [one.place / "store" for one in brought if (one.place / "store").exists()]
    setups = {open_store(store, -1).setup_count for store in built}
    assert upload.TURNS.waiting == 0
    for one in brought:
        one.release()
    return Crowd(errors, setups, max(heard), alive)


if __name__ == "__main__":
    print(uploads_at_once(int(sys.argv[1]), *map(Path, sys.argv[2:])))
