"""Forms as a browser would send them: every field that stands in the page, hidden ones too, with what it holds."""

from typing import Any

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client


def read_form(html: str, having: str) -> dict[str, Any]:
    """What the form with a field of this name would send. Buttons, and templates of rows to come, are not sent."""
    page = BeautifulSoup(html, "html.parser")
    forms = [form for form in page.find_all("form") if form.find(attrs={"name": having})]
    assert forms, f"no form of the page has a field {having!r}"
    form = forms[0]
    fields = form.find_all(["input", "select", "textarea"])
    if form.get("id"):
        fields += [field for field in page.find_all(attrs={"form": form["id"]}) if field not in fields]
    data: dict[str, Any] = {}
    for field in fields:
        name, kind = field.get("name"), field.get("type", "text")
        if not name or "__prefix__" in name or field.has_attr("disabled"):
            continue
        if field.name == "textarea":
            text = field.get_text()
            data[name] = text[1:] if text.startswith("\n") else text
        elif field.name == "select":
            chosen = [option for option in field.find_all("option") if option.has_attr("selected")]
            chosen = chosen or ([] if field.has_attr("multiple") else field.find_all("option")[:1])
            data[name] = [option.get("value", option.get_text()) for option in chosen]
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                data[name] = field.get("value", "on")
        elif kind not in ("submit", "button", "image", "reset", "file"):
            data[name] = field.get("value", "")
    return data


def open_form(client: Client, address: str, having: str) -> dict[str, Any]:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return read_form(answer.content.decode(), having)


def name_of(data: dict[str, Any], *parts: str) -> str:
    """The one field whose name holds all of these."""
    (name,) = [name for name in data if all(part in name for part in parts)]
    return name


def send_table(client: Client, address: str, table: bytes, confirm: bool = True) -> list[str]:
    """Bring a CSV table, look at what would change, and confirm it as it is shown. The pages that were seen."""
    answer = client.post(address, {"table": SimpleUploadedFile("table.csv", table, "text/csv")}, follow=True)
    seen = [answer.content.decode()]
    page = BeautifulSoup(seen[0], "html.parser")
    shown = page.find("textarea", attrs={"name": "text"})
    if confirm and shown is not None:
        form = shown.find_parent("form")
        data = read_form(seen[0], "text")
        seen.append(client.post(form.get("action") or address, data, follow=True).content.decode())
    return seen
