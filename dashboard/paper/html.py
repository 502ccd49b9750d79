"""How does a table for a paper stand in a page of HTML?"""

import html
from collections.abc import Iterator

from setupscope.dashboard.paper.cells import Cell, PaperTable


def as_html(table: PaperTable) -> str:
    """A table, its heads repeated on every printed page, and its notes below."""
    sides = ["number" if table.is_number(index) else "name" for index in range(len(table.columns))]
    heads = "".join(
        f'<th class="{side}">{html.escape(head)}</th>'
        for head, side in zip(table.columns, sides, strict=True)
    )
    rows = "".join(
        f"<tr>{''.join(_cell(*pair) for pair in zip(row, sides, strict=True))}</tr>\n"
        for row in _named_once(table)
    )
    notes = html.escape(" ".join(table.notes))
    return (
        f"<table><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>"
        f'<p class="notes">{notes}</p>'
    )


def _named_once(table: PaperTable) -> Iterator[tuple[Cell, ...]]:
    """The rows, the names of a group in its first one alone."""
    before: tuple[Cell, ...] = ()
    for row in table.rows:
        same = [
            index < table.groups and row[: index + 1] == before[: index + 1]
            for index in range(len(row))
        ]
        yield tuple(Cell("") if again else cell for cell, again in zip(row, same, strict=True))
        before = row


def _cell(cell: Cell, side: str) -> str:
    text = html.escape(cell.text)
    shown = f"<b>{text}</b>" if cell.bold else text
    mark = f"<sup>{html.escape(cell.mark)}</sup>" if cell.mark else ""
    return f'<td class="{side}">{shown}{mark}</td>'
