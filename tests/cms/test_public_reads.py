"""The short way of public reads gives what the long way gives."""

import pytest
from django.test import Client

from cms import public_reads
from tests.support.public import find_addresses

pytestmark = pytest.mark.django_db
OTHERS = (
    *("/api/v1/search/?q=redness", "/api/v1/guides/?page_size=0", "/api/v1/guides/none/", "/api/v1/guides"),
    *("/guides/none/", "/nothing", "/sitemap.xml", "/llms.txt", "/app/", "/healthz/", "/preview/none/"),
    *("/oembed/?url=http://localhost:8000/guides/mesotherapy-for-hair/", "/embed/v1.js", "/media/renditions/none.jpg"),
)


@pytest.fixture
def ways(monkeypatch) -> list[str]:
    """Which way each request went."""
    ways: list[str] = []
    is_public_read = public_reads.is_public_read

    def note(request):
        ways.append("short" if is_public_read(request) else "long")
        return ways[-1] == "short"

    monkeypatch.setattr(public_reads, "is_public_read", note)
    return ways


def test_both_ways_give_the_same(ways):
    """Whoever sends a cookie goes the long way, whatever it says."""
    short, long = Client(), Client()
    long.cookies["theme"] = "dark"
    for address in [*find_addresses(locales=("hi",), by=("slug",)), *OTHERS]:
        answers = short.get(address), long.get(address)
        assert ways[-2:] == ["short", "long"], address
        told = [(one.status_code, sorted(one.headers.items()), one.getvalue(), dict(one.cookies)) for one in answers]
        assert told[0] == told[1], address


@pytest.mark.parametrize(
    ("method", "address", "headers"),
    [
        ("get", "/admin/", {}),
        ("get", "/launch-preview/none/", {}),
        ("get", "/guides/", {"preview-token": "none"}),
        ("get", "/guides/", {"cookie": "launch_preview=none"}),
        ("get", "/guides/", {"authorization": "Basic eA=="}),
        ("post", "/app/mistakes/", {}),
        ("options", "/api/v1/guides/", {}),
    ],
)
def test_whoever_may_be_somebody_goes_the_long_way(client, ways, method, address, headers):
    getattr(client, method)(address, headers=headers)
    assert ways == ["long"]
