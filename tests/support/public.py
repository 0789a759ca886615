"""Everything that the world can ask for, from what has ever been public and from what pages exist."""

import itertools
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models.functions import Cast
from django.test import Client

from content.edition.models import Current, Edition, Release
from content.model.guides.models import GuidePage
from content.model.outbox.models import Message
from content.model.vocabulary import Kind, SectionKey

LOCALES = ("en", "hi", "ar")


def find_addresses(
    locales: tuple[str, ...] = LOCALES,
    by: tuple[str, ...] = ("slug", "subject"),
    parts: bool = True,
    embeds: bool = True,
) -> Iterator[str]:
    """Every public address: lists, subjects by every slug and id they have had or drafts have, sections, pages.

    Without `parts` the addresses are left out whose answers are cut from others' or put together of them, without
    `embeds` those that show what others do as HTML.
    """
    editions = Edition.objects.filter(kind__in=(Kind.GUIDE, Kind.BRANCH)).values_list("kind", *by)
    drafts = set(GuidePage.objects.values_list("slug", flat=True))
    guides = {str(key) for kind, *keys in editions if kind == Kind.GUIDE for key in keys} | drafts
    branches = {str(key) for kind, *keys in editions if kind == Kind.BRANCH for key in keys}
    for locale in locales:
        query = f"?locale={locale}"
        for path in ("guides/", "branches/", "vocabulary/"):
            yield f"/api/v1/{path}{query}"
        for path in ("", "guides/", "branches/"):
            yield f"/{path}{query}"
        for guide in guides:
            yield f"/guides/{guide}/{query}"
            yield f"/api/v1/guides/{guide}/{query}"
            for section in SectionKey if parts else ():
                yield f"/api/v1/guides/{guide}/sections/{section}/{query}"
            if embeds:
                yield f"/guides/{guide}/{SectionKey.PROCESS}/{query}"
                yield f"/embed/frame/guides/{guide}/{SectionKey.PROCESS}/{query}"
                yield f"/embed/fragment/guides/{guide}/{query}"
        for branch in branches:
            yield f"/branches/{branch}/{query}"
            yield f"/api/v1/branches/{branch}/{query}"
            yield f"/api/v1/branches/{branch}/guides/{query}"
            if embeds:
                yield f"/embed/fragment/branches/{branch}/{query}"
            for guide in guides if parts else ():
                yield f"/api/v1/branches/{branch}/guides/{guide}/{query}"
    yield from ("/api/v1/group/", "/api/v1/recalls/", "/api/v1/release/", "/api/v1/sync/")


#: For staff alone: what to return to, and why something waits.
NOT_SERVED = {"Edition.source", "Current.held_because"}


def find_leaking_rows(words: str) -> list[str]:
    """The columns that answers are made of in which the words stand. Compressed ones are made of those."""
    leaks = []
    for model in (Edition, Current, Release, Message):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.BinaryField):
                bodies = model.objects.values_list(field.name, flat=True).iterator()
                found = any(words.encode() in bytes(body) for body in bodies if body)
            elif isinstance(field, models.CharField | models.TextField | models.JSONField):
                text = Cast(field.name, models.TextField())
                found = model.objects.annotate(looked_at=text).filter(looked_at__contains=words).exists()
            else:
                found = False
            if found:
                leaks.append(f"{model.__name__}.{field.name}")
    return [name for name in leaks if name not in NOT_SERVED]


def find_leaks(client: Client, words: str, part: tuple[int, int] = (0, 1), **which: Any) -> list[str]:
    """The public addresses whose answer has the words in it, in the body or in a header.

    `part` (1, 8) reads the second of each eight addresses.
    """
    leaks = []
    first, step = part
    for address in itertools.islice(sorted(find_addresses(**which)), first, None, step):
        response = client.get(address)
        assert response.status_code < 500, address
        if words in response.content.decode() or words in str(response.headers):
            leaks.append(address)
    return leaks
