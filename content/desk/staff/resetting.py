"""Mails about accounts: the link by which a password is set anew, and notes that something was changed."""

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
        """Django's takes what a mail server refuses for sent. Raised, it has the outbox try again."""
        subject = "".join(render_to_string(subject_template_name, context).splitlines())
        send_mail(subject, render_to_string(email_template_name, context), from_email, [to_email])


@register_handler(TOPIC)
def send_reset(payload: dict[str, Any]) -> None:
    """The link is made here, by the worker, so that it is in no table and in no log."""
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
    """By whatever door it changes: to the address that was there before, which a thief of the session can't read."""
    if raw or not instance.pk:
        return
    before = type(instance)._default_manager.filter(pk=instance.pk).first()
    if before is None or not before.email:
        return
    with override(settings.LANGUAGE_CODE):
        name = {"site": settings.WAGTAIL_SITE_NAME, "name": instance.get_username()}
        if instance.email != before.email:
            said = _("The e-mail address of your account “%(name)s” at %(site)s was changed.")
            _tell(before.email, _("Your e-mail address was changed"), said % name)
        # Set by set_password alone, not where Django stores the same password with a newer hash.
        if instance._password is not None and instance.password != before.password:
            said = _("The password of your account “%(name)s” at %(site)s was changed.")
            _tell(before.email, _("Your password was changed"), said % name)


def tell_of_factor(user: Any) -> None:
    """That a device was set up: whoever has it is let in."""
    with override(settings.LANGUAGE_CODE):
        said = _("A second factor, the codes of an app, was set up for your account “%(name)s” at %(site)s.")
        _tell_owner(user, _("Your second factor was set up"), said)


def tell_of_reset_factor(user: Any) -> None:
    """That the password alone is asked for until another is set up: whoever has that could set one up."""
    with override(settings.LANGUAGE_CODE):
        said = _("The second factor of your account “%(name)s” at %(site)s was taken away. Log in to set up another.")
        _tell_owner(user, _("Your second factor was taken away"), said)


def _tell_owner(user: Any, subject: str, said: str) -> None:
    if user.email:
        _tell(user.email, subject, said % {"site": settings.WAGTAIL_SITE_NAME, "name": user.get_username()})


def _tell(address: str, subject: str, said: str) -> None:
    advice = _("If it was not you, tell an administrator at once.")
    send_mails([address], subject, f"{said}\n\n{advice}\n")
