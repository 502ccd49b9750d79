"""A standalone Spark on this machine: a master and two workers, processes that are ended here."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

FRUGAL = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CICompilerCount=1"
"""Java spends little on being fast: it does not live long."""
SETTINGS = {
    "spark.driver.memory": "512m",
    "spark.driver.extraJavaOptions": FRUGAL,
    "spark.executor.memory": "512m",
    "spark.executor.extraJavaOptions": FRUGAL,
    "spark.executor.heartbeatInterval": "2s",
}
PATIENCE = 300
"""Seconds after which something is taken to hang."""


def require_spark():
    """Skips where PySpark or Java is missing."""
    if not find_spec("pyspark") or not shutil.which("java"):
        pytest.skip("takes PySpark and Java: make spark")


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def settings():
    """The environment of what asks Spark, and of Spark itself."""
    options = " ".join(f'--conf {key}="{value}"' for key, value in SETTINGS.items())
    return os.environ | {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": f"{FRUGAL} -Dspark.master.rest.enabled=false",
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": f"{options} pyspark-shell",
    }


@contextmanager
def process(arguments, folder, **options):
    """A process, ended with the block."""
    with (folder / f"{len(list(folder.iterdir()))}.log").open("wb") as log:
        options = {"stdout": log, "stderr": log} | options
        with subprocess.Popen(arguments, cwd=folder, env=settings(), **options) as running:
            try:
                yield running
            finally:
                running.kill()


@contextmanager
def standalone(folder):
    """The URL of a master, and its two workers of a core each."""
    import pyspark

    home = Path(pyspark.__file__).parent / "bin" / "spark-class"
    port, deploy = free_port(), "org.apache.spark.deploy"
    url, here = f"spark://127.0.0.1:{port}", ["--host", "127.0.0.1", "--webui-port", "0"]
    master = [home, f"{deploy}.master.Master", *here, "--port", str(port)]
    worker = [home, f"{deploy}.worker.Worker", *here, "--cores", "1", "--memory", "600m"]
    with ExitStack() as running:
        running.enter_context(process(master, folder))
        until(lambda: answers(port))
        workers = [
            running.enter_context(process([*worker, "--work-dir", folder / name, url], folder))
            for name in ("first", "second")
        ]
        yield url, workers


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def until(true):
    """Waits until something is true, and returns it."""
    end = time.monotonic() + PATIENCE
    while not (found := true()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return found


def executors(workers):
    """The processes that work for a driver; each is a child of a worker."""
    parents = {worker.pid for worker in workers}
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            own = (place / "stat").read_text().rpartition(")")[2].split()
            if int(own[1]) in parents and b"Executor" in (place / "cmdline").read_bytes():
                found.append(int(place.name))
        except OSError:
            continue
    return found
