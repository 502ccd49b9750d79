"""What an operator sets, as options or as variables, reaches the server."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from setupscope.dashboard import limits
from setupscope.dashboard.cli.limit_options import LIMITS, variable_of
from setupscope.dashboard.cli.main import main
from setupscope.dashboard.server import serve

LIMITED = {
    "max-reader-uploads": ("MAX_READERS_UPLOADS", 10**6),
    "max-uploads": ("MAX_UPLOADS", 10**6),
    "upload-workers": ("UPLOADS_AT_ONCE", 1),
    "upload-memory": ("UPLOAD_MEMORY", 2**20),
}


@pytest.fixture
def served(monkeypatch):
    """How the server was started by words of the command, and variables."""
    for variable in [name for name in os.environ if name.startswith("SETUPSCOPE_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    calls = []
    monkeypatch.setattr(serve, "serve", lambda *given: calls.append(given))

    def start(store, *words, **variables):
        calls.clear()
        words = [str(word) for word in ("dashboard", "--store", store, *words)]
        done = CliRunner(env=variables).invoke(main, words)
        found = {name: os.environ.get(f"SETUPSCOPE_{name}") for name in NAMES}
        return done, found | {"base": calls[0][3] if calls else None}

    return start


NAMES = ("NAMES", "UPLOADS", "LOG_FORMAT", "METRICS")
WORDS = (
    *("--host-name", "A.example", "--host-name", "b.example", "--base-path", "scope"),
    *("--allow-uploads", "--log-format", "json", "--metrics"),
)
WANTED = {
    "NAMES": json.dumps(["a.example", "b.example"]),
    "UPLOADS": "yes",
    "LOG_FORMAT": "json",
    "METRICS": "yes",
    "base": "/scope",
}


def test_options_reach_the_server(served, small_link):
    done, found = served(small_link, *WORDS)
    assert (done.exit_code, found) == (0, WANTED)


def test_variables_are_options_by_another_name(served, small_link, monkeypatch):
    monkeypatch.setattr(
        os,
        "environ",
        os.environ
        | {
            "SETUPSCOPE_HOST_NAMES": "A.example b.example",
            "SETUPSCOPE_BASE_PATH": "/scope/",
            "SETUPSCOPE_ALLOW_UPLOADS": "yes",
            "SETUPSCOPE_LOG_FORMAT": "json",
            "SETUPSCOPE_METRICS": "yes",
        },
    )
    done, found = served(small_link)
    assert (done.exit_code, found) == (0, WANTED)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--base-path", "a b"], "--base-path 'a b': is no path"),
        (["--max-uploads", "0"], "--max-uploads"),
        (["--upload-memory", "64"], "2500"),
        (["--log-format", "xml"], "'none', 'text', 'json'"),
    ],
)
def test_what_cannot_be_set_is_refused_in_a_sentence(served, small_link, words, said):
    done, found = served(small_link, *words)
    assert done.exit_code == 2
    assert said in done.output
    assert found["base"] is None


def test_each_limit_has_the_default_that_its_option_says():
    assert set(LIMITS) == set(LIMITED)
    for name, (_, _, default, _) in LIMITS.items():
        constant, unit = LIMITED[name]
        assert variable_of(name) not in os.environ
        assert getattr(limits, constant) == default * unit


def test_each_limit_is_that_of_its_option():
    values = {name: LIMITS[name][1] + 5000 for name in LIMITS}
    words = [word for name, value in values.items() for word in (f"--{name}", str(value))]
    code = "\n".join(
        (
            "import json, sys",
            "from setupscope.dashboard.cli.serving import dashboard_command as command",
            "assert 'setupscope.dashboard.limits' not in sys.modules",
            "command.make_context('dashboard', sys.argv[1:])",
            "from setupscope.dashboard import limits",
            "print(json.dumps(vars(limits), default=str))",
        )
    )
    run = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=True)
    found = json.loads(run.stdout)
    for name, (constant, unit) in LIMITED.items():
        assert found[constant] == values[name] * unit


@pytest.mark.parametrize("text", ["", "many", "-1", "1.5", "²"])
def test_a_variable_that_is_no_number_is_the_servers_business_alone(text, monkeypatch):
    monkeypatch.setenv("SETUPSCOPE_MAX_UPLOADS", text)
    assert limits.set_by_operator("SETUPSCOPE_MAX_UPLOADS", 600) == 600
