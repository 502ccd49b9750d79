"""Figures as files: their size by preset, and hostile names in HTML."""

import re
import shutil
import subprocess
from html import escape

import pytest

from beside import options_of
from hostile import NAMES, hostile_study
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.figure_files import figure_as, printed
from setupscope.dashboard.export.presets import PRESETS
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.recipes.resolve import resolved
from setupscope.dashboard.queries.queries import Queries
from setupscope.data import open_store
from setupscope.data.storage.building import build
from system_browser import CHROME

needs_chrome = pytest.mark.skipif(CHROME is None, reason="no Chrome or Chromium on this machine")
needs_poppler = pytest.mark.skipif(not shutil.which("pdffonts"), reason="no poppler-utils")


def made(store, name):
    slice_ = Slice.parse("", store.study)
    if name == "baselines":
        slice_ = Slice.parse("scenario=classification-target", store.study)
    beside = options_of(name, Slice(store.study, (store.study.scenarios[0].name,)))
    return resolved(Queries(store), Exhibit(FIGURE, name, slice_, **beside))


def asked(command, path):
    return subprocess.run([*command, str(path)], capture_output=True, text=True, check=True).stdout


@needs_chrome
@needs_poppler
@pytest.mark.parametrize("preset", PRESETS)
def test_a_pdf_is_as_wide_as_its_preset(small, preset, tmp_path):
    style = PRESETS[preset].style
    exhibit = made(small, "win-rates")
    (tmp_path / "a.pdf").write_bytes(printed(Queries(small), exhibit, style, "pdf"))
    width = float(re.search(r"Page size: +([\d.]+)", asked(["pdfinfo"], tmp_path / "a.pdf"))[1])
    assert width * 25.4 / 72 == pytest.approx(style.width, abs=0.5)


@needs_chrome
@needs_poppler
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_a_pdf_with_its_fonts_and_without_bitmaps(small, name, tmp_path):
    style = PRESETS["neurips"].style
    exhibit = made(small, name)
    (tmp_path / "a.pdf").write_bytes(printed(Queries(small), exhibit, style, "pdf"))
    fonts = asked(["pdffonts"], tmp_path / "a.pdf").splitlines()[2:]
    assert fonts
    for font in fonts:
        assert "SourceSerifPro" in font
        assert font.split()[-5] == "yes"
    assert len(asked(["pdfimages", "-list"], tmp_path / "a.pdf").splitlines()) == 2


@needs_chrome
def test_the_size_of_text_in_print_is_the_one_asked_for(small):
    style = PRESETS["lncs"].style
    svg = printed(Queries(small), made(small, "win-rates"), style, "svg").decode()
    width = float(re.search(r'viewBox="0 0 ([\d.]+) ', svg)[1])
    millimetres = float(re.search(r' width="([\d.]+)mm"', svg)[1])
    largest = max(map(float, re.findall(r"font-size: ([\d.]+)px", svg)))
    assert largest * millimetres / width * 72 / 25.4 == pytest.approx(style.size, rel=0.01)


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "baselines"])
def test_hostile_names_are_text_in_html(tmp_path, name):
    build(hostile_study(tmp_path), tmp_path / "store")
    store = open_store(tmp_path / "store")
    style = PRESETS["lncs"].style
    text = f"<script>alert(1)</script> {NAMES[0]}"
    page = figure_as(Queries(store), made(store, name), style, "html", text).decode()
    assert "<script>alert" not in page
    assert escape(text) in page
    assert page.count("<script") == page.count("</script>")
