"""What does a reader read whose table got no answer?"""

from collections.abc import Mapping

from setupscope.dashboard.limits import (
    UPLOAD_CPU_SECONDS,
    UPLOAD_FILE_BYTES,
    UPLOAD_MEMORY,
)
from setupscope.dashboard.uploads.messages import Cause, Reply

GIGABYTE = 2**30
SMALLER = "Fewer rows or smaller pools need less; the command line has no limit"
CAUSES: Mapping[Cause, str] = {
    "time": f"needs more than {UPLOAD_CPU_SECONDS} s of computing. {SMALLER}",
    "memory": f"needs more than {UPLOAD_MEMORY // GIGABYTE} GB of memory. {SMALLER}",
    "size": f"makes a file of more than {UPLOAD_FILE_BYTES // GIGABYTE} GB. {SMALLER}",
    "queue": "has to wait: as many tables wait already as may. Try again in a few minutes",
    "scarce": "needs more memory than is free on this server now. Try again later, or use the"
    " command line on your own machine",
    "disk": "was not finished because the server's disk is full. Nothing is wrong with your table",
    "busy": "was not finished because the server is busy. Nothing is wrong with your table",
    "died": "was not finished because the process that worked on it ended unexpectedly",
}
"""One cause each, after the name of the table."""


def explained(reply: Reply, file_name: str) -> Reply:
    """The reply, its cause in words where it has one."""
    if reply.cause is None:
        return reply
    error = f"{file_name}: {CAUSES[reply.cause]}."
    return reply.model_copy(update={"error": error, "end": True})
