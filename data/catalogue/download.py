"""How does a file come from the web, whole, of a bounded size, and from nowhere else?

Certificates are checked, as Python does by default; nothing is followed to another address; what
comes is read up to a bound, and thrown away unless all of it came.
"""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import Message
from typing import IO, NoReturn

from setupscope.data.errors import InputError

TIMEOUT = 30
"""Seconds without a byte after which a download is given up."""
CHUNK = 64 * 1024
AGENT = "setupscope"

Progress = Callable[[int], None]
"""Is told how many bytes came."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nowhere: what lies at another address is not what the recipe names."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> NoReturn:
        """Refuses; its parameters are those of the standard library."""
        raise InputError(f"{req.full_url}: has moved to {newurl}, which is not followed")


def download(address: str, most: int, progress: Progress, timeout: float = TIMEOUT) -> bytes:
    """The bytes of a file on the web.

    Parameters
    ----------
    address : str
        Where it lies.
    most : int
        Bytes that are read; a larger file is refused.
    progress : callable
        Called with the bytes that came, again and again.
    timeout : float
        Seconds without a byte after which it is given up.

    Raises
    ------
    InputError
        When it cannot be reached, is not there, has moved, is too large, or is cut off.
    """
    request = urllib.request.Request(address, headers={"User-Agent": AGENT})
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=timeout) as answer:
            return _read(answer, address, most, progress)
    except urllib.error.HTTPError as error:
        error.close()
        raise InputError(f"{address}: the server says {error.code} {error.reason}") from error
    except urllib.error.URLError as error:
        raise InputError(f"{address}: cannot be reached ({_reason(error)})") from error
    except (OSError, http.client.HTTPException) as error:
        raise InputError(f"{address}: was cut off ({_reason(error)})") from error


def _read(answer: http.client.HTTPResponse, address: str, most: int, progress: Progress) -> bytes:
    content = bytearray()
    promised = answer.headers.get("Content-Length", "")
    while chunk := answer.read(CHUNK):
        content += chunk
        progress(len(chunk))
        if len(content) > most:
            raise InputError(f"{address}: has more than the {most:,} bytes that are accepted")
    if promised.isdigit() and len(content) < int(promised):
        raise InputError(
            f"{address}: was cut off after {len(content):,} of {int(promised):,} bytes"
        )
    return bytes(content)


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return str(getattr(reason, "strerror", None) or reason) or type(error).__name__
