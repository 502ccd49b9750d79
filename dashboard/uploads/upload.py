"""An uploaded table, and what is built from it, without harm to anybody else.

Each upload has a process and a folder of its own; both end with whoever holds it. One of them
works at a time, so that the readers of other pages have the other core.
"""

from dataclasses import InitVar, dataclass, field
from pathlib import Path
from threading import Lock

from setupscope.dashboard.limits import UPLOAD_SECONDS
from setupscope.dashboard.uploads.folder import PrivateFolder
from setupscope.dashboard.uploads.messages import Message, Reply, Request, UploadedTable
from setupscope.dashboard.uploads.process import SPARE
from setupscope.data.storage.building import Progress, nothing

TURN = Lock()
TOO_MUCH = f"takes more than {UPLOAD_SECONDS} s, or more memory than an upload may use"


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
    read: Reply = field(init=False, default_factory=Reply)

    def __post_init__(self, content: bytes) -> None:
        self.folder = PrivateFolder()
        (self.place / "table").write_bytes(content)
        self._process = SPARE.take()
        self.end = self._process.end
        self._summary: tuple[Request, Reply] | None = None
        table = UploadedTable(
            file_name=self.file_name,
            folder=self.place,
            study=self.study_file,
            encoding=self.encoding,
        )
        self.read = self._ask(table)

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

    def summarize(self, request: Request) -> Reply:
        """The summary of the table as a request reads it; the same request is asked once."""
        if self._summary is None or self._summary[0] != request:
            self._summary = (request, self._ask(request))
        return self._summary[1]

    def build(self, request: Request, progress: Progress = nothing) -> Reply:
        """The same, with a store and a study built from it."""
        return self._ask(request.model_copy(update={"build": True}), progress)

    def _ask(self, message: Message, progress: Progress = nothing) -> Reply:
        if self.read.error:
            return self.read
        with TURN:
            reply = self._process.ask(message, progress) if self.alive else None
        return Reply(error=f"{self.file_name}: {TOO_MUCH}") if reply is None else reply
