"""How does a report read as one document?"""

import base64
import html
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from setupscope.dashboard.export.bundle import Contents, PackedExhibit
from setupscope.dashboard.export.collection import Item
from setupscope.dashboard.export.presets import SERIF, Style
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.export.section import Section
from setupscope.dashboard.export.table_files import on_paper
from setupscope.dashboard.paper.html import as_html
from setupscope.dashboard.queries.queries import Queries
from setupscope.dashboard.rendering.fonts import SANS
from setupscope.dashboard.rendering.fonts import SERIF as SERIF_FAMILY
from setupscope.dashboard.text.markdown import strip_markdown
from setupscope.data import Store

A4 = 210.0
LEAST_MARGIN, TOP = 15.0, 22.0
RULES = """
@page {{ size: A4; margin: {top}mm {side}mm }}
body {{ font: {size}pt/1.4 {family}; color: #000 }}
h1 {{ font-size: 1.9em; line-height: 1.2; margin: 0 0 .3em }}
h2 {{ font-size: 1.35em; margin: 2em 0 .5em; break-after: avoid }}
section + section h2 {{ break-before: page; margin-top: 0 }}
p {{ margin: .4em 0; orphans: 3; widows: 3 }}
.origin {{ color: #444; font-size: .9em }}
figure {{ margin: 1.4em 0; break-inside: avoid }}
figure.long {{ break-inside: auto }}
figcaption {{ font-size: .9em; margin-top: .5em }}
figure.long figcaption, .table figcaption {{ margin: 0 0 .5em; break-after: avoid }}
img {{ display: block }}
table {{ border-collapse: collapse; font-size: .82em }}
table {{ border-top: 1pt solid; border-bottom: 1pt solid }}
th {{ border-bottom: .5pt solid; text-align: left; vertical-align: bottom }}
th, td {{ padding: .15em .7em .15em 0 }}
td {{ vertical-align: top }}
tr {{ break-inside: avoid }}
.number {{ text-align: right; white-space: nowrap }}
.notes {{ font-size: .78em }}
"""
MOST_ROWS = 30
"""Rows up to which a table stays on one page."""


def appendix(
    queries: Queries, parts: Sequence[Section], contents: Contents, style: Style
) -> tuple[str, str]:
    """The body of the document, and the rules of its pages; figures come from their SVG files."""
    packed = {one.name: one for one in contents.packed}
    body = "\n".join(_pieces(queries, parts, packed))
    side = max((A4 - style.width) / 2, LEAST_MARGIN)
    family = f"'{SERIF_FAMILY}', serif" if style.font == SERIF else f"'{SANS}', sans-serif"
    return body, RULES.format(top=TOP, side=side, size=style.size, family=family)


def _pieces(
    queries: Queries, parts: Sequence[Section], packed: Mapping[str, PackedExhibit]
) -> Iterator[str]:
    study = queries.study
    yield f"<h1>{html.escape(study.title)}</h1>"
    yield f'<p class="origin">{html.escape(_origin(queries.store))}</p>'
    numbers = {"Figure": count(1), "Table": count(1)}
    for part in parts:
        yield f"<section><h2>{html.escape(part.heading)}</h2>"
        yield f"<p>{html.escape(strip_markdown(' '.join(filter(None, part.sentences))))}</p>"
        for item in part.items:
            if item.name in packed:
                yield _shown(queries, item, packed[item.name], numbers)
        yield "</section>"


def _shown(
    queries: Queries,
    item: Item,
    packed: PackedExhibit,
    numbers: Mapping[str, "count[int]"],
) -> str:
    """A figure or a table with its number and its caption."""
    kind = "Figure" if packed.drawn else "Table"
    label = f"<b>{kind} {next(numbers[kind])}.</b> {html.escape(packed.caption_text)}"
    if packed.drawn:
        return _figure(packed, label)
    table = on_paper(queries, resolved(queries, item.exhibit))
    return _table(as_html(table), label, len(table.rows))


def _origin(store: Store) -> str:
    study = store.study
    sentences = [
        f"Measurements: {study.citation}" if study.citation else "",
        f"Licence of the data: {study.licence}." if study.licence else "",
        f"Pools: {study.pools}; {store.setup_count:,} setups in total.",
        f"Store {store.digest}. Made with Setupscope.",
    ]
    return " ".join(filter(None, sentences))


def _figure(packed: PackedExhibit, label: str) -> str:
    picture = base64.b64encode(packed.files[f"figures/{packed.stem}.svg"]).decode()
    shown = f'<img src="data:image/svg+xml;base64,{picture}" alt="">'
    return f"<figure>{shown}<figcaption>{label}</figcaption></figure>"


def _table(table: str, label: str, rows: int) -> str:
    long = " long" if rows > MOST_ROWS else ""
    return f'<figure class="table{long}"><figcaption>{label}</figcaption>{table}</figure>'
