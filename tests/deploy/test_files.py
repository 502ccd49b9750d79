"""The files for operators are of the kind that they say, and know what the product knows."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from setupscope.dashboard.cli.serving import dashboard_command

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
INSTALLED = "/opt/setupscope"


def variables():
    """The variables that the command takes, by option."""
    found = {}
    for option in dashboard_command.params:
        name = f"SETUPSCOPE_{option.name.upper()}"
        found[max(option.opts, key=len)] = name
    return found


def test_the_guide_lists_every_option_with_its_variable():
    rows = [line for line in GUIDE.splitlines() if line.startswith("| `--")]
    listed = {re.findall(r"`(--[a-z-]+)`", row)[0]: row for row in rows}
    assert set(listed) == set(variables())
    for option, variable in variables().items():
        assert f"`{variable}`" in listed[option].split("|")[2]


@pytest.mark.parametrize("name", [path.name for path in DEPLOY.iterdir()])
def test_every_variable_that_a_file_sets_is_one_of_the_commands(name):
    named = set(re.findall(r"SETUPSCOPE_[A-Z_]+", (DEPLOY / name).read_text(encoding="utf-8")))
    assert named <= {*variables().values(), "SETUPSCOPE_STORE"}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_accepts_the_units(tmp_path):
    program = f"{INSTALLED}/.venv/bin/setupscope"
    for path in DEPLOY.glob("setupscope*.[st]*"):
        text = path.read_text(encoding="utf-8").replace(program, sys.executable)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    units = sorted(map(str, tmp_path.iterdir()))
    assert len(units) == 3
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["setupscope.service", "setupscope-build.service"])
def test_the_services_are_confined(name):
    lines = (DEPLOY / name).read_text(encoding="utf-8").splitlines()
    kept = {"PrivateTmp=yes", "PrivateDevices=yes", "ProtectSystem=strict", "ProtectHome=yes"}
    kept |= {"NoNewPrivileges=yes", "CapabilityBoundingSet=", "User=setupscope", "UMask=0077"}
    assert kept <= set(lines)
    assert any(line.startswith("MemoryMax=") for line in lines)


def test_a_large_study_may_take_its_time_at_a_start_and_a_wrong_one_leaves_the_former_store():
    service = (DEPLOY / "setupscope.service").read_text(encoding="utf-8")
    assert re.findall("^ExecStartPre=(.)", service, re.MULTILINE) == ["-"]
    assert "\nTimeoutStartSec=1h\n" in service
    assert "\nRestartPreventExitStatus=2\n" in service


def test_the_guide_installs_the_programs_that_it_calls():
    block = re.search(r"^## In ten minutes\n.*?```\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL)[1]
    called = {re.split(r"\s", part)[0] for part in block.replace(" && ", "\n").split("\n")}
    there = {"apt", "useradd", "cd", "printf", "cp", "systemctl", "systemd-analyze", ""}
    installed = set(block.splitlines()[0].split()[2:])
    assert called - there <= installed
    assert {"chromium", "python3-venv"} <= installed


def test_the_container_does_not_run_as_root_and_starts_the_product():
    steps = re.findall(r"^([A-Z]+) (.+)$", CONTAINER, re.MULTILINE)
    last = dict(steps)
    assert last["USER"] == "setupscope"
    assert "chromium" in CONTAINER
    assert f'"{INSTALLED}/.venv/bin/setupscope", "dashboard"' in last["ENTRYPOINT"]
    assert {kind for kind, _ in steps} <= {
        *("FROM", "RUN", "COPY", "WORKDIR", "USER", "ENV", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT")
    }


def test_the_steps_of_the_container_are_those_of_a_shell():
    joined = CONTAINER.replace("\\\n", " ")
    steps = re.findall(r"^RUN (.+)$", joined, re.MULTILINE)
    assert len(steps) >= 4
    for step in steps:
        subprocess.run(["sh", "-n", "-c", step], check=True)
