"""The previews beside a guide's form: each opens, in a frame, for a new guide, a public one and a held one."""

import pytest
from django.urls import reverse

from content.edition.models import Current
from content.model.compilation import NotReady
from content.model.guides import previews
from content.model.guides.models import GuidePage
from tests.support.guide_forms import form_data

pytestmark = pytest.mark.django_db


def find_previews(kind: str, page: GuidePage) -> tuple[str, dict[str, str]]:
    """The address of the panel, and the form as the editor has it open."""
    if kind == "new":
        parent = page.get_parent().pk
        address = reverse("wagtailadmin_pages:preview_on_add", args=["content", "guidepage", parent])
        return address, form_data(page, title="New", slug="")
    if kind == "held":
        Current.objects.filter(kind="guide", subject=page.translation_key).update(is_held=True)
    return reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), form_data(page)


@pytest.mark.parametrize("kind", ["new", "public", "held"])
def test_every_preview_opens_in_the_editors_frame(as_user, mesotherapy, kind):
    client = as_user("editor")
    address, form = find_previews(kind, mesotherapy)
    assert client.post(address, form).json() == {"is_valid": True, "is_available": True}
    page = GuidePage(locale=mesotherapy.locale) if kind == "new" else mesotherapy
    modes = [name for name, _label in page.preview_modes]
    assert {"phone", "web", "embed", "changes"} <= set(modes)
    for mode in modes:
        answer = client.get(address, {"mode": mode, "in_preview_panel": "true"})
        assert answer.status_code == 200, mode
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"], mode
        assert answer["X-Frame-Options"] == "SAMEORIGIN", mode


def test_a_picture_that_is_not_ready_is_told_in_the_frame(as_user, peel, monkeypatch):
    def fail(page, request):
        raise NotReady("The picture is still being processed.")

    monkeypatch.setitem(previews._modes, "web", previews._modes["web"]._replace(render=fail))
    client, (address, form) = as_user("editor"), find_previews("public", peel)
    client.post(address, form)
    answer = client.get(address, {"mode": "web", "in_preview_panel": "true"})
    assert "still being processed" in answer.content.decode()
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
