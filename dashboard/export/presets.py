"""How wide is a figure in print, and in which letters?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from setupscope.dashboard.paper.page import Page
from setupscope.data.errors import InputError, unknown

SERIF, SANS = "serif", "sans"
FONTS = (SERIF, SANS)
WIDTHS = (30.0, 400.0)
"""Millimetres that a figure can be wide."""
SIZES = (5.0, 20.0)
"""Points that its text can have."""
DPI = (150, 300, 600)


def _within(what: str, value: float, bounds: tuple[float, float], unit: str) -> None:
    if not bounds[0] <= value <= bounds[1]:
        accepted = f"accepted: {bounds[0]:g} to {bounds[1]:g} {unit}"
        raise InputError(f"{what} {value:g} {unit} is not accepted ({accepted})")


@dataclass(frozen=True)
class Style:
    """How a figure is printed.

    Attributes
    ----------
    width : float
        In millimetres.
    font : {"serif", "sans"}
        Its letters.
    size : float
        Of its text, in points; what is small on the screen is a seventh smaller.
    grey : bool
        Whether metrics are shades of grey.
    dpi : int
        Dots per inch of a PNG.

    Raises
    ------
    InputError
        When one of them is not accepted.
    """

    width: float
    font: str
    size: float
    grey: bool = False
    dpi: int = 300

    def __post_init__(self) -> None:
        _within("width", self.width, WIDTHS, "mm")
        _within("size", self.size, SIZES, "pt")
        if self.font not in FONTS:
            raise InputError(unknown("font", self.font, FONTS))
        if self.dpi not in DPI:
            raise InputError(unknown("dpi", str(self.dpi), map(str, DPI)))

    def arguments(self) -> list[str]:
        """The style on the command line, by the name of its preset where it has one."""
        same = replace(self, grey=False, dpi=300)
        named = [key for key, preset in PRESETS.items() if preset.style == same]
        own = ["--width", f"{self.width:g}", "--font", self.font, "--size", f"{self.size:g}"]
        arguments = ["--preset", named[0]] if named else own
        dpi = [] if self.dpi == 300 else ["--dpi", str(self.dpi)]
        return [*arguments, *(["--grey"] if self.grey else []), *dpi]


@dataclass(frozen=True)
class Preset:
    """A venue's page, a width of figures on it, and a size of letters that suits it."""

    label: str
    style: Style
    page: Page


CVPR = IEEE = Page(text=175.0, column=82.5)
ICML = Page(text=171.45, column=82.55)
PRESETS: Mapping[str, Preset] = {
    "lncs": Preset(
        "LNCS: ECCV, MICCAI (122 mm)", Style(122.0, SERIF, 9.0), Page.of_one_column(122.0)
    ),
    "cvpr-column": Preset("CVPR, column (82.5 mm)", Style(82.5, SERIF, 8.0), CVPR),
    "cvpr-text": Preset("CVPR, both columns (175 mm)", Style(175.0, SERIF, 9.0), CVPR),
    "ieee-column": Preset("IEEE, column (82.5 mm)", Style(82.5, SERIF, 8.0), IEEE),
    "ieee-text": Preset("IEEE, both columns (175 mm)", Style(175.0, SERIF, 9.0), IEEE),
    "neurips": Preset("NeurIPS (5.5 in)", Style(139.7, SERIF, 9.0), Page.of_one_column(139.7)),
    "icml": Preset("ICML, both columns (6.75 in)", Style(171.45, SERIF, 9.0), ICML),
    "pmlr": Preset("PMLR (6 in)", Style(152.4, SERIF, 9.0), Page.of_one_column(152.4)),
    "jmlr": Preset("JMLR (6 in)", Style(152.4, SERIF, 9.0), Page.of_one_column(152.4)),
}
"""By venue."""
FIRST = "lncs"


def style_of(
    preset: str | None = None,
    width: float | None = None,
    font: str | None = None,
    size: float | None = None,
    grey: bool = False,
    dpi: int = 300,
) -> Style:
    """A preset's style, the first where none is named, with other values where they are given.

    Raises
    ------
    InputError
        When a value is not accepted.
    """
    if preset is not None and preset not in PRESETS:
        raise InputError(unknown("preset", preset, PRESETS))
    own = PRESETS[preset or FIRST].style
    return Style(
        own.width if width is None else width,
        own.font if font is None else font,
        own.size if size is None else size,
        grey,
        dpi,
    )
