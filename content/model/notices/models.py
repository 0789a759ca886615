"""Why something is no longer public: recalled because it may harm, or withdrawn for another reason."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.model.publishing import Published
from content.model.remembering import is_remembering, remembered
from content.model.typed_words import Worded
from content.model.vocabulary import RecallSeverity, SectionKey

#: Safety can't be recalled alone, since benefits must never be shown without the risks.
RECALLABLE = [(key.value, key.label) for key in SectionKey if key != SectionKey.SAFETY]


class Recall(Published):
    """Takes off a guide, or one section of it, at once and in every language. It stands until it is lifted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Not a foreign key, since a recall outlives the page.
    guide = models.UUIDField(editable=False)
    title = models.CharField(max_length=255, editable=False)
    section = models.CharField(
        _("what to recall"),
        max_length=20,
        choices=RECALLABLE,
        blank=True,
        help_text=_(
            "“Is it right for you?” cannot be recalled on its own, because benefits are never shown without the risks."
        ),
    )
    severity = models.CharField(_("severity"), max_length=20, choices=RecallSeverity.choices)
    reason = models.CharField(
        _("reason"),
        max_length=300,
        help_text=_("Readers see this at once. Say in plain words what is wrong and what to do now."),
    )
    recalled_at = models.DateTimeField(default=timezone.now, editable=False)
    recalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    lifted_at = models.DateTimeField(null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    lift_reason = models.CharField(
        _("reason for lifting the recall"), max_length=300, blank=True, help_text=_("Kept in the history. Not public.")
    )

    class Meta:
        ordering = ["-recalled_at"]
        permissions = [("recall_guide", "Can recall a guide and lift a recall")]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "section"], condition=models.Q(lifted_at=None), name="one_standing_recall_per_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_section_display()}" if self.section else self.title

    @property
    def stands(self) -> bool:
        return self.lifted_at is None

    def clean(self) -> None:
        super().clean()
        if self._state.adding and find_standing(self.guide).filter(section=self.section).exists():
            raise ValidationError(_("This has already been recalled."))


def find_standing(guide: Any = None) -> models.QuerySet[Recall]:
    """The standing recalls, oldest first; of one guide if its id is given."""
    standing = Recall.objects.filter(lifted_at=None).order_by("recalled_at", "pk")
    return standing if guide is None else standing.filter(guide=guide)


def list_standing(guide: Any) -> list[Recall]:
    """The standing recalls of a guide and of its sections, oldest first. While settling, one query for all guides."""
    if is_remembering():
        return _group_standing().get(str(guide), [])
    return list(find_standing(guide))


@remembered
def _group_standing() -> dict[str, list[Recall]]:
    found: dict[str, list[Recall]] = {}
    for recall in find_standing():
        found.setdefault(str(recall.guide), []).append(recall)
    return found


class Withdrawal(Worded):
    """The notice of an unpublished guide or branch. Deleted when it is public again."""

    words = ("reason",)

    subject = models.UUIDField()
    locale = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    successor = models.ForeignKey(
        "content.GuidePage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["subject", "locale"], name="one_withdrawal_per_page")]

    def __str__(self) -> str:
        return self.reason
