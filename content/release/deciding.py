"""Decides whether one subject may be public in one language. Every way to publish uses this decision.

case -> decide -> Publish, Keep, Hold, TakeOff or Refuse; or Ask, for an expensive fact that the decision needs

The decision is pure: `inquiring` finds the facts, and `settle` carries out the decision.
"""

from dataclasses import dataclass
from enum import Enum

from content.model.vocabulary import Kind

#: Kinds that must always be public.
NEEDED = (Kind.GROUP, Kind.VOCABULARY, Kind.RECALLS)


class Touch(Enum):
    """What the publication has done to a subject in this language."""

    NONE = "nothing: only what it shows was touched, or it is looked at again"
    SAVED = "its own row was saved or deleted"
    PLACED = "its place, a restriction or its site was changed, and not its words"
    ELSEWHERE = "only its page of another language was saved or placed"
    WHOLE = "it was marked in every language, as when a recall is lifted"


class Standing(Enum):
    """What readers have of a subject in this language before the release."""

    NEVER = "nothing, ever"
    LIVE = "an edition"
    GONE = "a tombstone"
    WAITING = "a tombstone, of something that comes back by itself once it may"


@dataclass(frozen=True)
class Source:
    """The reasons why a page or offering may not be public."""

    refusals: tuple[str, ...] = ()
    #: Whether all refusals only wait for a sign-off.
    waits: bool = False
    #: Why new words may not be published. Words that are public already may stay.
    of_publisher: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Case:
    """The known facts. None: not known yet. `decide` asks for each fact that it needs."""

    kind: Kind
    touch: Touch
    standing: Standing
    #: Whether it should be public: published, open to everybody, below a site, and not recalled as a whole.
    is_wanted: bool
    #: Whether the publication only brings editions up to date, and nobody has changed anything.
    heals: bool = False
    #: Whether it, or a part of it, is being recalled. No other fault may stop a recall.
    is_taken_off: bool = False

    #: Whether nothing that its public edition was made of was touched.
    is_untouched: bool | None = None
    source: Source | None = None
    #: Why it can't be compiled; empty if it can.
    failure: str | None = None
    #: Whether its document equals the public edition.
    is_same: bool | None = None
    #: Messages about words of its document that may not be public.
    faults: tuple[str, ...] | None = None
    #: The faults in words of things that this publication has touched.
    touched_faults: tuple[str, ...] | None = None
    #: Whether its own words and choices are unchanged since they were published.
    is_as_published: bool | None = None
    #: Whether the document can be published without its faulty words, or with the public ones in their place.
    can_be_spared: bool | None = None
    #: Whether the public edition lacks the words of a section whose recall was lifted.
    lacks_words: bool | None = None


@dataclass(frozen=True)
class Publish:
    """The document as it is compiled."""


@dataclass(frozen=True)
class Keep:
    """The public edition stays as it is: it would be made again of the same."""


@dataclass(frozen=True)
class Hold:
    """The public edition stays, reduced by what must not be shown any more. Without one, nothing becomes public.

    `is_spared`: the new document is published without its faulty words instead. `messages` say why it is held.
    """

    messages: tuple[str, ...]
    is_spared: bool = False


@dataclass(frozen=True)
class TakeOff:
    """It must not be public. This is never held or refused."""


@dataclass(frozen=True)
class Refuse:
    """The whole publication is refused and rolled back."""

    messages: tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """Names the field of the case that the decision needs next."""

    fact: str


Decision = Publish | Keep | Hold | TakeOff | Refuse


def decide(case: Case) -> Decision | Ask:
    """A faulty document that somebody asked to publish is refused. One that only depends on the change is held."""
    if not case.is_wanted:
        return _decide_out_of_sight(case)
    if case.touch == Touch.ELSEWHERE and case.standing == Standing.LIVE:
        if case.is_untouched is None:
            return Ask("is_untouched")
        if case.is_untouched:
            return Keep()
    if case.source is None:
        return Ask("source")
    if is_asked(case) and case.source.of_publisher:
        if case.is_as_published is None:
            return Ask("is_as_published")
        if not case.is_as_published:
            return Refuse((*case.source.refusals, *case.source.of_publisher))
    return _decide_refused(case, case.source) if case.source.refusals else _decide_allowed(case)


def is_asked(case: Case) -> bool:
    """Whether somebody asks to publish this very document. Only then can it be refused."""
    if case.touch in (Touch.NONE, Touch.ELSEWHERE) or case.is_taken_off:
        return False
    if case.heals and case.kind == Kind.GROUP:
        return False  # nothing tells whether somebody has changed the group
    if case.heals and case.kind == Kind.OFFERING:
        return case.standing == Standing.LIVE
    if case.touch == Touch.PLACED:
        # A page that was public before the move stays public. A page that is held back still waits.
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
    """Decides when the source has refusals. Faults in touched things are reported with them."""
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
        return Hold(faults, is_spared=True)  # words of shared things stop nobody
        # Refused, so that the publisher is told: a hold would publish nothing, without a word.
    return _refuse_or_hold(case, faults)


def _refuse_or_hold(case: Case, messages: tuple[str, ...], *, waits: bool = False) -> Decision | Ask:
    """Refuse a document that somebody asks to publish, unless it is unchanged since it was published. Else hold it."""
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
    # The public edition lacks the words of a section whose recall was lifted, so it can't simply stay.
    if case.lacks_words is None:
        return Ask("lacks_words")
    return Refuse(messages) if case.lacks_words else Hold(messages)


def _refuse(messages: tuple[str, ...]) -> Refuse:
    """Refuse, with each message only once."""
    return Refuse(tuple(dict.fromkeys(messages)))
