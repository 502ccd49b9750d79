"""LaTeX as pdflatex sets it, for tests that look at what is printed."""

import shutil
import subprocess

import pytest

needs_pdflatex = pytest.mark.skipif(not shutil.which("pdflatex"), reason="there is no pdflatex")

DOCUMENT = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{booktabs,longtable}
\begin{document}
%s
\end{document}
"""


def compiled(body, folder):
    """Compiles a document without any error or missing sign, and gives the words of its pages."""
    source = folder / "document.tex"
    source.write_text(DOCUMENT % body, encoding="utf-8")
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", source.name]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    log = (folder / "document.log").read_text(encoding="utf-8", errors="replace")
    assert done.returncode == 0, log[-1500:]
    assert "Missing character" not in log
    if not shutil.which("pdftotext"):
        return None
    pages = ["pdftotext", "-layout", "document.pdf", "-"]
    return subprocess.run(pages, cwd=folder, capture_output=True, check=True).stdout.decode()
