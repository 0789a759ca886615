"""What was wanted is compared with what was measured, and said plainly."""

import pytest

from tests.support.speed.verdicts import Bound, Claim, divide, format_number, judge, tell

FAST = Claim("Guide, beside the bare server", "hot guide", Bound.AT_LEAST, 0.7, "bare guide")
SOON = Claim("Served after", "spread most", Bound.AT_MOST, 1, unit="s")


@pytest.mark.parametrize(
    ("figures", "answer"),
    [
        ({"hot guide": 700, "bare guide": 1000}, "yes"),
        ({"hot guide": 699, "bare guide": 1000}, "**no**"),
        ({"hot guide": 700}, "not measured"),
        ({"bare guide": 1000}, "not measured"),
        ({"hot guide": 700, "bare guide": 0}, "not measured"),
    ],
)
def test_a_ratio_is_enough_or_not_or_was_not_measured(figures, answer):
    assert judge([FAST], figures)[0].answer == answer


@pytest.mark.parametrize(("seconds", "answer"), [(1.0, "yes"), (1.01, "**no**"), (0.0, "yes")])
def test_what_is_to_be_small_may_not_be_more(seconds, answer):
    assert judge([SOON], {"spread most": seconds})[0].answer == answer


def test_figures_of_a_disturbed_machine_prove_nothing():
    [verdict] = judge([FAST], {"hot guide": 900, "bare guide": 1000}, frozenset({"bare guide"}))
    assert verdict.answer.startswith("not judged")


def test_a_row_tells_what_was_measured_and_wanted():
    [verdict] = judge([FAST], {"hot guide": 912, "bare guide": 1000})
    assert tell(verdict) == ("Guide, beside the bare server", "0.91 ×", "≥ 0.70 ×", "yes")


def test_a_figure_stands_for_itself_without_another():
    assert divide({"most": 0.5}, "most") == 0.5


@pytest.mark.parametrize(
    ("value", "written"),
    [(70_312.4, "70,312"), (12.34, "12.3"), (0.912, "0.91"), (0.0123, "0.012"), (0, "0"), (24.0, "24")],
)
def test_numbers_have_the_digits_that_count(value, written):
    assert format_number(value) == written
