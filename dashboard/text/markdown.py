"""How does any text stand in Markdown, letter by letter, and how is Markdown read aloud?"""

import re

LINKED = re.compile(r"(?i):(?=//)|www(?=\.)|@(?=[\w-]+\.)")
"""What a browser's Markdown makes a link of, even where it is escaped."""
MARKED = re.compile(r"\\(.)|\*\*")
MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+.!|~:$&-])")


def escaped(name: str) -> str:
    """A name as Markdown shows it letter by letter, whatever signs it holds; never a link."""
    # Browsers make links of addresses even where every character is escaped.
    unlinked = LINKED.sub("\\g<0>\N{WORD JOINER}", " ".join(name.split()))
    return MARKDOWN.sub(r"\\\1", unlinked)


def strip_markdown(markdown: str) -> str:
    """What Markdown of ours says to somebody who hears it."""
    return MARKED.sub(r"\1", markdown).replace("\N{WORD JOINER}", "")
