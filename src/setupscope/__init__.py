"""Does a conclusion about transferability metrics survive a change of experimental setup?

`import setupscope as ss` gives a notebook what it needs: `ss.open_store`, `ss.Slice`, and every
question as a function, such as `ss.win_rates`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from setupscope.analysis import *  # noqa: F403
    from setupscope.data import *  # noqa: F403

SURFACE = ("setupscope.analysis", "setupscope.data")


def __getattr__(name: str) -> object:
    """A public name, imported at first use: the command line starts without pandas and SciPy."""
    if not name.startswith("_"):
        for package in map(import_module, SURFACE):
            if name in package.__all__:
                return getattr(package, name)
    raise AttributeError(f"module 'setupscope' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What tab completion offers."""
    names = {name for package in map(import_module, SURFACE) for name in package.__all__}
    return sorted(names | {"analysis", "dashboard", "data"})
