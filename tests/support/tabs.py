"""A form of the admin in a tab: what a browser would send of it, streams and rich texts included."""

from django.urls import reverse
from lxml.html import HtmlElement, document_fromstring

from content.model.guides.models import GuidePage
from tests.support.guide_forms import form_data

FIELDS = ("input", "textarea", "select")


def read_form(html: str) -> dict:
    """What a browser would send of the main form, were its first button pressed."""
    page = document_fromstring(html)
    # In a dialog, which a script moves into the form.
    schedule = [field for field in page.iter(*FIELDS) if field.get("name") in ("go_live_at", "expire_at")]
    for unseen in page.xpath("//template"):
        unseen.clear()
    form = next(form for form in page.iter("form") if is_sent(form) and any(map(says_shown, form.iter("input"))))
    data: dict = {}
    for field in [*(field for field in form.iter(*FIELDS) if field.get("name")), *schedule]:
        kind = field.get("type")
        if field.tag == "input" and kind in ("checkbox", "radio") and field.get("checked") is None:
            continue
        if kind in ("submit", "button", "file"):
            continue
        if field.tag == "select":
            chosen = field.xpath(".//option[@selected]")
            value = chosen[0].get("value", "") if chosen else ""
        elif field.tag == "textarea":
            value = field.text_content().removeprefix("\n")
        else:
            value = field.get("value", "on" if kind == "checkbox" else "")
        data[field.get("name")] = value
    return data


def is_sent(form: HtmlElement) -> bool:
    return form.get("method", "").lower() == "post"


def says_shown(field: HtmlElement) -> bool:
    name = field.get("name", "")
    return name == "shown" or name.endswith("-shown")


def open_form(client, address: str) -> dict:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    page = answer.context.get("page")
    # Streams and rich texts are drawn by a script.
    drawn = form_data(page.specific) if isinstance(page, GuidePage) else {}
    return drawn | read_form(answer.content.decode())


def read_shown(client, address: str) -> dict:
    """What a form says that it has shown, for whoever sends few of its fields. Without it nothing is saved."""
    return {name: value for name, value in open_form(client, address).items() if name.endswith("shown")}


def mine_drawn(data: dict) -> dict:
    """What a script draws again, as it was typed."""
    return {name: value for name, value in data.items() if "_blocks" in name or "faqs" in name}


def page_address(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def snippet_address(thing) -> str:
    return reverse(f"wagtailsnippets_content_{thing._meta.model_name}:edit", args=[thing.pk])
