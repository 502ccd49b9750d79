"""Run in namespaces of its own, without a network: notes what a program looks up or asks for.

    unshare --net --mount --map-root-user python namespace.py NOTES PROGRAM...

All packets go over the loopback interface, where they are read: names in DNS queries, and
addresses that are not of this machine. A line of NOTES for each.
"""

import ipaddress
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

RESOLVER = "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n"
SETUP = (
    ("ip", "link", "set", "lo", "up"),
    ("ip", "route", "add", "local", "default", "dev", "lo"),
    ("ip", "-6", "route", "add", "local", "default", "dev", "lo"),
)
IPV4, IPV6, UDP, TCP, DNS = 0x0800, 0x86DD, 17, 6, 53
ETHERNET, LONGEST = 14, 65_536


def close_in():
    """Has every packet stay here, and every name be asked of a server here, which there is not."""
    for command in SETUP[:2]:
        subprocess.run(command, check=True)
    subprocess.run(SETUP[2], capture_output=True, check=False)  # there may be no IPv6
    resolver = Path(tempfile.mkdtemp()) / "resolv.conf"
    resolver.write_text(RESOLVER)
    target = str(Path("/etc/resolv.conf").resolve())
    subprocess.run(["mount", "--bind", str(resolver), target], check=True)
    os.environ["RES_OPTIONS"] = "timeout:1 attempts:1"


def watch(notes):
    """Notes what leaves, from now on."""
    packets = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    packets.bind(("lo", 0))
    threading.Thread(target=_read, args=(packets, notes), daemon=True).start()


def _read(packets, notes):
    while True:
        content, (_, kind, direction, *_) = packets.recvfrom(LONGEST)
        if direction == socket.PACKET_OUTGOING and (said := wanted(kind, content[ETHERNET:])):
            with notes.open("a", encoding="utf-8") as file:
                file.write(f"{said}\n")


def wanted(kind, packet):
    """What a packet asks for: a name, or an address that is elsewhere; empty for any other."""
    if kind == IPV4:
        size, protocol = 4 * (packet[0] & 15), packet[9]
        where = ipaddress.ip_address(packet[16:20])
    elif kind == IPV6:
        size, protocol = 40, packet[6]
        where = ipaddress.ip_address(packet[24:40])
    else:
        return ""
    if protocol not in (UDP, TCP):
        return ""
    port = struct.unpack("!H", packet[size + 2 : size + 4])[0]
    if port == DNS and protocol == UDP:
        return f"the name {name(packet[size + 8 + 12 :])}"
    return "" if where.is_loopback else f"{where} port {port}"


def name(question):
    """The name in the question of a DNS query."""
    labels = []
    while question and question[0]:
        labels.append(question[1 : 1 + question[0]].decode("latin-1"))
        question = question[1 + question[0] :]
    return ".".join(labels)


def main():
    """Runs the program; its exit code."""
    notes = Path(sys.argv[1])
    close_in()
    watch(notes)
    return subprocess.run(sys.argv[2:], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
