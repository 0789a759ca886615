"""A form of the admin in a tab: what a browser would send of it, streams and rich texts included."""

from bs4 import BeautifulSoup
from django.urls import reverse

from content.model.guides.models import GuidePage
from tests.support.guide_forms import form_data


def read_form(html: str) -> dict:
    """What a browser would send of the main form, were its first button pressed."""
    soup = BeautifulSoup(html, "html.parser")
    form = next(
        form
        for form in soup.find_all("form", method=lambda m: m and m.lower() == "post")
        if form.select("input[name=shown], input[name$=-shown]")
    )
    data: dict = {}
    named = "input[name], textarea[name], select[name]"
    # In a dialog, which a script moves into the form.
    schedule = soup.find_all(attrs={"name": ["go_live_at", "expire_at"]})
    for field in [*form.select(named), *schedule]:
        if field.name == "input" and field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.get("type") in ("submit", "button", "file"):
            continue
        if field.name == "select":
            chosen = field.select("option[selected]")
            value = chosen[0].get("value", "") if chosen else ""
        else:
            value = (
                field.text
                if field.name == "textarea"
                else field.get("value", "on" if field.get("type") == "checkbox" else "")
            )
        data[field["name"]] = value.removeprefix("\n") if field.name == "textarea" else value
    return data


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
