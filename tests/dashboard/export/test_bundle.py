"""Everything kept, as one archive for LaTeX."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pandas as pd
import pytest

from beside import options_of
from compiled import needs_pdflatex
from hostile import NAMES, hostile_study
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export import bundle as bundling
from setupscope.dashboard.export.bundle import bundle
from setupscope.dashboard.export.collection import Collection, read_json
from setupscope.dashboard.export.exhibit import FIGURE, TABLE, Exhibit
from setupscope.dashboard.export.presets import PRESETS
from setupscope.dashboard.export.recipes.figures import FIGURES
from setupscope.dashboard.export.recipes.tables import TABLES
from setupscope.dashboard.queries.memo import Memo
from setupscope.dashboard.queries.queries import Queries
from setupscope.data import open_store
from setupscope.data.storage.building import build
from system_browser import CHROME

needs_chrome = pytest.mark.skipif(CHROME is None, reason="no Chrome or Chromium on this machine")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    build(hostile_study(folder), folder / "store")
    return open_store(folder / "store")


def everything(study):
    """Every figure and table that a study can have, under names as bad as can be."""
    collection, slice_ = Collection(), Slice(study, (study.scenarios[0].name,))
    wanted = [(FIGURE, name) for name in FIGURES] + [(TABLE, name) for name in TABLES]
    for index, (kind, name) in enumerate(wanted):
        if name != "baselines":
            beside = options_of(name, slice_)
            exhibit = Exhibit(kind, name, slice_, **beside)
            collection = collection.with_item(NAMES[index % len(NAMES)], exhibit)
    by = Exhibit(TABLE, "win-rates", slice_, by=("given",))
    return collection.with_item("by given", by)


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@needs_chrome
@needs_pdflatex
def test_the_archive_of_a_hostile_study_compiles(hostile, tmp_path):
    said = []
    content = bundle(Queries(hostile), everything(hostile.study), (), lambda *one: said.append(one))
    assert [done for done, _, _ in said] == list(range(len(said)))
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path)
    log = set_by_latex(tmp_path)
    assert "Missing character" not in log
    assert "undefined" not in log.replace("undefined on input", "")
    if shutil.which("pdftotext"):
        words = ["pdftotext", "-layout", "main.pdf", "-"]
        text = subprocess.run(words, cwd=tmp_path, capture_output=True, check=True).stdout.decode()
        assert text.count("Figure ") >= len(FIGURES) - 1
        assert text.count("Table ") >= len(TABLES) - 1
        assert "HYPERLINK" in text


def blank(_queries, _exhibit, style, *_):
    """A page of the width of a drawing, as a PDF."""
    width = style.width / 25.4 * 72
    content = (
        "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
        f"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} 100]>> endobj\n"
        "trailer <</Size 4 /Root 1 0 R>>\n%%EOF\n"
    )
    return content.encode()


@needs_pdflatex
@pytest.mark.parametrize(
    ("preset", "width", "columns", "figures", "tables"),
    [
        ("cvpr-column", None, 2, {"figure"}, {"table", "table*"}),
        ("cvpr-text", None, 2, {"figure*"}, {"table", "table*"}),
        ("lncs", None, 1, {"figure"}, {"table"}),
        ("icml", 200.0, 1, {"figure"}, {"table"}),
    ],
)
def test_the_document_has_the_columns_of_its_preset_and_nothing_in_the_margins(
    small, tmp_path, monkeypatch, preset, width, columns, figures, tables
):
    monkeypatch.setattr(bundling, "figure_as", blank)
    monkeypatch.setattr(bundling, "can_render", lambda: True)
    slice_ = Slice.parse("scenario=segmentation-source", small.study)
    style = PRESETS[preset].style
    collection = Collection(preset=preset, style=replace(style, width=width or style.width))
    for name, by in (("win-rates", ()), ("conclusion", ("measure",)), ("pairs", ("given",))):
        collection = collection.with_item(name, Exhibit(TABLE, name, slice_, by=by))
    collection = collection.with_item("rates", Exhibit(FIGURE, "win-rates", slice_))
    zipfile.ZipFile(io.BytesIO(bundle(Queries(small), collection))).extractall(tmp_path)
    log = set_by_latex(tmp_path)
    assert "Overfull" not in log
    assert "too large for page" not in log
    main, floats = (tmp_path / "main.tex").read_text(), (tmp_path / "tables.tex").read_text()
    assert ("twocolumn" in main) == (columns == 2)
    assert set(re.findall(r"\\begin\{(figure\*?)\}", main)) == figures
    assert set(re.findall(r"\\begin\{(table\*?)\}", floats)) == tables
    assert b"longtable" in (tmp_path / "tables" / "pairs.tex").read_bytes()


def set_by_latex(folder):
    """What pdflatex says of main.tex when it sets it a second time."""
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "main"]
    for _ in range(2):
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        log = (folder / "main.log").read_text(encoding="utf-8", errors="replace")
        assert done.returncode == 0, log[-1500:]
    return log


@needs_chrome
def test_the_archive_holds_what_its_readme_says(small):
    slice_ = Slice.parse("scenario=segmentation-source&measure=kendall", small.study)
    collection = (
        Collection()
        .with_item("Who wins?", Exhibit(FIGURE, "win-rates", slice_))
        .with_item("Who wins?", Exhibit(FIGURE, "values", slice_))
        .with_item("Numbers", Exhibit(TABLE, "win-rates", slice_, by=("given",)))
    )
    files = unpacked(bundle(Queries(small), collection, ("svg",)))
    assert set(files) == {
        *("README.txt", "captions.tex", "tables.tex", "main.tex", "collection.json"),
        *("figures/who-wins.pdf", "figures/who-wins.svg", "provenance/who-wins.json"),
        *("figures/who-wins-2.pdf", "figures/who-wins-2.svg", "provenance/who-wins-2.json"),
        *("tables/numbers.tex", "tables/numbers.csv", "provenance/numbers.json"),
    }
    assert read_json(files["collection.json"], small.study) == (collection, [])
    origin = json.loads(files["provenance/who-wins.json"])
    assert origin["store"]["digest"] == small.digest
    assert origin["study"]["licence"] == "CC BY 4.0"
    assert "Agostinelli" in origin["study"]["citation"]
    assert origin["setups"] == len(slice_.narrow(small.setups()).df())
    assert origin["command"].startswith("setupscope figure win-rates --slice")
    assert "who-wins-2: Who wins?" in files["README.txt"].decode()
    readme = files["README.txt"].decode()
    assert "CC BY 4.0" in readme
    assert small.digest in readme


@needs_chrome
def test_the_same_collection_is_the_same_archive_but_for_the_date_in_its_pdf(small):
    slice_ = Slice.parse("scenario=segmentation-source&measure=kendall", small.study)
    collection = Collection().with_item("A", Exhibit(FIGURE, "win-rates", slice_))
    first, second = (unpacked(bundle(Queries(small), collection, ("svg",))) for _ in range(2))
    assert {**first, "figures/a.pdf": b""} == {**second, "figures/a.pdf": b""}


def test_without_a_browser_figures_are_html_and_the_readme_says_how_to_get_pdf(small, monkeypatch):
    monkeypatch.setattr(bundling, "can_render", lambda: False)
    slice_ = Slice.parse("scenario=segmentation-source&measure=kendall", small.study)
    collection = Collection().with_item("A", Exhibit(FIGURE, "win-rates", slice_))
    files = unpacked(bundle(Queries(small), collection))
    assert b"Plotly.newPlot" in files["figures/a.html"]
    assert "apt install chromium" in files["README.txt"].decode()
    assert "includegraphics" not in files["main.tex"].decode()


def test_each_table_is_computed_once(shipped):
    asked = []

    class Counting(Memo):
        def __call__(self, key, ask):
            return super().__call__(key, lambda: asked.append(key) or ask())

    slice_ = Slice.parse("scenario=segmentation-source&measure=kendall", shipped.study)
    table = Exhibit(TABLE, "win-rates", slice_, by=("given",))
    bundle(Queries(shipped, Counting()), Collection().with_item("A", table))
    assert sorted(key[2] for key in asked if key[0] == "table") == ["conclusion", "win-rates"]


def test_what_cannot_be_made_is_named_and_the_rest_is_there(small):
    whole = Slice.parse("scenario=segmentation-source", small.study)
    empty = Slice.parse("scenario=segmentation-source&given=ade&with=ade", small.study)
    collection = (
        Collection()
        .with_item("nothing", Exhibit(TABLE, "usefulness", empty))
        .with_item("rates", Exhibit(TABLE, "win-rates", whole))
    )
    files = unpacked(bundle(Queries(small), collection))
    assert "tables/rates.tex" in files
    assert "tables/nothing.tex" not in files
    assert "nothing -> no setups match the slice" in files["README.txt"].decode()


def test_letters_that_latex_lacks_are_listed(hostile):
    slice_ = Slice(hostile.study, ("sets-source",))
    table = Exhibit(TABLE, "win-rates", slice_, by=("given",))
    files = unpacked(bundle(Queries(hostile), Collection().with_item("A", table)))
    assert "漢 -> Han" in files["README.txt"].decode()
    assert "Han" in files["tables/a.tex"].decode()
    read = pd.read_csv(io.BytesIO(files["tables/a.csv"]))
    assert set(read["given"]) == {f"'{name}" if name[0] in "=+-@" else name for name in NAMES}
