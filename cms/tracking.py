"""Parameters that others add to our addresses, to count visits or to get past a cache. They change no answer."""

_NAMES = {"_", "fbclid", "gclid"}
_CAMPAIGN = "utm_"


def is_tracking(name: str) -> bool:
    return name in _NAMES or name.startswith(_CAMPAIGN)


def drop_tracking(query: str) -> str:
    """The query string without them, for the keys of what is kept."""
    if "_=" not in query and "utm_" not in query and "clid" not in query:
        return query  # as nearly always, and this is asked each time
    return "&".join(part for part in query.split("&") if not is_tracking(part.partition("=")[0]))
