"""Writes what a run measured into docs/performance.md, between the marks of its part, and draws its chart."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench.speed.claims import BENCH
from tests.support import ROOT
from tests.support.speed.charts import Point, draw
from tests.support.speed.rounds import Series
from tests.support.speed.verdicts import Verdict, format_number, judge, tell

PAGE = ROOT / "docs/performance.md"
#: Prefixes of names, each with how the report calls it and the colour of its dots.
SIDES = (
    ("nginx ", "nginx: ", 1),
    ("bare ", "bare server: ", 1),
    ("hot ", "ours from memory: ", 0),
    ("cold ", "ours made anew: ", 0),
    ("v2 cached ", "Wagtail v2 in a page cache: ", 2),
    ("v2 ", "Wagtail v2: ", 2),
    ("v3 ", "Wagtail v3: ", 2),
)
NGINX = {
    "nginx static": "nginx: the same bytes from disk",
    "nginx cache": "nginx: proxy_cache of the same bytes",
    "nginx ours": "nginx with our configuration before ours",
    "nginx hot": "the same without nginx, in those rounds",
}
#: Figures besides answers a second, each with how the report calls it and its unit.
EXTRA = (
    ("quiet rate", "Guide from memory, in peace", "answers/s"),
    ("quiet p99", "The same: p99", "ms"),
    ("storm rate", "Guide from memory, in a storm of publications", "answers/s"),
    ("storm p99", "The same: p99", "ms"),
    ("storm publications a second", "Publications in that storm; 5 are tried", "a second"),
    ("storm errors", "Failed reads in both", ""),
    (
        "phones seconds",
        "10,000 phones after a publication, half conditional and half for changes, all answered in",
        "s",
    ),
    ("phones p99", "The same: p99, 16 at once", "ms"),
    ("phones errors", "The same: errors", ""),
    ("spread publish count", "Publications whose way to two workers was watched", ""),
    ("spread publish median", "From the commit until both served it: median", "s"),
    ("spread publish p99", "The same: p99", "s"),
    ("spread publish most", "The same: most", "s"),
    ("spread recall count", "Recalls and lifted recalls, watched so", ""),
    ("spread recall median", "From the commit until both served it: median", "s"),
    ("spread recall p99", "The same: p99", "s"),
    ("spread recall most", "The same: most", "s"),
    ("spread nginx median", "Seen through nginx: median of all these", "s"),
    ("spread nginx most", "The same: most", "s"),
    ("publish ours sqlite", "A publication on SQLite", "ms"),
    ("publish stock sqlite", "Stock Wagtail's of a page with equal blocks", "ms"),
    ("publish ours postgresql", "A publication on PostgreSQL", "ms"),
    ("publish stock postgresql", "Stock Wagtail's of a page with equal blocks", "ms"),
    (
        "publishers a second",
        "8 publishers of signed guides beside 8 readers and 4 copies that ask 10 times a second, on PostgreSQL",
        "publications/s",
    ),
    ("publishers errors", "Their errors", ""),
    (
        "crowded publishers a second",
        "8 publishers who write, sign and publish the same four guides, beside readers and copies that never rest",
        "publications/s",
    ),
    ("crowded publishers errors", "Their errors", ""),
    ("soak minutes", "Soak: minutes", ""),
    ("soak rate", "Soak: answers a second, all addresses in turns", ""),
    ("soak capacity", "Soak: what it gives at most", "answers/s"),
    ("soak errors", "Soak: errors", ""),
    ("soak megabytes", "Soak: memory of the server's processes at the end", "MB"),
    ("soak drift", "Soak: how much more than after its first fifth, as a part", ""),
)
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def find_name(figure: str) -> tuple[str, int]:
    """How the report calls a figure, and its colour."""
    if figure in NGINX:
        return NGINX[figure], 0 if figure in ("nginx ours", "nginx hot") else 1
    start, words, colour = next(side for side in SIDES if figure.startswith(side[0]))
    rest = figure.removeprefix(start)
    for code, engine in ENGINES.items():
        rest = re.sub(rf"^{code} (.*)", rf"\1 ({engine})", rest)
    return words + rest, colour


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def tell_verdicts(verdicts: Iterable[Verdict]) -> str:
    return table(("what", "measured", "wanted", "reached"), map(tell, verdicts))


def flatten(series: Mapping[str, Series], extra: Mapping[str, float]) -> tuple[dict[str, float], frozenset[str]]:
    """Figure -> value, and the names of those that no quiet round gave."""
    figures = {name: figure.rate for one in series.values() for name, figure in one.figures.items()}
    noisy = {name for one in series.values() if not one.is_quiet for name in one.figures}
    return {**figures, **extra}, frozenset(noisy)


def tell_bench(about: Mapping[str, Any], series: Mapping[str, Series], extra: Mapping[str, float]) -> str:
    """The part of `make bench`, as it stands in the page."""
    figures, noisy = flatten(series, extra)
    parts = [
        *about["warnings"],
        tell_machine(about["machine"]),
        "### What was wanted",
        tell_verdicts(judge(BENCH, figures, noisy)),
        "### Answers a second",
        "![Answers a second on a logarithmic scale](performance.svg)",
        *(tell_series(title, one) for title, one in series.items()),
        "### Publishing, readers beside it, memory",
        table(("what", "measured"), tell_extra(extra)),
        *about["notes"],
    ]
    return "\n\n".join(parts)


def tell_machine(machine: Mapping[str, str]) -> str:
    return ". ".join(f"{key.capitalize()}: {value}" for key, value in machine.items()) + "."


def write_chart(series: Mapping[str, Series]) -> None:
    points: list[Point] = []
    for one in series.values():
        for figure, found in one.figures.items():
            words, colour = find_name(figure)
            points.append((words, found.rate, colour))
    chart = draw("Answers a second, one core, 16 connections", sorted(points, key=lambda point: -point[1]))
    (PAGE.parent / "performance.svg").write_text(chart)


def tell_extra(extra: Mapping[str, float]) -> list[tuple[str, str]]:
    return [(words, f"{format_number(extra[key])} {unit}".strip()) for key, words, unit in EXTRA if key in extra]


def tell_series(title: str, series: Series) -> str:
    beats = series.beats
    rows = []
    for figure, found in series.figures.items():
        numbers = (found.rate, found.least, found.most, found.p50, found.p99, found.bytes_each)
        rows.append((find_name(figure)[0], *map(format_number, numbers), str(found.errors)))
    heads = ("", "answers/s", "least", "most", "p50 ms", "p99 ms", "bytes", "errors")
    quiet = f"{series.quiet} of {series.quiet + series.refused} rounds were quiet" if beats else "no rounds"
    disturbed = "" if series.is_quiet else f" **{series.wanted} were wanted: these figures prove nothing.**"
    bare = f"the bare server gave {format_number(min(beats))} to {format_number(max(beats))}" if beats else ""
    return f"**{title}**: {quiet}; {bare}.{disturbed}\n\n{table(heads, rows)}"


def write(part: str, text: str) -> None:
    """Put a part's text between its marks in the page."""
    page = PAGE.read_text()
    marks = re.compile(rf"(<!-- {part}: begin -->\n).*?(<!-- {part}: end -->)", re.S)
    assert marks.search(page), f"{PAGE} has no marks of the part {part}."
    PAGE.write_text(marks.sub(lambda found: f"{found[1]}\n{text}\n\n{found[2]}", page))
