"""How does a process come to a Spark cluster, and what stands in its way?

Nothing of Spark is imported before it is asked for, since PySpark is an extra.
"""

import os
import re
import shutil
import signal
import socket
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any

from setupscope.data.errors import InputError, quoted

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ACCEPTED = "accepted: local, local[N], local[*], spark://HOST:PORT, yarn or k8s://URL"
MASTER = re.compile(r"local(\[[^\]]+\])?|spark://[^/\s]+|yarn|k8s://\S+")
PATIENCE = 5.0
"""Seconds that a master may take to answer the first knock."""
SETTINGS = {
    "spark.app.name": "setupscope",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "8",
}
"""What holds unless Spark's own configuration says otherwise: no port is opened to be looked at."""
HERE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
"""The same where all of Spark runs on this machine: nobody else can reach it."""


@contextmanager
def spark_session(master: str = "") -> "Iterator[SparkSession]":
    """A session of Spark, stopped in the end unless it was there before.

    Parameters
    ----------
    master : str
        Its master's URL; by default that of Spark's own configuration, else ``local[*]``.

    Raises
    ------
    InputError
        When PySpark or Java is missing, or the master's URL is wrong or nobody answers there.
    """
    require_installed()
    require_master(master)
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")  # not used
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    running = SparkContext._active_spark_context
    if running is not None:
        if master not in ("", running.master):
            raise InputError(
                f"this process already uses Spark at {running.master}, so not at {master}"
            )
        yield SparkSession.builder.getOrCreate()
        return
    with NamedTemporaryFile(prefix="setupscope-spark-", suffix=".log") as log:
        with _own_interrupts():
            session = SparkSession(_context(master, Path(log.name)))
        try:
            yield session
        finally:
            with suppress(Exception):  # a cluster that is lost cannot be left in order
                session.stop()


def require_installed() -> None:
    """Raises InputError where PySpark or Java is missing."""
    if find_spec("pyspark") is None:
        raise InputError('Spark needs PySpark; install it with: pip install "setupscope[spark]"')
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=f"{home}/bin" if home else None) is None:
        where = f"JAVA_HOME, {home}, has no bin/java" if home else "there is no java on the PATH"
        raise InputError(f"Spark needs Java 17 or newer, but {where}")


def require_master(master: str) -> None:
    """Raises InputError where a master's URL is not accepted, or nobody answers there.

    The empty one stands for that of Spark's own configuration.
    """
    if master and not MASTER.fullmatch(master):
        raise InputError(f"unknown Spark master {quoted(master)} ({ACCEPTED})")
    if master.startswith("spark://"):
        places = master.removeprefix("spark://").split(",")
        refusals = [_refusal(place) for place in places]
        if all(refusals):
            raise InputError(f"{master}: no Spark master answers there ({refusals[0]})")


def is_here(master: str) -> bool:
    """Whether all of a Spark runs on this machine."""
    return master.startswith(("local", "spark://127.0.0.1:", "spark://localhost:"))


@contextmanager
def _own_interrupts() -> Iterator[None]:
    """Keeps what Ctrl-C does; Spark would ask Java in the midst of another question to it."""
    former = signal.getsignal(signal.SIGINT)
    yield
    if current_thread() is main_thread():
        signal.signal(signal.SIGINT, former)


def _refusal(place: str) -> str:
    """Why no connection to `host:port` comes about; empty where one does."""
    host, _, port = place.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 2**16:
        return "it takes a host and a port, as in spark://HOST:7077"
    try:
        socket.create_connection((host.strip("[]"), int(port)), PATIENCE).close()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _context(master: str, log: Path) -> Any:  # noqa: ANN401
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway

    # By default workers on this machine would be whatever python3 is first on the PATH.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        with log.open("wb") as words:
            gateway = SparkContext._gateway or launch_gateway(popen_kwargs={"stderr": words})
        conf = SparkConf(_jvm=gateway.jvm)
        master = master or conf.get("spark.master", "local[*]")
        require_master(master)
        conf.setMaster(master)
        for key, value in (SETTINGS | (HERE if is_here(master) else {})).items():
            conf.setIfMissing(key, value)
        context = SparkContext(conf=conf, gateway=gateway)
    except (Py4JError, PySparkException, OSError) as error:
        raise InputError(f"Spark cannot be started: {_reason(log, error)}") from error
    context.setLogLevel("FATAL")  # what fails is said by whoever asked for it
    return context


def _reason(log: Path, error: Exception) -> str:
    """What Java says of its end: the last line that names an error, else the first of `error`."""
    lines = [*log.read_text(errors="replace").splitlines(), *str(error).splitlines()]
    named = [line for line in lines if re.search(r"(Exception|Error)\b", line)]
    return (named or lines or ["it ended at once"])[-1].strip(": ")
