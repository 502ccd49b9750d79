"""What are the options of the command line for own tables called on the page?"""

import re
from collections.abc import Mapping

from setupscope.data.importing.gaps import Complete
from setupscope.data.importing.layout import Side

LABELS: Mapping[str, str] = {
    "parts": "Names of several columns are put together.",
    "lower": "Lower is better for",
    "percent": "Performances are in per cent",
    "leave out": "Maximum number of candidates left out",
    "min pool": "or minimum number of candidates in a pool",
    "complete": "Keep",
    "source facts": "Facts about sources",
    "target facts": "Facts about targets",
    "facts": "Table of facts",
    "fewer": "Of these facts, fewer is better",
    "log": "Take the logarithm of these facts",
    "names": "Rename sources and targets",
    "missing": "Texts of cells without a value",
    "sheet": "Sheet",
    "encoding": "Text encoding",
}
PIVOTS: Mapping[Side, str] = {
    "target": "rows are sources, columns are targets",
    "source": "rows are targets, columns are sources",
}
FILES: Mapping[Side, str] = {
    "target": "rows are sources, files are targets",
    "source": "rows are targets, files are sources",
}
"""By what the columns, or the files, are."""
COMPLETE: Mapping[str, Complete | None] = {
    "everything": None,
    "candidates that every metric scores": "candidates",
    "givens that every metric scores": "givens",
}
SAME, OTHER = "the same: merge them", "different: keep them"
"""What names may be that differ only in their spelling."""
_KEEP = {what: f"“{LABELS['complete']}: {label}”" for label, what in COMPLETE.items()}
_OPTIONS: Mapping[str, str] = {
    r"--columns target or --columns source": "what the rows and columns of pivots are",
    r"--columns (source|target)": r"“columns are \1s”",
    r"--complete candidates": _KEEP["candidates"],
    r"--complete givens": _KEEP["givens"],
    r"--complete": f"“{LABELS['complete']}”",
    r"--min-pool (\d+)": rf"“{LABELS['min pool'].removeprefix('or ')}”: \1",
    r"--min-pool": f"“{LABELS['min pool'].removeprefix('or ')}”",
    r"--leave-out": f"“{LABELS['leave out']}”",
    r"--only (source|target)": r"“Rank: \1”",
    r"--percent": f"“{LABELS['percent']}”",
    r"--lower-is-better": f"“{LABELS['lower']}”",
    r"--missing ('[^']*'|\"[^\"]*\")": rf"\1 to “{LABELS['missing']}”",
    r"--sheet": f"“{LABELS['sheet']}”",
    r"--encoding": f"“{LABELS['encoding']}”",
    r"--names FILE": f"“{LABELS['names']}”",
    r"--(source|target)-facts": r"“Facts about \1s”",
    r"--performance-error": "“performance error column”",
    r"--(source|target|run|metric|score|backbone) COLUMN": r"“\1 column”",
    r"--(source|target|run|metric|score|backbone|performance)\b": r"“\1 column”",
    r"--metrics|--except": "“Metric columns”",
    r"--name\b": "name",
}
"""Options of the command line, and what they are called on the page, the longer ones first."""


def on_page(text: str) -> str:
    """A message with the options that it proposes called as they are on the page."""
    for option, label in _OPTIONS.items():
        text = re.sub(option, label, text)
    return text


def spelled(error: str) -> str:
    """Which names may be the same, without the options that say whether they are."""
    return error.split("; add --")[0]
