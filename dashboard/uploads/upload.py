"""How is an uploaded table read, understood and built, without harm to anybody else?

Each upload has a process and a folder of its own; both end with whoever holds it. One of them
works at a time, so that the readers of other pages have the other core.
"""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from setupscope.dashboard.limits import UPLOAD_SECONDS
from setupscope.dashboard.uploads.folder import PrivateFolder
from setupscope.dashboard.uploads.process import SPARE
from setupscope.data.storage.building import Progress, nothing

TURN = Lock()
TOO_MUCH = f"takes more than {UPLOAD_SECONDS} s, or more memory than an upload may take"


@dataclass(frozen=True)
class Reply:
    """What a process said of an uploaded table.

    Attributes
    ----------
    columns : tuple of str
        Of the table.
    lines : tuple of (str, str)
        What was understood.
    notes : tuple of str
        What to look at, a sentence each.
    metric : str, optional
        Key of the metric that was added.
    error : str
        Why it is not accepted; empty where it is.
    """

    columns: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    metric: str | None = None
    error: str = ""


@dataclass(eq=False)
class Upload:
    """An uploaded table, with its process and its folder.

    Attributes
    ----------
    file_name : str
        What messages call it.
    folder : PrivateFolder
        Holds the table and what is made of it; gone with the object.
    read : Reply
        Its columns, or why it is none.
    """

    content: InitVar[bytes]
    file_name: str
    study_file: Path
    encoding: str = ""
    folder: PrivateFolder = field(init=False)
    read: Reply = field(init=False)

    def __post_init__(self, content: bytes) -> None:
        self.folder = PrivateFolder()
        (self.place / "table").write_bytes(content)
        self._process = SPARE.take()
        self.end = self._process.end
        self._summary: tuple[Mapping[str, Any], Reply] | None = None
        self.read = self._ask(
            {
                "called": self.file_name,
                "study": str(self.study_file),
                "place": str(self.place),
                "encoding": self.encoding,
            }
        )

    @property
    def place(self) -> Path:
        """The folder, which holds `store` and `study` once they are built."""
        return self.folder.path

    def release(self) -> None:
        """Ends its process, and removes its folder."""
        self.end()
        self.folder.remove()

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.alive

    def summarize(self, request: Mapping[str, Any]) -> Reply:
        """What is understood of the table; asked once. See `dashboard.uploads.worker`."""
        if self._summary is None or self._summary[0] != request:
            self._summary = (request, self._answer({**request, "build": False}))
        return self._summary[1]

    def build(self, request: Mapping[str, Any], progress: Progress = nothing) -> Reply:
        """The same, with a store and a study built of it."""
        return self._answer({**request, "build": True}, progress)

    def _answer(self, request: Mapping[str, Any], progress: Progress = nothing) -> Reply:
        """To a request that can be asked of a table only."""
        return self.read if self.read.error else self._ask(request, progress)

    def _ask(self, request: Mapping[str, Any], progress: Progress = nothing) -> Reply:
        with TURN:
            reply = self._process.ask(request, progress) if self.alive else None
        return Reply(error=f"{self.file_name}: {TOO_MUCH}") if reply is None else _reply_of(reply)


def _reply_of(reply: Mapping[str, Any]) -> Reply:
    return Reply(
        tuple(reply.get("columns", ())),
        tuple((what, how) for what, how in reply.get("lines", ())),
        tuple(reply.get("notes", ())),
        reply.get("metric"),
        reply.get("error", ""),
    )
