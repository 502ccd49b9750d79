"""The pages, served by the command in a process of its own."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager


@contextmanager
def serving(store, *options, **environment):
    """Address and process of a server that shows a store."""
    command = [
        sys.executable,
        "-c",
        "from setupscope.dashboard.cli.main import main; main()",
        "dashboard",
    ]
    server = subprocess.Popen(
        [*command, "--store", str(store), *options],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        ready = server.stdout.readline()
        assert ready.startswith("Setupscope is ready: http://127.0.0.1:")
        yield ready.split(": ", 1)[1].strip(), server.pid
    finally:
        server.send_signal(signal.SIGINT)
        code = server.wait(20)
    assert code in (0, -signal.SIGINT, 130)
    with server.stdout:
        assert "Traceback" not in server.stdout.read()
