"""Where does what one reader brings lie, and when is it gone?"""

import shutil
import weakref
from pathlib import Path
from tempfile import mkdtemp

PREFIX = "setupscope-private-"


class PrivateFolder:
    """A new folder that only this process's user can read; gone with the object, or the process.

    Attributes
    ----------
    path : Path
        Where it is.
    remove : callable
        Ends it at once.
    """

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix=PREFIX))
        self.remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
