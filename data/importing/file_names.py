"""What is a pivot called, or a target that has a file of its own, by the names of the files?"""

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import PurePath

SUFFIXES = r"(\.(csv|tsv|txt|md|json|jsonl|ndjson|xlsx?|xlsm|ods|parquet|feather|arrow|gz))+$"


def quantities(files: Sequence[str]) -> list[str]:
    """What pivots are called: by their files, without what the names of all end or begin with."""
    stems = [stem(name) for name in files]
    if len(stems) < 2:
        return stems
    words = [re.split(r"(?<=[-_. ])", name) for name in stems]
    shared = [len(set(some)) for some in zip(*words, strict=False)]
    front = next((at for at, kinds in enumerate(shared) if kinds > 1), len(shared))
    ends = zip(*([re.split(r"(?=[-_. ])", name)[::-1] for name in stems]), strict=False)
    end = "".join([some[0] for some in takewhile(lambda some: len(set(some)) == 1, ends)][::-1])
    start = "".join(words[0][:front])
    shorter = [name.removesuffix(end).removeprefix(start) for name in stems]
    overlap = any(len(name) < len(start) + len(end) for name in stems)
    return shorter if all(shorter) and not overlap else stems


def stem(name: str) -> str:
    """The name of a file without its endings, or that of a sheet of a workbook."""
    file, _, sheet = name.partition(", sheet ")
    return sheet.strip("'") or re.sub(SUFFIXES, "", PurePath(file).name, flags=re.IGNORECASE)
