"""The parts of a docstring that questions share, each written once."""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

Question = TypeVar("Question", bound=Callable[..., Any])
PARAMETERS = {
    "setups": """\
setups : frame of setups
    Anything that narwhals takes: a DuckDB relation, a pandas or Polars frame, ...""",
    "metrics": """\
metrics : sequence of str, optional
    Keys of the metrics compared; by default all that the frame has.""",
    "by": """\
by : sequence of str
    Components whose levels are parts: given, backbone, measure, pool_size.""",
    "seed": """\
seed : int
    Of the draws of givens.""",
}
COUNTED = """\
    - `setups`, `givens`: how many the part has;
    - `reason`: why a number is null, else null."""
RAISES = """\
Raises
------
InputError
    When a metric or component is unknown."""


def documented(question: Question) -> Question:
    """Completes the docstring of a question, as seaborn does.

    The line `{parameters}` becomes the head of that section, with those parameters of the
    signature that are in `PARAMETERS` and not described further down. `{counted}` becomes
    the last two columns, and `{raises}` that section.
    """
    text = inspect.cleandoc(question.__doc__ or "")
    names = [name for name in inspect.signature(question).parameters if name in PARAMETERS]
    shared = [PARAMETERS[name] for name in names if f"\n{name} : " not in text]
    parts = {
        "{parameters}": "\n".join(["Parameters", "-" * 10, *shared]),
        "{counted}": COUNTED,
        "{raises}": RAISES,
    }
    question.__doc__ = "\n".join(parts.get(line.strip(), line) for line in text.splitlines())
    return question
