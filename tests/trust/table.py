"""What came of the attacks, as a table, and as docs/reliability.md."""

from pathlib import Path

from trust.attacks import ATTACKS
from trust.counts import HARM, Counts

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
HEADER = ("attack", "tried", "lost", "wrong", "tracebacks", "scripts run", "requests outside")
START, END = "<!-- table -->", "<!-- end of the table -->"


def rows(found):
    """The lines of a Markdown table of each attack's counts, the sum last."""
    yield _line(HEADER)
    yield _line(["---", *["---:"] * (len(HEADER) - 1)])
    for name, (counts, whole) in found.items():
        yield _row(ATTACKS[name].title, counts, "" if whole else " (cut short)")
    yield _row("all", sum((counts for counts, _ in found.values()), Counts()), "")


def _row(title, counts, after):
    harm = (f"{getattr(counts, name):,}" for name in HARM)
    return _line([title, f"{counts.tried:,}{after}", *harm])


def _line(cells):
    return f"| {' | '.join(cells)} |"


def notes(found):
    """What was not tried, or went wrong, a line each."""
    return [
        f"- {ATTACKS[name].title}: {note}"
        for name, (counts, _) in found.items()
        for note in counts.notes
    ]


def write(found, minutes):
    """Writes table and notes into the page, in place of the former ones."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    after = rest.split(END)[1]
    command = f"`.venv/bin/python tests/trust/run.py --minutes {minutes:g} --write` wrote this:"
    table = "\n".join([command, "", *rows(found), "", *notes(found)]).rstrip()
    PAGE.write_text(f"{before}{START}\n\n{table}\n\n{END}{after}", encoding="utf-8")
