"""Who asks is the address that our own proxies saw."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from cms.addresses import ClientAddressMiddleware, find_client_address


@pytest.fixture(autouse=True)
def no_throttle():
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1, 198.51.100.1, 192.0.2.1", "198.51.100.1"),
        (2, "198.51.100.1", "127.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "203.0.113.9:4711", "203.0.113.9"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, unknown", "127.0.0.1"),
        (1, "nonsense", "127.0.0.1"),
        (1, "198.51.100.1, ", "127.0.0.1"),
        (1, None, "127.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_added_is_believed(settings, proxies, forwarded, client):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    ClientAddressMiddleware(lambda request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == client
    assert "HTTP_X_FORWARDED_FOR" not in request.META


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "refused"), [(0, True), (1, False)])
def test_who_claims_another_address_each_time_is_counted_as_one(client, settings, proxies, refused):
    """The header's end is our proxy's: it differs only where readers do."""
    settings.PROXIES = proxies
    answers = {
        client.post(
            "/app/mistakes/", {}, content_type="application/json", headers={"X-Forwarded-For": f"198.51.100.{number}"}
        ).status_code
        for number in range(12)
    }
    assert (429 in answers) is refused


@pytest.mark.django_db
def test_what_a_reader_writes_before_our_proxy_does_not_count(client, settings):
    settings.PROXIES = 1
    answers = {
        client.post(
            "/app/mistakes/",
            {},
            content_type="application/json",
            headers={"X-Forwarded-For": f"10.0.0.{number}, 198.51.100.77"},
        ).status_code
        for number in range(12)
    }
    assert 429 in answers


@pytest.mark.parametrize(
    ("connection", "counted_as"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8::ffff:1", "2001:db8::/64"), ("", "unknown")],
)
def test_of_ipv6_a_network_is_counted_as_one(connection, counted_as):
    assert find_client_address(RequestFactory().get("/", REMOTE_ADDR=connection)) == counted_as
