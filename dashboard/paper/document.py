"""How do kept figures and tables stand in a LaTeX document?"""

from collections.abc import Mapping, Sequence

from setupscope.dashboard.paper.latex import latex_text

WIDEST_TEXT = 122.0
"""Millimetres of text below which the example is not narrowed."""

CAPTIONS = r"""% The captions, each under the name of its file: \exhibitcaption{{name}}.
\providecommand{{\exhibitcaption}}[1]{{\csname exhibit:#1\endcsname}}
{definitions}
"""
DEFINITION = r"\expandafter\def\csname exhibit:{stem}\endcsname{{%" "\n{caption}}}"

FIGURE = r"""
\begin{{figure}}[tbp]
  \centering
  \includegraphics{{figures/{stem}}}
  \caption{{\exhibitcaption{{{stem}}}}}
  \label{{fig:{stem}}}
\end{{figure}}
"""
TABLE = r"""
\begin{{table}}[tbp]
  \caption{{\exhibitcaption{{{stem}}}}}
  \label{{tab:{stem}}}
  \centering
  \small
  \input{{tables/{stem}}}
\end{{table}}
"""
LONG_TABLE = r"""
\begingroup
\small
\noindent\refstepcounter{{table}}\label{{tab:{stem}}}%
Table~\thetable: \exhibitcaption{{{stem}}}\par
\input{{tables/{stem}}}
\endgroup
"""

MAIN = r"""% A minimal document with the whole collection; copy what you need into your own.
\documentclass{{article}}
\usepackage[T1]{{fontenc}}
\usepackage[utf8]{{inputenc}}
\IfFileExists{{lmodern.sty}}{{\usepackage{{lmodern}}}}{{}}
\usepackage[a4paper,textwidth={width:g}mm]{{geometry}}
\usepackage{{graphicx,booktabs,longtable}}
\input{{captions}}

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


def tables_file(tables: Mapping[str, bool]) -> str:
    """tables.tex: each table by its file's name, a float unless it is long and goes over pages."""
    floats = [(LONG_TABLE if long else TABLE).format(stem=stem) for stem, long in tables.items()]
    return "".join(floats) or "% The collection has no tables.\n"


def main_file(figures: Sequence[str], width: float) -> str:
    """main.tex: every figure at its printed size, then the tables."""
    captions = "".join(FIGURE.format(stem=stem) for stem in figures)
    text = min(max(width, WIDEST_TEXT), 190)
    return MAIN.format(width=text, figures=captions or "No figure could be included.\n")
