"""The command line: what it says, and how it refuses."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import setupscope.data.storage.parts
from command_line import run
from setupscope.analysis import Slice, claim, compare, pairs, win_rates
from setupscope.analysis.audit.audit import audit_setups
from setupscope.dashboard.cli.main import main
from setupscope.data import open_store
from setupscope.data.errors import InputError
from setupscope.data.measures import MEASURES
from setupscope.data.storage.building import build


@pytest.fixture
def link(tiny, tmp_path):
    """The link of a small store."""
    build(tiny, tmp_path / "store")
    return tmp_path / "store"


def test_build_scores_a_study_and_says_where_and_how_much(tiny, tmp_path):
    done = run("build", tiny, "--store", tmp_path / "store")
    assert done.exit_code == 0
    assert f"{tmp_path / 'store'}: 128 setups" in done.stdout
    assert done.stderr == ""  # a bar is for a terminal
    assert open_store(tmp_path / "store").setup_count == 128


@pytest.mark.parametrize(("option", "setups"), [("--leave-out", 8), ("--min-pool", 8)])
def test_the_pool_rule_can_be_chosen(tiny, tmp_path, option, setups):
    number = {"--leave-out": 0, "--min-pool": 5}[option]
    assert run("build", tiny, "--store", tmp_path / "s", option, number).exit_code == 0
    assert open_store(tmp_path / "s").setup_count == setups


def test_any_measures_can_be_chosen_and_the_audit_finds_each_right(tiny, tmp_path):
    chosen = ("build", tiny, "--store", tmp_path / "s", "--measures", ",".join(MEASURES))
    assert run(*chosen).exit_code == 0
    store = open_store(tmp_path / "s")
    assert store.study.measures == tuple(MEASURES)
    compared = [*audit_setups(store, np.random.default_rng(0), store.setup_count)]
    assert len(compared) >= store.setup_count
    assert [str(difference) for difference in compared if difference] == []


def test_a_build_that_was_stopped_goes_on_and_says_so(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(setupscope.data.storage.parts, "MAX_PART_SETUPS", 64)

    def interrupt(done, _):
        if done > 64:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tiny, tmp_path / "store", progress=interrupt)
    result = CliRunner().invoke(main, ["build", str(tiny), "--store", str(tmp_path / "store")])
    assert result.exit_code == 0
    assert "Going on from 64 of 128 setups that are finished." in result.stderr
    assert result.stdout.endswith("128 setups\n")


def test_the_environment_names_the_store(tiny, tmp_path):
    environment = {"SETUPSCOPE_STORE": str(tmp_path / "elsewhere")}
    assert run("build", tiny, env=environment).exit_code == 0
    assert "128" in run("info", env=environment).stdout


def test_info_says_what_a_store_holds(link):
    text = run("info", "--store", link).stdout
    for word in ("A tiny study", "sets-source", "128 setups", "at most 2 candidates", "one, two"):
        assert word in text
    assert open_store(link).digest in text
    assert re.search(r"files +\d+, all matching the manifest, \d", text)


def test_info_hashes_every_file(link):
    part = link / "outcomes.parquet"
    part.write_bytes(part.read_bytes()[:-1] + b"!")
    done = run("info", "--store", link)
    assert done.exit_code == 2
    assert "outcomes.parquet" in done.stderr


def test_info_finds_files_that_are_not_the_stores(link):
    (link / "setups" / "more.parquet").write_bytes(b"PAR1")
    done = run("info", "--store", link)
    assert done.exit_code == 2
    assert "has files that its manifest does not name ('setups/more.parquet')" in done.stderr


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["build", "none.toml"], "none.toml: cannot be read"),
        (["build", "--leave-out", "1", "--min-pool", "3"], "cannot be combined"),
        (["build", "--leave-out", "-1"], "--leave-out"),
        (["build", "--min-pool", "2"], "--min-pool"),
        (["build", "--measures", "spearmen"], "did you mean 'spearman'?"),
        (["build", "--measures", "kendall,kendall"], "measure 'kendall' is named 2 times"),
        (["build", "--leave-out", "many"], "--leave-out"),
        (["info", "--store", "nowhere"], "there is no store"),
        (["dashboard", "--store", "nowhere"], "there is no store"),
        (["dashboard", "--port", "99999"], "--port"),
        (["infos"], "No such command"),
    ],
)
def test_what_is_not_accepted_earns_one_sentence_and_exit_code_2(words, text):
    done = run(*words)
    assert done.exit_code == 2
    assert isinstance(done.exception, SystemExit)
    assert text in done.stderr
    assert "Traceback" not in done.output


def test_a_sentence_stays_on_one_line_whatever_a_file_holds(tiny, tmp_path):
    table = tiny.parent / "sets.csv"
    table.write_text(table.read_text().replace("0.3,3", '"0\r\n3",3'))
    done = run("build", tiny, "--store", tmp_path / "s")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_refused_and_the_next_free_one_found(link):
    from setupscope.dashboard.server.serve import free_port

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} cannot be used"):
            free_port("127.0.0.1", port)
        done = run("dashboard", "--store", link, "--port", port)
        assert done.exit_code == 2
    assert free_port("127.0.0.1", port) == port
    assert free_port("127.0.0.1", None) >= 8501


def test_the_version_is_told():
    assert re.fullmatch(r"setupscope \d+\.\d+\.\d+\n", run("--version").stdout)


def table(link, name, *words):
    return run("table", name, "--store", link, *words)


def test_a_table_is_the_table_of_analysis_to_the_last_digit(link):
    setups = open_store(link).setups()
    expected = win_rates(setups, by=["given"]).to_csv(index=False, lineterminator="\n")
    assert table(link, "win-rates", "--by", "given").stdout == expected


def test_every_format_holds_the_same_table(link, tmp_path):
    expected = pairs(open_store(link).setups())
    found = {}
    for kind, suffix in (("csv", "csv"), ("json", "json"), ("parquet", "parquet")):
        out = tmp_path / f"table.{suffix}"
        assert table(link, "pairs", "--out", out).exit_code == 0
        read = {"csv": pd.read_csv, "json": pd.read_json, "parquet": pd.read_parquet}[kind]
        found[kind] = read(out)
    for frame in found.values():
        assert frame.columns.tolist() == expected.columns.tolist()
        for column in ("wins", "ties", "losses", "improvement"):
            assert frame[column].tolist() == pytest.approx(expected[column].tolist(), abs=1e-14)
    latex = table(link, "pairs", "--format", "latex").stdout
    markdown = table(link, "pairs", "--format", "markdown").stdout
    assert "\\begin{tabular}" in latex
    assert "\\toprule" in latex
    assert markdown.splitlines()[1].startswith("|:--")
    for text in (latex, markdown):
        assert f"{100 * expected['wins'][0]:.1f}" in text


def test_the_setups_of_a_slice_can_be_written(link, tmp_path):
    store = open_store(link)
    slice_ = Slice.parse("given=x&measure=kendall", store.study)
    expected = slice_.narrow(store.setups()).df()
    for suffix, read in (("csv", pd.read_csv), ("parquet", pd.read_parquet)):
        out = tmp_path / f"setups.{suffix}"
        assert table(link, "setups", "--slice", slice_.query(), "--out", out).exit_code == 0
        assert read(out)["pool"].tolist() == expected["pool"].tolist()
        assert read(out)["given"].tolist() == ["x"] * 16


CLAIM = ("claim", "--better", "one")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["win-rate"], "did you mean 'win-rates'"),
        (["win-rates", "--slice", "given=nowhere"], "unknown given 'nowhere'"),
        (["win-rates", "--by", "colour"], "unknown component 'colour'"),
        (["win-rates", "--format", "xlsx"], "--format"),
        (["win-rates", "--seed", "-1"], "--seed"),
        (["pairs", "--format", "parquet"], "name the file to write with --out"),
        (["setups", "--format", "parquet"], "name the file to write with --out"),
        (["setups", "--by", "given"], "cannot be split"),
        (["setups", "--measure", "nonsense"], "table setups does not take --measure"),
        (["compare"], "compare needs a second slice: --against QUERY"),
        (["compare", "--against", "given=x", "--by", "measure"], "does not take --by"),
        (["compare", "--against", "given=nowhere"], "unknown given 'nowhere'"),
        (["agreement", "--against", "given=x", "--by", "measure"], "leave out --by or --against"),
        (["agreement", "--by", "colour"], "unknown component 'colour'"),
        (["claim", "--better", "one"], "claim needs --better METRIC, --worse METRIC and --shows"),
        ([*CLAIM, "--worse", "one", "--shows", "given=x"], "a claim compares two metrics"),
        ([*CLAIM, "--worse", "won", "--shows", "given=x"], "unknown metric 'won'"),
        ([*CLAIM, "--worse", "two", "--shows", "a/b"], "setup 'a/b' is not accepted"),
        ([*CLAIM, "--worse", "two", "--shows", "sets-source/x/unstated/kendall/ff"], "'ff'"),
        (["win-rates", "--shows", "given=x"], "does not take --shows"),
        (["setups", "--format", "json", "--out", "x.json"], "cannot be written as json"),
        (["win-rates", "--out", "/nowhere/at/all.csv"], "cannot be written"),
        (["setups", "--out", "/nowhere/at/all.csv"], "cannot be written"),
    ],
)
def test_what_a_table_cannot_be_asked_earns_a_sentence(link, words, text):
    done = table(link, *words)
    assert done.exit_code == 2
    assert text in done.stderr
    assert "Traceback" not in done.output


def test_two_slices_and_a_claim_are_asked_on_the_command_line(link):
    store = open_store(link)
    x, y = (
        Slice.parse(query, store.study).narrow(store.setups()) for query in ("given=x", "given=y")
    )
    beside = ["--slice", "given=x", "--against", "given=y"]
    expected = compare(x, y).to_csv(index=False, lineterminator="\n")
    assert table(link, "compare", *beside).stdout == expected
    agreed = table(link, "agreement", *beside).stdout.splitlines()[1]
    assert agreed.startswith("sets-source,given=x,given=y,")
    shown = ["--better", "one", "--worse", "two", "--shows", "sets-source/x/unstated/kendall/1f"]
    setup = x.filter("measure = 'kendall' AND pool = 31")
    expected = claim(store.setups(), setup, "one", "two").to_csv(index=False, lineterminator="\n")
    assert table(link, "claim", *shown).stdout == expected


def test_a_file_of_a_comparison_says_both_slices_and_how_to_make_it_again(link, tmp_path):
    out = tmp_path / "two.tex"
    beside = ["--slice", "given=x", "--against", "given=y&measure=kendall"]
    assert table(link, "compare", *beside, "--out", out).exit_code == 0
    text = out.with_name("two.tex.caption.txt").read_text()
    assert "for x;" in text
    assert "Slice B: anything, sources ranked for y; Kendall τ." in text
    origin = json.loads(out.with_name("two.tex.provenance.json").read_text())
    line = shlex.split(origin["command"])
    assert "measure=kendall" in line[line.index("--against") + 1]


def test_an_empty_slice_is_noted(link):
    done = table(link, "win-rates", "--slice", "given=x&with=a&without=a")
    assert done.exit_code == 0
    assert done.stderr.startswith("Note: no setups match the slice: ")
    assert done.stdout.count("\n") == 1


def test_a_long_table_says_how_far_it_is_and_ends_at_once_when_interrupted(small_link, tmp_path):
    command = [Path(sys.executable).with_name("setupscope"), "table", "enough", "--by", "given"]
    out = tmp_path / "enough.csv"
    terminal, its_end = os.openpty()
    termios.tcsetwinsize(its_end, (24, 120))
    process = subprocess.Popen([*command, "--store", small_link, "--out", out], stderr=its_end)
    os.close(its_end)
    text = b""
    while b"steps/s" not in text:
        text += os.read(terminal, 1000)
        assert process.poll() is None, "it ended before it said how far it is"
    process.send_signal(signal.SIGINT)
    with suppress(OSError):  # a terminal that nobody writes to any more
        while more := os.read(terminal, 1000):
            text += more
    os.close(terminal)
    assert process.wait(timeout=60) == 130
    assert b"Stopped." in text
    assert b"Traceback" not in text
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_former_file(link, tmp_path):
    out = tmp_path / "table.csv"
    out.write_text("former")
    assert table(link, "setups", "--format", "json", "--out", out).exit_code == 2
    assert out.read_text() == "former"
    assert [path.name for path in tmp_path.glob(".*unfinished")] == []


def test_the_audit_says_how_much_it_compared(link):
    done = run("audit", "--store", link, "--setups", 20, "--slices", 1)
    assert done.exit_code == 0
    assert "setups: 40 numbers compared" in done.stdout
    assert done.stdout.endswith("no differences\n")


def test_what_speaks_against_a_conclusion_is_noted_beside_it(small_link):
    query = "scenario=segmentation-source&measure=rel_at_1"
    done = run("table", "conclusion", "--store", small_link, "--slice", query)
    assert "Note: segmentation-source: gbc has the highest win rate, but logme" in done.stderr
    assert done.stdout.splitlines()[1].startswith("segmentation-source,rel_at_1,gbc,logme,")
    assert "Note" not in done.stdout


@pytest.mark.parametrize(
    ("out", "code", "text"),
    [("numbers", 0, ""), ("numbers.txt", 0, ""), ("numbers.pdf", 2, "accepted: '.csv', '.json'")],
)
def test_a_table_is_csv_unless_its_ending_says_otherwise(link, tmp_path, out, code, text):
    done = table(link, "pairs", "--out", tmp_path / out)
    assert done.exit_code == code
    assert text in done.stderr
    if code == 0:
        assert (tmp_path / out).read_bytes().startswith(b"scenario,a,b,")


def test_what_is_there_and_no_file_is_not_replaced(link):
    done = table(link, "pairs", "--format", "csv", "--out", "/dev/null")
    assert done.exit_code == 2
    assert "is not a file" in done.stderr
