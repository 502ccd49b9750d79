"""What stands between a process and Spark, said in a sentence before anything is started."""

import socket

import pytest

from setupscope.data import InputError
from setupscope.data.spark import session
from setupscope.data.spark.session import is_here, require_installed, require_master, spark_session


def test_without_pyspark_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setattr(session, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r'pip install "setupscope\[spark\]"'), spark_session():
        pass


@pytest.mark.parametrize(("home", "said"), [(None, "on the PATH"), ("nowhere", "has no bin/java")])
def test_without_java_it_is_said_what_is_missing(monkeypatch, tmp_path, home, said):
    monkeypatch.setattr(session, "find_spec", lambda _: True)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if home:
        monkeypatch.setenv("JAVA_HOME", str(tmp_path / home))
    with pytest.raises(InputError, match=said):
        require_installed()


@pytest.mark.parametrize("master", ["sparc://here:7077", "sc://here:15002", "local[", "here:7077"])
def test_another_kind_of_master_is_refused(master):
    with pytest.raises(InputError, match=r"unknown Spark master .+ \(accepted: local,"):
        require_master(master)


@pytest.mark.parametrize("place", ["here", "here:x", "here:99999", ":7077"])
def test_a_master_takes_a_host_and_a_port(place):
    with pytest.raises(InputError, match="it takes a host and a port"):
        require_master(f"spark://{place}")


def test_somebody_must_answer_there():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        url = f"spark://127.0.0.1:{port}"
        with pytest.raises(InputError, match="no Spark master answers there"):
            require_master(url)
        listening.listen()
        require_master(url)
        require_master(f"spark://127.0.0.1:1,127.0.0.1:{port}")


@pytest.mark.parametrize("master", ["", "local", "local[4]", "local[*]", "yarn", "k8s://https://a"])
def test_these_are_asked_by_spark_itself(master):
    require_master(master)


def test_a_spark_of_this_machine_is_reached_from_nowhere_else():
    assert is_here("local[*]")
    assert is_here("spark://127.0.0.1:7077")
    assert not is_here("spark://master:7077")
