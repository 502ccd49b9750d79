"""A server that speaks as much of S3 as a store by URL needs, and errs as it is told.

It runs in the process of the tests, and listens to this machine alone.
"""

import hashlib
import json
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

REFUSE, CUT, SILENT = "refuse", "cut", "silent"
"""Ways to err: 403, half of a body, and no answer at all."""
SECRETS = "hush-user:hush-password@"
STORE = "bucket/folder/store"
"""What nobody is to be shown of the URL of a store, and the path in it."""


class S3Server(ThreadingHTTPServer):
    """Objects in memory, by bucket and key.

    `fault` is asked for each request, with its method and its path, how the server errs.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.ended = threading.Event()
        self.clear()

    def clear(self):
        """Forgets all objects and requests, and errs no more."""
        self.objects, self.written, self.asked = {}, {}, []
        self.fault = lambda method, place: None

    @property
    def endpoint(self):
        return f"127.0.0.1:{self.server_port}"

    def lay(self, store, build, former=None):
        """Puts a build in the place of a store, as docs/architecture.md says."""
        for file in [file for file in build.rglob("*") if file.is_file()]:
            name = file.relative_to(build).as_posix()
            self.put(f"{store}.d/{build.name}/{name}", file.read_bytes())
        content = (build / "manifest.json").read_bytes()
        manifest = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        pointer = {"format": 1, "build": build.name, "former": former, "manifest": manifest}
        self.put(store, json.dumps(pointer).encode())

    def put(self, path, content):
        self.objects[path], self.written[path] = content, datetime.now(UTC)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Nothing is written."""

    def answer(self, status, content=b"", headers=()):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **dict(headers)}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content[: len(content) // 2] if self.fault == CUT else content)
        self.close_connection = self.fault == CUT

    def error(self, status, code):
        self.answer(status, f"<Error><Code>{code}</Code></Error>".encode())

    def handle_request(self):
        url = urlsplit(self.path)
        self.place, self.query = unquote(url.path).strip("/"), parse_qs(url.query, True)
        self.body = self.read_body()
        self.server.asked.append((self.command, self.place))
        self.fault = self.server.fault(self.command, self.place)
        if self.fault == SILENT:
            self.server.ended.wait()
        elif self.fault == REFUSE:
            self.error(403, "AccessDenied")
        else:
            getattr(self, self.command.lower())()

    def read_body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def get(self):
        if "list-type" in self.query:
            return self.answer(200, self.listing().encode())
        if self.place == "bucket":
            return self.answer(200)
        if self.place not in self.server.objects:
            return self.error(404, "NoSuchKey")
        content = self.server.objects[self.place]
        first, _, last = self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")
        part = content[int(first) : int(last) + 1 if last else None]
        time = format_datetime(self.server.written[self.place], usegmt=True)
        whole = f"bytes {first}-{int(first) + len(part) - 1}/{len(content)}"
        headers = {"Last-Modified": time, "ETag": '"1"', "Content-Range": whole}
        return self.answer(206 if "Range" in self.headers else 200, part, headers)

    head = get

    def listing(self):
        start = f"{self.place}/{self.query.get('prefix', [''])[0]}"
        keys = sorted(key for key in self.server.objects if key.startswith(start))
        most = int(self.query.get("max-keys", ["1000"])[0])
        entries = "".join(map(self.entry, keys[:most]))
        return (
            f"<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>{len(keys[:most])}"
            f"</KeyCount>{entries}</ListBucketResult>"
        )

    def entry(self, path):
        time, size = self.server.written[path].isoformat(), len(self.server.objects[path])
        key = escape(path.removeprefix(f"{self.place}/"))
        return (
            f"<Contents><Key>{key}</Key><LastModified>{time}</LastModified><Size>{size}</Size>"
            "</Contents>"
        )

    def put(self):
        if self.headers.get("x-amz-content-sha256", "").startswith("STREAMING"):
            self.body = unchunked(self.body)
        self.server.put(self.place, self.body)
        self.answer(200, headers={"ETag": '"1"'})

    def post(self):
        assert "delete" in self.query, self.path
        for entry in ElementTree.fromstring(self.body).iter():
            if entry.tag.endswith("Key"):
                self.server.objects.pop(f"{self.place}/{entry.text}", None)
        self.answer(200, b"<DeleteResult></DeleteResult>")

    def delete(self):
        self.server.objects.pop(self.place, None)
        self.answer(204)


for method in ("GET", "HEAD", "PUT", "POST", "DELETE"):
    setattr(Handler, f"do_{method}", Handler.handle_request)


def unchunked(body):
    """What a body that was signed chunk by chunk holds."""
    found, rest = b"", body
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size.partition(b";")[0], 16)
        if not length:
            break
        found, rest = found + rest[:length], rest[length + 2 :]
    return found


@contextmanager
def serving():
    """A server with an empty bucket, until the end of the block."""
    with S3Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()
