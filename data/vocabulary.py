"""Which words do the store, the analysis and the pages share?

The names of columns, of components and of backbones live here once, so that a column
cannot be spelt in two ways and a metric cannot take the name of one.
"""

KEY_PATTERN = r"^[a-z][a-z0-9_]{0,39}$"
"""Keys of metrics, measures and tables: safe as a column, in a link and in a file name."""

SCENARIO_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
"""Names of scenarios: safe as a folder and in a link."""

UNSTATED = "unstated"
"""Backbone of a transfer whose study does not say how the source was fine-tuned."""

COMPONENTS = ("given", "backbone", "measure", "pool_size")
"""Columns of a setup by which tables can be split, besides the scenario."""

SLICE_KEYS = (
    "scenario",
    "given",
    "backbone",
    "measure",
    "size",
    "with",
    "without",
    "metrics",
    "covered",
)
"""Keys of a query that selects setups."""

SETUP_COLUMNS = (
    "scenario",
    "given",
    "backbone",
    "measure",
    "pool_size",
    "pool",
    "roster",
    "covered",
    "outcome",
)
"""Columns of the frame of setups that are not metrics."""

TRANSFER_COLUMNS = ("table", "source", "target", "backbone", "performance")
"""Columns of the measurements that are not metrics."""

PERFORMANCE_ERROR = "performance_error"
"""Column of the measurements that is there where some table states standard errors."""

RESERVED = frozenset(SETUP_COLUMNS) | frozenset((*TRANSFER_COLUMNS, PERFORMANCE_ERROR))
"""Names that no metric may have."""
