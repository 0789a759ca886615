"""Rounds in which the machine had other work are refused; of the others the medians are told."""

from tests.support.speed.rounds import Round, pick_quiet, run_rounds
from tests.support.speed.wrk import Measured


def measured(rate: float) -> Measured:
    return Measured(rate=rate, p50=1, p95=2, p99=3, errors=1, bytes_each=10)


def test_a_round_counts_if_the_bare_server_was_as_fast_before_and_after_it():
    rounds = [Round(100, 95, {}), Round(95, 80, {}), Round(80, 99, {}), Round(99, 91, {})]
    assert pick_quiet(rounds) == [rounds[0], rounds[3]]


def test_a_faster_beat_later_on_refuses_what_seemed_quiet():
    slow = Round(50, 51, {})
    assert pick_quiet([slow]) == [slow]
    assert pick_quiet([slow, Round(51, 100, {}), Round(100, 100, {})]) == [Round(100, 100, {})]


def run(beats: list[float], rates: list[float], wanted: int):
    told, found = iter(beats), iter(rates)
    return run_rounds(wanted, lambda: next(told), lambda: {"guide": measured(next(found))})


def test_median_least_most_and_spread_are_of_the_quiet_rounds():
    series = run([100, 100, 60, 100, 100, 100], [10, 1, 2, 14, 12], wanted=3)
    guide = series.figures["guide"]
    assert (guide.rate, guide.least, guide.most, guide.errors) == (12, 10, 14, 3)
    assert round(guide.spread, 2) == 0.33
    assert (series.quiet, series.refused, series.is_quiet) == (3, 2, True)


def test_a_machine_that_is_never_quiet_is_not_tried_for_ever_and_is_told():
    series = run([100, 50, 100, 50, 100], [10, 11, 12, 13], wanted=2)
    assert (series.quiet, series.refused, series.is_quiet) == (0, 4, False)
    assert series.figures["guide"].rate > 0
