"""Bulk changes, as a browser asks for and sends them."""

import uuid

from django.urls import reverse


def preview(client, job: str, **choice):
    return client.get(reverse("bulk_change", args=[job]), choice)


def fill(answer, *, without=(), confirm: bool = True) -> dict:
    """What a browser sends of a preview in which everything is ticked, but for what is named: rows and hits."""
    data = {"form_key": str(uuid.uuid4()), "row": [], "hit": []}
    for row in answer.context["rows"] or ():
        data[f"{row.key}-shown"] = row.shown
        if row.name not in without and not row.problem and not row.hits:
            data["row"].append(row.key)
        for hit, value, _ticked in row.hit_rows:
            if not hit.problem and not row.problem and hit.before.strip() not in without:
                data["hit"].append(value)
        if row.confirms and confirm:
            data[f"{row.key}-confirmed"] = row.confirms
    return data


def send(client, answer, data: dict):
    """Send a filled preview to the address that has shown it."""
    request = answer.request
    return client.post(f"{request['PATH_INFO']}?{request['QUERY_STRING']}", data, follow=True)


def apply(client, job: str, **choice):
    answer = preview(client, job, **choice)
    return send(client, answer, fill(answer))
