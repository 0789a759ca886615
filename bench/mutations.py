"""Make faults by hand, one after the other, and see which test catches each.

usage: python bench/mutations.py [NAME…]     (make mutations)

Works on a copy of the tree. The faults are in faults.yaml: each replaces one piece of text in one file and must be
caught by the tests named with it; a fault that no test catches ends the run with 1.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
FAULTS: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("faults.yaml").read_text())
PYTEST = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:cacheprovider"]


def run(fault: dict[str, str], tree: Path) -> str | None:
    """The test that catches it, or None."""
    file = tree / fault["file"]
    original = file.read_text()
    if fault["old"] not in original:
        raise SystemExit(f"{fault['file']} no longer has the text of “{fault['name']}”: bring it up to date.")
    file.write_text(original.replace(fault["old"], fault["new"], 1))
    done = subprocess.run([*PYTEST, *fault["tests"].split()], cwd=tree, capture_output=True, text=True, check=False)
    file.write_text(original)
    if done.returncode == 0:
        return None
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR tests/"))]
    return failed[0].split(" - ")[0].removeprefix("FAILED ") if failed else "collection"


def main(names: list[str]) -> int:
    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        ignored = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache")
        shutil.copytree(ROOT, tree, ignore=ignored)
        for fault in FAULTS:
            if names and fault["name"] not in names:
                continue
            caught = run(fault, tree)
            survived += caught is None
            print(f"| {fault['name']} | {f'`{caught}`' if caught else '**not caught**'} |", flush=True)
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
