"""A server that shows the shipped study, for measurements."""

import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from setupscope.data.storage.building import build
from setupscope.data.study.study import SHIPPED_STUDY


@contextmanager
def served():
    """Its address."""
    with tempfile.TemporaryDirectory() as folder:
        build(SHIPPED_STUDY, Path(folder) / "store")
        command = [
            sys.executable,
            "-c",
            "from setupscope.dashboard.cli.main import main; main()",
            "dashboard",
        ]
        command += ["--store", str(Path(folder) / "store")]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            yield server.stdout.readline().split(": ", 1)[1].strip()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
