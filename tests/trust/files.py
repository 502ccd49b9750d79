"""Files that were spoilt are imported and uploaded; each is accepted, or refused in a sentence."""

import csv
import io
import random
from itertools import islice

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

from command_line import run
from mutated import KINDS, mutants
from setupscope.dashboard.uploads.upload import Upload
from setupscope.data.study.study_file import SHIPPED_STUDY
from trust.counts import one

IMPORT = ("--source", "s", "--target", "t", "--performance", "acc", "--name", "own")
LONGEST_SENTENCE = 1500


def as_text(rows, separator=","):
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


GOOD = as_text(
    [
        ("s", "t", "acc", "one"),
        *(
            (s, t, (i + j) % 3 / 3, i * j)
            for i, s in enumerate("abcd")
            for j, t in enumerate("vwxyz")
        ),
    ]
).encode()


def as_arrow(write):
    """The same table as Arrow writes it."""
    columns = zip(*csv.reader(io.StringIO(GOOD.decode())), strict=True)
    table = pa.table({name: pa.array(cells) for name, *cells in columns})
    sink = io.BytesIO()
    write(table, sink)
    return sink.getvalue()


FORMS = {
    "csv": lambda: GOOD,
    "parquet": lambda: as_arrow(pq.write_table),
    "feather": lambda: as_arrow(feather.write_feather),
}


def damaged(content, draw):
    """The content with some bytes taken out, doubled, or replaced."""
    content = bytearray(content)
    for _ in range(draw.randint(1, 4)):
        start = draw.randrange(len(content) + 1)
        end = min(len(content), start + draw.choice([0, 1, 1, 2, 8, 64]))
        put = draw.choice(
            [b"", bytes([draw.randrange(256)]), content[start:end] * 2, b'"', b"\x00", b",\n"]
        )
        content[start:end] = put
    return bytes(content)


def outcome(*words):
    """A command that succeeded or ended in a sentence; anything else is an AssertionError."""
    done = run(*words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert done.exit_code in (0, 2)
    if done.exit_code:
        assert done.stderr.startswith(("Error: ", "Usage: "))
        assert done.stderr.count("\n") == 1
        assert len(done.stderr) < LONGEST_SENTENCE
    return done


def imported_files(folder, count, seed=0):
    """Imports so many damaged files; counts of each."""
    draw = random.Random(seed)
    for at in range(count):
        form = list(FORMS)[at % len(FORMS)]
        path = folder / "damaged"
        path.write_bytes(damaged(FORMS[form](), draw))
        try:
            outcome("import", path, *IMPORT, "--metrics", "one", "--dry-run")
        except AssertionError as error:
            yield one(f"a damaged {form}: {error}"[:300], tracebacks=True)
        else:
            yield one()


def uploaded_files(count, seed=0):
    """Uploads so many broken tables of every kind, each to a process of its own."""
    draw = random.Random(seed)
    for at in range(count):
        kind = list(KINDS)[at % len(KINDS)]
        (files,) = islice(mutants(KINDS[kind][1], 1, draw.random()), 1)
        reply = uploaded(files)
        crashed = bool(reply.cause) or len(reply.error) > LONGEST_SENTENCE
        yield one(f"a broken {kind}: {reply.error}"[:300], tracebacks=crashed)


def uploaded(files):
    """What the worker of uploads says of files when it reads them."""
    brought = Upload(list(files.items()), SHIPPED_STUDY)
    try:
        return brought.read
    finally:
        brought.end()
