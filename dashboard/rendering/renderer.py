"""How does a figure become PDF, SVG or PNG?

One process draws for everybody, one figure after the other. It is started at first need, and
thrown away and started again when it or its Chrome dies, or takes too long.
"""

import atexit
import base64
import io
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import plotly.graph_objects as go
from PIL import Image

from setupscope.dashboard.limits import DOCUMENT_SECONDS, RENDER_SECONDS
from setupscope.data.errors import InputError

HOW_TO_GET_ONE = (
    "PDF, SVG and PNG need Chrome or Chromium, and neither was found on the machine that runs"
    " Setupscope; install one (on Debian and Ubuntu: apt install chromium)"
)
PIXELS_OF_INCH, MM_OF_INCH = 96, 25.4
CONTROLS = (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)
HALVES = range(0xD800, 0xE000)
NO_CHARACTER = dict.fromkeys(CONTROLS, " ") | dict.fromkeys(HALVES, "\N{REPLACEMENT CHARACTER}")
"""What XML cannot hold, and what stands in its place."""


class NoBrowserError(InputError):
    """There is no Chrome or Chromium to draw with."""

    def __init__(self) -> None:
        super().__init__(f"{HOW_TO_GET_ONE}.")


class RenderingFailedError(InputError):
    """A figure could not be drawn, twice."""


class DiedError(Exception):
    """The process ended, or was ended, before it answered."""


