"""Limits of sightings, so that nobody can fill the database, or use up the limits of others."""

from datetime import date

from django.utils.crypto import salted_hmac

from cms.counting import count_up
from content.desk.sightings.models import Sighting
from content.desk.sightings.places import find_known_hosts

#: Limits per day: reports from one address; rows of one website; rows of all unknown websites together.
MOST_BY_ADDRESS = 200
MOST_OF_HOST = 500
MOST_UNKNOWN = 5_000
_A_DAY = 86_400


def has_room(day: date, host: str, address: str) -> bool:
    """Whether one more sighting may be stored. Each call counts towards the address's limit."""
    if _count_for(day, address) > MOST_BY_ADDRESS:
        return False
    today = Sighting.objects.filter(day=day)
    if today.filter(host=host).count() >= MOST_OF_HOST:
        return False
    known = find_known_hosts()
    return host in known or today.exclude(host__in=known).count() < MOST_UNKNOWN


def _count_for(day: date, address: str) -> int:
    """Counts in the cache for a day, under a keyed digest of the address."""
    key = f"sightings:{day}:{salted_hmac('sightings', address).hexdigest()}"
    return count_up(key, _A_DAY)
