"""Signing and publishing for proofs and tests, as the sample clinician."""

from typing import Any


def sign(page: Any) -> None:
    """Sign whatever of a page nobody has signed, as it is in memory."""
    from content.approval.signoff.signing import sign_as
    from content.model.snippets.models import Clinician

    sign_as(Clinician.objects.get(registration_number="SMC-000111"), page)


def sign_summaries(page: Any, *summaries: str) -> list[str]:
    """Sign a guide with each of these summaries: whichever of them is published later needs no clinician then."""
    for summary in summaries:
        page.summary = summary
        sign(page)
    return list(summaries)


def publish(page: Any, clean: bool = True, user: Any = None) -> None:
    """Save a page as a draft, have it signed if it is a guide, and publish it. Raises Refused where something else
    forbids it.
    """
    from content.model.guides.models import GuidePage

    revision = page.save_revision(clean=clean, user=user)
    if isinstance(page, GuidePage):
        sign(page)
    revision.publish(user=user)
