"""The screen on which a clinician reads and signs a guide."""

from django.urls import reverse

from content.model.guides.models import GuidePage
from content.model.vocabulary import PARTS


def screen(page: GuidePage) -> str:
    return reverse("sign_off", args=[page.pk])


def read(client, page: GuidePage) -> dict:
    """The parts on the screen, each of them open."""
    return {row.part: row for row in client.get(screen(page), {"open": PARTS}).context["rows"]}


def decide(client, page: GuidePage, sign=(), **comments):
    """Press the button below what is on the screen now."""
    data = {f"shown-{part}": row.opened.token for part, row in read(client, page).items()}
    return client.post(screen(page), {**data, "sign": sign, **comments}, follow=True)


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])
