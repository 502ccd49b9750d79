"""How do kept figures and tables stand in a LaTeX document?"""

from collections.abc import Mapping

from setupscope.dashboard.paper.latex import latex_text
from setupscope.dashboard.paper.page import Page, Place

CAPTIONS = r"""% The captions, each under the name of its file: \exhibitcaption{{name}}.
\providecommand{{\exhibitcaption}}[1]{{\csname exhibit:#1\endcsname}}
{definitions}
"""
DEFINITION = r"\expandafter\def\csname exhibit:{stem}\endcsname{{%" "\n{caption}}}"

FIGURE = r"""
\begin{{figure{star}}}[tbp]
  \centering
  \includegraphics{{figures/{stem}}}
  \caption{{\exhibitcaption{{{stem}}}}}
  \label{{fig:{stem}}}
\end{{figure{star}}}
"""
TABLE = r"""
\begin{{table{star}}}[tbp]
  \caption{{\exhibitcaption{{{stem}}}}}
  \label{{tab:{stem}}}
  \centering
  \small
  \input{{tables/{stem}}}
\end{{table{star}}}
"""
LONG_TABLE = r"""
\begingroup
\small
\noindent\refstepcounter{{table}}\label{{tab:{stem}}}%
Table~\thetable: \exhibitcaption{{{stem}}}\par
\input{{tables/{stem}}}
\endgroup
"""
ONE_COLUMN = r"""
\clearpage
\onecolumn
"""

MAIN = r"""% A minimal document with the whole collection; copy what you need into your own.
{document_class}
\usepackage[T1]{{fontenc}}
\usepackage[utf8]{{inputenc}}
\IfFileExists{{lmodern.sty}}{{\usepackage{{lmodern}}}}{{}}
\usepackage[{geometry}]{{geometry}}
\usepackage{{graphicx,booktabs,longtable}}
\extrafloats{{200}} % LaTeX holds few that wait for a page
\input{{captions}}
% Names that cannot be hyphenated: wider spaces rather than words in the margin.
\setlength{{\emergencystretch}}{{3em}}

\begin{{document}}
{figures}
\input{{tables}}
\end{{document}}
"""


def captions_file(captions: Mapping[str, str], terms: Mapping[str, str]) -> str:
    """captions.tex: each caption, by the name of its exhibit's file."""
    definitions = [
        DEFINITION.format(stem=stem, caption=latex_text(caption, terms))
        for stem, caption in captions.items()
    ]
    return CAPTIONS.format(definitions="\n".join(definitions))


def tables_file(tables: Mapping[str, Place], page: Page) -> str:
    """tables.tex: each table by its file's name, floats first, then those that go over pages."""
    floats = [_float(TABLE, stem, place) for stem, place in tables.items() if place != "pages"]
    long = [LONG_TABLE.format(stem=stem) for stem, place in tables.items() if place == "pages"]
    # A longtable cannot stand in columns.
    own_page = [ONE_COLUMN] if long and page.two_columns else []
    return "".join([*floats, *own_page, *long]) or "% The collection has no tables.\n"


def main_file(figures: Mapping[str, Place], page: Page) -> str:
    """main.tex: every figure at its printed size, then the tables, on the page of a venue."""
    floats = "".join(_float(FIGURE, stem, place) for stem, place in figures.items())
    return MAIN.format(
        document_class=page.document_class(),
        geometry=page.geometry(),
        figures=floats or "No figure could be included.\n",
    )


def _float(template: str, stem: str, place: Place) -> str:
    """A figure or table; its environment has a star where it goes over both columns."""
    return template.format(stem=stem, star="*" if place == "text" else "")
