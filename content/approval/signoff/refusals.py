"""Keeps parts that no clinician has signed from becoming public."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.approval.signoff.parts import name_parts
from content.approval.signoff.signing import find_exempt, find_open_parts
from content.model.guides.models import GuidePage
from content.model.guides.refusals import Refusal
from content.model.notices.models import list_standing


def check_sign_off(page: GuidePage) -> Iterator[Refusal]:
    """One refusal for all unsigned parts. Recalled sections need no sign-off: their words are not shown."""
    if not (open_parts := find_open_parts(page)):
        return
    exempt = find_exempt(page)
    recalled = {recall.section for recall in list_standing(page.translation_key)}
    parts = [part for part, digest in open_parts.items() if part not in recalled and (part, digest) not in exempt]
    if parts:
        message = _(
            "No clinician has signed off: %(parts)s. "
            "If the guide has not been submitted yet, submit it. Publish it once it is signed."
        )
        yield Refusal("unsigned", message % {"parts": name_parts(parts)}, waits=True)
