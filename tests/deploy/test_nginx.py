"""The example for nginx before a server that runs: pages, websocket, base path, no uploads."""

import json
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from serving import any_port, serving

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="there is no nginx here")
EXAMPLE = Path(__file__).parents[2] / "deploy" / "nginx.conf"
MAIN = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/errors.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
SECRET = "private-0123456789ab"


def site(port, upstream, folder):
    """The example, for other ports and folders."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for former, new in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("http://127.0.0.1:8501;", f"http://127.0.0.1:{upstream};"),
        ("/var/log/nginx", str(folder)),
    ):
        assert text.count(former) == 1
        text = text.replace(former, new)
    return text


@pytest.fixture(scope="module")
def proxied(small_link, tmp_path_factory):
    """Host of nginx before a server, and what both have logged once they have ended."""
    folder = tmp_path_factory.mktemp("nginx")
    with (folder / "log").open("w+") as log:
        options = ("--base-path", "/setupscope", "--no-uploads", "--metrics")
        words = (*options, "--log-format", "json", "--host-name", "scope.example.org")
        with serving(small_link, *words, log=log) as (address, _):
            port = any_port()
            text = site(port, re.search(r":(\d+)/setupscope$", address)[1], folder)
            (folder / "site.conf").write_text(text, encoding="utf-8")
            (folder / "main.conf").write_text(MAIN.format(folder=folder), encoding="utf-8")
            command = ["nginx", "-p", str(folder), "-c", str(folder / "main.conf")]
            subprocess.run([*command, "-t"], check=True, capture_output=True)
            proxy = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            try:
                yield f"127.0.0.1:{port}", address, folder
            finally:
                proxy.terminate()
                proxy.wait(10)


def answer(address, **headers):
    """Status, body and address of an answer, once nginx listens."""
    request = urllib.request.Request(address, headers=headers)
    for _ in range(100):
        try:
            with urllib.request.urlopen(request) as found:
                return found.status, found.read().decode(), found.url
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.url
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError("nginx does not listen")


def logged(log, place):
    """The lines of a log, once it has one of a place; a request is logged after its answer."""
    for _ in range(200):
        lines = log.read_text(encoding="utf-8").splitlines()
        if any(f'"place": "{place}"' in line for line in lines):
            break
        time.sleep(0.05)
    return lines


def test_pages_stand_beneath_the_base_path(proxied):
    host, address, _ = proxied
    status, page, place = answer(f"http://{host}/setupscope?p.by=measure")
    assert (status, place) == (200, f"http://{host}/setupscope/?p.by=measure")
    assert '"/setupscope"' in page
    script = re.search(r'src="\./(static/[^"]+\.js)"', page)[1]
    assert answer(f"http://{host}/setupscope/{script}")[0] == 200
    assert answer(f"http://{host}/setupscope/win-rates?store={SECRET}")[0] == 200
    assert answer(f"{address.removesuffix('/setupscope')}/win-rates")[0] == 404


def test_a_page_has_its_websocket(proxied):
    host, _, _ = proxied
    for origin, named in ((f"http://{host}", host), ("http://scope.example.org", host)):
        address = f"ws://{named}/setupscope/_stcore/stream?store={SECRET}"
        with connect(address, origin=origin) as page:
            assert page.response.status_code == 101
    with (
        pytest.raises(InvalidStatus, match="403"),
        connect(f"ws://{host}/setupscope/_stcore/stream", origin="http://evil.example"),
    ):
        pass


def test_other_names_and_uploads_are_refused(proxied):
    host, _, _ = proxied
    assert answer(f"http://{host}/setupscope/", Host="evil.example")[0] == 403
    upload = f"http://{host}/setupscope/_stcore/upload_file/{SECRET}/t.csv"
    assert answer(upload) == (403, "Uploads are off on this server.", upload)


def test_health_and_counts_are_not_the_readers_business(proxied):
    host, address, _ = proxied
    for name in ("healthz", "readyz", "metrics"):
        assert answer(f"http://{host}/setupscope/{name}")[0] == 404
        assert answer(f"{address}/{name}")[0] == 200
    assert answer(f"{address}/_stcore/metrics")[0] == 403


def test_nothing_that_is_logged_or_counted_names_what_a_reader_brought(proxied):
    host, address, folder = proxied
    answer(f"http://{host}/setupscope/stability?store={SECRET}", Referer=f"http://{host}/{SECRET}")
    lines = logged(folder / "log", "stability")
    told = [json.loads(line) for line in lines if line.startswith("{")]
    assert {"findings", "win_rates", "stability"} <= {line["place"] for line in told}
    refused = [line for line in told if (line["place"], line["status"]) == ("stream", 403)]
    assert len(refused) == 1
    counts, health = answer(f"{address}/metrics")[1], answer(f"{address}/healthz")[1]
    assert 'setupscope_requests_total{place="stability",status="200"} 1.0' in counts
    assert health.startswith("store: ")
    for text in ("\n".join(lines), (folder / "setupscope.log").read_text(), counts, health):
        assert SECRET not in text
        assert str(folder.parent) not in text
