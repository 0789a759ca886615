"""The newest release in a few values, for clients that ask whether anything has changed."""

from dataclasses import dataclass

from django.db.models import Subquery

from content.edition.models import Current, Release
from content.edition.stamping import format_moment
from content.model.vocabulary import Kind


@dataclass(frozen=True)
class Newest:
    """`recalls`: the digest of the list of recalls, which changes when that does."""

    number: int
    committed_at: str
    recalls: str


def read_newest() -> Newest:
    """One query, so that all its values are of the same moment."""
    recalls = Current.objects.filter(kind=Kind.RECALLS).values("edition__digest")[:1]
    newest = Release.objects.order_by("-number").values_list("number", "committed_at", Subquery(recalls))
    number, committed_at, digest = newest[0]
    return Newest(number, format_moment(committed_at), digest)
