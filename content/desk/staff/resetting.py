"""Mails about accounts: the link to set a new password, and notices about changes."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views.account import PasswordResetView

from content.release.outbox.delivering import register_handler
from content.release.outbox.mail import send_mails

TOPIC = "password_reset"


class ResetForm(PasswordResetForm):
    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: Any,
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Raises errors of the mail server, so that the outbox retries. Django's own method only logs them."""
        subject = "".join(render_to_string(subject_template_name, context).splitlines())
        send_mail(subject, render_to_string(email_template_name, context), from_email, [to_email])


@register_handler(TOPIC)
def send_reset(payload: dict[str, Any]) -> None:
    """The worker makes the link here, so that it is stored in no table and no log."""
    form = ResetForm({"email": payload["email"]})
    if form.is_valid():
        scheme, _separator, domain = settings.BASE_URL.partition("://")
        form.save(
            domain_override=domain,
            use_https=scheme == "https",
            subject_template_name=PasswordResetView.subject_template_name,
            email_template_name=PasswordResetView.email_template_name,
        )


@receiver(pre_save, sender=get_user_model(), dispatch_uid="tell_of_changed_account")
def tell_of_changed_account(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A notice about a changed address or password, to the old address, which a thief of the session can't read."""
    if raw or not instance.pk:
        return
    before = type(instance)._default_manager.filter(pk=instance.pk).first()
    if before is None or not before.email:
        return
    with override(settings.LANGUAGE_CODE):
        name = {"site": settings.WAGTAIL_SITE_NAME, "name": instance.get_username()}
        if instance.email != before.email:
            said = _("The email address of your account “%(name)s” at %(site)s was changed.")
            _tell(before.email, _("Your email address was changed"), said % name)
        # Only set_password sets it. Django also stores unchanged passwords again, with a newer hash.
        if instance._password is not None and instance.password != before.password:
            said = _("The password of your account “%(name)s” at %(site)s was changed.")
            _tell(before.email, _("Your password was changed"), said % name)


def tell_of_factor(user: Any) -> None:
    """A notice that a device was set up: its owner can log in."""
    with override(settings.LANGUAGE_CODE):
        said = _("A second factor was set up for your account “%(name)s” at %(site)s.")
        _tell_owner(user, _("Your second factor was set up"), said)


def tell_of_reset_factor(user: Any) -> None:
    """A notice that the password alone is enough until a new device is set up."""
    with override(settings.LANGUAGE_CODE):
        said = _("The second factor of your account “%(name)s” at %(site)s was removed. Log in to set up another.")
        _tell_owner(user, _("Your second factor was removed"), said)


def _tell_owner(user: Any, subject: str, said: str) -> None:
    if user.email:
        _tell(user.email, subject, said % {"site": settings.WAGTAIL_SITE_NAME, "name": user.get_username()})


def _tell(address: str, subject: str, said: str) -> None:
    advice = _("If it was not you, tell an administrator at once.")
    send_mails([address], subject, f"{said}\n\n{advice}\n")
