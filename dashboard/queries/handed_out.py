"""How is an answer handed out to several who may each change what they get?"""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import pandas as pd

Result = TypeVar("Result")


def handed_out(answer: Result) -> Result:
    """The answer with tables that may be changed: what is kept, and what others got, stays.

    pandas copies a column when it is written to, so that a copy of a table costs little.
    """
    found: Any = answer
    if isinstance(answer, pd.DataFrame):
        found = answer.copy(deep=False)
    elif type(answer) is tuple:
        found = tuple(handed_out(one) for one in found)
    elif is_dataclass(answer) and not isinstance(answer, type):
        values = {one.name: getattr(answer, one.name) for one in fields(answer)}
        frames = {key: one for key, one in values.items() if isinstance(one, pd.DataFrame)}
        found = replace(answer, **{key: handed_out(one) for key, one in frames.items()})
    result: Result = found
    return result
