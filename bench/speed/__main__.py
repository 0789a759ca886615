"""Ours beside the bare server, nginx and stock Wagtail on this machine, and what publishing costs (`make bench`).

usage: python -m bench.speed [--rounds 4] [--seconds 2] [--database sqlite,postgresql] [--soak 10] [--quick]

Writes docs/performance.md and docs/performance.svg, but not with --quick. Needs wrk, nginx, two cores, and a machine
that does nothing else for half an hour. Exit code 1 where something that was wanted is not reached.
"""

import argparse
import json
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.speed import machine, report, soak, spread
from bench.speed.claims import BENCH
from bench.speed.sides import Lengths, measure_cold, measure_hot, measure_nginx
from tests.support import ROOT
from tests.support.ground import ground
from tests.support.speed.rounds import Series
from tests.support.speed.verdicts import judge

NOTES = [
    "“Made anew” is the product with `HOT_MEGABYTES=0`. How many queries each answer takes is counted by the tests.",
    "Stock Wagtail (`bench/stock/`) serves the same pages of the same database with its project template's middleware "
    "by granian's WSGI. Its answers are not compressed, as it comes. Its v2 detail has `fields=*`, its lists "
    "have their default fields.",
    "Our nginx configuration was taken as it stands, but for ports, the place of its files, and its log, which is off.",
    "Left out: Payload, Strapi and Directus. Each needs the same content in a schema of its own, and a build, which is "
    "more than this program could keep true.",
]
QUICK = "**Not a measurement: a run with tiny rounds, to see that everything runs.**"
HALTED = "**Halted before its end: what is missing was not measured.**"


def say(text: str) -> None:
    print(text, end="" if text == "." else "\n", file=sys.stderr, flush=True)


class Bench:
    """One run: `series` by title, `extra` figures by name."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.began = options, time.monotonic()
        self.lengths = Lengths(options.rounds, options.seconds)
        self.series: dict[str, Series] = {}
        self.extra: dict[str, float] = {}

    def do(self, what: str, work: Callable[[], Any]) -> Any:
        say(f"\n{time.monotonic() - self.began:4.0f} s  {what} ")
        return work()

    def measure(self, database: str, environment: dict[str, str], folder: Path) -> None:
        options = self.options
        fill = ("--guides", str(options.guides), "--branches", str(options.branches))
        self.do(f"{database}: content", lambda: machine.run_module("bench.scale.fill", environment, *fill))
        engine = report.ENGINES[database]
        if database == "sqlite":
            hot = self.do("from memory", lambda: measure_hot(environment, folder, self.lengths, say))
            front = self.do("nginx", lambda: measure_nginx(environment, folder, self.lengths, say))
            self.series |= {"From memory": hot, "nginx": front}
        cold = self.do(
            f"{database}: made anew, and stock Wagtail",
            lambda: measure_cold(environment, database, folder, self.lengths, say),
        )
        self.series[f"Made anew, and stock Wagtail, on {engine}"] = cold
        if database == "sqlite":
            self.measure_releases(environment, folder)
        self.do(f"{database}: publishing", lambda: self.measure_publishing(database, environment))

    def measure_releases(self, environment: dict[str, str], folder: Path) -> None:
        options = self.options
        storm = self.do("storms", lambda: spread.measure_storms(environment, folder, options.storm, options.rounds))
        self.extra |= storm
        phones = self.do("phones", lambda: spread.measure_phones(environment, folder, 10_000, options.seconds * 2))
        self.extra |= {f"phones {key}": value for key, value in phones.items()}
        seen = self.do("workers", lambda: spread.measure_spread(environment, folder, options.publications, say))
        self.extra |= {f"spread {what} {key}": value for what, told in seen.items() for key, value in told.items()}
        if options.soak:
            soaked = self.do("soak", lambda: soak.measure_soak(environment, folder, options.soak, say))
            self.extra |= {f"soak {key}": value for key, value in soaked.items()}

    def measure_publishing(self, database: str, environment: dict[str, str]) -> None:
        times = ("--times", str(max(2, self.options.publications // 20)))
        stock = {**environment, "DJANGO_SETTINGS_MODULE": "bench.stock.settings"}
        for whose, variables in (("ours", environment), ("stock", stock)):
            told = json.loads(machine.run_module("bench.speed.publishing", variables, whose, *times))
            self.extra[f"publish {whose} {database}"] = told["median"]

    def measure_publishers(self) -> None:
        """By the proof that nothing is torn (make prove-concurrency): 8 publishers, 8 readers, 4 copies."""
        self.measure_publishers_beside("publishers", "--own", "--rest", "0.1")
        self.measure_publishers_beside("crowded publishers")

    def measure_publishers_beside(self, name: str, *how: str) -> None:
        seconds = str(self.options.publishers)
        command = [sys.executable, "bench/prove_concurrency.py", "--database", "postgresql", "--seconds", seconds, *how]
        both = ["taskset", "-c", f"{machine.SERVING},{machine.ASKING}", *command]
        done = subprocess.run(both, cwd=ROOT, capture_output=True, text=True, check=False)
        found = re.search(r"(\d+) publications.*: (\d+) errors", done.stdout)
        assert found, done.stdout + done.stderr
        self.extra |= {f"{name} a second": int(found[1]) / float(seconds), f"{name} errors": float(found[2])}


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=2, help="for each address in a round")
    parser.add_argument("--database", default="sqlite,postgresql", help="from memory and nginx: on SQLite alone")
    parser.add_argument("--guides", type=int, default=100)
    parser.add_argument("--branches", type=int, default=20)
    parser.add_argument("--storm", type=int, default=10, help="seconds of peace, and of a storm")
    parser.add_argument("--publications", type=int, default=200, help="whose way to the workers is watched")
    parser.add_argument("--publishers", type=int, default=30, help="seconds of 8 publishers on PostgreSQL")
    parser.add_argument("--soak", type=float, default=0, help="minutes at half of capacity; 0: none")
    parser.add_argument(
        "--quick", action="store_true", help="tiny rounds, to see that everything runs: told, not written"
    )
    options = parser.parse_args()
    if options.quick:
        options.rounds = options.seconds = options.storm = 1
        options.guides, options.publications, options.publishers = 24, 4, 3
    return options


def run(bench: Bench) -> list[str]:
    """Measure everything. Returns warnings for the report."""
    databases = bench.options.database.split(",")
    try:
        for database in databases:
            with ground(database) as environment, tempfile.TemporaryDirectory(prefix="guides-bench-") as folder:
                bench.measure(database, environment, Path(folder))
        if "postgresql" in databases:
            bench.do("8 publishers", bench.measure_publishers)
    except KeyboardInterrupt:
        return [HALTED]
    return [QUICK] if bench.options.quick else []


def main() -> int:
    options = read_options()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    machine.prepare()
    bench = Bench(options)
    about = {"machine": machine.describe(), "notes": NOTES, "warnings": run(bench)}
    print(told := report.tell_bench(about, bench.series, bench.extra))
    if not options.quick:
        report.write("bench", told)
        report.write_chart(bench.series)
    say(f"\n{time.monotonic() - bench.began:.0f} s{'' if options.quick else f'; written to {report.PAGE}'}")
    figures, noisy = report.flatten(bench.series, bench.extra)
    return 0 if all(verdict.answer == "yes" for verdict in judge(BENCH, figures, noisy)) else 1


if __name__ == "__main__":
    sys.exit(main())
