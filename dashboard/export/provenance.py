"""Where does a figure or a table come from, and which command reproduces it?"""

import json
from collections.abc import Sequence
from importlib.metadata import version

from setupscope.dashboard.export.exhibit import FIGURE, Exhibit
from setupscope.dashboard.export.presets import Style
from setupscope.dashboard.queries.across import studies_of
from setupscope.dashboard.queries.queries import Queries
from setupscope.data.study.study import Study

PACKAGES = ("setupscope", "duckdb", "kaleido", "numpy", "pandas", "plotly", "scipy")


def provenance(
    queries: Queries,
    exhibit: Exhibit,
    caption_text: str,
    out: str,
    style: Style,
    arguments: Sequence[str] = (),
) -> dict[str, object]:
    """What an exhibit shows and how it was made, ready for JSON.

    Parameters
    ----------
    queries, exhibit
        The exhibit is resolved.
    caption_text : str
        Its caption, in plain text.
    out : str
        The name of its file, which the command that reproduces it writes.
    style : Style
        Of a figure.
    arguments : sequence of str
        Further ones of that command, such as a format that the file's ending does not say.
    """
    study, drawn = queries.study, exhibit.kind == FIGURE
    printed = {
        "width_mm": style.width,
        "font": style.font,
        "size_pt": style.size,
        "grey": style.grey,
        "dpi": style.dpi,
    }
    return {
        "exhibit": exhibit.kind,
        "name": exhibit.name,
        "options": {key: list(values) for key, values in exhibit.options().items()},
        "caption": caption_text,
        "slice": exhibit.slice_.link(),
        "slice_in_words": exhibit.slice_.caption(),
        "setups": queries.setup_count(exhibit.slice_),
        "seed": exhibit.seed,
        "command": exhibit.command(out, [*(style.arguments() if drawn else []), *arguments]),
        **({"style": printed} if drawn else {}),
        "store": {"digest": queries.store.digest, "pools": str(study.pools)},
        "study": _of_study(study),
        **({"beside": _beside(queries, exhibit)} if exhibit.beside else {}),
        "versions": {name: version(name) for name in PACKAGES},
        "store_built_with": dict(queries.store.manifest.versions),
    }


def _of_study(study: Study) -> dict[str, str]:
    return {key: getattr(study, key) for key in ("title", "citation", "url", "licence")}


def _beside(queries: Queries, exhibit: Exhibit) -> list[dict[str, object]]:
    """The other studies that an exhibit takes, under the names that it gives them."""
    _, *others = studies_of(queries, exhibit.beside).items()
    return [
        {"name": name, "digest": other.store.digest, **_of_study(other.study)}
        for name, other in others
    ]


def as_json(content: dict[str, object]) -> bytes:
    """A provenance as a file."""
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
