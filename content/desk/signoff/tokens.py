"""Tokens of what was shown: each part comes with one, and is signed only with it. So nobody signs unread words.

part's words -> token (of user, guide, part, digest), in the same answer -> the form -> digests that may be signed
"""

from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import QueryDict

from content.model.guides.models import GuidePage
from content.model.vocabulary import PARTS

_signer = Signer(salt="content.desk.signoff")


def give_token(user: Any, page: GuidePage, part: str, digest: str) -> str:
    return _signer.sign_object([user.pk, page.pk, part, digest])


def read_tokens(user: Any, page: GuidePage, sent: QueryDict) -> dict[str, str]:
    """Part -> the digest that this user was shown. A token of another user, guide or part counts for nothing."""
    shown = {}
    for part in PARTS:
        try:
            holder, guide, named, digest = _signer.unsign_object(sent.get(f"shown-{part}", ""))
        except (BadSignature, ValueError):
            continue
        if (holder, guide, named) == (user.pk, page.pk, part):
            shown[part] = digest
    return shown
