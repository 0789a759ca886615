"""Finds the authors of a part: a user who changed it since its last sign-off may not sign it.

last sign-off -> each later revision compared with the one before -> parts whose digest this user changed
              -> therapies and citations that the part shows, and that this user changed since
              -> pictures that the part shows, and whose file this user replaced since
each earlier revision -> parts that this user wrote as they are now, and that another has brought back
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import ngettext
from wagtail.models import ModelLogEntry, Revision

from content.approval.signoff.models import SignOff
from content.approval.signoff.parts import digest_of, find_digests, judge, name_parts
from content.model.audit import CHANGE
from content.model.guides.models import GuidePage
from content.model.images.models import GuideImage
from content.model.snippets.models import Citation, Therapy
from content.model.vocabulary import PARTS


def find_written(page: GuidePage, user: Any) -> list[str]:
    """The parts of a draft that this user changed since they were last signed.

    Superusers are not exempt. Empty if AUTHORS_MAY_SIGN is set.
    """
    if settings.AUTHORS_MAY_SIGN or user.pk is None:
        return []
    found = SignOff.objects.filter(guide=page.translation_key, locale=page.locale.language_code)
    signed = list(found.order_by("signed_at", "pk"))
    last = {sign_off.part: sign_off for sign_off in signed}
    known = {(sign_off.part, sign_off.digest) for sign_off in signed}
    judged = judge(page)
    digests = {part: digest_of(content) for part, content in judged.items()}
    open_now = {part: digest for part, digest in digests.items() if (part, digest) not in known}
    written = _written_on_page(page, user, last, open_now)
    for part, content in judged.items():
        if part not in written and _changed_what_it_shows(content, page, user, last.get(part)):
            written.add(part)
    return [part for part in PARTS if part in written]


def explain(parts: list[str]) -> str:
    """A message: why the author can't sign these parts, and what to do."""
    return ngettext(
        "You have written this part since it was last signed: %(parts)s. Ask another clinician to sign it.",
        "You have written these parts since they were last signed: %(parts)s. Ask another clinician to sign them.",
        len(parts),
    ) % {"parts": name_parts(parts)}


def _written_on_page(page: GuidePage, user: Any, last: dict[str, SignOff], open_now: dict[str, str]) -> set[str]:
    """The parts that this user changed, by the page's revisions. Autosave rewrites only the author's own revision."""
    revisions = list(page.revisions.order_by("created_at", "pk").only("pk", "user_id", "created_at"))

    @cache
    def read(pk: int) -> dict[str, str]:
        return find_digests(Revision.objects.get(pk=pk).as_object())

    written = set()
    for before, revision in zip([None, *revisions], revisions, strict=False):
        if revision.user_id != user.pk:
            continue
        for part in PARTS:
            signed = last.get(part)
            if signed and revision.created_at <= signed.signed_at:
                if part in open_now and (
                    read(revision.pk)[part] == open_now[part] != (before and read(before.pk)[part])
                ):
                    written.add(part)  # nobody has signed these words, and another has brought them back
            elif read(revision.pk)[part] != _read_before(part, before, signed, read):
                written.add(part)
    return written


def _read_before(
    part: str, before: Revision | None, signed: SignOff | None, read: Callable[[int], dict[str, str]]
) -> str:
    """The part's digest before a revision: of the revision before, or of the sign-off if that is newer."""
    if before is None or (signed and before.created_at <= signed.signed_at):
        return signed.digest if signed else ""
    return read(before.pk)[part]


def _changed_what_it_shows(content: dict[str, Any], page: GuidePage, user: Any, signed: SignOff | None) -> bool:
    """Whether this user edited a therapy or citation that the part shows, or replaced the file of a picture.

    The author of a draft counts, not its publisher. For a thing that the last sign-off covered, only later edits count;
    for others, all edits.
    """
    ids = set(_ids(content))
    known = ids & set(_ids(signed.content)) if signed else set()
    since = signed.signed_at if signed else None
    return any(
        changed(some, page, user, moment)
        for changed in (_changed, _replaced)
        for some, moment in ((known, since), (ids - known, None))
    )


def _changed(ids: set[UUID], page: GuidePage, user: Any, since: datetime | None) -> bool:
    for model, things in (
        (Therapy, _find_therapies(ids, page)),
        (Citation, Citation.objects.filter(public_id__in=ids)),
    ):
        keys = [str(thing.pk) for thing in things]
        rows = Q(object_id__in=keys, user=user.pk)
        kind: Any = ContentType.objects.get_for_model(model)
        changes = ModelLogEntry.objects.filter(rows, content_type=kind, action=CHANGE)
        drafts = Revision.objects.filter(rows, base_content_type=kind)
        if since:
            changes, drafts = changes.filter(timestamp__gt=since), drafts.filter(created_at__gt=since)
        if keys and (changes.exists() or drafts.exists()):
            return True
    return False


def _replaced(ids: set[UUID], page: GuidePage, user: Any, since: datetime | None) -> bool:
    """Whether this user replaced the file of one of these pictures. To upload it is not to say that it fits a guide."""
    keys = [str(pk) for pk in GuideImage.objects.filter(public_id__in=ids).values_list("pk", flat=True)]
    if not keys:
        return False
    kind: Any = ContentType.objects.get_for_model(GuideImage)
    changes = ModelLogEntry.objects.filter(object_id__in=keys, user=user.pk, content_type=kind, action=CHANGE)
    if since:
        changes = changes.filter(timestamp__gt=since)
    files = (change.data.get("changes", {}).get("file") for change in changes)
    return any(before for before, _after in filter(None, files))


def _find_therapies(ids: set[UUID], page: GuidePage) -> list[Therapy]:
    """Each therapy's public row in the page's language. If there is none, all its rows: any may be the chosen one."""
    found = list(Therapy.objects.filter(translation_key__in=ids))
    shown = {one.translation_key: one for one in found if one.live and one.locale_id == page.locale_id}
    return [one for one in found if shown.get(one.translation_key, one) == one]


def _ids(value: Any) -> Iterator[UUID]:
    """The ids of all things that judged content refers to."""
    if isinstance(value, dict):
        with suppress(ValueError):
            yield UUID(str(value.get("id")))
        for below in value.values():
            yield from _ids(below)
    elif isinstance(value, list):
        for below in value:
            yield from _ids(below)
