"""The way from a metric to a figure in a paper, walked as it is described."""

import re
import shlex
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from few_draws import without_made_up
from setupscope.dashboard.cli.main import main
from setupscope.data import open_store
from system_browser import CHROME

GUIDE = Path(__file__).parents[1] / "docs" / "own-metric.md"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """The folder in which every block was run, and what was printed before each block of text."""
    folder = tmp_path_factory.mktemp("guide")
    printed, text = "", []
    with pytest.MonkeyPatch.context() as patch, without_made_up():
        patch.chdir(folder)
        for language, block in BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
            if language == "python":
                exec(compile(block, str(GUIDE), "exec"), {})
            elif language == "text":
                text.append((block, printed))
            elif not language:
                printed = "".join(run(line) for line in block.splitlines())
    return folder, text


def run(line):
    """What a line of a block prints; it must succeed."""
    words = shlex.split(line)
    if words[0] == "mkdir":
        Path(words[-1]).mkdir()
        return ""
    assert words[0] == ".venv/bin/setupscope"
    if words[1] == "figure" and CHROME is None:
        return ""
    done = CliRunner().invoke(main, words[1:])
    assert done.exit_code == 0, done.output
    return done.output


def test_every_line_that_is_shown_is_printed(walked):
    _, text = walked
    assert text
    for block, printed in text:
        for line in block.splitlines():
            assert line in printed.splitlines()


def test_the_metric_of_the_example_is_scored_everywhere(walked):
    folder, _ = walked
    scores = pd.read_csv(folder / "own" / "scores.csv")
    assert len(scores) == 443
    assert scores["score"].between(0, 1).all()
    assert scores["score"].nunique() == len(scores)
    store = open_store(folder / "own" / "separability")
    assert store.study.metric_keys[-1] == "separability"
    assert store.digest == open_store(folder / "own" / "again").digest


def test_the_files_for_the_paper_are_there_with_their_captions(walked):
    folder, _ = walked
    files = ["conclusion.tex", "pairs.csv", *(["win-rates.pdf"] if CHROME else [])]
    for name in files:
        assert (folder / "own" / name).stat().st_size > 100
        caption = (folder / "own" / f"{name}.caption.tex").read_text(encoding="utf-8")
        assert "image classification" in caption
        assert (folder / "own" / f"{name}.provenance.json").exists()
