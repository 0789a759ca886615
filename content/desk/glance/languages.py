"""What there is of a guide in each language: what readers have, who signed it, the draft ahead of it, what is next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from content.approval.signoff.parts import name_parts
from content.desk.glance.looking import Look
from content.desk.glance.steps import Step, find_more, find_steps
from content.desk.history.margins import Signature, read_signatures
from content.desk.reviews.clock import find_clocks
from content.desk.reviews.views import describe_state
from content.edition.models import Current
from content.model.guides.models import GuidePage
from content.model.snippets.models import Clinician
from content.model.vocabulary import State


class Standing(TextChoices):
    """What readers have of a guide in a language."""

    LIVE = "live", _("public")
    WITHDRAWN = "withdrawn", _("withdrawn")
    RECALLED = "recalled", _("recalled")
    DRAFT = "draft", _("draft")
    NONE = "none", _("not translated")


@dataclass(frozen=True)
class Signed:
    """A signature of what is public. `lapsed`: the clinician, if their registration has ended since."""

    signature: Signature
    parts: str
    lapsed: Clinician | None


@dataclass(frozen=True)
class Language:
    """`page` is None where the guide is not translated, or where the user may not read its draft."""

    locale: Locale
    standing: Standing
    current: Current | None
    page: GuidePage | None
    signed: list[Signed]
    #: Where all that was public is listed; empty if nothing ever was.
    history: str = ""
    review: Any = ""
    is_ahead: bool = False
    is_stale: bool = False
    edited_at: datetime | None = None
    edited_by: Any = None
    #: Parts of the draft that wait to be signed, by name; empty if there are none.
    unsigned: str = ""
    #: Where it is translated into this language; empty where it is, or for users who may not.
    translate: str = ""
    steps: tuple[Step, ...] = ()
    more: tuple[Any, ...] = ()

    @property
    def reason(self) -> str:
        """Why it is no longer public, as readers are told."""
        gone = self.current is not None and self.current.state != State.LIVE
        return str(self.current.edition.notice.get("reason") or "") if gone and self.current else ""


def read_languages(look: Look) -> list[Language]:
    reviews = {clock.page.pk: describe_state(clock) for clock in find_clocks(look.guides)}
    signatures = {locale: read_signatures(row.edition) for locale, row in look.current.items()}
    lapsed = _find_lapsed(one for found in signatures.values() for one in found)
    pages = {page.locale_id: page for page in look.pages}
    hidden = {page.locale_id for page in look.all_pages} - pages.keys()
    may_translate = look.user.has_perm("simple_translation.submit_translation")
    submit = reverse("simple_translation:submit_page_translation", args=[look.source.pk])
    found = []
    for locale in look.locales:
        page, current = pages.get(locale.pk), look.current.get(locale.language_code)
        if page is None and current is None and locale.pk in hidden:
            continue  # a draft that the user may not read
        parts: dict[str, Any] = {
            "locale": locale,
            "current": current,
            "signed": [
                Signed(one, ", ".join(one.parts), lapsed.get(str(one.by["id"])))
                for one in signatures.get(locale.language_code, ())
            ],
            "standing": _find_standing(page, current),
        }
        if page is None:
            is_open = may_translate and locale.pk not in hidden
            found.append(Language(page=None, translate=submit if is_open else "", **parts))
        else:
            found.append(Language(page=page, review=reviews.get(page.pk, ""), **parts, **_read_page(look, page)))
    return found


def _read_page(look: Look, page: GuidePage) -> dict[str, Any]:
    revision, draft = page.latest_revision, look.drafts[page.pk]
    code = page.locale.language_code
    return {
        "history": reverse("history", args=["guide", look.subject, code]) if code in look.current else "",
        "is_ahead": look.is_ahead(page),
        "is_stale": page.is_older_than(look.source),
        "edited_at": revision.created_at if revision else page.latest_revision_created_at,
        "edited_by": revision.user if revision else None,
        "unsigned": name_parts(draft.open_parts) if draft.open_parts else "",
        "steps": tuple(find_steps(look, page)),
        "more": tuple(find_more(look.user, page)),
    }


def _find_standing(page: GuidePage | None, current: Current | None) -> Standing:
    if current is not None:
        return Standing(current.state)
    return Standing.DRAFT if page else Standing.NONE


def _find_lapsed(signatures: Iterator[Signature]) -> dict[str, Clinician]:
    """Public id -> clinician, of those who have signed and are no longer registered."""
    signers = {str(one.by["id"]) for one in signatures}
    found = Clinician.objects.filter(public_id__in=signers, registered_until__isnull=False)
    return {str(clinician.public_id): clinician for clinician in found if clinician.has_lapsed}
