"""Figures as PDF, SVG and PNG, whatever happens to the process that draws."""

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from html import escape
from pathlib import Path

import plotly.graph_objects as go
import pytest
from PIL import Image

from setupscope.dashboard.rendering import renderer
from setupscope.dashboard.rendering.renderer import (
    NoBrowserError,
    RenderingFailedError,
    can_render,
    render,
)
from system_browser import CHROME

needs_chrome = pytest.mark.skipif(CHROME is None, reason="no Chrome or Chromium on this machine")
needs_poppler = pytest.mark.skipif(not shutil.which("pdffonts"), reason="no poppler-utils")
SVG = "{http://www.w3.org/2000/svg}"
NASTY = (
    "<b>&amp;</b>",
    "</script><script>document.title='x'</script>",
    '"quoted" \'s & ]]> -->',
    "50 % of $x_1$ \\ back",
    "two\nlines\tand\x07a\x00bell",
    "漢字 עברית \N{SNOWMAN} \N{GRINNING FACE}",
    "\ud800 half",
    "x" * 200,
)


def bars(names=("LogME", "<i>N</i>LEEP", "Kendall <i>τ</i>"), family="Source Serif Pro, serif"):
    figure = go.Figure(go.Bar(x=list(range(1, len(names) + 1)), y=names, orientation="h"))
    figure.update_layout(width=538, height=90 + 20 * len(names), template="none")
    figure.update_layout(font={"family": family, "size": 14}, margin={"t": 5, "r": 5})
    return figure.update_yaxes(automargin=True)


OTHER = bars(("another", "figure"))


def text_of(command, content, tmp_path):
    """What a tool of poppler says of a PDF."""
    (tmp_path / "figure.pdf").write_bytes(content)
    words = [*command, str(tmp_path / "figure.pdf")]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


@needs_chrome
@needs_poppler
@pytest.mark.parametrize("family", ["Source Serif Pro", "Source Sans Pro"])
def test_a_pdf_embeds_its_fonts_and_holds_no_bitmap(family, tmp_path):
    content = render(bars(family=f"{family}, serif"), "pdf", 0.857)
    fonts = text_of(["pdffonts"], content, tmp_path).splitlines()[2:]
    assert len(fonts) == 2  # upright and italic; Greek comes from the upright one
    for font in fonts:
        assert family.replace(" ", "") in font
        assert "TrueType" in font
        assert font.split()[-5] == "yes"
    assert len(text_of(["pdfimages", "-list"], content, tmp_path).splitlines()) == 2


@needs_chrome
@needs_poppler
@pytest.mark.parametrize("scale", [0.5, 0.857, 1.3])
def test_a_pdf_is_one_page_of_the_size_asked_for(scale, tmp_path):
    figure = bars()
    info = text_of(["pdfinfo"], render(figure, "pdf", scale), tmp_path)
    width, height = map(float, re.search(r"Page size: +([\d.]+) x ([\d.]+)", info).groups())
    assert width * 25.4 / 72 == pytest.approx(figure.layout.width * scale * 25.4 / 96, abs=0.5)
    assert height * 25.4 / 72 == pytest.approx(figure.layout.height * scale * 25.4 / 96, abs=0.5)
    assert re.search(r"Pages: +1\n", info)
    assert str(Path.cwd()) not in info


@needs_chrome
def test_svg_has_its_size_in_millimetres_and_nothing_that_is_run_or_fetched():
    root = ET.fromstring(render(bars(), "svg", 0.857, description="what & why <b>"))
    assert root.get("viewBox") == "0 0 538 150"
    assert float(root.get("width").removesuffix("mm")) == pytest.approx(538 * 0.857 * 25.4 / 96)
    assert root.find(f"{SVG}desc").text == "what & why <b>"
    for element in root.iter():
        assert element.tag.removeprefix(SVG) not in ("script", "image", "foreignObject", "a")
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "http" not in value.replace("http://www.w3.org", "")
    assert set(re.findall(r"url\((?!#)(.{25})", root.find(f"{SVG}style").text)) == {
        "data:font/woff2;base64,d0"
    }


@needs_chrome
def test_two_processes_draw_the_same_svg_to_the_byte():
    first = render(bars(), "svg", 0.9)
    renderer.shut_down()
    assert render(bars(), "svg", 0.9) == first


@needs_chrome
def test_the_first_drawing_already_has_its_letters():
    renderer.shut_down()
    first = render(bars(), "png")
    assert render(bars(), "png") == first


@needs_chrome
@pytest.mark.parametrize("dpi", [150, 300, 600])
def test_a_png_has_the_pixels_and_the_dpi_asked_for(dpi):
    scale = 122 / 25.4 * 96 / 538
    with Image.open(io.BytesIO(render(bars(), "png", scale, dpi))) as picture:
        assert picture.width == round(122 / 25.4 * dpi)
        assert picture.height == round(150 * scale / 96 * dpi)
        assert picture.info["dpi"] == pytest.approx((dpi, dpi), abs=0.013)  # whole dots a metre


