"""The table of what may be public: every row is a case and what is decided of it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any, NamedTuple

import pytest

from content.model.vocabulary import Kind
from content.release.deciding import (
    NEEDED,
    Ask,
    Case,
    Hold,
    Publish,
    Refuse,
    Source,
    Standing,
    TakeOff,
    Touch,
    decide,
    is_asked,
)

#: A public guide whose page somebody has just published with other words, with which nothing is wrong.
PUBLISHED = Case(
    kind=Kind.GUIDE,
    touch=Touch.SAVED,
    standing=Standing.LIVE,
    is_wanted=True,
    source=Source(),
    failure="",
    is_same=False,
    faults=(),
    touched_faults=(),
    is_as_published=False,
    can_be_spared=False,
    lacks_words=False,
)
#: The same, where only something that it shows was published.
SHOWS = replace(PUBLISHED, touch=Touch.NONE, is_as_published=True)
UNSIGNED, FORBIDDEN, DATED = "Nobody has signed it.", "A claim.", "Its source is old."
SHORT = Source((UNSIGNED,), waits=True)
BLOCKED = Source((FORBIDDEN,))
FAULTY: dict[str, Any] = {"faults": (FORBIDDEN,)}
TOUCHED: dict[str, Any] = {"faults": (FORBIDDEN,), "touched_faults": (FORBIDDEN,)}


class Row(NamedTuple):
    sentence: str
    case: Case
    expected: Any


def row(sentence: str, expected: Any, case: Case = PUBLISHED, **facts: Any) -> Row:
    return Row(sentence, replace(case, **facts), expected)


OFFERING: dict[str, Any] = {"kind": Kind.OFFERING}

TABLE = [
    # Published
    row("words that nothing is wrong with go out", Publish()),
    row("so does a guide that was never public", Publish(), standing=Standing.NEVER),
    row("and what shows something that was published", Publish(), SHOWS),
    row("what readers have already stays, whatever rules have come since", Publish(), is_same=True, **FAULTY),
    # Refused: somebody asked for it
    row("words that nobody has signed are refused", Refuse((UNSIGNED,)), source=SHORT),
    row("also where the page was never public", Refuse((UNSIGNED,)), source=SHORT, standing=Standing.NEVER),
    row("also where it stays away", Refuse((UNSIGNED,)), source=SHORT, standing=Standing.WAITING),
    row("forbidden words of its own are refused", Refuse((FORBIDDEN,)), source=BLOCKED),
    row("what can't be compiled is refused", Refuse(("It broke.",)), failure="It broke."),
    row(
        "a claim that needs a younger source is refused to whoever publishes new words",
        Refuse((DATED,)),
        source=Source(of_publisher=(DATED,)),
    ),
    row(
        "but not to whoever publishes the same again",
        Publish(),
        source=Source(of_publisher=(DATED,)),
        is_as_published=True,
    ),
    row("nor to somebody who publishes what it shows", Publish(), SHOWS, source=Source(of_publisher=(DATED,))),
    row(
        "faulty words are refused to whoever saves the thing that has them, whoever shows it",
        Refuse((FORBIDDEN,)),
        SHOWS,
        **TOUCHED,
    ),
    row(
        "also where what shows them can't be public itself",
        Refuse((FORBIDDEN, UNSIGNED)),
        SHOWS,
        source=SHORT,
        **TOUCHED,
    ),
    row("faulty words that it can't be without are refused to whoever publishes it", Refuse((FORBIDDEN,)), **FAULTY),
    row("a sentence is said once", Refuse((FORBIDDEN,)), source=Source((FORBIDDEN,)), touched_faults=(FORBIDDEN,)),
    # Held: nobody asked for it, or nothing new
    row("what shows something new waits to be signed", Hold((UNSIGNED,)), SHOWS, source=SHORT),
    row("and so does a page that is published as it was", Hold((UNSIGNED,)), source=SHORT, is_as_published=True),
    row("what shows something that broke it stays", Hold(("It broke.",)), SHOWS, failure="It broke."),
    row(
        "a guide goes out though what it shows has forbidden words",
        Hold((FORBIDDEN,), is_spared=True),
        can_be_spared=True,
        **FAULTY,
    ),
    row(
        "what shows words that are forbidden by now, and can't be without them, stays",
        Hold((FORBIDDEN,)),
        SHOWS,
        **FAULTY,
    ),
    # Another language
    row(
        "another language's page is not refused for what is wrong with it",
        Hold((UNSIGNED,)),
        source=SHORT,
        touch=Touch.ELSEWHERE,
    ),
    row(
        "a translation with forbidden words stays away when its source is published again",
        Hold((FORBIDDEN,)),
        source=BLOCKED,
        touch=Touch.ELSEWHERE,
        standing=Standing.GONE,
    ),
    # A page that is moved, restricted, or in a site that changes
    row(
        "a restriction that is lifted brings no unsigned words",
        Refuse((UNSIGNED,)),
        source=SHORT,
        touch=Touch.PLACED,
        standing=Standing.GONE,
    ),
    row(
        "nor does a new place for what was never public",
        Refuse((UNSIGNED,)),
        source=SHORT,
        touch=Touch.PLACED,
        standing=Standing.NEVER,
    ),
    row("what is public and only moves stays as it is", Hold((UNSIGNED,)), source=SHORT, touch=Touch.PLACED),
    row(
        "and what waited before it moved goes on waiting",
        Hold((UNSIGNED,)),
        source=SHORT,
        touch=Touch.PLACED,
        standing=Standing.WAITING,
    ),
    # No longer public
    row("what is unpublished, deleted or restricted is taken off", TakeOff(), is_wanted=False),
    row("whatever is wrong with it", TakeOff(), is_wanted=False, source=SHORT, **TOUCHED),
    row("a draft of what was never public is asked nothing", TakeOff(), is_wanted=False, standing=Standing.NEVER),
    # Recalls
    row(
        "a recall of a section is not held up by words that nobody has signed",
        Hold((UNSIGNED,)),
        source=SHORT,
        touch=Touch.WHOLE,
        is_taken_off=True,
    ),
    row(
        "nor by forbidden words, though its guide was touched",
        Hold((FORBIDDEN,)),
        touch=Touch.WHOLE,
        is_taken_off=True,
        **TOUCHED,
    ),
    row(
        "nor by a compiler that fails",
        Hold(("It broke.",)),
        touch=Touch.WHOLE,
        is_taken_off=True,
        failure="It broke.",
    ),
    row("lifting one brings no unsigned words", Refuse((UNSIGNED,)), source=SHORT, touch=Touch.WHOLE),
    row(
        "nor words that stay away already, which hold nobody up",
        Hold((UNSIGNED,)),
        source=SHORT,
        touch=Touch.WHOLE,
        standing=Standing.WAITING,
    ),
    row(
        "what is held must have the words of a section that is to be shown again",
        Refuse((FORBIDDEN,)),
        SHOWS,
        source=BLOCKED,
        lacks_words=True,
    ),
    row(
        "what waits for a signature alone goes on without them",
        Hold((UNSIGNED,)),
        SHOWS,
        source=SHORT,
        lacks_words=True,
    ),
    # Offerings
    row(
        "an offering's note is asked of whoever saves it though nobody can see it yet",
        Refuse((FORBIDDEN,)),
        is_wanted=False,
        source=BLOCKED,
        **OFFERING,
    ),
    row(
        "but not of whoever unpublishes its guide",
        TakeOff(),
        SHOWS,
        is_wanted=False,
        source=BLOCKED,
        **OFFERING,
    ),
    row(
        "nor where it is taken off",
        TakeOff(),
        is_wanted=False,
        source=BLOCKED,
        is_taken_off=True,
        **OFFERING,
    ),
    row(
        "an offering whose note is forbidden by now stays away, and its guide comes back without it",
        Hold((FORBIDDEN,)),
        SHOWS,
        source=BLOCKED,
        standing=Standing.GONE,
        **OFFERING,
    ),
    # Healing
    row(
        "healing holds what was published before there was a rule",
        Hold((FORBIDDEN,)),
        heals=True,
        touch=Touch.WHOLE,
        is_as_published=True,
        source=BLOCKED,
    ),
    row(
        "healing refuses words that nobody has published",
        Refuse((UNSIGNED,)),
        heals=True,
        touch=Touch.WHOLE,
        source=SHORT,
    ),
    row(
        "healing leaves an offering away that is away",
        Hold((FORBIDDEN,)),
        heals=True,
        source=BLOCKED,
        standing=Standing.GONE,
        **OFFERING,
    ),
    row(
        "healing refuses an offering's words that nobody has published",
        Refuse((FORBIDDEN,)),
        heals=True,
        source=BLOCKED,
        **OFFERING,
    ),
    row("healing holds the group's words", Hold((FORBIDDEN,)), heals=True, kind=Kind.GROUP, **FAULTY),
    row("which whoever saves them is refused", Refuse((FORBIDDEN,)), kind=Kind.GROUP, **TOUCHED),
    # What readers can't be without
    row(
        "the first labels are refused where they may not be public",
        Refuse((FORBIDDEN,)),
        SHOWS,
        kind=Kind.VOCABULARY,
        standing=Standing.NEVER,
        **FAULTY,
    ),
    row("later ones stay", Hold((FORBIDDEN,)), SHOWS, kind=Kind.VOCABULARY, **FAULTY),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.sentence)
def test_what_is_decided(row):
    assert decide(row.case) == row.expected


def test_no_sentence_stands_for_two_rows():
    assert len({one.sentence for one in TABLE}) == len(TABLE)


#: What is not known at once -> what it can turn out to be.
ANSWERS: dict[str, tuple[Any, ...]] = {
    "source": (Source(), SHORT, BLOCKED, Source(of_publisher=(DATED,)), replace(SHORT, of_publisher=(DATED,))),
    "failure": ("", "It broke."),
    "is_same": (True, False),
    "faults": ((), (FORBIDDEN,)),
    "touched_faults": ((), (FORBIDDEN,)),
    "is_as_published": (True, False),
    "can_be_spared": (True, False),
    "lacks_words": (True, False),
}
UNKNOWN = dict.fromkeys(ANSWERS)


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


@pytest.mark.parametrize(
    ("case", "facts"),
    [
        (replace(PUBLISHED, is_wanted=False), []),
        (PUBLISHED, ["source", "failure", "is_same", "faults"]),
        (replace(PUBLISHED, is_same=True), ["source", "failure", "is_same"]),
        (replace(SHOWS, source=SHORT), ["source", "touched_faults"]),
        (replace(PUBLISHED, source=BLOCKED), ["source", "touched_faults", "is_as_published"]),
        (
            replace(SHOWS, faults=(FORBIDDEN,)),
            ["source", "failure", "is_same", "faults", "touched_faults", "can_be_spared", "lacks_words"],
        ),
    ],
    ids=["taken off", "published", "as it was", "waits for a signature", "refused", "held"],
)
def test_what_is_expensive_is_only_found_out_where_it_matters(case, facts):
    asked, known = [], replace(case, **UNKNOWN)
    while isinstance(decision := decide(known), Ask):
        asked.append(decision.fact)
        known = replace(known, **{decision.fact: getattr(case, decision.fact)})
    assert asked == facts
    assert decision == decide(case)
