"""A made-up public study on a server of this process, and recipes for it."""

import hashlib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

SCORES = b"""net,set,LEEP,N-LEEP
a,x,1,4
a,y,2,3
a,z,3,1
b,x,2,1
b,y,1,2
b,z,3,3
c,x,3,2
c,y,3,1
c,z,1,2
d,x,4,3
d,y,4,4
d,z,2,4
"""
PROGRAM = b"""
accuracy = {'x': [50, 60, 70, 80.5], 'y': [40, 30, 20, 10], 'w': [1, 2]}
again = {'x': [1, 2, 3, 4], 'z': [5, 6, 7, 8]}
"""
ACCURACY = (
    b"set,net,accuracy\r\nx,a,50\r\nx,b,60\r\nx,c,70\r\nx,d,80.5\r\n"
    b"y,a,40\r\ny,b,30\r\ny,c,20\r\ny,d,10\r\nz,a,5\r\nz,b,6\r\nz,c,7\r\nz,d,8\r\n"
)


class Lying(BaseHTTPRequestHandler):
    """Answers each path as its first part says."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        _, how, name = self.path.split("/", 2)
        content = {"scores.csv": SCORES, "src/info.py": PROGRAM}.get(name)
        if content is None or how == "gone":
            self.send_error(404)
        elif how == "moved":
            self.send_response(302)
            self.send_header("Location", "/right/" + name)
            self.end_headers()
        else:
            self.send_response(200)
            if how not in ("endless", "unsaid"):
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(sent(how, content))


def sent(how, content):
    """What comes of a file."""
    match how:
        case "cut":
            return content[:40]
        case "endless":
            return content * 2
        case "changed":
            return content.replace(b"1", b"7")
    return content


@contextmanager
def served():
    """The address of the server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Lying)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def recipe(address, **changes):
    """The recipe of the study, with some of its text replaced."""
    text = f'''
title = "A made-up public study"
about = "2 metrics of 4 nets on 3 sets"
citation = "N. N.: Made up. 2026."
licence = "CC0"
url = "https://example.org/paper"
address = "{address}/"

[[files]]
name = "scores.csv"
path = "scores.csv"
bytes = {len(SCORES)}
sha256 = "{hashlib.sha256(SCORES).hexdigest()}"

[[files]]
name = "accuracy.csv"
path = "src/info.py"
bytes = {len(ACCURACY)}
sha256 = "{hashlib.sha256(ACCURACY).hexdigest()}"

[files.lists]
pattern = "'(?P<name>[xyzw])': \\\\[(?P<numbers>[^\\\\]]*)\\\\]"
names = ["x", "y", "z"]
columns = ["set", "net", "accuracy"]
items = ["a", "b", "c", "d"]

[[tables]]
name = "made-up"
options = """accuracy.csv --scores scores.csv --source net --target set
    --performance accuracy --percent"""
source_noun = "net"

[[metrics]]
key = "n_leep"
label = "N-LEEP"
about = "A made-up metric."

[aliases]
N-LEEP = "nleep"

[[presets]]
key = "whole"
label = "All nets"
paper = "N. N. 2026"
slice = "scenario=made-up-source&size=4"
'''
    for old, new in changes.items():
        text = text.replace(old, new)
    return text
