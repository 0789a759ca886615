"""What holds of every decision, in whatever way its questions are answered."""

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import product
from typing import Any

import pytest

from content.model.vocabulary import Kind
from content.release.deciding import (
    NEEDED,
    Ask,
    Case,
    Hold,
    Keep,
    Publish,
    Refuse,
    Source,
    Standing,
    TakeOff,
    Touch,
    decide,
    is_asked,
)

UNSIGNED = Source(("Nobody has signed it.",), waits=True)

#: What is not known at once -> what it can turn out to be.
ANSWERS: dict[str, tuple[Any, ...]] = {
    "is_untouched": (True, False),
    "source": (
        Source(),
        UNSIGNED,
        Source(("A claim.",)),
        Source(of_publisher=("Its source is old.",)),
        replace(UNSIGNED, of_publisher=("Its source is old.",)),
    ),
    "failure": ("", "It broke."),
    "is_same": (True, False),
    "faults": ((), ("A claim.",)),
    "touched_faults": ((), ("A claim.",)),
    "is_as_published": (True, False),
    "can_be_spared": (True, False),
    "lacks_words": (True, False),
}


def follow(case: Case) -> Iterator[tuple[Case, Any]]:
    """Every way in which the questions can be answered: what is known in the end, and what is decided."""
    decision = decide(case)
    if not isinstance(decision, Ask):
        yield case, decision
        return
    assert getattr(case, decision.fact) is None, "asked for what is known"
    for answer in ANSWERS[decision.fact]:
        yield from follow(replace(case, **{decision.fact: answer}))


@pytest.fixture(scope="module")
def every() -> list[tuple[Case, Any]]:
    first = product(Kind, Touch, Standing, (True, False), (True, False), (True, False))
    names = ("kind", "touch", "standing", "is_wanted", "heals", "is_taken_off")
    cases = (Case(**dict(zip(names, values, strict=True))) for values in first)
    return [found for case in cases for found in follow(case)]


def test_nothing_goes_out_whole_that_is_not_wanted_or_has_something_wrong_with_it(every):
    published = [case for case, decision in every if decision == Publish()]
    assert published
    for case in published:
        assert case.is_wanted
        assert case.failure == ""
        assert case.source.refusals == ()
        assert case.is_same or case.faults == ()


def test_what_is_asked_for_is_never_held_with_new_words(every):
    """Else a publication would say that it was done, and readers would have the words of before."""
    for case, decision in every:
        if isinstance(decision, Hold) and not decision.is_spared and is_asked(case):
            assert case.is_as_published


def test_only_what_is_public_and_was_touched_elsewhere_is_kept(every):
    kept = [case for case, decision in every if decision == Keep()]
    assert kept
    for case in kept:
        known = (case.is_wanted, case.standing, case.touch, case.is_untouched)
        assert known == (True, Standing.LIVE, Touch.ELSEWHERE, True)


def test_taking_off_is_held_up_by_nothing(every):
    for case, decision in every:
        if not case.is_wanted and (case.kind != Kind.OFFERING or case.is_taken_off or case.touch != Touch.SAVED):
            assert decision == TakeOff()
        if case.is_taken_off and isinstance(decision, Refuse):
            assert case.lacks_words or case.kind in NEEDED


def test_who_asks_for_nothing_is_refused_only_for_words_of_what_was_touched(every):
    """Or because nothing could be shown instead."""
    for case, decision in every:
        if isinstance(decision, Refuse) and case.is_wanted and not is_asked(case):
            assert case.touched_faults or case.lacks_words or case.kind in NEEDED


def test_a_decision_stays_the_same_whatever_else_is_found_out(every):
    """Facts that were not asked for are facts that don't matter."""
    for case, decision in every[::7]:
        unknown = [name for name in ANSWERS if getattr(case, name) is None]
        for index in (0, -1):
            known = replace(case, **{name: ANSWERS[name][index] for name in unknown})
            assert decide(known) == decision


def test_every_fact_that_can_be_asked_for_has_answers_here():
    assert set(ANSWERS) == {field.name for field in fields(Case) if field.default is None}


CLEAN = {
    "source": Source(),
    "failure": "",
    "is_same": False,
    "faults": (),
    "touched_faults": (),
    "can_be_spared": False,
}


@pytest.mark.parametrize(
    ("touch", "known", "asked"),
    [
        (Touch.SAVED, {"is_wanted": False}, []),
        (Touch.SAVED, {}, ["source", "failure", "is_same", "faults"]),
        (Touch.SAVED, {"is_same": True}, ["source", "failure", "is_same"]),
        (Touch.NONE, {"source": UNSIGNED}, ["source", "touched_faults"]),
        (
            Touch.SAVED,
            {"source": UNSIGNED, "is_as_published": False},
            ["source", "touched_faults", "is_as_published"],
        ),
        (
            Touch.NONE,
            {"faults": ("A claim.",), "lacks_words": False},
            ["source", "failure", "is_same", "faults", "touched_faults", "can_be_spared", "lacks_words"],
        ),
    ],
    ids=["taken off", "published", "as it was", "waits for a signature", "refused", "held"],
)
def test_what_is_expensive_is_found_out_only_where_it_matters(touch, known, asked):
    facts = CLEAN | known
    case = Case(kind=Kind.GUIDE, touch=touch, standing=Standing.LIVE, is_wanted=facts.pop("is_wanted", True))
    found = []
    while isinstance(decision := decide(case), Ask):
        found.append(decision.fact)
        case = replace(case, **{decision.fact: facts[decision.fact]})
    assert found == asked
