"""How does a picture by Plotly become one that goes into a paper?

Well formed, with its size in millimetres, without anything that is run or fetched, and with
the same bytes every time.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from setupscope.dashboard.rendering.fonts import css_for

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
REFUSED = {f"{{{SVG}}}{name}" for name in ("script", "foreignObject", "image", "a")}
GROUP = f"{{{SVG}}}g"
MM_OF_PIXEL = 25.4 / 96
OWN_ID = "figure"
"""In place of the six random digits that Plotly gives a figure."""

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)


def cleaned(picture: str, scale: float, description: str = "") -> str:
    """The picture at its printed size, without scripts, links, bitmaps and chance.

    Parameters
    ----------
    picture : str
        SVG, as Plotly makes it.
    scale : float
        Printed size over its size in pixels at 96 dpi.
    description : str
        What it shows, for those who hear it.
    """
    root = ET.fromstring(picture)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    _strip(root)
    _rename(root)
    root.set("width", f"{width * scale * MM_OF_PIXEL:.4f}mm")
    root.set("height", f"{height * scale * MM_OF_PIXEL:.4f}mm")
    root.set("viewBox", f"0 0 {width:g} {height:g}")
    if description:
        text = ET.Element(f"{{{SVG}}}desc")
        text.text = description
        root.insert(0, text)
    return ET.tostring(root, encoding="unicode")


def with_fonts(picture: str) -> str:
    """The picture with the letters that it uses inside."""
    rules = f"<style>{css_for(picture)}</style>"
    return re.sub(r"(<svg[^>]*>)", lambda start: start[1] + rules, picture, count=1)


def _strip(element: ET.Element) -> None:
    """Takes away what is run, fetched or empty."""
    for child in list(element):
        _strip(child)
        empty = child.tag == GROUP and not len(child) and not child.get("id")
        if child.tag in REFUSED or empty:
            element.remove(child)
    for name, value in list(element.attrib.items()):
        linked = name.endswith("href") and not value.startswith("#")
        if name.lower().startswith("on") or linked or (name == "style" and not value):
            del element.attrib[name]


def _rename(root: ET.Element) -> None:
    """Gives the figure's identifiers a name that is the same every time."""
    found = re.search(r"defs-([0-9a-f]{6})", " ".join(_ids(root)))
    if found is None:
        return
    # A colour may have the same six digits; it has them after "#", and no identifier does.
    chance = re.compile(rf"(?<!#){found[1]}")
    for element in root.iter():
        for name, value in element.attrib.items():
            element.set(name, chance.sub(OWN_ID, value))


def _ids(root: ET.Element) -> Iterator[str]:
    return (element.get("id", "") for element in root.iter())
