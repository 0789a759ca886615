"""A pytest plugin for mutmut, whose forks inherit what was computed before: each begins with empty caches."""

import functools
import gc


def pytest_collection_finish() -> None:
    for kept in gc.get_objects():
        if type(kept) is functools._lru_cache_wrapper and kept.__module__.startswith("content."):
            kept.cache_clear()
