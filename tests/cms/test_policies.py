"""Which answers carry what browsers heed in pages: those that a browser shows, and not the API's JSON."""

import pytest

pytestmark = pytest.mark.django_db
OF_PAGES = {"Content-Security-Policy", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"}
CORS = {"access-control-allow-origin", "access-control-expose-headers"}
NEEDED = {"ETag", "Vary", "Cache-Control", "Surrogate-Key", "X-Content-Type-Options"} | CORS
GUIDE = "/api/v1/guides/mesotherapy-for-hair/"


def test_json_carries_only_what_its_readers_and_caches_need(client):
    guide = client.get(GUIDE)
    assert set(guide.headers) == NEEDED | {"Content-Type", "Content-Length", "Content-Language"}
    assert guide["X-Content-Type-Options"] == "nosniff"
    again = client.get(GUIDE, headers={"if-none-match": guide["ETag"]})
    assert again.status_code == 304
    assert set(again.headers) == NEEDED | {"Content-Language"}


@pytest.mark.parametrize("address", ["/api/v1/sync/", "/api/v1/search/?q=hair", "/api/v1/nothing/", "/api/v1/schema/"])
def test_so_do_lists_and_problems(client, address):
    answer = client.get(address)
    assert not OF_PAGES & set(answer.headers)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Allow" not in answer


@pytest.mark.parametrize("address", ["/guides/mesotherapy-for-hair/", "/api/v1/docs/", "/admin/login/", "/app/"])
def test_what_a_browser_shows_carries_its_policies(client, address):
    answer = client.get(address)
    assert (answer.status_code, set(answer.headers) & OF_PAGES) == (200, OF_PAGES), dict(answer.headers)
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_frame_on_other_sites_keeps_its_policy(client):
    answer = client.get("/embed/frame/guides/mesotherapy-for-hair/process/")
    assert set(answer.headers) & OF_PAGES == OF_PAGES - {"X-Frame-Options"}


def test_who_asks_what_may_be_asked_is_told(client):
    assert client.options(GUIDE)["Allow"] == "GET, HEAD, OPTIONS"
