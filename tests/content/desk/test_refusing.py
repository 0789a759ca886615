"""What the admin's transaction does when the database gives up, and when a dialog is refused."""

import json

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from content.desk.admin_transaction import PublishingMiddleware
from content.model.publishing import Refused

pytestmark = pytest.mark.django_db


class Deadlock(Exception):
    sqlstate = "40P01"


@pytest.fixture
def request_of_editor(django_user_model):
    def build(**headers):
        file = SimpleUploadedFile("a.txt", b"the whole file")
        request = RequestFactory().post("/admin/x/", {"file": file}, headers=headers)
        request.user = django_user_model.objects.get(username="editor")
        SessionMiddleware(HttpResponse).process_request(request)
        MessageMiddleware(HttpResponse).process_request(request)
        return request

    return build


def run(request, view):
    return PublishingMiddleware(HttpResponse).process_view(request, view, (), {})


@pytest.mark.parametrize(("failures", "succeeds"), [(0, True), (2, True), (3, False)])
def test_a_deadlock_is_tried_again_from_the_start(request_of_editor, failures, succeeds):
    tries: list[bytes] = []

    def view(request):
        tries.append(request.FILES["file"].read())
        get_messages(request).add(20, "Published.")
        if len(tries) <= failures:
            raise OperationalError("deadlock detected") from Deadlock()
        return HttpResponse("done")

    request = request_of_editor()
    if succeeds:
        assert run(request, view).content == b"done"
        assert [str(message) for message in get_messages(request)] == ["Published."]
    else:
        with pytest.raises(OperationalError):
            run(request, view)
    assert tries == [b"the whole file"] * min(failures + 1, 3)


def test_another_database_error_is_not_tried_again(request_of_editor):
    tries = []

    def view(request):
        tries.append(1)
        raise OperationalError("disk full")

    with pytest.raises(OperationalError):
        run(request_of_editor(), view)
    assert len(tries) == 1


def test_a_refused_dialog_closes_and_the_page_says_why(request_of_editor):
    def view(request):
        get_messages(request).add(20, "Approved.")
        raise Refused(["Not signed."])

    request = request_of_editor(**{"X-Requested-With": "XMLHttpRequest", "Referer": "/admin/pages/1/edit/"})
    answer = json.loads(run(request, view).content)
    assert answer == {"step": "success", "redirect": "/admin/pages/1/edit/"}
    assert [str(message) for message in get_messages(request)] == ["Not signed."]


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("https://thief.example/admin/", "/admin/"),
        ("//thief.example/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
        ("", "/admin/"),
        ("http://testserver/admin/pages/1/", "http://testserver/admin/pages/1/"),
    ],
)
def test_a_refused_button_leads_back_to_this_host_alone(request_of_editor, referer, back):
    def view(request):
        raise Refused(["Not signed."])

    assert run(request_of_editor(Referer=referer), view).url == back


def test_a_form_without_its_fields_is_refused_with_their_names(as_user, peel):
    answer = as_user("admin").post(f"/admin/pages/{peel.pk}/edit/", {"id": "1"})
    assert answer.status_code == 400
    assert "The field faqs-count is missing." in answer.content.decode()
