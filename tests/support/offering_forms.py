"""The grid of a branch's offerings, as a browser sends it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse


def form_data(client, branch, **changes):
    """What a browser would send after the changes, which are given as guide slug -> field -> value."""
    response = client.get(reverse("offerings", args=[branch.pk]))
    data = {}
    for form in response.context["forms"]:
        for name in form.fields:
            value = form[name].value()
            if value not in (None, False):
                data[form.add_prefix(name)] = value
        for name, value in changes.get(form.instance.guide.slug.replace("-", "_"), {}).items():
            data[form.add_prefix(name)] = value
    return data


def send_table(client, branch, table: str | bytes):
    content = table.encode() if isinstance(table, str) else table
    file = SimpleUploadedFile("offerings.csv", content)
    address = reverse("offerings_csv", args=[branch.pk]) if branch else reverse("every_offering_csv")
    answer = client.post(address, {"table": file}, follow=True)
    if answer.context and answer.context.get("text"):  # seen, and confirmed
        asked = {form.confirmed_name: form.asked for form in answer.context["rows"] if form.asked}
        return client.post(address, {"text": answer.context["text"], **asked}, follow=True)
    return answer


def shown_rows(answer) -> dict:
    """What a browser would send of the rows that it is shown, and no other."""
    data = {}
    for form in answer.context["forms"]:
        for name in form.fields:
            value = form[name].value()
            if value not in (None, False):
                data[form.add_prefix(name)] = value
    return data


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])
