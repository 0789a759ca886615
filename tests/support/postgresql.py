"""Run a command against a real PostgreSQL, in a folder of its own, with the samples in it.

usage: python -m tests.support.postgresql -- COMMAND…
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.cluster import SAMPLES, running
from tests.support.prepared import lay_cluster

#: Tests copy the database, and take these pictures for it.
PICTURES = "TEST_PICTURES"
#: What a crash of the machine would leave doesn't matter here.
FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


def main() -> int:
    command = sys.argv[sys.argv.index("--") + 1 :]
    with tempfile.TemporaryDirectory(prefix="guides-postgresql-") as folder:
        lay_cluster(Path(folder))
        with (Path(folder) / "cluster/postgresql.conf").open("a") as settings:
            settings.write(FAST)
        with running(Path(folder)) as uri:
            environment = {**os.environ, "DATABASE_URL": uri(SAMPLES), PICTURES: f"{folder}/data"}
            return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
