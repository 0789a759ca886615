"""nginx before a server, with the settings of docs/nginx.conf."""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import ROOT
from tests.support.serving import free_port, wait_for


@contextmanager
def behind_nginx(port: int, server: str, *, upstream: str = "", front: int = 0) -> Iterator[int]:
    """nginx with the settings of docs/nginx.conf before the server at `port`, or before `upstream`: its own port.

    `upstream`: what stands in place of the settings' own block of that name.
    """
    front = front or free_port()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # nginx's workers keep answers in it, as another user
        settings = (ROOT / "docs/nginx.conf").read_text()
        settings = settings.replace("127.0.0.1:8000", f"127.0.0.1:{port}")
        if upstream:
            settings = re.sub(r"  upstream guides \{.*?\n  \}\n", lambda _own: upstream, settings, flags=re.S)
        settings = settings.replace("listen 80;", f"listen 127.0.0.1:{front};").replace("/var/lib/nginx", folder)
        config, log = Path(folder) / "nginx.conf", Path(folder) / "nginx.log"
        config.write_text(f"daemon off; pid {folder}/pid; error_log {log};\n{settings}")
        nginx = subprocess.Popen([server, "-c", str(config), "-e", str(log)])
        try:
            wait_for(f"http://localhost:{front}/healthz/", nginx, log)
            yield front
        finally:
            nginx.terminate()
            nginx.wait(timeout=20)
