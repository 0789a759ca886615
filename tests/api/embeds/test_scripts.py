"""Versions of the embed script are only looked up: asking for what there is not keeps nothing."""

import tracemalloc

import pytest

from api.embeds import scripts

pytestmark = pytest.mark.django_db


def test_a_version_that_never_was_is_not_found(client):
    assert client.get(f"/embed/v1.{'0' * 16}.js").status_code == 404


def test_the_process_keeps_nothing_of_the_digests_that_it_is_asked_for():
    assert scripts.read_released(scripts.digest_of(scripts.read_current())) == scripts.read_current()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(2_000):
            assert scripts.read_released(f"{number:016x}") is None
        assert tracemalloc.get_traced_memory()[0] - before < 20_000
    finally:
        tracemalloc.stop()
