"""Finds the facts for a decision: cheap facts at once, expensive ones when the decision asks for them.

subject -> candidates -> one case for each -> decide, repeated with each fact that it asks for -> outcomes
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from content.approval.signoff.signing import ask_signed_parts
from content.edition import compiler
from content.edition.compiler import Compiled
from content.edition.inspecting import Fault
from content.edition.models import Current
from content.edition.reducing import shows_lifted_recall
from content.model.compilation import NotReady, Reference
from content.model.guides.models import GuidePage
from content.model.publishing import Publication, Refused
from content.model.snippets.models import Category
from content.model.vocabulary import Kind, State
from content.release.candidates import Candidate, find_candidates
from content.release.deciding import (
    Ask,
    Case,
    Decision,
    Hold,
    Publish,
    Refuse,
    Source,
    Standing,
    Touch,
    decide,
    is_asked,
)
from content.release.sparing import find_true_faults, spare

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """The decision on a subject in one language, and its new document, if there is one."""

    locale: str
    decision: Decision
    document: Compiled | None = None


def inquire(subject: Reference, publication: Publication, rows: Mapping[str, Current]) -> list[Outcome]:
    """Decide on a subject in every language. `rows`: its current rows, by language.

    Raises Refused if it may not be published, or if an error of ours prevents that: the admin then keeps the editor's
    words as a draft.
    """
    try:
        inquiries = [_Inquiry(one, subject, publication, rows.get(one.locale)) for one in find_candidates(subject)]
        ask_signed_parts(page for one in inquiries if (page := one.find_judged()))
        return [inquiry.close() for inquiry in inquiries]
    except (Refused, DatabaseError):
        raise
    except Exception as error:
        raise Refused([_describe(error, subject)]) from error


@dataclass
class _Inquiry:
    candidate: Candidate
    subject: Reference
    publication: Publication
    row: Current | None

    def close(self) -> Outcome:
        """Raises Refused if the decision is to refuse."""
        decision = self.decide()
        assert not isinstance(decision, Ask)
        if isinstance(decision, Refuse):
            raise Refused(list(decision.messages))
        return Outcome(self.candidate.locale, decision, self.find_document(decision))

    def decide(self, until: str = "") -> Decision | Ask:
        """`until`: a fact that is not found yet."""
        case = self.open_case()
        while isinstance(decision := decide(case), Ask) and decision.fact != until:
            case = replace(case, **{decision.fact: self.find(decision.fact)})
        return decision

    def find_judged(self) -> GuidePage | None:
        """The guide's page, if what it says is looked at: the signatures of all such pages are asked for at once."""
        page = self.candidate.page
        return page if isinstance(page, GuidePage) and self.decide(until="source") == Ask("source") else None

    def find_document(self, decision: Decision) -> Compiled | None:
        if isinstance(decision, Publish):
            return self.compiled
        return self.spared if isinstance(decision, Hold) and decision.is_spared else None

    def open_case(self) -> Case:
        return Case(
            kind=self.candidate.kind,
            touch=self.find_touch(),
            standing=self.find_standing(),
            is_wanted=self.candidate.is_wanted,
            heals=self.publication.heals,
            is_taken_off=self.subject in self.publication.taken_off,
        )

    def find_touch(self) -> Touch:
        page, publication = self.candidate.page, self.publication
        if self.subject not in publication.marked:
            return Touch.NONE
        if page is None or page.pk in publication.saved.get(self.subject, ()):
            return Touch.SAVED
        if page.pk in publication.placed.get(self.subject, ()):
            return Touch.PLACED
        is_of_pages = self.subject in publication.saved or self.subject in publication.placed
        return Touch.ELSEWHERE if is_of_pages else Touch.WHOLE

    def find_standing(self) -> Standing:
        if self.row is None:
            return Standing.NEVER
        if self.row.state == State.LIVE:
            return Standing.LIVE
        return Standing.WAITING if self.row.is_held else Standing.GONE

    @property
    def live(self) -> Current | None:
        return self.row if self.row and self.row.state == State.LIVE else None

    def find(self, fact: str) -> Any:
        """The value of the field of `Case` with this name."""
        return _FACTS[fact](self)

    @cached_property
    def is_untouched(self) -> bool:
        """Whether its edition is this compiler's, and nothing was touched but pages of guides that it does not show.

        False in doubt. A guide's other pages count where it takes something from them.
        """
        page, concerns = self.candidate.page, self.publication.concerns
        if self.live is None or self.live.is_held or not isinstance(page, GuidePage):
            return False
        if self.publication.heals or self.subject in self.publication.again or not are_guides(concerns):
            return False
        edition = self.live.edition
        return (
            edition.provenance.get("compiler") == compiler.COMPILER_VERSION
            and concerns.isdisjoint(reference.value for reference in edition.references.all())
            and compiler.takes_the_same(page, edition.provenance.get("taken", {}))
        )

    def find_source(self) -> Source:
        return self.candidate.find_source()

    def find_failure(self) -> str:
        try:
            self.compiled  # noqa: B018 (the property caches it)
        except NotReady as error:
            return f"{self.candidate.name}: {error}"
        except (Refused, DatabaseError):
            raise
        except Exception as error:
            return _describe(error, self.subject)
        return ""

    @cached_property
    def compiled(self) -> Compiled:
        return self.candidate.compile()

    def is_same(self) -> bool:
        return self.live is not None and self.live.edition.digest == self.compiled.digest

    @cached_property
    def true_faults(self) -> list[Fault]:
        return find_true_faults(self.compiled, self.live)

    def find_faults(self) -> tuple[str, ...]:
        return tuple(f"{self.candidate.name}: {fault.message}" for fault in self.true_faults)

    def find_touched_faults(self) -> tuple[str, ...]:
        """Faults in words that this publication touched. Empty if the page can't be compiled."""
        try:
            touched = [fault for fault in self.true_faults if self.is_touched(fault)]
        except (Refused, DatabaseError):
            raise
        except Exception:
            return ()  # the page's own refusals say what is wrong
        return tuple(f"{self.candidate.name}: {fault.message}" for fault in touched)

    def is_touched(self, fault: Fault) -> bool:
        """Whether the fault is in words of a thing that this publication touched."""
        if self.publication.heals:
            return False
        marked = {one.id for one in self.marked if one.kind == fault.kind}
        if not marked or not fault.id:
            return bool(marked)
        if fault.kind == "category":  # documents identify a category by its slug
            keys = Category.objects.filter(slug=fault.id).values_list("translation_key", flat=True)
            return not marked.isdisjoint(map(str, keys))
        return fault.id in marked

    @cached_property
    def marked(self) -> set[Reference]:
        """What the publication touched, without the subject itself if nobody asks to publish it in this language."""
        return self.publication.marked - (set() if is_asked(self.open_case()) else {self.subject})

    @cached_property
    def spared(self) -> Compiled | None:
        return spare(self.compiled, self.true_faults, self.live)

    def can_be_spared(self) -> bool:
        return self.spared is not None

    def is_as_published(self) -> bool:
        return self.candidate.is_as_published()

    def lacks_words(self) -> bool:
        return self.live is not None and shows_lifted_recall(self.live.edition)


_FACTS = {
    "is_untouched": lambda inquiry: inquiry.is_untouched,
    "source": _Inquiry.find_source,
    "failure": _Inquiry.find_failure,
    "is_same": _Inquiry.is_same,
    "faults": _Inquiry.find_faults,
    "touched_faults": _Inquiry.find_touched_faults,
    "is_as_published": _Inquiry.is_as_published,
    "can_be_spared": _Inquiry.can_be_spared,
    "lacks_words": _Inquiry.lacks_words,
}


def are_guides(references: Iterable[Reference]) -> bool:
    return all(one.kind == Kind.GUIDE for one in references)


def _describe(error: Exception, subject: Reference) -> str:
    logger.exception("%s %s can't be compiled", subject.kind, subject.id)
    message = _("Something went wrong while preparing this for readers (%(error)s). The error has been logged.")
    return message % {"error": type(error).__name__}
