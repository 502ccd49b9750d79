"""What was measured, by tables of results that need not become a store?"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from setupscope.data.errors import InputError
from setupscope.data.importing.guesses import guess
from setupscope.data.importing.layout import Layout
from setupscope.data.importing.proposals import StudyOptions, propose_study
from setupscope.data.readers.sheets import Sheet
from setupscope.data.study.study import Study
from setupscope.data.study.study_file import load_study
from setupscope.data.study.transfers import Transfers, read_transfers

NAME = "tables"
ASKED = ("source", "target", "performance")


def measured_tables(
    sheets: Sequence[Sheet], columns: Mapping[str, str | None]
) -> tuple[Study, Transfers, tuple[str, ...]]:
    """A study of tables in any shape that `import` reads, its transfers, and notes.

    Parameters
    ----------
    sheets : sequence of Sheet
        Performances and scores.
    columns : mapping
        `source`, `target`, `performance`, `metric` and `score`, as in a `Layout`; what is None is
        guessed from names and values.

    Raises
    ------
    InputError
        When a column is not given and cannot be guessed, or the tables are not accepted.
    """
    seen = guess(sheets)
    meant = {name: columns.get(name) or getattr(seen, name) for name in (*ASKED, "metric", "score")}
    sided = meant["source"] or meant["target"]
    for name in ASKED:
        if not meant[name] and (name == "performance" or not sided or not seen.pivots):
            raise InputError(f"no name tells which column holds the {name}; give --{name}")
    layout = Layout(
        source=meant["source"] or "",
        target=meant["target"] or "",
        performance=meant["performance"],
        metric=meant["metric"],
        score=meant["score"],
        percent=meant["performance"] in seen.per_cent,
    )
    proposal = propose_study(sheets, NAME, layout, "tables of results", StudyOptions())
    with TemporaryDirectory() as place:
        study_file = proposal.draft.write(Path(place) / "study")
        study = load_study(study_file)
        return study, read_transfers(study, study_file.parent), proposal.notes
