"""Tells whether readers have lost something since a release, so that an archive of that release must not be given."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from content.edition.models import Edition
from content.model.images.models import PublicFile
from content.model.vocabulary import Kind, State
from content.public.changes import Mark


def was_taken_back_since(mark: Mark) -> bool:
    """Whether anything of that release was withdrawn, recalled, withheld or erased since. At most three queries.

    What was published in place of something else does not count: a copy of that release gets it by its next sync.
    """
    later = Edition.objects.filter(release__gt=mark.number)
    return (
        # A recall of a section, or the end of one, changes the list of recalls.
        later.filter(~Q(state=State.LIVE) | Q(kind=Kind.RECALLS)).exists()
        # From the commit that ends a consent, until the editions with the picture are erased and its files are gone.
        or PublicFile.objects.filter(is_withheld=True).exists()
        or later.filter(Exists(_erased_before(mark))).exists()
    )


def _erased_before(mark: Mark) -> QuerySet[Edition]:
    """The edition that was current at that release, if its words were erased. A current one can't be erased."""
    same = {name: OuterRef(name) for name in ("kind", "subject", "locale")}
    before = Edition.objects.filter(**same, version=OuterRef("version") - 1, release__lte=mark.number)
    return before.filter(state=State.LIVE, body=b"")
