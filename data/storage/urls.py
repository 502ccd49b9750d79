"""What does a URL name: which file system, and which path in it? What of it may be shown?

Endpoints and credentials come from where pyarrow takes them, or from the URL itself; so a URL shows
itself without its user and its query.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from urllib.request import url2pathname

from pyarrow.fs import (
    AwsStandardS3RetryStrategy,
    FileSystem,
    FSSpecHandler,
    PyFileSystem,
    S3FileSystem,
    resolve_s3_region,
)

from setupscope.data.errors import InputError
from setupscope.data.limits import CONNECT_SECONDS, MAX_ATTEMPTS, SILENT_SECONDS

URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
"""How a URL begins; one letter alone would be a drive."""
ARROW = ("gs", "gcs", "abfs", "abfss", "hdfs", "viewfs")
SCHEMES = ("s3", *ARROW, "file")
WHOLE_AT_ONCE = ("s3", "gcs", "abfs")
"""Kinds of file system on which an object appears once all of it is written."""
S3_OPTIONS = ("endpoint_override", "region", "scheme")


class GoneError(InputError):
    """What was named is not there, or not any more."""


@dataclass(frozen=True)
class Url:
    """Where something lies that is not on this machine; as text, without user and query.

    Attributes
    ----------
    whole : str
        All of it, credentials included; for nobody to see.
    """

    whole: str = field(repr=False)

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.whole)
        except ValueError:
            raise InputError(
                "the URL cannot be read (accepted: such as s3://bucket/store)"
            ) from None
        _, colon, port = parts.netloc.rpartition("]")[2].partition(":")
        if colon and "@" not in port and not port.isdecimal():
            # A password that holds one of these ends the host early, and would be shown as a path.
            raise InputError(
                "the URL's user cannot be read (accepted: / as %2F, ? as %3F, # as %23)"
            )
        if not parts.netloc.rpartition("@")[2] and not parts.path.strip("/"):
            raise InputError(f"{self}: names no place (accepted: such as s3://bucket/store)")

    def __str__(self) -> str:
        parts = urlsplit(self.whole)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    def __repr__(self) -> str:
        return f"Url({str(self)!r})"

    @property
    def name(self) -> str:
        """The last part of its path."""
        return unquote(urlsplit(self.whole).path).rstrip("/").rpartition("/")[2] or "store"

    @property
    def path(self) -> Path | None:
        """The path of a file on this machine; None for a URL of something else."""
        parts = urlsplit(self.whole)
        if parts.scheme.lower() != "file":
            return None
        if parts.netloc not in ("", "localhost"):
            raise InputError(f"{self}: is on another machine (accepted: file:///folder/store)")
        return Path(url2pathname(parts.path)).absolute()

    @property
    def identity(self) -> str:
        """What tells it from other places: all but its password and its query."""
        parts = urlsplit(self.whole)
        user, at, host = parts.netloc.rpartition("@")
        return f"{parts.scheme}://{user.partition(':')[0]}{at}{host}{parts.path}"

    def beside(self, name: str) -> "Url":
        """What lies beside it under another name, `/` between folders."""
        parts = urlsplit(self.whole)
        folder = parts.path.rstrip("/").rpartition("/")[0]
        return Url(parts._replace(path=f"{folder}/{name}").geturl())

    def hidden_in(self, text: str) -> str:
        """A text in which what must not be shown of this URL is left out."""
        parts = urlsplit(self.whole)
        user = parts.netloc.rpartition("@")[0]
        values = [value for _, value in parse_qsl(parts.query)]
        hidden = [self.whole, parts.query, user, *user.split(":"), unquote(user), *values]
        for secret in sorted(filter(None, hidden), key=len, reverse=True):
            text = text.replace(secret, str(self) if secret == self.whole else "…")
        return text


def is_url(text: str) -> bool:
    """Whether a text is a URL rather than the path of a file."""
    return URL.match(text) is not None


def file_system(url: Url) -> tuple[FileSystem, str]:
    """The file system of a URL, and the path in it.

    Raises
    ------
    InputError
        When its scheme or an option in it is not accepted.
    """
    scheme = urlsplit(url.whole).scheme.lower()
    with said(url):
        if scheme == "s3":
            return _s3(url, urlsplit(url.whole))
        if scheme in ARROW:
            found, path = FileSystem.from_uri(_patient(url.whole, scheme))
        else:
            found, path = _by_fsspec(url, scheme)
        return found, path.rstrip("/")


def _s3(url: Url, parts: SplitResult) -> tuple[FileSystem, str]:
    """As pyarrow opens it by its URI, which takes no limits on how long to wait."""
    options = dict(parse_qsl(parts.query))
    if not options.keys() <= set(S3_OPTIONS):
        raise InputError(f"{url}: has an option that is not accepted ({_accepted(S3_OPTIONS)})")
    user, _, bucket = parts.netloc.rpartition("@")
    key, _, secret = map(unquote, user.partition(":"))
    scheme, endpoint = _endpoint(options)
    region = options.get("region") or _variable("AWS_REGION", "AWS_DEFAULT_REGION")
    if not region:
        region = "us-east-1" if endpoint else resolve_s3_region(bucket)
    found = S3FileSystem(
        access_key=key or None,
        secret_key=secret or None,
        region=region,
        scheme=scheme,
        endpoint_override=endpoint,
        allow_delayed_open=True,  # so that a small object takes one request
        connect_timeout=CONNECT_SECONDS,
        request_timeout=SILENT_SECONDS,
        retry_strategy=AwsStandardS3RetryStrategy(max_attempts=MAX_ATTEMPTS),
    )
    return found, f"{bucket}{unquote(parts.path)}".rstrip("/")


def _endpoint(options: Mapping[str, str]) -> tuple[str, str | None]:
    """The scheme and the address of an S3 server; None for that of Amazon."""
    text = options.get("endpoint_override") or _variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    scheme, between, address = text.rpartition("://")
    return options.get("scheme") or (scheme if between else "https"), address.rstrip("/") or None


def _variable(*names: str) -> str:
    return next((found for name in names if (found := os.environ.get(name))), "")


def _patient(whole: str, scheme: str) -> str:
    """A URL of Google's store says how long to try, unless it does already."""
    if scheme not in ("gs", "gcs") or "retry_limit_seconds" in whole:
        return whole
    between = "&" if urlsplit(whole).query else "?"
    return f"{whole}{between}retry_limit_seconds={SILENT_SECONDS}"


