"""The attacks of make trust, each tried a few times; a fault that is planted is counted."""

import socket

import pytest

from serving import COMMAND
from trust.attacks import ATTACKS
from trust.counts import HARM, Counts, also, one, skipped, total
from trust.kills import kills, works
from trust.namespace import IPV4, name, wanted
from trust.silence import CONTROL, can_be_alone, python, quiet
from trust.soak import flat
from trust.table import rows
from trust.threads import threads
from trust.world import World


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return World(tmp_path_factory.mktemp("world"))


def assert_survived(attempts, at_least):
    found = total(attempts)
    assert found.notes == ()
    assert found.harm == 0
    assert found.tried >= at_least


def test_threads_get_the_answers_that_they_would_get_alone(small_link):
    assert_survived(threads(small_link, 4, 5, different=8), 20)


@pytest.mark.extended
def test_an_import_that_is_killed_is_whole_or_absent_and_blocks_nothing(world, tmp_path):
    (tmp_path / "killed").mkdir()
    assert_survived(kills(works(world, tmp_path / "killed")["import"], 1), 1)


@pytest.mark.skipif(not can_be_alone(), reason="no namespaces of Linux for this user")
def test_a_command_asks_for_nothing_and_a_lookup_would_be_seen(small_link, tmp_path):
    assert quiet("control", tmp_path, python(CONTROL)).outside
    info = quiet("info", tmp_path, [*COMMAND, "info", "--store", str(small_link)])
    assert info == Counts(tried=1)


def test_what_went_wrong_is_counted_and_said_once():
    found = total([one("gone", lost=True), one("gone", lost=True), also("dim", wrong=2), one()])
    assert found == Counts(3, lost=2, wrong=2, notes=("gone", "dim"))
    assert found.harm == 4
    assert skipped("no root").harm == skipped("no root").tried == 0


def test_memory_that_grows_is_not_flat():
    still = [(second, 300e6 + second % 7 * 1e6) for second in range(600)]
    grown = [(second, size + 1e5 * second) for second, size in still]
    assert flat(still, 120).harm == 0
    assert flat(grown, 120).wrong == 1


def test_names_and_other_machines_are_seen_in_packets():
    query = b"\x07control\x07example\x00\x00\x01\x00\x01"
    udp = b"\x12\x34\x00\x35" + bytes(4)
    header = bytes([0x45]) + bytes(8) + bytes([17]) + bytes(6)
    here, there = socket.inet_aton("127.0.0.1"), socket.inet_aton("192.0.2.7")
    assert name(query) == "control.example"
    assert wanted(IPV4, header + here + udp + bytes(12) + query) == "the name control.example"
    other = b"\x12\x34\x01\xbb" + bytes(4)
    assert wanted(IPV4, header + here + other) == ""
    assert wanted(IPV4, header + there + other) == "192.0.2.7 port 443"


def test_the_table_has_a_row_for_each_attack_and_the_sum():
    found = {at: (one(), at != "soak") for at in ATTACKS}
    lines = list(rows(found))
    assert len(lines) == len(ATTACKS) + 3
    assert "1 (cut short)" in lines[2]
    assert lines[-1].startswith(f"| all | {len(ATTACKS)} |" + " 0 |" * len(HARM))
