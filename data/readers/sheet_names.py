"""Which sheets does a workbook have, before one of them is read?"""

import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook

from setupscope.data.limits import MAX_TEXT_BYTES
from setupscope.data.readers.workbooks import is_workbook


def sheet_names(content: bytes) -> tuple[str, ...]:
    """Names of the sheets; none where a file is no workbook of Excel, damaged, or too large.

    Why it cannot be read is said by who reads it.
    """
    if not is_workbook(content):
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_TEXT_BYTES:
                return ()
        return tuple(CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names)
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ()
