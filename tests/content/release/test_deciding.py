"""The table of what may be public: every row is a case and what is decided of it."""

from dataclasses import replace
from typing import Any

import pytest

from content.model.vocabulary import Kind
from content.release.deciding import (
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
)

#: A public guide whose page somebody has just published with other words, with which nothing is wrong.
PUBLISHED = Case(
    kind=Kind.GUIDE,
    touch=Touch.SAVED,
    standing=Standing.LIVE,
    is_wanted=True,
    is_untouched=False,
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


def row(sentence: str, expected: Any, case: Case = PUBLISHED, **facts: Any) -> Any:
    return pytest.param(replace(case, **facts), expected, id=sentence)


OFFERING: dict[str, Any] = {"kind": Kind.OFFERING}
BRANCH: dict[str, Any] = {"kind": Kind.BRANCH}

TABLE = [
    # Published
    row("words that nothing is wrong with go out", Publish()),
    row("so does a guide that was never public", Publish(), standing=Standing.NEVER),
    row("and what shows something that was published", Publish(), SHOWS),
    row("what readers have already stays, whatever rules have come since", Publish(), is_same=True, **FAULTY),
    # Refused: somebody asked for it
    row("words that nobody has signed are refused", Refuse((UNSIGNED,)), source=SHORT),
    row("also where the page was never public", Refuse((UNSIGNED,)), source=SHORT, standing=Standing.NEVER),
    row("also where it was public once", Refuse((UNSIGNED,)), source=SHORT, standing=Standing.GONE),
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
    row(
        "one label with forbidden words holds up no other",
        Hold((FORBIDDEN,), is_spared=True),
        SHOWS,
        kind=Kind.VOCABULARY,
        can_be_spared=True,
        **FAULTY,
    ),
    # Another language
    row("what nothing has touched is not looked at", Keep(), touch=Touch.ELSEWHERE, is_untouched=True, source=SHORT),
    row("but goes with its source", TakeOff(), touch=Touch.ELSEWHERE, is_untouched=True, is_wanted=False),
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
    # Branches and offerings
    row("a branch is asked of all that it offers in a new country", Refuse((FORBIDDEN,)), source=BLOCKED, **BRANCH),
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


@pytest.mark.parametrize(("case", "expected"), TABLE)
def test_what_is_decided(case, expected):
    assert decide(case) == expected
