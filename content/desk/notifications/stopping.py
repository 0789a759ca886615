"""Ends mails by one click, without a log-in: a signed address, as List-Unsubscribe names it (RFC 8058).

GET asks, since programs that look for viruses open every link of a mail. POST ends them: by the button, or sent by
the mail program itself.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from content.desk.notifications.kinds import ALWAYS_AT_ONCE, NoticeKind, When
from content.desk.notifications.models import NotificationChoice
from content.desk.notifications.telling import find_language

SALT = "notifications.stop"
#: In place of a kind: all that the person gets in the digest.
EVERY_DIGEST = "digest"


def make_token(person: Any, what: str) -> str:
    """`what`: a kind, or EVERY_DIGEST. It doesn't expire: people stop mails that they find months later."""
    return signing.dumps([person.pk, what], salt=SALT)


def stop(person: Any, what: str) -> None:
    """Can be repeated."""
    with transaction.atomic():
        NotificationChoice.objects.get_or_create(user=person)
        choice = NotificationChoice.objects.select_for_update().get(user=person)
        ended = [kind for kind in NoticeKind if what in (kind, EVERY_DIGEST) and kind not in ALWAYS_AT_ONCE]
        if what == EVERY_DIGEST:
            ended = [kind for kind in ended if choice.find_when(kind) == When.DIGEST]
        choice.kinds |= {kind.value: When.NEVER.value for kind in ended}
        choice.save(update_fields=["kinds"])


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    try:
        pk, what = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return _answer(request, settings.LANGUAGE_CODE, status=404)
    person = get_user_model()._default_manager.filter(pk=pk, is_active=True).first()
    if person and request.method == "POST":
        stop(person, what)
    kind = "" if what == EVERY_DIGEST else NoticeKind(what).label
    language = find_language(person) if person else settings.LANGUAGE_CODE
    return _answer(request, language, is_known=True, kind=kind, is_done=person is None or request.method == "POST")


def _answer(request: HttpRequest, language: str, *, status: int = 200, **context: Any) -> HttpResponse:
    with override(language):
        context |= {
            "language": language,
            "direction": "rtl" if get_language_bidi() else "ltr",
            "site": settings.WAGTAIL_SITE_NAME,
        }
        response = render(request, "mails/stop.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"  # the address is a key
    return response
