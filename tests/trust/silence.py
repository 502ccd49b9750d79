"""No name is looked up and no request leaves, in any command or on any page, Chrome included.

Each runs in a namespace of its own without a network, where all that it asks for is noted.
"""

import asyncio
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

from bench.crowd import SHOWN
from serving import COMMAND
from setupscope.analysis.slices.slices import Slice
from setupscope.dashboard.export.collection import Collection
from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.session.page_keys import KEPT
from setupscope.dashboard.session.pages import FIGURES, PAGES, YOUR_METRIC
from setupscope.data import open_store
from system_browser import CHROME
from trust.commands import PATIENCE, last_words
from trust.counts import also, one, skipped
from trust.served import logged
from trust.visitor import Visitor

ALONE = ("unshare", "--net", "--mount", "--map-root-user")
TESTS = Path(__file__).parents[1]
NAMESPACE = Path(__file__).with_name("namespace.py")
VISIT = f"""
import sys; sys.path.insert(0, {str(TESTS)!r})
from pathlib import Path
from trust.silence import visit
visit(Path(sys.argv[1]))
"""
EXPORTING = "Create the archive"
CONTROL = "import socket; socket.getaddrinfo('control.example', 80)"
"""A program that looks a name up, which has to be noted."""


def silence(world, folder, with_pages=True):
    """Runs the commands, and opens every page and exports a figure; counts of each."""
    if not can_be_alone():
        yield skipped("a namespace of Linux that notes what is looked up (run as root)")
        return
    noted = quiet("control", folder, python(CONTROL)).outside
    yield one("a name that is looked up is not noted", wrong=not noted)
    for words in commands(world, folder):
        yield quiet(words[0], folder, [*COMMAND, *map(str, words)])
    if with_pages:
        yield quiet("pages", folder, [*python(VISIT), str(world.link)])


def can_be_alone():
    """Whether this user may make such a namespace."""
    try:
        done = subprocess.run([*ALONE, "ip", "link"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def commands(world, folder):
    """Commands of every kind; those that draw start Chrome."""
    shown = ("--store", world.tiny_link)
    yield ("build", world.study, "--store", folder / "quiet")
    yield ("info", *shown)
    yield ("table", "win-rates", *shown)
    yield ("check", *shown)
    yield ("add-metric", world.scores, "--to", world.study, "--name", "A", "--dry-run")
    if CHROME:
        yield ("figure", "win-rates", *shown, "--out", folder / "quiet.png")


def python(code):
    return [sys.executable, "-c", code]


def quiet(what, folder, program):
    """One program that has to ask for nothing, and to succeed."""
    asked, done = _asked(folder, program)
    found = one(f"{what} without a network: {last_words(done)}", wrong=done.returncode != 0)
    return found + also(f"{what} asked for {', '.join(asked)}"[:300], outside=len(asked))


def _asked(folder, program):
    """What a program asked for, each once, and how it ended."""
    notes = folder / "asked"
    notes.unlink(missing_ok=True)
    done = subprocess.run(
        [*ALONE, sys.executable, str(NAMESPACE), str(notes), *program],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    asked = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
    return sorted(set(asked)), done


def visit(link):
    """Opens every page of a server, and exports a figure where there is a Chrome to draw it."""
    with logged(link) as server:
        asyncio.run(_visit(server.address, _kept(link)))


def _kept(link):
    """The address of the page Figures with one figure that is kept."""
    study = open_store(link).study
    whole = Slice(study, (study.scenarios[0].name,))
    one_figure = Collection().with_item("figure", Exhibit(FIGURE, "win-rates", whole))
    return urlencode({KEPT: one_figure.as_text()})


async def _visit(address, kept):
    async with Visitor(address) as visitor:
        for path in (*SHOWN, PAGES[YOUR_METRIC].path):
            answer = await visitor.open(path)
            assert not answer.fails, (path, answer.errors)
    async with Visitor(address) as visitor:
        page = await visitor.open(PAGES[FIGURES].path, kept)
        if CHROME:
            answer = await visitor.press(page.buttons[EXPORTING])
            assert not answer.errors, answer.errors
