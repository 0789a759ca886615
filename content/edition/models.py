"""The public record: releases, the editions they made, which edition is current, and what each one shows."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from content.model.compilation import Reference as ReferenceValue
from content.model.ordering import OrderedCharField
from content.model.vocabulary import Kind, State


class Release(models.Model):
    """One committed change of what is public. Numbers have no gaps and follow the order of commits."""

    number = models.PositiveBigIntegerField(primary_key=True)
    committed_at = models.DateTimeField()
    actor = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Release {self.number}"


class Settling(models.Model):
    """What one settling touched: another one that was prepared meanwhile tells by it whether it still holds.

    Only the newest are kept, and only where several can settle at once (`content.release.locking`).
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    #: `changed`, `renamed` and `shown`: lists of kinds and ids.
    touched = models.JSONField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Settling {self.number}"


class Edition(models.Model):
    """The compiled public form of one subject in one locale at one version. Never changed, only redacted."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject = models.UUIDField()
    locale = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="editions")
    state = models.CharField(max_length=10, choices=State.choices)
    slug = models.CharField(max_length=255, blank=True)
    body = models.BinaryField()
    body_gzip = models.BinaryField()
    body_br = models.BinaryField()
    #: What `body` is named in an ETag, and where its members are in it (`encoding.Places`).
    etag = models.CharField(max_length=32, blank=True)
    places = models.JSONField(default=dict)
    #: The guide's card as bytes, as lists give it. Empty for other kinds.
    card_body = models.BinaryField(default=b"")
    digest = models.CharField(max_length=64)
    section_digests = models.JSONField(default=dict)
    provenance = models.JSONField(default=dict)
    notice = models.JSONField(default=dict)
    # The page's content as Wagtail stores it in a revision, to return to this edition. Revisions themselves can be
    # rewritten by autosave, or purged. Private: never served.
    source = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        permissions = [("redact_edition", "Can erase the words of an earlier edition")]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "locale", "version"], name="one_edition_per_version")
        ]
        indexes = [models.Index(fields=["kind", "slug"], name="edition_by_old_slug")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.locale} v{self.version}"

    @property
    def card(self) -> dict[str, Any]:
        """The guide's card; empty for other kinds."""
        return read_card(self.card_body)


def read_card(body: Any) -> dict[str, Any]:
    card: dict[str, Any] = json.loads(bytes(body) or b"{}")
    return card


class Current(models.Model):
    """The newest edition, or tombstone, of a subject in a locale. The only row that changes."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject = models.UUIDField()
    locale = models.CharField(max_length=20)
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="current")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    slug = OrderedCharField(max_length=255, blank=True)
    updated_at = models.DateTimeField()
    #: Whether its newest content may not be public yet: it is unsigned, say, or has a forbidden claim.
    is_held = models.BooleanField(default=False, db_default=False)
    #: The reasons when it was held, one sentence on a line.
    held_because = models.TextField(blank=True, default="", db_default="")
    #: Of its document, before compression. 0: none, or not noted. A page of a sync adds them up (`public.changes`).
    bytes = models.PositiveIntegerField(default=0, db_default=0)
    #: The version that wrote its search terms (`search.terms.VERSION`).
    indexed_by = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Filterable facts of a guide
    category = models.CharField(max_length=60, blank=True)
    body_area = models.CharField(max_length=20, blank=True)
    minutes_max = models.PositiveSmallIntegerField(null=True)
    sessions_max = models.PositiveSmallIntegerField(null=True)
    # Filterable facts of an offering
    branch = models.UUIDField(null=True)
    guide = models.UUIDField(null=True)
    available = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "locale"], name="one_current_edition"),
            models.UniqueConstraint(
                fields=["kind", "slug", "locale"],
                condition=models.Q(state="live") & ~models.Q(slug=""),
                name="one_live_subject_per_slug",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "branch", "guide"], name="current_by_branch"),
            models.Index(fields=["kind", "locale", "state", "slug", "subject"], name="current_in_list_order"),
            models.Index(fields=["release", "id"], name="current_in_order_of_change"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.locale}"


class Reference(models.Model):
    """A thing that an edition shows. When the thing changes, the edition's subject is compiled again."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="references")
    kind = models.CharField(max_length=12)
    target = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "kind", "target"], name="one_reference_per_target")]
        indexes = [models.Index(fields=["kind", "target"], name="reference_by_target")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"

    @property
    def value(self) -> ReferenceValue:
        return ReferenceValue(self.kind, self.target)


class SearchTerm(models.Model):
    """A word by which a part of a live guide is found. Written and deleted with its edition."""

    #: Without an index of its own: the constraint's begins with it.
    current = models.ForeignKey(Current, on_delete=models.CASCADE, related_name="search_terms", db_index=False)
    #: The guide's, so that words are found without reading its row.
    locale = models.CharField(max_length=20, default="", db_default="")
    part = models.CharField(max_length=20)
    term = OrderedCharField(max_length=40)
    #: The word as written, to correct mistyped questions.
    word = OrderedCharField(max_length=60)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["current", "part", "term"], name="one_weight_per_term")]
        # All that a search reads, so that it reads no row of the table.
        indexes = [models.Index(fields=["locale", "term", "word", "current", "part", "weight"], name="search_by_term")]

    def __str__(self) -> str:
        return f"{self.term} in {self.part}"
