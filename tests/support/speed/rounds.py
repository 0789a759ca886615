"""Rounds of measuring, each between two beats of the same bare server, by which disturbed rounds are refused."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.support.speed.wrk import Measured

#: What a beat may lack of the fastest one: a machine that has other work only makes it slower.
MOST_LACKING = 0.1


@dataclass(frozen=True)
class Round:
    """Answers a second of the bare server before and after it, and what was measured, by name."""

    before: float
    after: float
    found: dict[str, Measured]


@dataclass(frozen=True)
class Figure:
    """Of the quiet rounds: medians, and the least and the most answers a second."""

    rate: float
    least: float
    most: float
    p50: float
    p99: float
    errors: int
    bytes_each: int

    @property
    def spread(self) -> float:
        """As part of the median."""
        return (self.most - self.least) / self.rate if self.rate else 0.0


@dataclass(frozen=True)
class Series:
    """`wanted`: so many rounds were to be quiet."""

    figures: dict[str, Figure]
    beats: tuple[float, ...]
    quiet: int
    refused: int
    wanted: int

    @property
    def is_quiet(self) -> bool:
        return self.quiet >= self.wanted


def pick_quiet(rounds: Sequence[Round], most: float = MOST_LACKING) -> list[Round]:
    best = max((max(one.before, one.after) for one in rounds), default=0.0)
    return [one for one in rounds if min(one.before, one.after) >= best * (1 - most)]


def run_rounds(
    wanted: int, beat: Callable[[], float], measure: Callable[[], dict[str, Measured]], tries: int = 2
) -> Series:
    """Until so many rounds are quiet, or `tries` times as many were made. Then figures are those of the least noisy."""
    rounds: list[Round] = []
    while len(pick_quiet(rounds)) < wanted and len(rounds) < wanted * tries:
        before = rounds[-1].after if rounds else beat()
        found = measure()
        rounds.append(Round(before, beat(), found))
    quiet = pick_quiet(rounds)
    kept = quiet if len(quiet) >= wanted else sorted(rounds, key=lambda one: -min(one.before, one.after))[:wanted]
    beats = tuple(value for one in rounds for value in (one.before, one.after))
    return Series(summarise(kept), beats, len(quiet), len(rounds) - len(quiet), wanted)


def summarise(rounds: Iterable[Round]) -> dict[str, Figure]:
    by_name: dict[str, list[Measured]] = {}
    for one in rounds:
        for name, measured in one.found.items():
            by_name.setdefault(name, []).append(measured)
    return {name: _summarise(found) for name, found in by_name.items()}


def _summarise(found: list[Measured]) -> Figure:
    rates = [one.rate for one in found]
    return Figure(
        rate=median(rates),
        least=min(rates),
        most=max(rates),
        p50=median(one.p50 for one in found),
        p99=median(one.p99 for one in found),
        errors=sum(one.errors for one in found),
        bytes_each=found[0].bytes_each,
    )
