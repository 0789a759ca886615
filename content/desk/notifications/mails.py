"""Sends notices by mail: one at once, or several as a digest. Worded when they are sent, for whoever may still read.

The worker may be killed after a mail was sent and before that is noted. The mail is then sent again under the same
Message-ID, by which mail servers and programs know it for the same.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext, override

from content.desk.notifications.kinds import ALWAYS_AT_ONCE, NoticeKind
from content.desk.notifications.stopping import EVERY_DIGEST, make_token
from content.desk.notifications.telling import TOPIC, find_language
from content.desk.notifications.words import Said, say
from content.release.outbox.delivering import register_handler


@register_handler(TOPIC)
def deliver(payload: dict[str, Any]) -> None:
    """Sends nothing to an account that was closed meanwhile, nor where nothing is left to say."""
    people = get_user_model()._default_manager.filter(is_active=True).exclude(email="")
    if (reader := people.filter(pk=payload["person"]).first()) is None:
        return
    language = find_language(reader)
    with override(language):
        found = [(NoticeKind(notice["kind"]), said) for notice in payload["notices"] if (said := say(notice, reader))]
        if found:
            _build(payload, reader, found, language).send()


def _build(
    payload: dict[str, Any], reader: Any, found: list[tuple[NoticeKind, Said]], language: str
) -> EmailMultiAlternatives:
    kinds = [kind for kind in NoticeKind if any(kind == one for one, _said in found)]
    context = {
        "groups": [(kind, [said for one, said in found if one == kind]) for kind in kinds],
        "is_digest": bool(payload["day"]),
        "reader": reader,
        "site": settings.WAGTAIL_SITE_NAME,
        "base": settings.BASE_URL,
        "account": reverse("wagtailadmin_account") + "#tab-notifications",
        "stop": "",
        "language": language,
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": _name(payload["id"])}
    if payload.get("can_end", True) and (payload["day"] or kinds[0] not in ALWAYS_AT_ONCE):
        token = make_token(reader, EVERY_DIGEST if payload["day"] else kinds[0])
        context["stop"] = reverse("stop_mails", args=[token])
        headers |= {
            "List-Unsubscribe": f"<{settings.BASE_URL}{context['stop']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    subject = _title_digest(len(found)) if payload["day"] else found[0][1].subject
    text = render_to_string("mails/notices.txt", context)
    mail = EmailMultiAlternatives(" ".join(subject.split()), text, None, [reader.email], headers=headers)
    mail.attach_alternative(render_to_string("mails/notices.html", context), "text/html")
    return mail


def _title_digest(count: int) -> str:
    subject = ngettext("%(site)s: %(n)d thing to know", "%(site)s: %(n)d things to know", count)
    return subject % {"site": settings.WAGTAIL_SITE_NAME, "n": count}


def _name(key: str) -> str:
    return f"<notice.{key}@{urlsplit(settings.BASE_URL).hostname}>"
