"""Counts in the cache, for limits that expire."""

from django.core.cache import cache


def count_up(key: str, seconds: int, by: int = 1) -> int:
    """Add to a count and return it. It starts again at zero `seconds` after the first call."""
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key, by)
    except ValueError:
        return by  # the cache has dropped the count
