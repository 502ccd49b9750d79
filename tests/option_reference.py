"""The table of options in docs/figures.md, made from those of the product; see `make docs`."""

from pathlib import Path

from setupscope.dashboard.export.options import OPTIONS
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.recipes.tables import TABLES

PAGE = Path(__file__).parents[1] / "docs" / "figures.md"
BEGIN, END = "<!-- made by make docs -->\n", "<!-- end -->\n"
HEAD = "| option | what it does | figures | tables |\n| --- | --- | --- | --- |\n"


def reference():
    """A row for each option: what it does, and which figures and tables take it."""
    rows = (
        (f"`--{option.name} {option.metavar}`", option.help, *_takers(option.name))
        for option in OPTIONS.values()
    )
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _takers(option):
    for recipes in (FIGURES, TABLES):
        yield ", ".join(f"`{recipe.name}`" for recipe in recipes.values() if option in recipe.takes)


def split_page():
    """What stands before the table, the table, and what stands after it."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    table, after = rest.split(END)
    return before, table, after


if __name__ == "__main__":
    before, _, after = split_page()
    PAGE.write_text(f"{before}{BEGIN}{reference()}{END}{after}", encoding="utf-8")
