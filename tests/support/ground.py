"""A database of its own with the samples in it, for programs that prove or measure something.

with ground("sqlite") as environment: …      environment variables for child processes

"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support import ROOT
from tests.support.cluster import SAMPLES, running
from tests.support.prepared import lay_cluster, lay_samples

MARK = "PROVING_GROUND"


@contextmanager
def ground(database: str) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="guides-ground-", ignore_cleanup_errors=True))
        # Closed to the account of the server, which stands beside it.
        (data := Path(folder) / "data").mkdir()
        environment = {
            **os.environ,
            "DATA_DIR": str(data),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "cms.settings",
        }
        environment |= {MARK: database, "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR"}
        if database == "postgresql":
            lay_cluster(Path(folder))
            environment["DATABASE_URL"] = stack.enter_context(running(Path(folder)))(SAMPLES)
        else:
            lay_samples(data)
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
