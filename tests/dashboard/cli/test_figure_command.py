"""Figures on the command line, and the line that makes them again."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from setupscope.dashboard.cli.main import main
from setupscope.data.storage.building import build
from system_browser import CHROME

ROOT = Path(__file__).parents[3]


@pytest.fixture
def link(tiny, tmp_path_factory):
    """The link of a small store."""
    link = tmp_path_factory.mktemp("small") / "store"
    build(tiny, link)
    return link


def figure(link, name, *words):
    return CliRunner().invoke(main, ["figure", name, "--store", str(link), *map(str, words)])


def test_a_figure_comes_with_its_caption_and_provenance(link, tmp_path):
    out = tmp_path / "rates.html"
    done = figure(link, "win-rates", "--out", out)
    assert done.exit_code == 0
    assert b"Plotly.newPlot" in out.read_bytes()
    text = (tmp_path / "rates.html.caption.txt").read_text(encoding="utf-8")
    assert text.startswith("Win rates: anything, sources ranked for 2 targets")
    assert (tmp_path / "rates.html.caption.tex").exists()
    origin = json.loads((tmp_path / "rates.html.provenance.json").read_text(encoding="utf-8"))
    assert origin["caption"] == text.strip()
    assert origin["command"].endswith("--out rates.html")
    assert sorted(path.name for path in tmp_path.glob("rates*")) == [
        "rates.html",
        *(f"rates.html.{ending}" for ending in ("caption.tex", "caption.txt", "provenance.json")),
    ]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["win-rates", "--out", "x.doc"], "accepted: '.pdf', '.svg', '.png', '.html'"),
        (["win-rate", "--out", "x.html"], "did you mean 'win-rates'"),
        (["win-rates", "--out", "x.html", "--preset", "nips"], "unknown preset 'nips'"),
        (["win-rates", "--out", "x.html", "--width", "1"], "accepted: 30 to 400 mm"),
        (["win-rates", "--out", "x.html", "--slice", "given=mars"], "unknown given 'mars'"),
        (["values", "--out", "x.html", "--measure", "r"], "unknown measure"),
        (["win-rates", "--out", "none/x.html"], "cannot be written"),
        (["win-rates"], "Missing option '--out'"),
    ],
)
def test_what_a_figure_cannot_be_asked_earns_a_sentence(link, words, text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = figure(link, *words)
    assert done.exit_code == 2
    assert text in done.stderr
    assert list(tmp_path.glob("x*")) == []


def test_without_a_chrome_a_figure_says_how_to_get_one(link, tmp_path, monkeypatch):
    monkeypatch.setattr("setupscope.dashboard.rendering.renderer.can_render", lambda: False)
    done = figure(link, "win-rates", "--out", tmp_path / "x.pdf")
    assert done.exit_code == 2
    assert "apt install chromium" in done.stderr
    assert list(tmp_path.glob("x*")) == []


def test_a_figure_of_no_scenario_says_which_one_it_shows(small_link, tmp_path):
    done = figure(small_link, "win-rates", "--out", tmp_path / "x.html")
    assert "the figure shows semantic segmentation, sources ranked" in done.stderr


@pytest.mark.skipif(CHROME is None, reason="no Chrome or Chromium on this machine")
@pytest.mark.parametrize(
    ("kind", "name", "ending"),
    [
        ("figure", "setup", "svg"),
        *(
            pytest.param("figure", name, "svg", marks=pytest.mark.extended)
            for name in ("win-rates", "win-rates-by", "values")
        ),
        ("table", "win-rates", "csv"),
        pytest.param("table", "win-rates", "tex", marks=pytest.mark.extended),
        pytest.param("table", "neighbours", "tex", marks=pytest.mark.extended),
    ],
)
def test_the_line_of_the_provenance_makes_the_same_file_in_another_process(
    small_link, tmp_path, kind, name, ending
):
    first = tmp_path / "first"
    first.mkdir()
    query = "scenario=classification-source&measure=kendall,pearson&backbone=frozen"
    words = [kind, name, "--store", str(small_link), "--slice", query]
    extra = ["--width", "100", "--grey"] if kind == "figure" else []
    done = CliRunner().invoke(main, [*words, *extra, "--out", str(first / f"it's.{ending}")])
    assert done.exit_code == 0
    origin = json.loads((first / f"it's.{ending}.provenance.json").read_text(encoding="utf-8"))
    program = (
        f"{shlex.quote(sys.executable)} -c 'from setupscope.dashboard.cli.main import main; main()'"
    )
    line = origin["command"].replace("setupscope", program, 1)
    environment = {**os.environ, "SETUPSCOPE_STORE": str(small_link), "PYTHONPATH": str(ROOT)}
    subprocess.run(line, shell=True, check=True, cwd=tmp_path, env=environment)
    again = tmp_path / f"it's.{ending}"
    assert again.read_bytes() == (first / f"it's.{ending}").read_bytes()
