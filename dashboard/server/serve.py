"""How are the pages served, and when are they ready?"""

import ipaddress
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import click

from setupscope.dashboard.limits import MAX_MESSAGE_MB
from setupscope.dashboard.server.base_path import BASE_PATH
from setupscope.dashboard.settings import serve_stores, server_names
from setupscope.dashboard.uploads.folder import sweep
from setupscope.data import InputError

APPLICATION = Path(__file__).parents[1] / "asgi.py"
FIRST_PORT = 8501
PORTS_TRIED = 100


def free_port(address: str, wanted: int | None) -> int:
    """The port asked for, else the first free one from 8501.

    Raises
    ------
    InputError
        When the port or address cannot be used.
    """
    ports = [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for port in ports:
        try:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
                return port
        except OSError as error:
            reason = error.strerror or str(error)
    what = f"port {wanted}" if wanted else f"a port from {FIRST_PORT}"
    raise InputError(f"{address}: {what} cannot be used ({reason}); choose another")


def is_loopback(address: str) -> bool:
    """Whether nobody but this machine reaches an address."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def end_in_order() -> None:
    """Lets a request to end, or a terminal that closes, end the server as Ctrl-C does.

    What readers brought is removed at the end of an orderly process alone.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    hangup = getattr(signal, "SIGHUP", None)
    # Where it is ignored already, as under nohup, the server is to outlive its terminal.
    if hangup is not None and signal.getsignal(hangup) is signal.SIG_DFL:
        signal.signal(hangup, lambda *_: signal.raise_signal(signal.SIGTERM))


def serve(
    stores: Sequence[Path], address: str, port: int, base: str, ready: Callable[[str], None]
) -> None:
    """Serves the pages on stores until interrupted; calls `ready` with the address once.

    `base` is the path beneath which they stand, as `parsed_base_path` gives it.
    """
    from streamlit.web import cli

    sweep()
    end_in_order()
    serve_stores(stores)
    host = f"[{address}]" if ":" in address else address
    url = f"http://{host}:{port}{base}"
    threading.Thread(target=_announce, args=(url, ready), daemon=True).start()
    options = ["--server.address", address, "--server.port", str(port), f"--{BASE_PATH}", base]
    options += ["--server.maxMessageSize", str(MAX_MESSAGE_MB)]
    # A proxy may change the host; Streamlit then asks once more whether it knows the site.
    for name in server_names():
        options += ["--server.corsAllowedOrigins", f"https://{name}"]
    with suppress(KeyboardInterrupt, click.Abort):  # how the reader stops it
        cli.main(["run", str(APPLICATION), *options], standalone_mode=False)


def _announce(url: str, ready: Callable[[str], None]) -> None:
    while not _answers(url):
        time.sleep(0.1)
    ready(url)


def _answers(url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{url}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
