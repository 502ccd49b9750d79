"""The pages, served by the command in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

COMMAND = (sys.executable, "-c", "from setupscope.dashboard.cli.main import main; main()")


def any_port():
    """A port that is free; others that are started meanwhile get another one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@contextmanager
def serving(store, *options, log=None, **environment):
    """Address and process of a server that shows a store; what it logs goes to an open file."""
    server = subprocess.Popen(
        [*COMMAND, "dashboard", "--store", str(store), "--port", any_port(), *options],
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        ready = server.stdout.readline()
        assert ready.startswith("Setupscope is ready: http://127.0.0.1:")
        yield ready.split(": ", 1)[1].strip(), server.pid
    finally:
        server.send_signal(signal.SIGINT)
        code, said = server.wait(20), server.stdout.read()
        server.stdout.close()
    assert code in (0, -signal.SIGINT, 130)
    assert "Traceback" not in said
