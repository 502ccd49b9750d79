"""Is the server of this container well? Exits with 1 where it is not."""

import os
import sys
import urllib.request

base = os.environ.get("SETUPSCOPE_BASE_PATH", "").strip("/")
port = os.environ.get("SETUPSCOPE_PORT", "8501")
address = "/".join(filter(None, (f"http://127.0.0.1:{port}", base, "healthz")))
try:
    with urllib.request.urlopen(address, timeout=8) as answer:
        print(answer.read().decode(), end="")
except OSError as error:
    sys.exit(f"{address}: {error}")
