"""How does the command line ask a question and hand over the answer?"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from analysis.audit import AUDITS
from analysis.slices import Slice
from analysis.tables import TABLES, table_of
from analysis.usefulness import remarks
from dashboard.writing import FORMATS, format_of, write_setups
from data import InputError, Store
from data.errors import unknown

SETUPS = "setups"
NO_TEXT = "parquet is no text; say with --out which file to write"


def write_answer(
    store: Store,
    name: str,
    query: str,
    *,
    by: Sequence[str],
    kind: str | None,
    out: Path | None,
    seed: int,
) -> None:
    """Writes a table of a slice, or its setups, to a file or to standard output.

    Raises
    ------
    InputError
        When the table, the query or a component is not accepted, or the file cannot be
        written.
    """
    if name not in (*TABLES, SETUPS):
        raise InputError(unknown("table", name, (*TABLES, SETUPS)))
    slice_ = Slice.parse(query, store.study)
    if name == SETUPS:
        return _write_rows(store, slice_, by, format_of(kind, out), out)
    form = format_of(kind, out)
    table = table_of(name, slice_, store.setups(), by=by, seed=seed)
    if name == "conclusion":
        for remark in remarks(slice_.narrow(store.setups()), slice_.metric_keys()):
            print(f"Note: {remark}.", file=sys.stderr)
    return _write(FORMATS[form](table), form, out)


def _write_rows(
    store: Store, slice_: Slice, by: Sequence[str], form: str, out: Path | None
) -> None:
    if by:
        raise InputError("setups cannot be split; leave --by out")
    setups = slice_.narrow(store.setups())
    if out is not None:
        with _replacing(out) as unfinished:
            write_setups(setups, unfinished, form)
    elif form == "parquet":
        raise InputError(NO_TEXT)
    else:
        write_setups(setups, sys.stdout.buffer, form)


def _write(content: bytes, form: str, out: Path | None) -> None:
    if out is not None:
        with _replacing(out) as unfinished:
            unfinished.write_bytes(content)
    elif form == "parquet":
        raise InputError(NO_TEXT)
    else:
        sys.stdout.write(content.decode())


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """A file that takes its name only when it is complete."""
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        yield unfinished
        os.replace(unfinished, out)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror or error})") from error
    finally:
        unfinished.unlink(missing_ok=True)


def audit(store: Store, how_many: Mapping[str, int], seed: int, say: Callable[[str], None]) -> int:
    """Holds a store and its tables against their definitions; says and counts differences."""
    differences = 0
    for name, look in AUDITS.items():
        compared = 0
        for difference in look(store, np.random.default_rng(seed), how_many[name]):
            compared += 1
            if difference is not None:
                differences += 1
                say(str(difference))
        say(f"{name}: {compared:,} numbers compared")
    say("no difference" if not differences else f"{differences:,} differences")
    return differences
