"""Refuses a process that shares the database with others and not their keys or files.

Such a host would answer 404 for pictures of others, end their sessions, and sign bundles with a key that no app knows.
The first process that starts notes its keys in the database, and leaves a file with a random name in both storages.
"""

import secrets

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management.base import CommandError
from django.utils.crypto import salted_hmac

from content.model.running.models import Installation

KEYS = ("SECRET_KEY", "BUNDLE_KEY")
PLACES = {"default": "private", "public": "public"}
FOLDER = "installation"
#: There is only one.
ROW = 1
_ADOPT = (
    "If these are the right ones on every host, such as after a move: stop all, and run manage.py setup --adopt on one."
)


def join() -> None:
    """Called before a process serves or works. The first one decides. Raises CommandError."""
    if not Installation.objects.exists():
        mark = _leave_marks()
        Installation.objects.get_or_create(pk=ROW, defaults={"mark": mark, "keys": _digest_keys()})
    if faults := find_differences():
        raise CommandError(" ".join([*faults, _ADOPT]))


def adopt() -> None:
    """Take the keys and files of this process for those of the installation. Safe to repeat, and to die within."""
    mark = _leave_marks()
    Installation.objects.update_or_create(pk=ROW, defaults={"mark": mark, "keys": _digest_keys()})


def _leave_marks() -> str:
    """Before the row is written: whoever finds it expects the files."""
    mark = secrets.token_hex(16)
    for storage in PLACES:
        storages[storage].save(f"{FOLDER}/{mark}", ContentFile(b"Belongs to the database of this installation.\n"))
    return mark


def find_differences() -> list[str]:
    """What this process has otherwise than the installation, as sentences that tell the fix."""
    installation = Installation.objects.filter(pk=ROW).first()
    if installation is None:
        return []
    keys = _digest_keys()
    faults = [
        f"{name} is not that of the other processes of this database: set the same on every host."
        for name in KEYS
        if installation.keys.get(name) != keys[name]
    ]
    lost = [words for name, words in PLACES.items() if not storages[name].exists(f"{FOLDER}/{installation.mark}")]
    if lost:
        faults.append(
            f"The {' and '.join(lost)} files here are not those of this database: let every host use the same buckets "
            "(PUBLIC_BUCKET, PRIVATE_BUCKET), or one DATA_DIR that all share."
        )
    return faults


def _digest_keys() -> dict[str, str]:
    """Neither key can be found from its digest."""
    return {name: salted_hmac(f"installation {name}", "", secret=getattr(settings, name)).hexdigest() for name in KEYS}
