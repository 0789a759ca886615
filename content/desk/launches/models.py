"""A launch: guides, offerings and withdrawals that are published together, or not at all."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from content.desk.launches.forms import CONFIRMED, LaunchForm
from content.desk.launches.panels import AskedPanel, ChosenPagePanel
from content.model.branches.models import BranchPage, Offering, hand_over
from content.model.branches.policy import find_guides
from content.model.branches.prices import show_amount
from content.model.guides.models import GuidePage

_SALT = "content.launch"
#: Seconds for which a preview's address works.
PREVIEW_LIFE = 7 * 24 * 3600


class Launch(ClusterableModel):
    title = models.CharField(max_length=120, help_text=_("For example, “Laser treatments in Pune”."))
    planned_at = models.DateTimeField(
        _("go-live time"),
        null=True,
        blank=True,
        help_text=_("Everything is published together, or nothing is. Leave empty to publish by hand."),
    )
    changed_at = models.DateTimeField(auto_now=True)
    #: The user who last saved it in the admin. It is published on their behalf, with the permissions they then have.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    #: Whether a user planned it, not a script. It stays true after the account is deleted.
    is_of_user = models.BooleanField(default=False, db_default=False, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    #: Why it could not be published at its time, one sentence on a line, and when it was last tried.
    refusal = models.TextField(blank=True, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    #: The form in which it was made: however often that is sent, it makes one launch.
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    #: Increased to end all addresses of its preview.
    previews_ended = models.PositiveIntegerField(default=0, editable=False)

    base_form_class = LaunchForm
    panels = [
        FieldPanel("title"),
        FieldPanel("planned_at"),
        InlinePanel("pages", heading=_("Guides"), label=_("Guide")),
        InlinePanel("offerings", heading=_("Offerings"), label=_("Offering")),
        AskedPanel(CONFIRMED),
    ]

    class Meta:
        verbose_name = _("launch")
        verbose_name_plural = _("launches")
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.done_at:
            raise ValidationError(_("This launch has been published and cannot be changed."))
        before = Launch.objects.filter(pk=self.pk).values_list("planned_at", flat=True).first()
        if self.planned_at and self.planned_at != before and self.planned_at <= timezone.now():
            raise ValidationError({"planned_at": _("Choose a time in the future.")})

    @property
    def state(self) -> Any:
        if self.done_at:
            return _("published")
        if self.refusal:
            return _("delayed")
        return _("scheduled") if self.planned_at else _("draft")

    def make_preview_token(self, user: Any) -> str:
        """A token on behalf of a user. It works as long as they have the permissions for the launch."""
        return signing.dumps([self.pk, self.previews_ended, user.pk], salt=_SALT)

    @property
    def items(self) -> list["LaunchPage | LaunchOffering"]:
        return [*self.pages.all(), *self.offerings.all()]

    def find_forbidden(self, user: Any) -> list[str]:
        """A sentence for each item for which the user lacks the permission of its own screen."""
        return list(dict.fromkeys(sentence for item in self.items if (sentence := item.find_forbidden(user))))


def may_launch(user: Any) -> bool:
    return bool(user.has_perm("content.change_launch"))


def find_previewed(token: str) -> Launch | None:
    """The launch of a preview's token; None if the preview is invalid, ended or expired, or the launch has happened.

    Also None if the user who made the token is inactive, or lacks the permission for the launch or one of its items.
    """
    try:
        pk, ended, user_id = (int(key) for key in signing.loads(token, salt=_SALT, max_age=PREVIEW_LIFE))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = get_user_model()._default_manager.filter(pk=user_id, is_active=True).first()
    if user is None or not may_launch(user):
        return None
    launch = Launch.objects.filter(pk=pk, previews_ended=ended, done_at=None).first()
    return launch if launch and not launch.find_forbidden(user) else None


class Action(models.TextChoices):
    PUBLISH = "publish", _("publish its latest draft")
    WITHDRAW = "withdraw", _("withdraw")


class LaunchPage(Orderable):
    launch = ParentalKey(Launch, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey(GuidePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("guide"))
    action = models.CharField(_("action"), max_length=10, choices=Action.choices, default=Action.PUBLISH)
    reason = models.CharField(
        max_length=300, blank=True, help_text=_("For a withdrawal: the reason readers see, in plain words.")
    )

    panels = [ChosenPagePanel("page"), FieldPanel("action"), FieldPanel("reason")]

    def find_forbidden(self, user: Any) -> str:
        """A sentence if the user may not publish or unpublish the page; else empty."""
        rights, names = self.page.permissions_for_user(user), {"guide": self.page}
        if rights.page_locked():
            return _("“%(guide)s” is locked. Unlock it first.") % names
        if rights.can_publish():
            return ""
        if self.action == Action.WITHDRAW:
            return _("You do not have permission to withdraw “%(guide)s”. Ask somebody who has.") % names
        return _("You do not have permission to publish “%(guide)s”. Ask somebody who has.") % names


class LaunchOffering(Orderable):
    """The values of a branch's offering of a guide after the launch."""

    launch = ParentalKey(Launch, on_delete=models.CASCADE, related_name="offerings")
    branch = models.ForeignKey(BranchPage, on_delete=hand_over, related_name="+", verbose_name=_("branch"))
    guide = models.ForeignKey(GuidePage, on_delete=models.CASCADE, related_name="+", verbose_name=_("guide"))
    available = models.BooleanField(_("offered"), default=True)
    price_from = models.DecimalField(_("price from"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, choices=Offering._meta.get_field("currency").choices)
    price_valid_from = models.DateField(_("price valid from"), null=True, blank=True)
    #: Field -> its value when the launch was saved. It protects later changes from being overwritten unseen.
    planned_on = models.JSONField(null=True, editable=False)

    panels = [
        ChosenPagePanel("branch"),
        ChosenPagePanel("guide"),
        FieldRowPanel([FieldPanel("available"), FieldPanel("price_from")]),
        FieldRowPanel([FieldPanel("currency"), FieldPanel("price_valid_from")]),
    ]

    def clean(self) -> None:
        super().clean()
        if self.branch_id and self.guide_id:
            self.build().full_clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.planned_on = _say(self.find_offering())
        super().save(*args, **kwargs)

    def find_forbidden(self, user: Any) -> str:
        """A sentence if the user may not edit the offering in its grid; else empty."""
        names = {"branch": self.branch, "guide": self.guide}
        if not self.branch.permissions_for_user(user).can_edit():
            return _("You do not have permission to change the offerings of %(branch)s. Ask somebody who has.") % names
        if not find_guides(user).filter(pk=self.guide.source_page.pk).exists():
            return _("You do not have permission to offer “%(guide)s”. Ask somebody who has.") % names
        return ""

    def build(self) -> Offering:
        """The offering after the launch, not saved. Fields that the launch does not set keep their values."""
        offering = self.find_offering()
        offering.available = self.available
        if self.price_from is not None:
            # A new row of a form has no launch yet.
            day = offering.find_day(getattr(getattr(self, "launch", None), "planned_at", None))
            offering.set_price(self.price_from, self.currency, self.price_valid_from, today=day)
        return offering

    def describe(self) -> str:
        """What the branch will say of the guide, in a word or by its price."""
        if not self.available:
            return str(_("not offered"))
        return str(_("offered")) if self.price_from is None else show_amount(self.price_from, self.currency)

    def find_changes(self) -> list[tuple[str, str, str]]:
        """Changes since the launch was saved that it would overwrite: label, value then, value now."""
        now, wanted = _say(self.find_offering()), _say(self.build())
        fields = {field.name: field for field in Offering._meta.fields}
        return [
            (str(fields[name].verbose_name), then, now[name])
            for name, then in (self.planned_on or {}).items()
            if now[name] not in (then, wanted[name])
        ]

    def find_offering(self) -> Offering:
        branch, guide = self.branch.source_page, self.guide.source_page
        return Offering.objects.filter(branch=branch, guide=guide).first() or Offering(branch=branch, guide=guide)


def _say(offering: Offering) -> dict[str, str]:
    price = "" if offering.price_from is None else f"{offering.price_from:.2f}"
    day = str(offering.price_valid_from or "")
    available = "yes" if offering.available else "no"
    return {"available": available, "price_from": price, "currency": offering.currency, "price_valid_from": day}