def _by_fsspec(url: Url, scheme: str) -> tuple[FileSystem, str]:
    try:
        import fsspec
    except ImportError:
        more = "; more where the package fsspec is installed"
        raise InputError(f"{url}: unknown scheme ({_accepted(SCHEMES)}{more})") from None
    if scheme not in fsspec.available_protocols():
        accepted = _accepted((*SCHEMES, *fsspec.available_protocols()))
        raise InputError(f"{url}: unknown scheme ({accepted})")
    found, path = fsspec.core.url_to_fs(url.whole)
    return PyFileSystem(FSSpecHandler(found)), str(path)


def _accepted(names: tuple[str, ...]) -> str:
    return f"accepted: {', '.join(dict.fromkeys(names))}"


REASONS: Mapping[str, str] = {
    r"(?i)access.?denied|invalid.?access.?key|signature|expired.?token|invalid.?token"
    r"|unauthori[sz]ed|forbidden|unauthenticated|permission|credential|\b40[13]\b": (
        "the server refuses these credentials, or there are none; set them, such as"
        " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    ),
    r"(?i)no.?such.?bucket|bucket '' not found": "there is no such bucket",
    r"(?i)timed? ?out|timeout|too slow": (
        f"the server was silent for {SILENT_SECONDS} seconds; try again"
    ),
    r"libhdfs": "Hadoop's libhdfs is not found; set HADOOP_HOME, JAVA_HOME and CLASSPATH",
    r"(?i)network|curlcode|connect|resolve|name or service|refused|reset|broken pipe|closed": (
        "the server cannot be reached, or the connection was cut; try again"
    ),
}
"""What a message of a file system means."""


@contextmanager
def said(url: Url) -> Iterator[None]:
    """Turns whatever a file system raises into a sentence, without what must not be shown.

    Raises
    ------
    GoneError
        When something is not there.
    InputError
        When it cannot be reached, refuses, or breaks off.
    """
    try:
        yield
    except InputError:
        raise
    except FileNotFoundError:
        raise GoneError(f"{url}: is not there") from None
    except Exception as error:  # each file system has errors of its own
        raise InputError(f"{url}: {_meaning(url, error)}") from None


def _meaning(url: Url, error: Exception) -> str:
    text = re.sub("'[^']*'", "''", str(error))  # names of files say nothing of what went wrong
    for pattern, meaning in REASONS.items():
        if re.search(pattern, text):
            return meaning
    shown = " ".join(url.hidden_in(str(error)).split())[:200]
    return f"the server or its file system says: {shown or type(error).__name__}"
