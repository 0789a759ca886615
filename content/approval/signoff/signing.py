"""Finds and makes signatures of a guide's parts.

A part is signed if its digest is signed in its locale. So an edit opens only the parts that it changes, and so does a
change to a therapy or citation that a part shows.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.approval.signoff.authors import explain, find_written
from content.approval.signoff.models import EmergencyPublication, SignOff
from content.approval.signoff.parts import digest_of, find_digests, judge, name_parts
from content.approval.signoff.reviewing import fill_in
from content.model.days import show_day
from content.model.guides.models import GuidePage
from content.model.publishing import Refused, look_again, publishing
from content.model.remembering import is_known, know, remembered_of_object
from content.model.snippets.models import Clinician
from content.model.vocabulary import OVERVIEW, PARTS


def _of(page: GuidePage) -> dict[str, Any]:
    return {"guide": page.translation_key, "locale": page.locale.language_code}


def find_signed(page: GuidePage, digests: dict[str, str]) -> dict[str, SignOff]:
    """Part -> its newest sign-off, for parts with a signed digest. One query."""
    return _find_signed([(page, digests)])[0]


def _find_signed(wanted: list[tuple[GuidePage, dict[str, str]]]) -> list[dict[str, SignOff]]:
    """The same for many pages, each with its digests. One query."""
    guides = {page.translation_key for page, _digests in wanted}
    digests = {digest for _page, of_page in wanted for digest in of_page.values()}
    found = SignOff.objects.filter(guide__in=guides, digest__in=digests).defer("content").order_by("signed_at", "pk")
    newest = {(one.guide, one.locale, one.part, one.digest): one for one in found}

    def choose(page: GuidePage, digests: dict[str, str]) -> dict[str, SignOff]:
        keys = {part: (*_of(page).values(), part, digests[part]) for part in PARTS if part in digests}
        return {part: newest[key] for part, key in keys.items() if key in newest}

    return [choose(page, digests) for page, digests in wanted]


@remembered_of_object
def find_signed_parts(page: GuidePage) -> dict[str, SignOff]:
    """Part -> the newest sign-off of what the part says now."""
    return find_signed(page, find_digests(page))


def ask_signed_parts(pages: Iterable[GuidePage]) -> None:
    """Find at once what `find_signed_parts` will be asked for each of these pages."""
    if wanted := [(page, find_digests(page)) for page in pages if not is_known(find_signed_parts, page)]:
        for (page, _digests), signed in zip(wanted, _find_signed(wanted), strict=True):
            know(find_signed_parts, page, signed)


def find_open_parts(page: GuidePage) -> dict[str, str]:
    """Part -> digest, for the open parts, in order."""
    digests, signed = find_digests(page), find_signed_parts(page)
    return {part: digest for part, digest in digests.items() if part not in signed}


def find_exempt(page: GuidePage) -> set[tuple[str, str]]:
    """(part, digest) pairs that were published in an emergency."""
    made = EmergencyPublication.objects.filter(**_of(page)).values_list("digests", flat=True)
    return {(part, digest) for digests in made for part, digest in digests.items()}


def find_last(page: GuidePage) -> dict[str, SignOff]:
    """Part -> its last sign-off, of any digest."""
    return {sign_off.part: sign_off for sign_off in SignOff.objects.filter(**_of(page)).order_by("signed_at", "pk")}


def find_clinician(user: Any) -> Clinician | None:
    return Clinician.objects.filter(account=user).first() if user.is_authenticated else None


def why_not_sign(user: Any) -> str:
    """The reason why this user can't sign, as a sentence; empty if they can."""
    clinician = find_clinician(user)
    if not user.has_perm("content.sign_off_guide"):
        return _("Only clinical reviewers can sign off a guide.")
    if clinician is None:
        return _(
            "Your account is not linked to a clinician yet, so that nobody could tell who signed. "
            "Ask an administrator to choose your account under Shared, Clinicians."
        )
    if clinician.has_lapsed and clinician.registered_until:
        day = {"day": show_day(clinician.registered_until)}
        return _("Your registration ended on %(day)s: renew it, or have the new date entered, to sign again.") % day
    return ""


