"""Finds current and earlier slugs, and their subjects."""

from content.edition.models import Current, Edition
from content.model.vocabulary import Kind, State


def find_sharers(kind: Kind, slug: str) -> set[str]:
    """The ids of all subjects that have or had this slug in any language.

    Their cache keys are purged when a subject takes the slug.
    """
    had = Edition.objects.filter(kind=kind, slug=slug, state=State.LIVE)
    return {str(subject) for subject in had.values_list("subject", flat=True).distinct()}


def find_slugs(row: Current) -> list[str]:
    """Every slug that a subject has or had in the row's language."""
    had = Edition.objects.filter(kind=row.kind, subject=row.subject, locale=row.locale).exclude(slug="")
    return sorted(had.values_list("slug", flat=True).distinct())
