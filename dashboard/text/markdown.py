"""How does any text stand in Markdown, letter by letter, and how is Markdown read aloud?"""

import re

LINKED = re.compile(r"(?i):(?=//)|www(?=\.)|@(?=[\w-]+\.)")
"""What a browser's Markdown makes a link of, even where it is escaped."""
MARKED = re.compile(r"\$\\tau_(\w)\$|\\(.)|\*\*")
SUBSCRIPT = re.compile(r"(?<!\w)τ\\_(\w)(?!\w)")
"""A τ of a kind, as `escaped` leaves it; Markdown has subscripts in formulas alone."""
MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+.!|~:$&-])")


def escaped(name: str) -> str:
    """A name as Markdown shows it letter by letter, whatever signs it holds; never a link.

    The w of τ_w becomes a subscript.
    """
    # Browsers make links of addresses even where every character is escaped.
    unlinked = LINKED.sub("\\g<0>\N{WORD JOINER}", " ".join(name.split()))
    return SUBSCRIPT.sub(r"$\\tau_\1$", MARKDOWN.sub(r"\\\1", unlinked))


def strip_markdown(markdown: str) -> str:
    """What Markdown of ours says to somebody who hears it."""
    return MARKED.sub(_said, markdown).replace("\N{WORD JOINER}", "")


def _said(mark: re.Match[str]) -> str:
    subscript, letter = mark.groups()
    return f"τ_{subscript}" if subscript else letter or ""


CODE = re.compile(r"(`[^`]*`)")
PARTED = re.compile(
    r"(?<=\d) (?=%|→|[^\W\d_])"
    r"|(?<=[^\s`]) (?=[=<>≥≤] [−\d.])|(?<= [=<>≥≤]) (?=[−\d.])|(?<=→) (?=[−\d])"
)
"""Spaces at which no line should end: of a number and its noun, or of τ = 0.22."""


def unparted(markdown: str) -> str:
    """The same, with no line that ends between a number and what it counts, but for code."""
    pieces = CODE.split(markdown)
    pieces[::2] = [PARTED.sub("\N{NO-BREAK SPACE}", piece) for piece in pieces[::2]]
    return "".join(pieces)
