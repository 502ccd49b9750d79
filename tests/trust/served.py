"""A server whose log is read."""

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from serving import serving
from trust.counts import TRACEBACK, also


@dataclass(frozen=True)
class Server:
    """A server that runs.

    Attributes
    ----------
    address : str
        As a browser shows it.
    pid : int
        Of its process.
    log : Path
        What it wrote on standard error.
    """

    address: str
    pid: int
    log: Path

    def log_counts(self):
        """How many tracebacks its log holds, with the last line of the first."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        first = text.partition(TRACEBACK)[2]
        raised = next((line for line in first.splitlines()[1:] if line[:1].strip()), "")
        return also(f"in the log: {raised}"[:300], tracebacks=text.count(TRACEBACK))


@contextmanager
def logged(link, *options, **environment):
    """A server that shows a store."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as file, serving(link, *options, log=file, **environment) as found:
            yield Server(*found, log)
