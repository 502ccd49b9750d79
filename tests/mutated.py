"""Files of every kind that are tables of results, and the same with something broken in them."""

import gzip
import io
import json
import random
import zipfile
from collections.abc import Iterator

from setupscope.data.importing.layout import Layout

SOURCES, TARGETS = ("a", "b", "c", "d"), ("x", "y", "z")
QUANTITIES = ("acc", "LEEP", "LogME")
BOTH = Layout("model", "data", "acc")
PIVOT = Layout("model", "", "acc", columns="target")
NESTED = Layout("", "", "acc", columns="target")
ODD = (
    *(b"", b",", b";", b"\t", b"|", b"\n", b"\r\n", b'"', b"'", b"{", b"}", b"[", b"]", b":"),
    *(b"nan", b"-", b"1e999", b"\xe2\x88\x92", b"\xff", b"\x00", b"%", b"\xc2\xb1", b"**", b"a"),
    *(b" ", b"null", b"acc", b"-1", b"1,234", b"\xef\xbb\xbf", b"model", b"{}", b"[]", b"true"),
)


def number(quantity, source, target):
    """Some number that is the same each time."""
    return round(random.Random(f"{quantity} {source} {target}").random(), 3)


def records():
    return [
        {"model": s, "data": t} | {q: number(q, s, t) for q in QUANTITIES}
        for s in SOURCES
        for t in TARGETS
    ]


def pivot(quantity):
    """Rows of a pivot, its header first."""
    rows = [[s, *(number(quantity, s, t) for t in TARGETS)] for s in SOURCES]
    return [["model", *TARGETS], *rows]


def wide():
    """Rows of a wide table, its header first."""
    return [list(records()[0]), *(list(row.values()) for row in records())]


def as_csv(rows):
    return "".join(",".join(map(str, row)) + "\n" for row in rows).encode()


def as_markdown(rows):
    header, *rest = (f"| {' | '.join(map(str, row))} |" for row in rows)
    return "\n".join([header, "|---" * len(rows[0]) + "|", *rest, ""]).encode()


def under_two_rows():
    groups = ["", *(q for q in QUANTITIES for _ in TARGETS)]
    names = ["model", *(t for _ in QUANTITIES for t in TARGETS)]
    return [
        groups,
        names,
        *(
            [s, *(x for q in QUANTITIES for x in pivot(q)[1 + i][1:])]
            for i, s in enumerate(SOURCES)
        ),
    ]


def nested(*levels):
    """Objects in objects, in the order of those levels."""
    first, *others = levels
    return {name: inside((name,), others) for name in first}


def inside(names, levels):
    if levels:
        return {name: inside((*names, name), levels[1:]) for name in levels[0]}
    source, target, quantity = (
        next(n for n in names if n in some) for some in (SOURCES, TARGETS, QUANTITIES)
    )
    return number(quantity, source, target)


CELL = '<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    '/officeDocument" Target="xl/workbook.xml"/></Relationships>',
}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def as_workbook(sheets):
    """A workbook with the rows of each sheet by name, as Excel writes it."""
    names = enumerate(sheets, 1)
    listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in names)
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATED}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    parts = PARTS | {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": "<Relationships xmlns="
        f'"http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>',
    }
    for i, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = sheet_xml(rows)
    return zipped(parts)


def sheet_xml(rows):
    lines = [
        f'<row r="{y}">{"".join(cell(x, y, value) for x, value in enumerate(row))}</row>'
        for y, row in enumerate(rows, 1)
    ]
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def cell(x, y, value):
    at = f"{chr(ord('A') + x)}{y}"
    if isinstance(value, str):
        return CELL.format(at=at, text=value) if value else ""
    return f'<c r="{at}"><v>{value}</v></c>'


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text, compress_type=method)
    return content.getvalue()


def as_json(found):
    return json.dumps(found).encode()


SPLIT = {"columns": wide()[0], "index": list(range(12)), "data": wide()[1:]}
COLUMNS = {q: {str(i): row[q] for i, row in enumerate(records())} for q in records()[0]}
TABLE = {"schema": {"fields": []}, "data": [{"index": i, **r} for i, r in enumerate(records())]}

KINDS = {
    "pivot": (PIVOT, {f"{q}.csv": as_csv(pivot(q)) for q in QUANTITIES}),
    "header of two rows": (PIVOT, {"r.csv": as_csv(under_two_rows())}),
    "several files": (
        BOTH,
        {
            "r.csv": as_csv([row[:3] for row in wide()]),
            **{f"{q}.csv": as_csv(pivot(q)) for q in QUANTITIES[1:]},
        },
    ),
    "a file for each target": (
        Layout("model", "", "acc"),
        {
            f"{t}.csv": as_csv([[r[0], *r[2:]] for r in wide() if r[1] in ("data", t)])
            for t in TARGETS
        },
    ),
    "records": (BOTH, {"r.json": as_json(records())}),
    "lines": (BOTH, {"r.jsonl": b"\n".join(map(as_json, records()))}),
    "columns": (BOTH, {"r.json": as_json(COLUMNS)}),
    "split": (BOTH, {"r.json": as_json(SPLIT)}),
    "table": (BOTH, {"r.json": as_json(TABLE)}),
    "objects by metric": (NESTED, {"r.json": as_json(nested(QUANTITIES, TARGETS, SOURCES))}),
    "objects by transfer": (NESTED, {"r.json": as_json(nested(SOURCES, TARGETS, QUANTITIES))}),
    "workbook": (BOTH, {"r.xlsx": as_workbook({"one": wide()})}),
    "gzip": (BOTH, {"r.csv.gz": gzip.compress(as_csv(wide()), mtime=0)}),
    "Markdown": (BOTH, {"r.md": as_markdown(wide())}),
}
"""A layout, and the files that it reads, by what is in them."""


def mutants(files, count=300, seed=0) -> Iterator[dict[str, bytes]]:
    """The files, each time with one of them broken at one place or a few."""
    draw = random.Random(seed)
    for _ in range(count):
        name = draw.choice(sorted(files))
        content = files[name]
        if name.endswith(".xlsx") and draw.random() < 0.7:
            content = with_broken_part(content, draw)
        elif name.endswith(".gz") and draw.random() < 0.5:
            content = gzip.compress(broken(gzip.decompress(content), draw), mtime=0)
        else:
            content = broken(content, draw)
        yield files | {name: content}


def with_broken_part(content, draw):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw.choice(sorted(parts))
    return zipped(parts | {name: broken(parts[name], draw)})


def broken(content, draw):
    for _ in range(draw.choice((1, 1, 2, 5))):
        start = draw.randrange(len(content) + 1)
        end = min(len(content), start + draw.choice((0, 1, 1, 3, 40)))
        what = draw.choice((*ODD, content[end : end + 30]))
        content = content[:start] + what + content[end:]
    return content if draw.random() < 0.9 else content[: draw.randrange(len(content) + 1)]
