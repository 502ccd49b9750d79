"""The process that draws: one Kaleido and its Chrome, warm until there is nobody to draw for.

The first line that leaves names the process of Chrome, and whether its sandbox is on; then jobs
come as lines of JSON on standard input, and answers leave as lines of JSON. The process ends
with its input, or at the first job that fails, since a Kaleido whose Chrome died never
recovers; whoever asked then starts another.
"""

import asyncio
import base64
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

import choreographer
import kaleido
import logistro
from kaleido import PageGenerator

from setupscope.dashboard.rendering.fonts import css_of_files
from setupscope.dashboard.rendering.sandbox import SandboxedChrome, safest_chrome
from setupscope.dashboard.rendering.svg import cleaned, with_fonts

LOAD_FONTS = "Promise.all(Array.from(document.fonts, face => face.load()))"
"""Fonts are loaded when they are first seen, which is too late for measuring text."""
DRAW_LATER = f"""<script>(() => {{
const own = window.kaleido_scopes;
window.kaleido_scopes = {{...own, plotly: (...job) => {LOAD_FONTS}.then(() => own.plotly(...job))}};
}})()</script>"""
SHOW = f"""(async (picture, page) => {{
document.body.innerHTML = picture;
document.getElementById("page").textContent = page;
await {LOAD_FONTS};
await Promise.all(Array.from(document.images, image => image.decode()));
}})"""
PDF_OPTIONS = {
    "printBackground": True,
    "preferCSSPageSize": True,
    "marginTop": 0,
    "marginBottom": 0,
    "marginLeft": 0,
    "marginRight": 0,
    "pageRanges": "1",
}


DOCUMENT_OPTIONS = {
    "printBackground": True,
    "preferCSSPageSize": True,
    "displayHeaderFooter": True,
    "headerTemplate": "<span></span>",
    "footerTemplate": '<div style="font-size:8px;width:100%;text-align:center">'
    '<span class="pageNumber"></span></div>',
}


class Page(PageGenerator):
    """Kaleido's page, with our fonts, which are there before anything is drawn."""

    def generate_index(self) -> str:
        """The page as HTML."""
        page = str(super().generate_index())
        head = f'<meta charset="utf-8"><style>{css_of_files()}</style>'
        return page.replace("<head>", f"<head>{head}", 1).replace("</head>", f"{DRAW_LATER}</head>")


def paper() -> str:
    """The page from which pictures are printed."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Setupscope</title>'
        f"<style>{css_of_files()}html,body{{margin:0}}svg{{display:block}}</style>"
        '<style id="page"></style></head><body></body></html>'
    )


async def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Draws until there are no more jobs."""
    chrome = safest_chrome()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "paper.html"
        place.write_text(paper(), encoding="utf-8")
        async with kaleido.Kaleido(
            n=1,
            timeout=None,
            page_generator=Page(mathjax=False),
            browser_cls=chrome,
        ) as drawer:
            sandboxed = chrome is SandboxedChrome
            _answer(answers, {"browser": drawer.subprocess.pid, "sandboxed": sandboxed})
            tab = await drawer.create_tab(url="")
            await _send(tab, "Page.navigate", {"url": place.as_uri()})
            pictures = Pictures(drawer)
            while line := await asyncio.to_thread(jobs.readline):
                content = await draw(pictures, tab, json.loads(line))
                _answer(answers, {"content": base64.b64encode(content).decode()})


class Pictures:
    """Figures as SVG; the last one is kept, since it is often wanted in further forms."""

    def __init__(self, drawer: kaleido.Kaleido) -> None:
        self.drawer = drawer
        self.last: tuple[object, str] = (None, "")

    async def of(self, job: dict[str, Any]) -> str:
        """The picture of a job."""
        asked = (job["figure"], job["scale"], job["description"])
        if self.last[0] != asked:
            drawn = await self.drawer.calc_fig(job["figure"], opts={"format": "svg"})
            self.last = (asked, cleaned(drawn.decode(), job["scale"], job["description"]))
        return self.last[1]


async def draw(pictures: Pictures, tab: choreographer.Tab, job: dict[str, Any]) -> bytes:
    """One figure in one form, or a document."""
    if job["form"] == "document":
        await _show(tab, job["body"], job["rules"])
        return await _content(tab, "Page.printToPDF", DOCUMENT_OPTIONS)
    picture = await pictures.of(job)
    if job["form"] == "svg":
        return with_fonts(picture).encode()
    if job["form"] == "png":
        return await _photographed(tab, picture, *job["pixels"])
    return await _printed(tab, picture, *job["millimetres"])


async def _printed(tab: choreographer.Tab, picture: str, width: float, height: float) -> bytes:
    """The picture as a page of PDF."""
    await _show(tab, picture, f"@page{{size:{width:.4f}mm {height:.4f}mm;margin:0}}")
    return await _content(tab, "Page.printToPDF", PDF_OPTIONS)


async def _photographed(tab: choreographer.Tab, picture: str, width: int, height: int) -> bytes:
    """The picture as PNG of so many pixels."""
    sized = f"svg{{width:{width}px;height:{height}px;background:white}}"
    await _show(tab, picture.replace("<svg ", '<svg preserveAspectRatio="none" ', 1), sized)
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    options = {"format": "png", "clip": clip, "captureBeyondViewport": True}
    return await _content(tab, "Page.captureScreenshot", options)


async def _show(tab: choreographer.Tab, picture: str, rules: str) -> None:
    call = f"{SHOW}({json.dumps(picture)},{json.dumps(rules)})"
    await _send(tab, "Runtime.evaluate", {"expression": call, "awaitPromise": True})


async def _content(tab: choreographer.Tab, command: str, options: dict[str, Any]) -> bytes:
    return base64.b64decode((await _send(tab, command, options))["data"])


async def _send(tab: choreographer.Tab, command: str, options: dict[str, Any]) -> dict[str, Any]:
    answer = await tab.send_command(command, params=options)
    if "error" in answer or "exceptionDetails" in answer.get("result", {}):
        raise RuntimeError(f"{command}: {answer}")
    result: dict[str, Any] = answer["result"]
    return result


def _answer(answers: BinaryIO, content: dict[str, object]) -> None:
    answers.write(json.dumps(content).encode() + b"\n")
    answers.flush()


def main() -> None:
    """Keeps standard output for answers alone, whatever else is printed.

    The folder for all its files is the argument; it is gone at the end.
    """
    tempfile.tempdir = sys.argv[1]
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logistro.getLogger().setLevel("CRITICAL")
    try:
        asyncio.run(serve(sys.stdin.buffer, answers))
    except Exception as error:
        _answer(answers, {"error": f"{type(error).__name__}: {error}"})
        os._exit(1)  # what Kaleido left behind may never end by itself
    shutil.rmtree(tempfile.tempdir, ignore_errors=True)


if __name__ == "__main__":
    main()
