"""An uploaded table, and what is built from it, without harm to anybody else.

Each upload has a process and a folder of its own; both end with whoever holds it. One of them
works at a time, so that the readers of other pages have the other core. A process that has ended
is replaced by another, which reads the table again, when something is asked next.
"""

from dataclasses import InitVar, dataclass, field
from pathlib import Path
from threading import Lock

from setupscope.dashboard.limits import UPLOAD_TURN_SECONDS
from setupscope.dashboard.uploads.failures import explained
from setupscope.dashboard.uploads.folder import PrivateFolder
from setupscope.dashboard.uploads.messages import Reply, Request, UploadedTable
from setupscope.dashboard.uploads.process import SPARE, UploadProcess
from setupscope.data.storage.building import Progress, nothing

TURN = Lock()


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
        self._process: UploadProcess | None = None
        self._summary: tuple[Request, Reply] | None = None
        self._failure: tuple[Request, Reply] | None = None
        self.read = self._ask(None)

    @property
    def place(self) -> Path:
        """The folder, which holds `store` and `study` once they are built."""
        return self.folder.path

    def end(self) -> None:
        """Ends its process."""
        if self._process is not None:
            self._process.end()

    def release(self) -> None:
        """Ends its process, and removes its folder."""
        self.end()
        self.folder.remove()

    def summarize(self, request: Request) -> Reply:
        """The summary of the table as a request reads it; the same request is asked once."""
        if self._summary is None or self._summary[0] != request:
            self._summary = (request, self._ask(request))
        return self._summary[1]

    def build(self, request: Request, progress: Progress = nothing) -> Reply:
        """The same, with a store and a study built from it."""
        reply = self._ask(request.model_copy(update={"build": True}), progress)
        self._failure = (request, reply) if reply.error else None
        return reply

    def failure(self, request: Request) -> Reply:
        """The last reply to this request to build, where it failed; else an empty one."""
        held = self._failure
        return held[1] if held is not None and held[0] == request else Reply()

    def try_again(self) -> None:
        """Reads the table again if it was not read, and forgets what could not be answered."""
        self._summary = self._failure = None
        if self.read.cause is not None:
            self.read = Reply()
            self.read = self._ask(None)

    def _ask(self, request: Request | None, progress: Progress = nothing) -> Reply:
        """The answer to a request, or to the table alone, once it is this upload's turn."""
        if self.read.error:
            return self.read
        if not TURN.acquire(timeout=UPLOAD_TURN_SECONDS):
            return explained(Reply(cause="busy", end=True), self.file_name)
        try:
            return explained(self._answer(request, progress), self.file_name)
        finally:
            TURN.release()

    def _answer(self, request: Request | None, progress: Progress) -> Reply:
        process, read = self._process, Reply()
        if process is None or not process.alive:
            process = self._process = SPARE.take()
            read = process.ask(self._table())
        if request is None or read.error or read.cause:
            return read
        return process.ask(request, progress)

    def _table(self) -> UploadedTable:
        return UploadedTable(
            file_name=self.file_name,
            folder=self.place,
            study=self.study_file,
            encoding=self.encoding,
        )
