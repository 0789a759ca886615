"""What 100, 1,000 and 10,000 guides cost, each in three languages, with 100 branches (`make bench-scale`).

usage: python -m bench.scale [--sizes 100,1000,10000] [--branches 100] [--database sqlite,postgresql] [--fresh]

Fills a database of its own (test-output/scale), size after size, and measures each. Writes docs/performance.md, if any
size has 1,000 guides. A run that was ended goes on where it was: with the filling, and with sizes that lack figures.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.scale.measuring import BEAT, Figures, measure_site
from bench.speed import machine, report
from bench.speed.claims import scale_claims
from tests.support import ROOT
from tests.support.cluster import SAMPLES, running
from tests.support.prepared import lay_cluster, lay_samples
from tests.support.speed.rounds import MOST_LACKING
from tests.support.speed.verdicts import Verdict, divide, format_number, judge

DATA = ROOT / "test-output/scale"
QUICK = "**Not a measurement: a run with tiny sizes, to see that everything runs.**"


@contextmanager
def opened(database: str, data: Path) -> Iterator[dict[str, str]]:
    """The environment for the database in this folder, which is made with the samples if there is none."""
    environment = {**os.environ, "DATA_DIR": str(data), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "cms.settings"}
    environment |= {"PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR"}
    is_new = not (data / "made").exists()
    data.mkdir(parents=True, exist_ok=True)
    if database == "sqlite":
        if is_new:
            lay_samples(data)
        (data / "made").touch()
        yield environment
        return
    if is_new:
        lay_cluster(data)
    (data / "made").touch()
    environment["DATA_DIR"] = str(data / "data")
    with running(data) as uri:
        yield {**environment, "DATABASE_URL": uri(SAMPLES)}


def forget_stale(data: Path, fresh: bool) -> None:
    """Throw the folder away if it was made with other tables than the code has, or half made."""
    migrations = sorted((ROOT / "content/migrations").glob("*.py"))
    tables = hashlib.sha256(b"".join(path.read_bytes() for path in migrations)).hexdigest()
    note = data / "tables"
    if fresh or not note.exists() or note.read_text() != tables or not list(data.glob("*/made")):
        shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True, exist_ok=True)
    note.write_text(tables)


def measure_sizes(database: str, data: Path, options: argparse.Namespace) -> dict[int, Figures]:
    """Figures by size. They are kept in the folder as soon as they are there."""
    kept = data / f"{database}.json"
    figures = {int(size): found for size, found in json.loads(kept.read_text()).items()} if kept.exists() else {}
    with opened(database, data / database) as environment, tempfile.TemporaryDirectory() as folder:
        for size in sorted(set(options.sizes) - set(figures)):
            holds = json.loads(machine.run_module("bench.scale.facts", environment))["guides"]
            if holds > -(-size // 4) * 4:
                say(f"{database}: {holds:,} guides are there already: --fresh measures {size:,} again")
                continue
            began = time.monotonic()
            fill(environment, size, options)
            say(f"{database}: {size:,} guides are there after {time.monotonic() - began:.0f} s; measuring")
            figures[size] = measure_site(environment, Path(folder), options.seconds, dot)
            kept.write_text(json.dumps(figures, indent=1))
    return {size: found for size, found in figures.items() if size in options.sizes}


def fill(environment: dict[str, str], size: int, options: argparse.Namespace) -> None:
    """In this terminal, for its progress."""
    arguments = ("--guides", str(size), "--branches", str(options.branches), "--offered", str(options.offered))
    subprocess.run(machine.build_module("bench.scale.fill", *arguments), cwd=ROOT, env=environment, check=True)


def say(text: str) -> None:
    print(f"\n{text}", file=sys.stderr, flush=True)


def dot(text: str) -> None:
    print(text, end="", file=sys.stderr, flush=True)


def tell(found: dict[str, dict[int, Figures]], options: argparse.Namespace) -> tuple[str, list[Verdict]]:
    """The part of the page, and whether what was wanted is reached."""
    verdicts, tables = [], []
    for database, by_size in found.items():
        sizes = sorted(by_size)
        flat = {f"{database} {size} {name}": value for size in sizes for name, value in by_size[size].items()}
        beats = [by_size[size][BEAT] for size in sizes]
        # Memory is the same on a busy machine.
        timed = frozenset(name for name in flat if not name.endswith(" memory"))
        noisy = timed if min(beats) < (1 - MOST_LACKING) * max(beats) else frozenset()
        verdicts += judge(scale_claims(database, sizes[0], sizes[-1]), flat, noisy)
        tables.append(f"**{report.ENGINES[database]}**\n\n{tell_sizes(by_size, sizes)}")
    content = (
        f"{options.branches} branches, each offers one guide in {options.offered}. Times are milliseconds, sizes MB."
    )
    warnings = [QUICK] if is_quick(options) else []
    parts = [*warnings, report.tell_machine(machine.describe()), content, report.tell_verdicts(verdicts), *tables]
    return "\n\n".join(parts), verdicts


def is_quick(options: argparse.Namespace) -> bool:
    return max(options.sizes) < 1000


def tell_sizes(by_size: dict[int, Figures], sizes: list[int]) -> str:
    """A row for each figure: at each size, and what the largest has of the smallest."""
    rows = []
    for name in by_size[sizes[-1]]:
        ratio = divide({str(size): by_size[size].get(name, 0.0) for size in sizes}, str(sizes[-1]), str(sizes[0]))
        values = [format_number(by_size[size][name]) if name in by_size[size] else "–" for size in sizes]
        rows.append((name, *values, f"{format_number(ratio)} ×" if ratio is not None else "–"))
    return report.table(("", *(f"{size:,} guides" for size in sizes), "ratio"), rows)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000,10000", type=lambda text: [int(size) for size in text.split(",")])
    parser.add_argument("--branches", type=int, default=100)
    parser.add_argument("--offered", type=int, default=10, help="each branch offers one guide in so many")
    parser.add_argument("--seconds", type=int, default=2, help="for each endpoint")
    parser.add_argument("--database", default="sqlite,postgresql")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the databases")
    parser.add_argument("--fresh", action="store_true", help="begin anew")
    return parser.parse_args()


def main() -> int:
    options = read_options()
    machine.prepare()
    forget_stale(options.data, options.fresh)
    found = {database: measure_sizes(database, options.data, options) for database in options.database.split(",")}
    told, verdicts = tell({database: by_size for database, by_size in found.items() if by_size}, options)
    print(told)
    if not is_quick(options):
        report.write("scale", told)
    return 0 if all(verdict.answer == "yes" for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
