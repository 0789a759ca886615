"""What is remembered of refused tries, is forgotten between tests."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache, caches


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    caches["refusals"].clear()
    yield
    cache.clear()
    caches["refusals"].clear()


@pytest.fixture
def factor_by_role(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_FACTOR_FOR = ["Publishers", "superusers"]
    for user in get_user_model().objects.all():
        user.set_password("right")
        user.save()
