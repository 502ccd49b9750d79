"""How much may one reader take: of time, memory, answers, undo and kept figures.

The operator of a server sets some of them, with options of `setupscope dashboard` or with
variables; they are read when this module is first imported.
"""

import os


def set_by_operator(variable: str, default: int) -> int:
    """A limit as a variable sets it; the command that serves refuses one that is no number."""
    text = os.environ.get(variable, "")
    return int(text) if text.isascii() and text.isdecimal() else default


UPLOAD_MEMORY = set_by_operator("SETUPSCOPE_UPLOAD_MEMORY", 3072) * 2**20
"""Bytes of address space of a process that works on an upload; libraries and 48 MB take 2.1 GB."""
UPLOAD_CPU_SECONDS = 60
"""Seconds of one core that one of its answers may take, whatever else the machine does."""
UPLOAD_WAIT_SECONDS = 300
"""Seconds by the clock after which it is given up: it hangs, or the machine has no time for it."""
UPLOADS_AT_ONCE = set_by_operator("SETUPSCOPE_UPLOAD_WORKERS", 1)
"""Uploads that are worked on at a time, so that the other cores are for readers."""
MAX_WAITING = 40
"""Questions about uploads that wait for their turn."""
WORKER_BYTES, WORKER_BYTES_OF_BYTE = 250 * 10**6, 15
"""Bytes of memory that such a process takes, and besides for each byte of its tables: 0.84 GB were
measured for a table of 45 MB, one row per metric, and half of that once it is read."""
MAX_IDLE_WORKERS, MAX_IDLE_BYTES = 6, 1200 * 10**6
"""Processes that stand by for the next question about their tables, and bytes of all of them."""
UPLOAD_IDLE_SECONDS = 900
"""Seconds after which it ends when nobody asks it anything."""
UPLOAD_FILE_BYTES = 2**30
"""Bytes of one file that it writes."""
MAX_READERS_UPLOADS = set_by_operator("SETUPSCOPE_MAX_READER_UPLOADS", 150) * 10**6
"""Bytes of the files that one reader has uploaded and not removed."""
MAX_READERS_FILES = 1000
"""Files that a session has uploaded, with those that were taken since."""
MAX_UPLOADS = set_by_operator("SETUPSCOPE_MAX_UPLOADS", 600) * 10**6
"""Bytes of those of all readers of a server."""
UPLOAD_KEPT_SECONDS = 300
"""Seconds after which an uploaded file goes that no page has taken."""
MAX_HELD_UPLOADS = 60
"""Uploads of all readers that are not scored yet."""
MAX_PASTED = 5_000_000
"""Characters of a table that is pasted, which the browser sends anew with every click."""
MAX_MESSAGE_MB = 32
"""MB of what a browser sends at a time, besides files."""
MAX_PRIVATE_STUDIES = 30
"""Studies that readers have brought and not discarded."""
MAX_PRIVATE_BYTES = 2**30
"""Bytes of those that are in memory; others are read where they lie."""
MAX_UPLOADED_FILES = 100
"""Files that are uploaded together; their bytes together are those that one may have."""

AWAY_SECONDS = 100
"""Seconds for which a reader may be away before the session ends, and all that it holds goes."""
MAX_UNDO = 200
"""Slices that undo brings back."""
MAX_PRIVATE_ANSWERS = 512
"""Answers that are cached for one reader's own study."""
MAX_RECENT_ANSWERS = 256
"""Answers that are kept as they are for all readers of a server."""
MAX_CACHED_BYTES = 64 * 2**20
"""Bytes of the answers that are cached for all of them, some 4 to 40 kB each."""
MAX_COUNTED_SETUPS = 2_000_000
"""Setups of a store whose counts are cached, in all slices together; up to 60 bytes each."""
SLICE_COST = 10_000
"""What a slice costs besides, in setups."""
MAX_DRAWN_BYTES = 16 * 2**20
"""Bytes of the figures that are kept as they were drawn for all of them, some 20 kB each."""
MAX_PRINTED_BYTES = 16 * 2**20
"""Bytes of the previews of print that are kept for all of them, some 100 kB each."""

MAX_LISTED = 100
"""Setups that a list shows."""
MAX_KEPT = 300
"""Figures and tables that a collection holds: enough for a report of some 16 scenarios."""
MAX_COLLECTION_LENGTH = 6_000
"""Characters of an address that a collection may take."""
MAX_COLLECTION_BYTES = 1_000_000
"""Bytes of a collection's JSON; more is a mistake or an attack."""
RENDER_SECONDS = 20.0
"""Seconds after which a drawing is given up, the start of Chrome included."""
DOCUMENT_SECONDS = 180.0
"""The same of a document, which holds hundreds of figures."""
MAX_SCORED_UNASKED = 1_000_000 * 16**2
"""Setups of a scenario, times the square of their candidates, up to which Findings scores its
baselines without being asked to."""
