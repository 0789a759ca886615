"""Limits search by client address and minute: by the cost of queries, not their number."""

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache

from api.problems import Problem
from cms.addresses import find_client_address
from cms.counting import count_up

SECONDS = 60


class TooMany(Problem):
    """`seconds`: the time until the next minute."""

    status = 429
    code = "too_many_requests"
    title = "Too many requests"

    def __init__(self, seconds: int) -> None:
        super().__init__("This address has asked for a lot in the last minute: ask again in the next one.")
        self.headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}


class SearchBudget:
    """The search budget of an address in this minute. The address is stored only in the cache, for that minute."""

    def __init__(self, request: Any) -> None:
        now = time.time()
        self.left = SECONDS - int(now) % SECONDS
        self.key = f"search-cost-{int(now) // SECONDS}-{find_client_address(request)}"

    def check(self) -> None:
        """Raises TooMany if the budget is used up."""
        if 0 < settings.SEARCH_COST_PER_MINUTE <= cache.get(self.key, 0):
            raise TooMany(self.left)

    def charge(self, cost: int) -> None:
        count_up(self.key, SECONDS, cost)
