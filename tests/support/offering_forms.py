"""The grid of a branch's offerings, as a browser sends it."""

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
