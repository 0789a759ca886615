"""Many guides, as rows: nothing of them is compiled, so they are there at once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from content.edition.models import Current, Edition
from content.model.branches.models import Offering
from content.model.guides.models import GuidePage


def add_guides(number: int, like: GuidePage, *, offered: bool = False) -> None:
    """So many more guides like an English one. The Hindi page of each is older than the English one.

    `offered`: by the branches that offer the one that they are like.
    """
    current = Current.objects.select_related("edition").get(kind="guide", subject=like.translation_key, locale="en")
    hindi = GuidePage.objects.get(translation_key=like.translation_key, locale__language_code="hi")
    made = []
    for _one in range(number):
        key = uuid4()
        for page, age in ((like, 0), (hindi, 1)):
            new = GuidePage(
                title=f"Stale {key}", slug=f"stale-{key}", translation_key=key, locale=page.locale, live=False
            )
            page.get_parent().add_child(instance=new).save_revision(clean=False)
            made.append((new.pk, timezone.now() - timedelta(days=age)))
        _copy_current(current, key)
    for pk, moment in made:
        GuidePage.objects.filter(pk=pk).update(live=True, last_published_at=moment)
    if offered:
        sources = [pk for pk, _moment in made[::2]]
        Offering.objects.bulk_create(_offer(like, sources))


def _copy_current(current: Current, key: Any) -> None:
    edition = Edition.objects.get(pk=current.edition_id)
    edition.pk, edition.subject = None, key
    edition.save()
    row = Current.objects.get(pk=current.pk)
    row.pk, row.subject, row.slug, row.edition = None, key, f"stale-{key}", edition
    row.save()


def _offer(like: GuidePage, pages: list[int]) -> Iterator[Offering]:
    own = {"id", "guide_id"}
    for offering in Offering.objects.filter(guide=like):
        said = {field.attname: getattr(offering, field.attname) for field in Offering._meta.fields}
        for page in pages:
            yield Offering(guide_id=page, **{name: value for name, value in said.items() if name not in own})
