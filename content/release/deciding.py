"""May it be public? One decision for every door, of what is known of one subject in one language.

case -> decide -> Publish, Hold, TakeOff or Refuse; or Ask, for a fact that is expensive and matters only now

It is pure: `candidates` finds the facts, and `settle` carries out what is decided.
"""

from dataclasses import dataclass
from enum import Enum

from content.model.vocabulary import Kind

#: What readers can't be without: it is never left away.
NEEDED = (Kind.GROUP, Kind.VOCABULARY, Kind.RECALLS)


class Touch(Enum):
    """What the publication has done to a subject in this language."""

    NONE = "nothing: only what it shows was touched, or it is looked at again"
    SAVED = "its own row was saved or deleted"
    PLACED = "its place, a restriction or its site was changed, and not its words"
    ELSEWHERE = "only its page of another language was saved or placed"
    WHOLE = "it was marked in every language, as when a recall is lifted"


class Standing(Enum):
    """What readers have of a subject in this language until now."""

    NEVER = "nothing, ever"
    LIVE = "an edition"
    GONE = "a tombstone"
    WAITING = "a tombstone, of something that comes back by itself once it may"


@dataclass(frozen=True)
class Source:
    """Why what it is made of may not be public."""

    refusals: tuple[str, ...] = ()
    #: Whether all of these wait for a signature alone.
    waits: bool = False
    #: Why its words may not be published anew, though they may stay public.
    of_publisher: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Case:
    """All that is known. What is None is not known yet, and found out only if `decide` asks for it."""

    kind: Kind
    touch: Touch
    standing: Standing
    #: Whether it is to be read: published, open to everybody, below a site, and not recalled whole.
    is_wanted: bool
    #: Whether the publication only brings up to date: nobody has just touched anything.
    heals: bool = False
    #: Whether somebody recalls it, or a part of it: nothing else that is wrong with it holds that up.
    is_taken_off: bool = False

    source: Source | None = None
    #: Why it can't be compiled; empty where it can.
    failure: str | None = None
    #: Whether its document is the one that readers have.
    is_same: bool | None = None
    #: Which words of its document may not be public.
    faults: tuple[str, ...] | None = None
    #: Those of them that are words of something that this publication has touched.
    touched_faults: tuple[str, ...] | None = None
    #: Whether its own words and choices are those that were published.
    is_as_published: bool | None = None
    #: Whether the document can go out without its faulty words, or with those that readers know in their place.
    can_be_spared: bool | None = None
    #: Whether the edition that readers have lacks the words of a section that is recalled no more.
    lacks_words: bool | None = None


@dataclass(frozen=True)
class Publish:
    """The document as it is compiled."""


@dataclass(frozen=True)
class Hold:
    """What readers have stays, less what must not be shown any more. Where they have nothing, it stays away.

    `is_spared`: the document goes out without its faulty words instead. `messages` say why.
    """

    messages: tuple[str, ...]
    is_spared: bool = False


@dataclass(frozen=True)
class TakeOff:
    """It is no longer public, or never was. Nothing holds that up."""


@dataclass(frozen=True)
class Refuse:
    """The whole publication: nothing of it happens."""

    messages: tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """The field of the case that is not known yet, and matters."""

    fact: str


Decision = Publish | Hold | TakeOff | Refuse


def decide(case: Case) -> Decision | Ask:
    """What was asked for is refused; what only shows it, or is shown by it, is held and holds up nobody."""
    if not case.is_wanted:
        return _decide_out_of_sight(case)
    if case.source is None:
        return Ask("source")
    if is_asked(case) and case.source.of_publisher:
        if case.is_as_published is None:
            return Ask("is_as_published")
        if not case.is_as_published:
            return Refuse((*case.source.refusals, *case.source.of_publisher))
    return _decide_refused(case, case.source) if case.source.refusals else _decide_allowed(case)


def is_asked(case: Case) -> bool:
    """Whether somebody asks for this very document to be public, and so can be refused it."""
    if case.touch in (Touch.NONE, Touch.ELSEWHERE) or case.is_taken_off:
        return False
    if case.heals and case.kind == Kind.GROUP:
        return False  # of which nothing tells whether somebody has changed it
    if case.heals and case.kind == Kind.OFFERING:
        return case.standing == Standing.LIVE
    if case.touch == Touch.PLACED:
        # What was public before it got its new place stays so, and what stays away already is waited for.
        return case.standing in (Standing.NEVER, Standing.GONE)
    return case.touch == Touch.SAVED or case.standing != Standing.WAITING


def _decide_out_of_sight(case: Case) -> Decision | Ask:
    """Checks an offering when it is saved even if it isn't visible yet.

    Otherwise it would later fail to appear and nobody would be told why.
    """
    if case.kind != Kind.OFFERING or case.touch != Touch.SAVED or case.heals or case.is_taken_off:
        return TakeOff()
    if case.source is None:
        return Ask("source")
    return Refuse(case.source.refusals) if case.source.refusals else TakeOff()


def _decide_refused(case: Case, source: Source) -> Decision | Ask:
    """Its source may not be public. What it shows of things that were touched is told with it."""
    if case.is_taken_off:
        return _hold(case, source.refusals, waits=source.waits)
    if case.touched_faults is None:
        return Ask("touched_faults")
    if case.touched_faults:
        return _refuse((*case.touched_faults, *source.refusals))
    return _refuse_or_hold(case, source.refusals, waits=source.waits)


def _decide_allowed(case: Case) -> Decision | Ask:
    if case.failure is None:
        return Ask("failure")
    if case.failure:
        return _refuse((case.failure,)) if is_asked(case) else _hold(case, (case.failure,))
    if case.is_same is None:
        return Ask("is_same")
    if case.is_same:
        return Publish()
    if case.faults is None:
        return Ask("faults")
    return _decide_faulty(case, case.faults) if case.faults else Publish()


def _decide_faulty(case: Case, faults: tuple[str, ...]) -> Decision | Ask:
    if not case.is_taken_off:
        if case.touched_faults is None:
            return Ask("touched_faults")
        if case.touched_faults:
            return _refuse(faults)
    if case.can_be_spared is None:
        return Ask("can_be_spared")
    if case.can_be_spared:
        return Hold(faults, is_spared=True)  # nobody is stopped by somebody else's words
    # Whoever publishes it is told: to hold it would be to publish nothing, and to say so.
    return _refuse_or_hold(case, faults)


def _refuse_or_hold(case: Case, messages: tuple[str, ...], *, waits: bool = False) -> Decision | Ask:
    """Whoever asks is refused, unless it is as it was published: then nothing new is asked for."""
    if is_asked(case) and case.is_as_published is None:
        return Ask("is_as_published")
    if is_asked(case) and not case.is_as_published:
        return _refuse(messages)
    return _hold(case, messages, waits=waits)


def _hold(case: Case, messages: tuple[str, ...], *, waits: bool = False) -> Decision | Ask:
    if case.standing != Standing.LIVE:
        return _refuse(messages) if case.kind in NEEDED else Hold(messages)
    if waits:
        return Hold(messages)
    # Words of a section that is to be shown again can't be had from what readers have.
    if case.lacks_words is None:
        return Ask("lacks_words")
    return Refuse(messages) if case.lacks_words else Hold(messages)


def _refuse(messages: tuple[str, ...]) -> Refuse:
    """The same sentence once."""
    return Refuse(tuple(dict.fromkeys(messages)))
