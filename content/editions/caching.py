"""How long answers may be kept, and the names (`Surrogate-Key`) by which a release purges what it changed, no more."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponse

from content.editions.models import Kind

#: Shown without asking again for at most so many seconds: this bounds how long a browser shows what was recalled.
MAX_AGE = 10
#: The lists that show subjects of a kind. An offering is shown within its branch and among its guides.
_LISTS = {Kind.GUIDE: ("guides",), Kind.BRANCH: ("branches",), Kind.OFFERING: ("offerings",)}


def key_of(kind: str, subject: str) -> str:
    return f"{kind}-{subject}"


def keys_of(kind: str, subject: str) -> list[str]:
    """Every key whose answers change with a subject. All answers hang on the group: its language is the default."""
    return ["group"] if kind == Kind.GROUP else ["sync", key_of(kind, subject), *_LISTS.get(Kind(kind), ())]


def allow_caching(response: HttpResponse, keys: Iterable[str]) -> None:
    """Let browsers and CDNs keep the answer under these keys.

    A CDN that is purged may keep it far longer than a browser (RFC 9213), and is the only one that may show an
    old answer while it asks for the new one (RFC 5861): a browser would do so beyond MAX_AGE.
    """
    error = f"stale-if-error={settings.STALE_IF_ERROR}"
    response["Cache-Control"] = f"public, max-age={MAX_AGE}, {error}"
    if settings.CDN_MAX_AGE:
        response["CDN-Cache-Control"] = f"public, max-age={settings.CDN_MAX_AGE}, stale-while-revalidate=10, {error}"
    response["Surrogate-Key"] = " ".join(["group", *keys])


def keep_private(response: HttpResponse) -> None:
    """Let nobody keep the answer, and no search engine list it: it is a draft, or says what became of one."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
