"""Databases with the samples in them, made once for each state of the source, which takes 20 seconds, and copied."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.support import ROOT
from tests.support.cluster import LANGUAGE, SAMPLES, create_samples, running

#: What the samples in a database are made of: with any other byte in it they are made anew.
MAKING = ("tests/support/prepared.py", "tests/support/cluster.py")
SOURCES = ("cms", "content", "locale", "templates", "requirements.lock", *MAKING)
PREPARED = ROOT / "test-output" / "prepared"
LOAD = """
import gc
gc.disable()  # a fifth of the time goes into looking through what stays
import django
django.setup()
from django.core.management import call_command
from tests.support.prepared import give_known_passwords
call_command("migrate", verbosity=0)
call_command("load_samples")
give_known_passwords()
"""


def lay_samples(data: Path, database: Path | None = None) -> None:
    """Put the samples into an empty data folder: a SQLite database (at `database`, if given) and its pictures."""
    made = _prepare("sqlite", _make_database)
    shutil.copy(made / "guides.sqlite3", database or data / "guides.sqlite3")
    lay_pictures(made, data)


def lay_cluster(folder: Path) -> None:
    """Put a PostgreSQL cluster with the samples into a folder, for `cluster.running`, and their pictures into data/."""
    made = _prepare("postgresql", _make_cluster)
    subprocess.run(["cp", "-a", f"{made}/.", str(folder)], check=True)  # keeps whose they are: never root's


def lay_pictures(made: Path, data: Path) -> None:
    for tree in ("public", "private"):
        shutil.copytree(made / tree, data / tree, dirs_exist_ok=True)


def _prepare(kind: str, make: Callable[[Path], None]) -> Path:
    PREPARED.mkdir(parents=True, exist_ok=True)
    digest = _digest_of_sources()
    made = PREPARED / f"{digest}-{kind}"
    with (PREPARED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for older in PREPARED.iterdir():
                if older.is_dir() and not older.name.startswith(digest):
                    shutil.rmtree(older)
            making = PREPARED / "making"
            shutil.rmtree(making, ignore_errors=True)  # of a run that was ended in the middle
            making.mkdir(mode=0o755)
            make(making)
            making.rename(made)
    return made


def _make_database(making: Path) -> None:
    _load_samples({**os.environ, "DATA_DIR": str(making), "DATABASE_URL": ""})


def _make_cluster(making: Path) -> None:
    with running(making) as uri:
        create_samples(uri, (making / "languages" / LANGUAGE).exists())
        _load_samples({**os.environ, "DATA_DIR": str(making / "data"), "DATABASE_URL": uri(SAMPLES)})


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
