"""How much may be sent, by whom and to which address: refused before anything reads it."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cms.bodies import PUBLIC_BYTES, STAFF_BYTES

pytestmark = pytest.mark.django_db
DOORS = ["/app/mistakes/", "/embed/seen/", "/api/v1/guides/", "/", "/admin/login/", "/admin/pages/1/edit/", "/nowhere/"]
FORMS = ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json", "text/plain"]


@pytest.fixture(autouse=True)
def no_throttle():
    cache.clear()
    yield
    cache.clear()


class Unread(BytesIO):
    """A body that nobody may read."""

    def read(self, *args):
        raise AssertionError("The body was read.")

    readline = read


def send(client, address, length, method="POST", kind="application/json", **extra):
    extra = {"CONTENT_LENGTH": str(length), **extra}
    return client.generic(method, address, b"", kind, **{"wsgi.input": Unread(), **extra})


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("address", DOORS)
def test_nobody_sends_much_without_logging_in(address, kind):
    assert send(Client(), address, PUBLIC_BYTES + 1, kind=kind).status_code == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_the_method_makes_no_difference(client, method):
    assert send(client, "/api/v1/guides/", PUBLIC_BYTES + 1, method).status_code == 413


def test_who_may_be_in_the_admin_sends_pictures_there_and_nowhere_else(as_user):
    editor, picture = as_user("editor"), b"x" * (PUBLIC_BYTES + 1)
    form = {"title": "A picture", "file": BytesIO(picture)}
    assert editor.post(reverse("wagtailimages:add"), form).status_code != 413
    assert send(editor, reverse("wagtailimages:add"), STAFF_BYTES + 1).status_code == 413
    assert send(editor, "/app/mistakes/", PUBLIC_BYTES + 1).status_code == 413


def test_a_session_that_is_made_up_or_over_sends_nothing(as_user, django_user_model):
    made_up, over = Client(), as_user("editor")
    made_up.cookies["sessionid"] = "a" * 32
    django_user_model.objects.filter(username="editor").update(is_active=False)
    for client in (made_up, over):
        assert send(client, reverse("wagtailimages:add"), PUBLIC_BYTES + 1).status_code == 413


@pytest.mark.parametrize("given", [{"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}])
@pytest.mark.parametrize("address", DOORS)
def test_what_does_not_say_how_long_it_is_is_refused(client, address, given):
    assert send(client, address, 0, **given).status_code == 411


def test_a_program_is_told_as_problem_json_and_a_person_by_a_page(client):
    told = send(client, "/app/mistakes/", PUBLIC_BYTES + 1)
    assert told["Content-Type"] == "application/problem+json"
    assert told.json() == {
        "type": "urn:problem-type:treatment-guides:too_large",
        "code": "too_large",
        "title": "Too large",
        "status": 413,
        "detail": "At most 16.0\xa0KB can be sent here.",
    }
    page = send(client, "/admin/login/", PUBLIC_BYTES + 1, HTTP_ACCEPT="text/html")
    assert "Log in to send more." in page.content.decode()


def test_what_a_reader_may_send_passes(client):
    assert client.post("/app/mistakes/", {}, content_type="application/json").status_code == 400
