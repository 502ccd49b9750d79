"""How much is accepted: of a study, of a table that a user gives, and of memory."""

MAX_CANDIDATES = 62
"""Candidates a given can have: its pools are listed as masks in signed 64-bit integers."""
MAX_METRICS = 62
"""Metrics a study can have: those that cover a setup are such a mask too."""
MAX_SETUPS = 100_000_000
"""Setups that a build scores on one machine."""
MAX_CLUSTER_SETUPS = 10_000_000_000
"""Setups that a build scores on a cluster."""

MAX_WORK_IN_PROCESS = 2_000_000 * 16**2
"""Setups, times the square of their candidates, that a build scores without another process.

With more it is done sooner with several, though these take seconds to start.
"""
MAX_PROCESSES = 8
"""Processes that score setups: more would wait for the one that writes."""
MAX_PART_SETUPS = 2**21
"""Setups of one file of a store: what a build that is killed loses at most."""

MAX_IN_MEMORY = 5_000_000
"""Setups up to which a store is loaded into memory; larger ones are read in place."""
MAX_COLUMN_BYTES = 128 * 2**20
"""Bytes of values that are kept of an opened store."""
MEMORY_LIMIT = "2GB"
MAX_THREADS = 4
"""Memory and threads that DuckDB may take."""
MAX_HASHED_ON_OPENING = 64 * 2**20
"""Bytes up to which a store's files are hashed when it is opened; above, sizes are compared."""

MAX_DOCUMENT_BYTES = 20 * 10**6
"""Bytes of a study's TOML file, and of a store's manifest."""
MAX_TABLE_BYTES = 50 * 10**6
"""Bytes of a table's file."""
MAX_CELLS = 20_000_000
"""Cells of a Parquet or Feather file."""
MAX_SHEET_CELLS = 5_000_000
"""Cells that a sheet of a workbook spans."""
MAX_TEXT_BYTES = 200_000_000
"""Bytes of text that one column of such a file unpacks to."""
MAX_NUMBER = 1e300
"""Absolute value of a number in a table, so that differences are finite."""
MAX_NAME_LENGTH = 1000
"""Characters of a name in a table."""
MAX_KEY_LENGTH = 40
MAX_LABEL_LENGTH = 100
"""Characters of a metric's key, and of its label."""

MAX_FETCHED_BYTES = 20 * 10**9
"""Bytes of a store by URL that are fetched to be opened."""
MAX_CACHE_BYTES = 50 * 10**9
"""Bytes of what was fetched that are kept; what was opened longest ago goes first."""
MAX_POINTER_BYTES = 64 * 1024
"""Bytes of the object that says which build a store by URL is."""
CONNECT_SECONDS, SILENT_SECONDS, MAX_ATTEMPTS = 10, 30, 3
"""Seconds to wait for a connection, and for the next byte, and how often a request is tried."""
