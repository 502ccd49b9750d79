"""What does somebody need to know who opens the archive of a collection?"""

from collections.abc import Mapping

from setupscope.data import Store

README = """\
Figures and tables kept in Setupscope
=====================================

main.tex        compiles as it is: pdflatex main; with the columns of the chosen preset
captions.tex    the captions; in your paper: \\input{{captions}}, then \\exhibitcaption{{NAME}}
tables.tex      the tables, each with its caption; needs booktabs, longtable, graphicx
figures/        at their printed size: include them without a width
tables/         each table as LaTeX and as CSV
provenance/     for each: slice, store, versions, seed, and the command that reproduces it
collection.json reopens the collection: page Figures, "Open a collection"

{named}
{failed}{lost}{browser}
Data
----
{citation}
{url}
Licence of the data: {licence}
Store {digest}. If you use a figure or a table, please cite the study.
"""
NO_PDF = """
There are no PDF files: the machine that made this archive has no Chrome or Chromium.
Install one (on Debian: apt install chromium) and download the archive again, or run the
commands in provenance/.
"""


def readme(
    store: Store,
    named: Mapping[str, str],
    failed: Mapping[str, str],
    lost: Mapping[str, str],
    has_pdf: bool,
) -> str:
    """README.txt.

    Parameters
    ----------
    named : mapping of str to str
        What each file, without its ending, was called by its reader.
    failed : mapping of str to str
        Why an item could not be made, by its name.
    lost : mapping of str to str
        Letters that LaTeX's T1 fonts lack, and what stands in their place.
    has_pdf : bool
        Whether figures are there as PDF.
    """
    study = store.study
    return README.format(
        named="\n".join(f"{stem}: {name}" for stem, name in named.items()),
        failed=_listed("Not included, because of an error:", failed),
        lost=_listed("Letters that LaTeX's T1 fonts lack were transliterated:", lost),
        browser="" if has_pdf else NO_PDF,
        citation=study.citation or study.title,
        url=study.url,
        licence=study.licence or "not stated",
        digest=store.digest,
    )


def _listed(heading: str, entries: Mapping[str, str]) -> str:
    if not entries:
        return ""
    lines = "\n".join(f"  {name} -> {what}" for name, what in entries.items())
    return f"\n{heading}\n{lines}\n"