def sign(page: GuidePage, seen: dict[str, str], user: Any) -> list[str]:
    """Sign parts of a draft as shown to the clinician; returns the signed parts. `seen`: part -> digest on the screen.

    A part that has changed since is not signed. Signing the overview fills in the day of the review, and signs it with
    the words that were shown. Raises Refused if the user can't sign, or wrote one of the parts.
    """
    if reason := why_not_sign(user):
        raise Refused([reason])
    if written := [part for part in find_written(page, user) if part in seen]:
        raise Refused([explain(written)])
    clinician = find_clinician(user)
    assert clinician
    with publishing(actor=user.get_username(), reason=_("Signed off")):
        signed = _sign(page, seen, clinician, user)
        if OVERVIEW in signed and (filled := fill_in(page, seen[OVERVIEW], clinician, user)):
            _record(filled, {OVERVIEW: find_digests(filled)[OVERVIEW]}, clinician, user)
    return signed


def _sign(
    page: GuidePage, seen: dict[str, str], clinician: Clinician, user: Any = None, moment: datetime | None = None
) -> list[str]:
    with publishing(actor=user.get_username() if user else "", reason=_("Signed off")):
        signed = _record(page, seen, clinician, user, moment)
        if signed:
            names = name_parts(signed)
            data = {"parts": names, "clinician": str(clinician), "number": clinician.registration_number}
            log(GuidePage.objects.get(pk=page.pk), "guides.sign", user=user, data=data)
            _mark_public(page, {part: seen[part] for part in signed})
    return signed


def _record(
    page: GuidePage, seen: dict[str, str], clinician: Clinician, user: Any, moment: datetime | None = None
) -> list[str]:
    parts = judge(page)
    digests = {part: digest_of(content) for part, content in parts.items()}
    sources = {} if page.is_source else find_digests(page.source_page)
    signed = [part for part in PARTS if part in seen and seen[part] == digests[part]]
    last = find_last(page)
    given = {(part, one.digest, one.source_digest, one.clinician) for part, one in last.items()}
    SignOff.objects.bulk_create(
        SignOff(
            **_of(page),
            part=part,
            digest=digests[part],
            source_digest=sources.get(part, ""),
            content=parts[part],
            clinician=clinician.public_id,
            name=clinician.name,
            role=clinician.role,
            registration_body=clinician.registration_body,
            registration_number=clinician.registration_number,
            is_sample=clinician.is_sample,
            signed_by=user,
            signed_at=moment or timezone.now(),
        )
        for part in signed
        # A form that is sent twice makes one signature.
        if (part, digests[part], sources.get(part, ""), clinician.public_id) not in given
    )
    return signed


def _mark_public(page: GuidePage, signed: dict[str, str]) -> None:
    """Settle the guide again if its live page has a signed digest. Signatures of a draft change nothing yet."""
    public = GuidePage.objects.get(pk=page.pk)
    if public.live and signed.items() & find_digests(public).items():
        look_again("guide", page.translation_key)


def publish_unsigned(page: GuidePage, reason: str, user: Any, seen: dict[str, str]) -> None:
    """Publish the newest draft in an emergency, with its unsigned parts. All other refusals still apply.

    `seen`: the open parts on the screen, part -> digest. Raises Refused if they have changed since, or if the draft is
    scheduled for later.
    """
    with publishing(actor=user.get_username(), reason=reason) as publication:
        publication.is_unsigned = True
        draft = page.get_latest_revision_as_object()
        digests = find_open_parts(draft)
        if seen != digests:
            raise Refused([_("The draft has changed while you were reading. Nothing was published: read it again.")])
        if draft.go_live_at and draft.go_live_at > timezone.now():
            raise Refused([_("The draft has a day on which it goes live. Take the day out, so that it goes out now.")])
        EmergencyPublication.objects.create(**_of(page), digests=digests, reason=reason, made_by=user)
        names = name_parts(digests)
        log(page, "guides.emergency", user=user, data={"parts": names, "reason": reason})
        page.get_latest_revision().publish(user=user)


def sign_as(clinician: Clinician, page: GuidePage, moment: datetime | None = None) -> None:
    """Sign all open parts of a page for a clinician of the samples. Proofs and tests use it too."""
    _sign(page, find_open_parts(page), clinician, moment=moment)
