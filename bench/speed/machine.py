"""The machine: what must be installed, which core does what, and asking with wrk."""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.support import ROOT
from tests.support.speed.wrk import Asked, Measured, build_command, build_script, read_output

#: Cores: all servers on one, wrk on the other.
SERVING, ASKING = 0, 1
CONNECTIONS = 16
#: Seconds, and the part of them in which a core that has nothing to do is idle.
MOMENT, IDLE = 0.2, 0.9
BROTLI = ("Accept-Encoding", "br")
PACKAGES = {"wrk": "wrk", "nginx": "nginx-light", "taskset": "util-linux"}


def prepare() -> None:
    """Ends with a sentence where something is missing. From here on this process and its children have one core."""
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if missing:
        sys.exit(f"make bench needs {' and '.join(missing)}: apt-get install {' '.join(missing)}")
    if len(os.sched_getaffinity(0)) < 2:
        sys.exit("make bench needs two cores: one for the server, one for wrk.")
    os.sched_setaffinity(0, {SERVING})


def ask(origin: str, *asked: Asked, seconds: int, connections: int = CONNECTIONS, milliseconds: int = 0) -> Measured:
    """With wrk, on its core. `milliseconds`: how long each connection rests before a request."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(build_script(asked, milliseconds))
        script.flush()
        command = build_command(origin, asked, script=script.name, connections=connections, seconds=seconds)
        done = subprocess.run(["taskset", "-c", str(ASKING), *command], capture_output=True, text=True, check=False)
    return read_output(done.stdout + done.stderr)


def rest(seconds: float = 10.0) -> None:
    """Until the servers' core has nothing to do: a server goes on with questions whose asker has gone."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        before = _read_idle()
        time.sleep(MOMENT)
        if (_read_idle() - before) / MOMENT >= IDLE:
            return


def _read_idle() -> float:
    """Seconds that the servers' core has been idle."""
    line = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith(f"cpu{SERVING} "))
    return int(line.split()[4]) / os.sysconf("SC_CLK_TCK")


def by_brotli(path: str, **headers: str) -> Asked:
    return Asked(path, (BROTLI, *((name.replace("_", "-"), value) for name, value in headers.items())))


def run_module(module: str, environment: dict[str, str], *arguments: str) -> str:
    """What a program of ours prints, on both cores as in life. AssertionError with its words where it fails."""
    done = subprocess.run(build_module(module, *arguments), cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build_module(module: str, *arguments: str) -> Sequence[str]:
    return ["taskset", "-c", f"{SERVING},{ASKING}", sys.executable, "-m", module, *arguments]


def describe() -> dict[str, str]:
    """What the report says of the machine, and of what was measured."""
    processors = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in processors if line.startswith("model name")), "unknown")
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "processor": f"{model}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "commit": commit.stdout.strip() or "unknown",
    }