@needs_chrome
@needs_poppler
def test_hostile_names_are_shown_letter_by_letter_and_run_nothing(tmp_path):
    figure = bars([escape(name) for name in NASTY])
    root = ET.fromstring(render(figure, "svg"))
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    for name in NASTY[:2]:
        assert name in texts
    assert "x" * 200 in texts
    info = text_of(["pdfinfo"], render(figure, "pdf"), tmp_path)
    assert "Title:           Setupscope" in info


@needs_chrome
def test_the_figure_is_not_changed():
    figure = bars()
    before = figure.to_json()
    render(figure, "svg")
    assert figure.to_json() == before


def children(pid):
    """All processes that a process started, and that these started."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                parents[int(entry.name)] = int(fields[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def alive(pids):
    """Those of some processes that still run."""
    states = {}
    for pid in pids:
        try:
            states[pid] = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
    return [pid for pid, state in states.items() if state != "Z"]


def gone(pids):
    """Whether some processes end within five seconds."""
    until = time.monotonic() + 5
    while alive(pids) and time.monotonic() < until:
        time.sleep(0.05)
    return not alive(pids)


@pytest.fixture
def drawing():
    """The processes that draw, just started."""
    renderer.shut_down()
    expected = render(OTHER, "svg")
    render(bars(), "svg")  # the last figure is kept, so that only another needs a Chrome
    started = [renderer._worker.process.pid, *children(renderer._worker.process.pid)]
    return expected, started


@needs_chrome
@pytest.mark.skipif(not Path("/proc").exists(), reason="no /proc on this system")
def test_the_chrome_resolves_no_name_and_fetches_nothing_in_the_background(drawing):
    started = [Path(f"/proc/{pid}/cmdline").read_text() for pid in drawing[1]]
    chromes = [
        words for words in started if "--remote-debugging-pipe" in words and "--type=" not in words
    ]
    assert chromes
    for words in chromes:
        assert "--host-resolver-rules=MAP * ~NOTFOUND" in words
        assert "--disable-background-networking" in words


@needs_chrome
def test_a_killed_chrome_costs_one_retry(drawing):
    expected, started = drawing
    os.killpg(renderer._worker.browser, signal.SIGKILL)
    assert render(OTHER, "svg") == expected
    assert gone(started)
    assert render(bars(), "svg") != expected


@needs_chrome
def test_a_chrome_that_hangs_is_given_up_and_another_draws(drawing, monkeypatch):
    expected, started = drawing
    hung, ask = renderer._worker, renderer.Worker.ask
    monkeypatch.setattr(
        renderer.Worker,
        "ask",
        lambda worker, job, seconds: ask(worker, job, 3.0 if worker is hung else seconds),
    )
    folder = Path(hung.folder.name)
    assert list(folder.iterdir())
    for pid in children(renderer._worker.process.pid):
        os.kill(pid, signal.SIGSTOP)
    assert render(OTHER, "svg") == expected
    assert gone(started)
    assert not folder.exists()


@needs_chrome
def test_what_fails_twice_is_one_sentence_and_the_next_figure_is_drawn(monkeypatch):
    renderer.shut_down()
    monkeypatch.setattr(renderer, "RENDER_SECONDS", 0.05)
    with pytest.raises(RenderingFailedError, match="could not be drawn"):
        render(bars(), "svg")
    monkeypatch.undo()
    assert render(bars(), "svg").startswith(b"<svg")


def test_who_is_about_to_export_does_not_wait_for_another_figure(monkeypatch):
    monkeypatch.setattr(renderer, "can_render", lambda: True)
    warming = threading.Thread(target=renderer.warm_up, daemon=True)
    with renderer._lock:
        warming.start()
        warming.join(10)
        assert not warming.is_alive()


@needs_chrome
def test_nothing_is_left_after_the_end(drawing):
    folder = Path(renderer._worker.folder.name)
    renderer.shut_down()
    assert gone(drawing[1])
    assert not folder.exists()


@needs_chrome
def test_nothing_is_left_when_the_server_is_killed():
    code = (
        "import sys; sys.path.insert(0, 'tests/dashboard/rendering'); import test_renderer as t;"
        "t.render(t.bars(), 'svg'); print(t.renderer._worker.folder.name, flush=True); input()"
    )
    words = [sys.executable, "-c", f"import sys; sys.path.insert(0, 'tests');{code}"]
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as server:
        folder = Path(server.stdout.readline().strip())
        assert folder.name.startswith("setupscope-")
        started = children(server.pid)
        assert len(started) > 3
        server.kill()
    assert gone(started)
    assert not folder.exists()


@needs_chrome
def test_ten_that_draw_at_once_all_get_their_own():
    figures = [bars((f"figure {index}", "b")) for index in range(10)]
    found = {}
    threads = [
        threading.Thread(
            target=lambda index=index: found.update({index: render(figures[index], "svg")})
        )
        for index in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for index in range(10):
        assert f"figure {index}<".encode() in found[index]


def test_without_a_chrome_one_sentence_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr(renderer, "can_render", lambda: False)
    with pytest.raises(NoBrowserError, match="apt install chromium"):
        render(bars(), "pdf")


def test_a_chrome_that_is_named_and_is_not_there_is_none(monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", "/none/chrome")
    assert not can_render()


def test_a_chrome_is_found_where_there_is_one():
    assert can_render() == (CHROME is not None)
