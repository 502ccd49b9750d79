"""How much may one reader take: of time, memory, answers, undo and kept figures."""

UPLOAD_MEMORY = 4 * 2**30
"""Bytes of address space of a process that works on an upload."""
UPLOAD_CPU_SECONDS = 60
"""Seconds of one core that one of its answers may take, whatever else the machine does."""
UPLOAD_WAIT_SECONDS = 300
"""Seconds by the clock after which it is given up: it hangs, or the machine has no time for it."""
UPLOAD_TURN_SECONDS = 120
"""Seconds that an upload waits while others are worked on."""
UPLOAD_IDLE_SECONDS = 900
"""Seconds after which it ends when nobody asks it anything."""
UPLOAD_FILE_BYTES = 2**30
"""Bytes of one file that it writes."""
MAX_READERS_UPLOADS = 150 * 10**6
"""Bytes of the files that one reader has uploaded and not removed."""
MAX_UPLOADS = 600 * 10**6
"""Bytes of those of all readers of a server."""
MAX_UPLOADED_FILES = 100
"""Files that are uploaded together; their bytes together are those that one may have."""

AWAY_SECONDS = 150
"""Seconds for which a reader may be away before what is theirs goes; Streamlit lets a session be
resumed for 120."""
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
MAX_KEPT = 100
"""Figures and tables that a collection holds."""
MAX_COLLECTION_LENGTH = 6_000
"""Characters of an address that a collection may take."""
MAX_COLLECTION_BYTES = 1_000_000
"""Bytes of a collection's JSON; more is a mistake or an attack."""
RENDER_SECONDS = 20.0
"""Seconds after which a drawing is given up, the start of Chrome included."""
MAX_SCORED_UNASKED = 1_000_000
"""Setups of a scenario up to which Findings scores its baselines without being asked to."""