class Worker:
    """A process that draws, and the Chrome that it started."""

    def __init__(self) -> None:
        # Its files are in a folder of ours, since a process that is killed leaves them behind.
        self.folder = TemporaryDirectory(prefix="setupscope-", ignore_cleanup_errors=True)
        module = "setupscope.dashboard.rendering.worker"
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, self.folder.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # A process group of its own, so that its Chrome can be ended with it.
            start_new_session=True,
        )
        self.browser = 0

    def ask(self, job: dict[str, Any], seconds: float) -> bytes:
        """The answer to a job; DiedError where there is none in time."""
        late = threading.Timer(seconds, self.kill)
        late.start()
        try:
            return self._answer(job)
        except (OSError, ValueError) as error:
            raise DiedError(f"no answer within {seconds:g} s, or Chrome crashed") from error
        finally:
            late.cancel()

    def _answer(self, job: dict[str, Any]) -> bytes:
        """What the process says; ValueError where that is nothing."""
        assert self.process.stdin is not None
        if not self.browser:
            started = self._line()
            self.browser = started["browser"]
            _log_sandbox(started["sandboxed"])
        self.process.stdin.write(json.dumps(job).encode() + b"\n")
        self.process.stdin.flush()
        return base64.b64decode(self._line()["content"])

    def _line(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line: dict[str, Any] = json.loads(self.process.stdout.readline())
        if "error" in line:
            raise DiedError(str(line["error"]))
        return line

    def kill(self) -> None:
        """Ends the process and its Chrome, at once; a Chrome that hangs does not end by itself."""
        for leader in filter(None, (self.process.pid, self.browser)):
            with suppress(ProcessLookupError):
                os.killpg(leader, signal.SIGKILL)

    def close(self) -> None:
        """Ends the process, which closes its Chrome if it can do so soon."""
        assert self.process.stdin is not None
        with suppress(OSError), self.process:
            with suppress(OSError):
                self.process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(3)
            self.kill()
        self.folder.cleanup()


@cache
def _log_sandbox(sandboxed: bool) -> None:
    """Once for all figures."""
    state = (
        "in its sandbox" if sandboxed else "without its sandbox, which root and some systems refuse"
    )
    logging.getLogger(__name__).info("Chrome draws %s", state)


_lock = threading.Lock()
_worker: Worker | None = None


def can_render() -> bool:
    """Whether there is a Chrome or Chromium to draw with."""
    from choreographer.browsers.chromium import Chromium
    from choreographer.errors import ChromeNotFoundError

    try:
        found = Chromium.find_browser(skip_local=False)
    except ChromeNotFoundError:
        return False
    return found is not None and Path(found).is_file()


def render(
    figure: go.Figure, form: str, scale: float = 1.0, dpi: int = 300, description: str = ""
) -> bytes:
    """A figure as PDF, SVG or PNG.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        With a width and a height in pixels; it is not changed.
    form : {"pdf", "svg", "png"}
        In which form. PDF and SVG are vector graphics that hold their fonts; equal figures
        give equal SVG.
    scale : float
        Printed size over the figure's size at 96 pixels an inch.
    dpi : int
        Dots per inch of PNG, written in the file.
    description : str
        What it shows, in plain text; a part of SVG that is not seen.

    Raises
    ------
    NoBrowserError
        When there is no Chrome or Chromium.
    RenderingFailedError
        When it failed twice, or took too long.
    """
    if not can_render():
        raise NoBrowserError
    content = _asked(_job(figure, form, scale, dpi, description), RENDER_SECONDS)
    return _with_dpi(content, dpi) if form == "png" else content


def print_document(body: str, rules: str) -> bytes:
    """A document in HTML as PDF, its pages numbered.

    Parameters
    ----------
    body : str
        HTML of ours, with every name in it escaped.
    rules : str
        CSS, the size of its pages included.

    Raises
    ------
    NoBrowserError, RenderingFailedError
        As `render`.
    """
    if not can_render():
        raise NoBrowserError
    return _asked({"form": "document", "body": body, "rules": rules}, DOCUMENT_SECONDS)


def warm_up() -> None:
    """Starts the process that draws, if there is none, for a figure that is about to come.

    Nobody waits for it: while somebody else's figure is drawn, there is one.
    """
    global _worker
    if can_render() and _lock.acquire(blocking=False):
        try:
            _worker = _worker or Worker()
        finally:
            _lock.release()


def shut_down() -> None:
    """Ends the process that draws, if there is one; the next figure starts another."""
    global _worker
    with _lock:
        if _worker is not None:
            _worker.close()
            _worker = None


atexit.register(shut_down)


def _asked(job: dict[str, Any], seconds: float) -> bytes:
    global _worker
    with _lock:
        for attempt in (1, 2):
            _worker = _worker or Worker()
            try:
                return _worker.ask(job, seconds)
            except DiedError as error:
                _worker.kill()
                _worker.close()
                _worker = None
                if attempt == 2:
                    raise RenderingFailedError(
                        f"the figure could not be drawn ({error})"
                    ) from error
    raise AssertionError


def _job(figure: go.Figure, form: str, scale: float, dpi: int, description: str) -> dict[str, Any]:
    width, height = figure.layout.width * scale, figure.layout.height * scale
    return {
        "figure": _writable(figure),
        "form": form,
        "scale": scale,
        "description": description.translate(NO_CHARACTER),
        "millimetres": [side * MM_OF_INCH / PIXELS_OF_INCH for side in (width, height)],
        "pixels": [round(side * dpi / PIXELS_OF_INCH) for side in (width, height)],
    }


def _writable(figure: go.Figure) -> dict[str, Any]:
    """The figure as JSON, with characters that XML takes and names that are no chance."""
    content: dict[str, Any] = _translated(json.loads(figure.to_json()))
    for index, trace in enumerate(content["data"]):
        trace["uid"] = f"trace{index}"
    return content


def _translated(part: Any) -> Any:  # noqa: ANN401
    if isinstance(part, str):
        return part.translate(NO_CHARACTER)
    if isinstance(part, list):
        return [_translated(one) for one in part]
    if isinstance(part, dict):
        return {key: _translated(one) for key, one in part.items()}
    return part


def _with_dpi(content: bytes, dpi: int) -> bytes:
    """The same pixels, in a file that says how dense they are."""
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        picture.save(buffer, "PNG", dpi=(dpi, dpi))
    return buffer.getvalue()
