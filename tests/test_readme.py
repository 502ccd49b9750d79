"""What the README says to type works as written."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from few_draws import few_draws, without_made_up
from setupscope.dashboard.cli.main import main
from system_browser import CHROME

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [
    line.split("#")[0].strip()
    for _, block in BLOCKS
    for line in block.splitlines()
    if line.startswith(".venv/bin/setupscope")
]
REPORT = ".venv/bin/setupscope report --out report"  # run by tests/dashboard/export/test_report.py
LONG = ("check", "audit")
"""Commands that take long with all setups, and do the same with few."""


def test_the_readme_has_commands_and_python():
    assert len(COMMANDS) >= 3
    assert REPORT in COMMANDS
    assert [language for language, _ in BLOCKS].count("python") == 1


@pytest.mark.parametrize("command", [line for line in COMMANDS if line != REPORT])
def test_the_commands_run(command, shipped_link, small_link, tmp_path, monkeypatch):
    words = shlex.split(command)[1:]
    if words[0] == "figure" and CHROME is None:
        pytest.skip("no Chrome or Chromium on this machine")
    monkeypatch.chdir(tmp_path)
    words = [str(tmp_path / "store") if word.startswith("data/") else word for word in words]
    stores = {"build": tmp_path / "built", **dict.fromkeys(LONG, small_link)}
    monkeypatch.setenv("SETUPSCOPE_STORE", str(stores.get(words[0], shipped_link)))
    with few_draws(), without_made_up():
        assert CliRunner().invoke(main, words).exit_code == 0


@pytest.mark.parametrize("name", ["README.md", "docs/queries.md"])
def test_the_python_runs(name, shipped_link, monkeypatch, capsys):
    monkeypatch.setenv("SETUPSCOPE_STORE", str(shipped_link))
    text = (ROOT / name).read_text(encoding="utf-8")
    for code in re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        exec(compile(code, name, "exec"), {})
        assert "logme" in capsys.readouterr().out


def test_make_targets_of_the_readme_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE))
    assert targets >= {"dashboard", "test", "check", "bench"}
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
