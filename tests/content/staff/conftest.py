"""What is remembered of refused tries, is forgotten between tests."""

import pytest
from django.core.cache import cache, caches


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    caches["refusals"].clear()
    yield
    cache.clear()
    caches["refusals"].clear()
