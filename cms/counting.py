"""Counts in the cache: for limits, of which nothing is kept when their time is over."""

from django.core.cache import cache


def count_up(key: str, seconds: int, by: int = 1) -> int:
    """The count so far, this time included. `seconds`: from the first one on, after which it begins anew."""
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key, by)
    except ValueError:
        return by  # the cache dropped it meanwhile
