"""Limits of sightings: nobody can fill the database with them, or use up the limits of others."""

from datetime import date

from django.utils.crypto import salted_hmac

from cms.counting import count_up
from content.desk.sightings.models import Sighting
from content.desk.sightings.places import find_known_hosts

#: Different sightings a day: from one address, of one website, and of all unknown websites together.
MOST_BY_ADDRESS = 200
MOST_OF_HOST = 500
MOST_UNKNOWN = 5_000
_A_DAY = 86_400


def has_room(day: date, host: str, address: str) -> bool:
    """Whether one more sighting may be noted. Asking counts for the address."""
    if _count_for(day, address) > MOST_BY_ADDRESS:
        return False
    today = Sighting.objects.filter(day=day)
    if today.filter(host=host).count() >= MOST_OF_HOST:
        return False
    known = find_known_hosts()
    return host in known or today.exclude(host__in=known).count() < MOST_UNKNOWN


def _count_for(day: date, address: str) -> int:
    """In the cache, for a day, under what the address can't be read from."""
    key = f"sightings:{day}:{salted_hmac('sightings', address).hexdigest()}"
    return count_up(key, _A_DAY)
