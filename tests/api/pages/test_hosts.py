"""No header of a request decides where we send somebody, or what our pages say that we are called."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/guides/", "/api/v1/guides/", "/embed/nodes/guides/", "/oembed/", "/healthz/", "/admin/login/", "/app/"]
ELSEWHERE = "evil.example"


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("host", [ELSEWHERE, f"localhost@{ELSEWHERE}", f"localhost:80.{ELSEWHERE}", "localhost/evil"])
def test_a_host_of_somebody_else_is_nowhere_in_an_answer(path, host):
    answer = Client(raise_request_exception=False).get(path, headers={"Host": host})
    assert answer.status_code in (200, 400, 404)
    assert ELSEWHERE not in answer.content.decode() + str(answer.headers)


@pytest.mark.parametrize("path", [*PUBLIC, "/guides/mesotherapy-for-hair/", "/sitemap.xml", "/llms.txt", "/robots.txt"])
@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"])
def test_what_a_stranger_says_of_a_proxy_changes_nothing(client, path, name):
    plain = client.get(path)
    answer = client.get(path, headers={name: f"host={ELSEWHERE}" if name == "Forwarded" else ELSEWHERE})
    assert answer.status_code == plain.status_code
    assert ELSEWHERE not in answer.content.decode() + str(answer.headers)


ADDRESSES = [
    f"//{ELSEWHERE}",
    f"///{ELSEWHERE}",
    f"/\\{ELSEWHERE}",
    f"\\\\{ELSEWHERE}",
    f"https://{ELSEWHERE}",
    f"https:{ELSEWHERE}",
    f"http:///{ELSEWHERE}",
    f"javascript://{ELSEWHERE}/%0aalert(1)",
    f"\t//{ELSEWHERE}",
    f"https://testserver@{ELSEWHERE}",
    f"https://testserver.{ELSEWHERE}",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_logging_in_leads_nowhere_else(client, address, django_user_model):
    django_user_model.objects.create_superuser("redirected", "", "a-long-password-1")
    typed = {"username": "redirected", "password": "a-long-password-1", "next": address}
    answer = client.post("/admin/login/", typed)
    assert answer.status_code in (200, 302, 400)
    assert ELSEWHERE not in answer.get("Location", "")


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_public_address_sends_on_to_another_host(client, address):
    for path in ("/guides/", "/embed/frame/guides/", "/api/v1/guides/", "/oembed/", "/launch-preview/end/"):
        answer = client.get(path, {"next": address, "url": address, "redirect": address})
        assert ELSEWHERE not in answer.get("Location", ""), path
    for path in (address, f"/guides/{address}", f"/api/v1/{address}", f"/admin/{address}"):
        answer = client.get(path if path.startswith("/") else f"/{path}")
        location = answer.get("Location", "")
        assert not location.startswith(("//", "/\\", "http")), (path, location)
