"""The report: the standard set of a study, as one document and as files."""

import json
import re
import shutil
import subprocess

import pytest
from click.testing import CliRunner

from few_draws import few_draws
from setupscope.analysis import win_rates
from setupscope.dashboard.cli.main import main
from setupscope.dashboard.export.collection import read_json
from setupscope.dashboard.limits import MAX_KEPT
from setupscope.data.storage.building import build
from system_browser import CHROME

needs_chrome = pytest.mark.skipif(CHROME is None, reason="no Chrome or Chromium on this machine")
SCENARIO = (
    *("map of winners", "win rates", "win rates by measure", "win rates by given", "pairs"),
    *("stability", "how many are enough", "specification curve", "what flips it", "ranks"),
    *("win rates by family", "without each family", "sweep over setups", "sweep over givens"),
)

ALL_SCENARIOS = 6
"""Of the shipped study, whose report has to fit into a collection with room to spare."""


def report(link, out, *words):
    return CliRunner().invoke(main, ["report", "--store", str(link), "--out", str(out), *words])


@pytest.fixture(scope="module")
def made(brief_link, tmp_path_factory):
    """The report of three scenarios, by the command of the README, and what was said."""
    folder = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch, few_draws():
        patch.chdir(folder)
        patch.setenv("SETUPSCOPE_STORE", str(brief_link))
        done = CliRunner().invoke(main, ["report", "--out", "report"])
    assert done.exit_code == 0
    assert "appendix.pdf" not in done.stderr
    return folder / "report", done


@needs_chrome
def test_every_scenario_has_the_standard_set(made, brief):
    out, done = made
    collection, problems = read_json((out / "collection.json").read_bytes(), brief.study)
    assert problems == []
    names = [item.name for item in collection.items]
    for scenario in brief.study.scenarios:
        assert {f"{scenario.name} {what}" for what in SCENARIO} <= set(names)
    assert "Note" not in done.stderr
    provenance = [json.loads(path.read_text()) for path in (out / "provenance").iterdir()]
    assert {one["kept_as"] for one in provenance} == set(names)
    assert MAX_KEPT * len(brief.study.scenarios) > 2 * len(names) * ALL_SCENARIOS
    assert all(one["store"]["digest"] == brief.digest for one in provenance)


@needs_chrome
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_the_document_reads_as_an_appendix(made, brief):
    out, _ = made
    command = ["pdftotext", "-layout", out / "appendix.pdf", "-"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    flat = " ".join(text.split())
    assert flat.startswith(brief.study.title)
    for scenario in brief.study.scenarios:
        assert scenario.title in flat
    figures = [int(n) for n in re.findall(r"Figure (\d+)\.", flat)]
    tables = [int(n) for n in re.findall(r"Table (\d+)\.", flat)]
    count = len(brief.study.scenarios)
    assert figures == list(range(1, 1 + 13 * count + 2))
    assert tables == list(range(1, 1 + 4 * count + 2))  # the presets, and all scenarios
    rates = win_rates(brief.setups()).set_index(["scenario", "metric"])["win_rate"]
    for scenario in brief.study.scenarios:
        assert f"{100 * rates[scenario.name].max():.1f} %" in flat
    assert brief.study.citation.split(".")[0].split(",")[0] in flat
    for sign in ("**", "\\", "nan"):
        assert sign not in flat


@needs_chrome
@pytest.mark.skipif(not shutil.which("pdfimages"), reason="poppler is not installed")
def test_the_document_is_vector_with_its_fonts(made):
    out, _ = made
    images = subprocess.run(
        ["pdfimages", "-list", out / "appendix.pdf"], capture_output=True, check=True, text=True
    )
    assert len(images.stdout.splitlines()) == 2
    fonts = subprocess.run(
        ["pdffonts", out / "appendix.pdf"], capture_output=True, check=True, text=True
    )
    rows = [line for line in fonts.stdout.splitlines()[2:] if "Source" in line]
    assert rows
    assert all(row.split()[-5] == "yes" for row in fonts.stdout.splitlines()[2:])


def test_what_is_in_a_folder_is_not_touched(tiny, tmp_path):
    build(tiny, tmp_path / "store")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    done = report(tmp_path / "store", tmp_path / "full")
    assert done.exit_code == 2
    assert "is not empty (accepted: a new or an empty folder)" in done.stderr
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]
    unknown = report(tmp_path / "store", tmp_path / "new", "--preset", "lnsc")
    assert unknown.exit_code == 2
    assert "did you mean 'lncs'" in unknown.stderr
    assert not (tmp_path / "new").exists()


def test_without_a_chrome_the_rest_is_made_and_said(tiny, tmp_path, monkeypatch):
    build(tiny, tmp_path / "store")
    for module in ("setupscope.dashboard.cli.exhibits", "setupscope.dashboard.export.bundle"):
        monkeypatch.setattr(f"{module}.can_render", lambda: False)
    done = report(tmp_path / "store", tmp_path / "out")
    assert done.exit_code == 0
    reason = "PDF, SVG and PNG need Chrome or Chromium"
    assert f"Note: appendix.pdf could not be made: {reason}" in done.stderr
    assert list((tmp_path / "out" / "figures").glob("*.html"))
    assert not (tmp_path / "out" / "appendix.pdf").exists()


@needs_chrome
def test_what_a_small_study_lacks_is_named(tiny, tmp_path):
    build(tiny, tmp_path / "store")
    done = report(tmp_path / "store", tmp_path / "out")
    assert done.exit_code == 0
    assert (tmp_path / "out" / "appendix.pdf").read_bytes().startswith(b"%PDF")
    left_out = re.findall(r"Note: (.*) could not be made: ", done.stderr)
    readme = (tmp_path / "out" / "README.txt").read_text()
    assert all(name in readme for name in left_out)
