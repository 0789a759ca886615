"""Wagtail's own API of the admin reads; what is sent to its actions is refused, and never an error of ours."""

import pytest

pytestmark = pytest.mark.django_db
ACTIONS = ("copy", "delete", "move", "publish", "unpublish", "copy_for_translation", "revert_to_page_revision")
BODIES = [("{}", "application/json"), ("[1", "application/json"), ("null", "application/json"), ("x", "text/plain")]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(("body", "kind"), [*BODIES, ("a=1", "application/x-www-form-urlencoded")])
def test_an_action_is_refused_in_any_form(as_user, mesotherapy, action, body, kind):
    address = f"/admin/api/main/pages/{mesotherapy.pk}/action/{action}/"
    answer = as_user("admin").post(address, body, content_type=kind)
    assert answer.status_code == 415
    assert answer.json()["title"] == "Unsupported Media Type"
    mesotherapy.refresh_from_db()
    assert mesotherapy.live


def test_who_is_not_logged_in_is_refused_before(client, mesotherapy):
    address = f"/admin/api/main/pages/{mesotherapy.pk}/action/publish/"
    assert client.post(address, "{}", content_type="application/json").status_code in (302, 403)


@pytest.mark.parametrize("body", [b"[[1], 2]", b"[1", b"5", b"\xff", b"[" * 100_000])
def test_what_wagtail_is_sent_besides_forms_is_an_object(as_user, body):
    client = as_user("editor")
    assert client.patch("/admin/dismissibles/", body, content_type="application/json").status_code == 400
    assert client.patch("/admin/dismissibles/", b'{"a": true}', content_type="application/json").json() == {"a": True}
