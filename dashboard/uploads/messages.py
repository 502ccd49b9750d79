"""What the pages and the process that works on an uploaded table tell each other.

Each message is one line of JSON. The first names the table; each further one is a request, and
is answered by replies, of which the last one says so.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from setupscope.data.importing.layout import Layout
from setupscope.data.importing.scores import ScoreColumns
from setupscope.data.pools import PoolRule


class Message(BaseModel):
    """A line of JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def line(self) -> str:
        """What was set in it, with the end of the line."""
        return self.model_dump_json(exclude_unset=True) + "\n"


class UploadedTable(Message):
    """The table that a process works on.

    Attributes
    ----------
    file_name : str
        What messages call it.
    folder : Path
        Holds it as `table`; all that is made goes there too.
    study : Path
        The study's TOML, for scores of a metric.
    encoding : str
        Of its text; empty for UTF-8.
    """

    file_name: str
    folder: Path
    study: Path
    encoding: str = ""


class ScoresRequest(Message):
    """Reads the table as scores of one metric; with `build`, scores the study with it."""

    kind: Literal["scores"]
    name: str
    lower_is_better: bool
    columns: ScoreColumns
    build: bool = False


class ResultsRequest(Message):
    """Reads the table as results of many metrics; with `build`, makes a study and scores it."""

    kind: Literal["results"]
    name: str
    columns: Layout
    pools: PoolRule | None
    only: Literal["source", "target"] | None
    build: bool = False


Request = ScoresRequest | ResultsRequest
REQUEST: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="kind")])


Cause = Literal["time", "memory", "size", "busy", "died"]
"""Which limit kept a process from answering: seconds of its own, memory, the size of what it
writes, a machine that had no time for it; or that it ended for no reason that is known."""


class Reply(Message):
    """What the process says about the table.

    Attributes
    ----------
    columns : tuple of str
        Of the table.
    lines : tuple of (str, str)
        The summary: what is counted, and the count.
    notes : tuple of str
        What to look at, a sentence each.
    metric : str, optional
        Key of the metric that was added.
    error : str
        Why it is not accepted; empty where it is.
    cause : Cause, optional
        Why there is no answer, where that is not the table's own fault; asking again may help.
    progress : (int, int), optional
        How many setups of how many are scored.
    end : bool
        Whether the request is answered.
    """

    columns: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    metric: str | None = None
    error: str = ""
    cause: Cause | None = None
    progress: tuple[int, int] | None = None
    end: bool = False

    def followed_by(self, later: "Reply") -> "Reply":
        """Both replies to a request as one."""
        return self.model_copy(update=later.model_dump(exclude_unset=True))
