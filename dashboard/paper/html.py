"""How does a table for a paper stand in a page of HTML?"""

import html

from dashboard.paper.cells import Cell, PaperTable


def as_html(table: PaperTable) -> str:
    """A table, its heads repeated on every printed page, and its notes below."""
    sides = ["number" if table.is_number(at) else "name" for at in range(len(table.columns))]
    heads = "".join(
        f'<th class="{side}">{html.escape(head)}</th>'
        for head, side in zip(table.columns, sides, strict=True)
    )
    rows = "".join(
        f"<tr>{''.join(_cell(*pair) for pair in zip(row, sides, strict=True))}</tr>\n"
        for row in table.rows
    )
    notes = html.escape(" ".join(table.notes))
    return (
        f"<table><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>"
        f'<p class="notes">{notes}</p>'
    )


def _cell(cell: Cell, side: str) -> str:
    text = html.escape(cell.text)
    said = f"<b>{text}</b>" if cell.bold else text
    mark = f"<sup>{html.escape(cell.mark)}</sup>" if cell.mark else ""
    return f'<td class="{side}">{said}{mark}</td>'
