"""What the pages and the process that works on uploaded tables tell each other.

Each message is one line of JSON. The first names the tables; each further one is a request, and
is answered by replies, of which the last one says so.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from setupscope.data.importing.gaps import Complete
from setupscope.data.importing.guesses import Guess
from setupscope.data.importing.layout import Layout, Side
from setupscope.data.importing.scores import ScoreColumns
from setupscope.data.pools import PoolRule


class Message(BaseModel):
    """A line of JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def line(self) -> str:
        """What was set in it, with the end of the line."""
        return self.model_dump_json(exclude_unset=True) + "\n"


class UploadedTables(Message):
    """The tables that a process works on.

    Attributes
    ----------
    file_names : tuple of str
        What messages call them.
    folder : Path
        Holds them as `table-0` and so on; all that is made goes there too.
    study : Path
        The study's TOML, for scores of a metric.
    encoding : str
        Of their text; empty for UTF-8.
    sheet : str
        Of workbooks; empty for the first one of each.
    missing : tuple of str
        Texts of cells without a value, besides the usual ones.
    """

    file_names: tuple[str, ...]
    folder: Path
    study: Path
    encoding: str = ""
    sheet: str = ""
    missing: tuple[str, ...] = ()


class ReadTable(Message):
    """One table as it was read.

    Attributes
    ----------
    name, form : str
        What messages call it, and its format in words.
    columns : tuple of str
        Names of its columns; "" of one that holds the names of rows.
    head : tuple of tuple of str
        The cells of its first rows.
    rows : int
        How many there are.
    """

    name: str
    form: str
    columns: tuple[str, ...]
    head: tuple[tuple[str, ...], ...]
    rows: int


class ScoresRequest(Message):
    """Reads the first table as scores of a metric; with `build`, scores the study with it."""

    kind: Literal["scores"]
    name: str
    lower_is_better: bool
    columns: ScoreColumns
    build: bool = False


class Facts(Message):
    """Where facts stand besides the columns of results; see `data.importing.facts.FactOptions`.

    Attributes
    ----------
    beside : str, optional
        Name of the table of facts, which holds no results then.
    fewer_is_better, log : tuple of str
        How facts are read.
    """

    beside: str | None = None
    fewer_is_better: tuple[str, ...] = ()
    log: tuple[str, ...] = ()


class ResultsRequest(Message):
    """Reads the tables as results of many metrics; with `build`, makes a study and scores it."""

    kind: Literal["results"]
    name: str
    columns: Layout
    pools: PoolRule | None
    only: Side | None
    complete: Complete | None = None
    facts: Facts = Facts()
    build: bool = False


Request = ScoresRequest | ResultsRequest
REQUEST: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="kind")])


Cause = Literal["time", "memory", "size", "disk", "busy", "queue", "scarce", "died"]
"""Which limit kept a process from answering: seconds of its own, memory, the size of what it
writes, a full disk, a machine that had no time for it, too many who wait, one that has too little
memory; or that it ended for no reason that is known."""


class Reply(Message):
    """What the process says about the tables.

    Attributes
    ----------
    sheets : tuple of str
        Names of the sheets of workbooks, said before any is read.
    tables : tuple of ReadTable
        The tables as they were read.
    guess : Guess
        What their columns seem to hold.
    lines : tuple of (str, str)
        The summary: what is counted, and the count.
    notes : tuple of str
        What to look at, a sentence each.
    metric : str, optional
        Key of the metric that was added.
    error : str
        Why they are not accepted; empty where they are.
    asks : {"spellings"}, optional
        What has to be chosen before they are.
    cause : Cause, optional
        Why there is no answer, where that is not the table's own fault; asking again may help.
    progress : (int, int), optional
        How many setups of how many are scored.
    end : bool
        Whether the request is answered.
    """

    sheets: tuple[str, ...] = ()
    tables: tuple[ReadTable, ...] = ()
    guess: Guess = Guess()
    lines: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    metric: str | None = None
    error: str = ""
    asks: Literal["spellings"] | None = None
    cause: Cause | None = None
    progress: tuple[int, int] | None = None
    end: bool = False

    def followed_by(self, later: "Reply") -> "Reply":
        """Both replies to a request as one."""
        return self.model_copy(update={key: getattr(later, key) for key in later.model_fields_set})
